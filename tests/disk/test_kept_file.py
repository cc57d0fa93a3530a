"""A file of one process at a time, whose lines are on disk or not there."""

import io
import os
from pathlib import Path

import pytest

from limited import full_disk
from oocli.disk.kept_file import keep_as, lock_kept, open_kept, reading, write_all
from oocli.errors import OocliError, UsageError


@pytest.mark.skipif(not hasattr(os, "O_PATH"), reason="only Linux opens files that have no locks")
def test_file_without_locks_is_refused(tmp_path: Path) -> None:
    """Where the system has no lock for a file, that is said, with what to do."""
    path = tmp_path / "results.ndjson"
    path.touch()
    with io.FileIO(os.open(path, getattr(os, "O_PATH", 0))) as stream, pytest.raises(UsageError) as failure:
        lock_kept(path, stream, hint="elsewhere")
    assert failure.value.message.startswith(f"{path} cannot be locked")
    assert (failure.value.why, failure.value.hint) == ("Bad file descriptor", "elsewhere")


def test_second_lock_is_refused(tmp_path: Path) -> None:
    """Who has the file open already is named as another oocli."""
    path = tmp_path / "results.ndjson"
    with open_kept(path) as first, open_kept(path) as second:
        lock_kept(path, first, hint="")
        with pytest.raises(OocliError, match="Another oocli is writing"):
            lock_kept(path, second, hint="")


@pytest.mark.skipif(os.name == "nt", reason="Windows cannot limit the length of files")
def test_what_was_not_written_is_not_written_later(tmp_path: Path) -> None:
    """After a full disk the file is as long as it was cut to, also when it is closed."""
    path = tmp_path / "results.ndjson"
    with open_kept(path) as stream:
        with full_disk(100), pytest.raises(OSError, match="File too large"):
            write_all(stream, b"x" * 150)
        assert path.stat().st_size == 100
        stream.truncate(0)
    assert path.read_bytes() == b""


def test_reading_sees_what_was_written(tmp_path: Path) -> None:
    """What another reader has in its buffer is not taken for what stands in the file now."""
    with open_kept(tmp_path / "results.ndjson") as stream:
        write_all(stream, b"one\ntwo\n")
        with reading(stream) as reader:
            assert list(reader) == [b"one\n", b"two\n"]
        stream.truncate(0)
        stream.seek(0)
        write_all(stream, b"six\nten\n")
        with reading(stream, 4) as reader:
            assert reader.read() == b"ten\n"


def test_what_is_replaced_stays_under_another_name(tmp_path: Path) -> None:
    """The first name that is free; both are whole at any time."""
    path = tmp_path / "results.ndjson"
    for number in (1, 2):
        path.write_text(str(number), encoding="utf-8")
        other = keep_as(path, path)
        assert other == tmp_path / f"results-{number}.ndjson"
        path.unlink()
        assert other.read_text(encoding="utf-8") == str(number)
