"""Kept answers as files: whose they are, when they go, and what a damaged one does."""

import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from harness import Clock, Outcome
from oocli.answers.answer_files import AnswerFiles, Kept

Run = Callable[..., Outcome]


@pytest.fixture
def said() -> list[str]:
    """Give what was warned of."""
    return []


@pytest.fixture
def files(tmp_path: Path, clock: Clock, said: list[str]) -> AnswerFiles:
    """Give the answers of an account, which may be a minute old."""
    return AnswerFiles(tmp_path / "kept" / "account", "https://x", "me", 60, clock.now, said.append)


def keep(files: AnswerFiles, name: str = "one") -> Path:
    """Keep an answer and give its file."""
    assert files.keep(name, Kept(b"{}\n{}", "run", files.now()), what="read estate")
    return files.folder / f"{name}.answer"


def test_an_answer_comes_back_as_it_came(files: AnswerFiles) -> None:
    """Its bytes, the run that kept it, and when."""
    keep(files)
    assert files.find("one") == Kept(b"{}\n{}", "run", files.now())
    assert files.find("other") is None


@pytest.mark.skipif(os.name != "posix", reason="modes are of POSIX")
def test_only_the_owner_may_read_it(files: AnswerFiles) -> None:
    """The file has mode 0600, its folder 0700."""
    path = keep(files)
    assert [stat.S_IMODE(item.stat().st_mode) for item in (path, path.parent)] == [0o600, 0o700]


@pytest.mark.skipif(os.name != "posix", reason="modes are of POSIX")
def test_a_file_that_others_may_change_is_no_answer(files: AnswerFiles) -> None:
    """Somebody else may have written what it says."""
    keep(files).chmod(0o666)
    assert files.find("one") is None


@pytest.mark.parametrize(
    "content",
    [b"", b"[]\n", b"{}\n{}", b'{"version": 1}\n{}', b'{"version": 2}\n{}', b"\xff\n", b"[" * 9000],
)
def test_a_damaged_file_is_no_answer(files: AnswerFiles, content: bytes) -> None:
    """Whatever stands in it, it is as good as none."""
    keep(files).write_bytes(content)
    assert files.find("one") is None


def test_a_cut_answer_is_none(files: AnswerFiles) -> None:
    """A disk that was full leaves no half of an answer to be used."""
    path = keep(files)
    path.write_bytes(path.read_bytes()[:-1])
    assert files.find("one") is None


def test_an_answer_of_tomorrow_is_none(files: AnswerFiles, clock: Clock) -> None:
    """After the clock was set back nobody knows how old an answer is."""
    keep(files)
    clock.time -= 3600
    assert files.find("one") is None


def test_sweeping_throws_away_what_is_too_old(files: AnswerFiles, clock: Clock) -> None:
    """Records do not lie about for longer than was asked for; other files are left alone."""
    old, damaged, other = keep(files), keep(files, "damaged"), files.folder / "other"
    damaged.write_bytes(b"")
    other.touch()
    clock.time += 60
    new = keep(files, "new")
    files.sweep()
    assert [path.exists() for path in (old, damaged, other, new)] == [False, False, True, True]


def test_where_nothing_can_be_kept_it_is_said(files: AnswerFiles, said: list[str]) -> None:
    """The run goes on without."""
    files.folder.parent.write_bytes(b"")
    assert not files.keep("one", Kept(b"{}", "run", 0.0), what="read estate")
    assert [text.partition(" in ")[0] for text in said] == ["The answer cannot be kept"]


def test_a_run_warns_once_and_gives_its_records(oocli: Run, home: Path) -> None:
    """A cache that cannot be written costs one warning, not one for each page."""
    (home / "cache").write_bytes(b"")
    outcome = oocli("--sandbox", "read", "estate", "--limit", "300", "--cache", "10m", "-o", "ids")
    assert (outcome.code, len(outcome.out.split()), outcome.err.count("cannot be kept")) == (0, 300, 1)
