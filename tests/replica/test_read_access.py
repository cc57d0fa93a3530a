"""Reading a file changes nothing, leaves nothing beside it, and never gives half a state."""

import os
import shutil
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from limited import full_disk
from oocli.errors import GuardError, OocliError
from oocli.replica.file import explain, open_copy, open_to_read
from oocli.replica.query import ask
from oocli.replica.read_access import connected_to_read
from oocli.replica.run_lock import locked

COUNT = "SELECT count(*) FROM numbered"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Give a file with a log, which nobody has open."""
    path = tmp_path / "kopie für ü?#%.db"
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("CREATE TABLE numbered (n)")
        db.executemany("INSERT INTO numbered VALUES (?)", [(n,) for n in range(100)])
        db.commit()
    return path


@pytest.fixture
def writer(path: Path) -> Iterator[sqlite3.Connection]:
    """Give a connection that writes, whose log has something in it."""
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("DELETE FROM numbered WHERE n < 10")
        yield db


def list_names(path: Path) -> list[str]:
    """Give what lies in the directory of a file."""
    return sorted(other.name for other in path.parent.iterdir())


@pytest.mark.parametrize("may_write", [True, False])
def test_a_file_that_is_read_has_nothing_beside_it_afterwards(path: Path, may_write: bool) -> None:
    """Also where the reader could not have taken it away again."""
    before = path.read_bytes()
    with connected_to_read(path, may_write=may_write) as db:
        assert db.execute(COUNT).fetchone() == (100,)
    assert list_names(path) == [path.name]
    assert path.read_bytes() == before


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="nothing is forbidden to root")
@pytest.mark.parametrize("mode", [0o755, 0o555])
def test_a_copy_that_may_only_be_read_has_nothing_beside_it_afterwards(path: Path, mode: int) -> None:
    """The directory may be writable or not."""
    path.chmod(0o444)
    path.parent.chmod(mode)
    with ask(path, COUNT) as answer:
        assert list(answer.rows) == [(100,)]
    names = list_names(path)
    path.parent.chmod(0o755)
    assert names == [path.name]


@pytest.mark.skipif(os.name == "nt", reason="a file of any size may be written there")
def test_a_copy_on_a_full_disk_is_read(path: Path) -> None:
    """There is no room for what SQLite puts beside it."""
    with full_disk(0), ask(path, COUNT) as answer:
        assert list(answer.rows) == [(100,)]


@pytest.mark.skipif(os.name == "nt", reason="a file of any size may be written there")
def test_a_lock_on_a_full_disk_is_one(path: Path) -> None:
    """Who holds it cannot be written down; the run itself says what is wrong."""
    with (
        full_disk(0),
        locked(path, now=0.0),
        pytest.raises(GuardError, match="is being written by another run"),
        locked(path, now=0.0),
    ):
        pass
    assert list_names(path) == [path.name]


def test_no_room_to_sort_is_not_taken_for_a_file_that_cannot_grow(path: Path) -> None:
    """Nothing is written to it."""
    full = sqlite3.OperationalError("database or disk is full")
    full.sqlite_errorcode = sqlite3.SQLITE_FULL
    with pytest.raises(OocliError, match="no room for temporary files"), connected_to_read(path):
        raise full


def test_what_stands_in_the_log_of_a_writer_is_read(path: Path, writer: sqlite3.Connection) -> None:
    """Who may only read sees it as everybody does."""
    with connected_to_read(path, may_write=False) as db:
        assert db.execute(COUNT).fetchone() == (90,)


def test_what_stands_in_a_log_that_was_copied_along_is_read(
    path: Path, writer: sqlite3.Connection, tmp_path: Path
) -> None:
    """A file as it lies would give an old state without a word."""
    other = tmp_path / "medium" / path.name
    other.parent.mkdir()
    for name in (path.name, f"{path.name}-wal"):
        shutil.copy(path.with_name(name), other.with_name(name))
    before = list_names(other)
    with connected_to_read(other, may_write=False) as db:
        assert db.execute(COUNT).fetchone() == (90,)
    assert list_names(other) == before


def test_a_file_whose_writer_was_killed_is_read_as_it_was_before(tmp_path: Path) -> None:
    """In its first second, before it has a log; SQLite has to mend it, and may not where it lies."""
    path = tmp_path / "killed.db"
    with closing(sqlite3.connect(tmp_path / "live.db", isolation_level=None)) as db:
        db.execute("CREATE TABLE numbered (n)")
        db.execute("INSERT INTO numbered VALUES (1)")
        db.execute("PRAGMA cache_size = 1")
        db.execute("BEGIN")
        db.executemany("INSERT INTO numbered VALUES (?)", [("x" * 900,)] * 1000)
        for ending in ("", "-journal"):
            shutil.copy(tmp_path / f"live.db{ending}", tmp_path / f"killed.db{ending}")
    for place in (path, tmp_path / "killed.db-journal"):
        place.chmod(0o444)
    before = list_names(path)
    with connected_to_read(path, may_write=False) as db:
        assert db.execute(COUNT).fetchone() == (1,)
    assert list_names(path) == before


def test_a_file_that_is_written_to_meanwhile_is_told(path: Path) -> None:
    """Nothing keeps the writer away, so what came may be half of one state and half of another."""

    def read() -> None:
        with connected_to_read(path, may_write=False) as db:
            rows = db.execute("SELECT n FROM numbered")
            rows.fetchone()
            with closing(sqlite3.connect(path)) as other:
                other.execute("DELETE FROM numbered")
                other.commit()
            rows.fetchall()

    with pytest.raises(GuardError, match="was written to while it was being read"):
        read()


def test_one_state_is_read_throughout(path: Path) -> None:
    """Two statements tell of the same moment."""
    with connected_to_read(path) as db:
        with closing(sqlite3.connect(path)) as other:
            other.execute("DELETE FROM numbered")
            other.commit()
        assert db.execute(COUNT).fetchone() == (100,)


def test_a_reader_waits_for_the_first_transaction_of_a_file(tmp_path: Path) -> None:
    """It is over in a second."""
    path = tmp_path / "crm.db"
    with ExitStack() as stack:
        db = stack.enter_context(closing(sqlite3.connect(path, check_same_thread=False)))
        db.execute("CREATE TABLE numbered (n)")
        db.execute("BEGIN EXCLUSIVE")
        timer = threading.Timer(0.3, db.execute, ["COMMIT"])
        timer.start()
        stack.callback(timer.join)
        with ask(path, COUNT) as answer:
            assert list(answer.rows) == [(0,)]


def test_a_file_that_stays_locked_is_told_in_words(path: Path) -> None:
    """With the guard's exit code, as of a second run."""
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("PRAGMA journal_mode = DELETE")
        db.execute("BEGIN EXCLUSIVE")
        with pytest.raises(sqlite3.OperationalError), connected_to_read(path, patience=0):
            pass


def test_a_lock_of_another_program_is_called_one(path: Path) -> None:
    """SQLite says that the database is locked, and not by whom."""
    failure = explain(path, sqlite3.OperationalError("database is locked"))
    assert failure.exit_code == 8
    assert failure.message == f"{path} is locked by another program"


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="nothing is forbidden to root")
def test_a_run_on_a_file_that_may_only_be_read_leaves_nothing_either(tmp_path: Path) -> None:
    """It is told before SQLite has opened anything."""
    path = tmp_path / "crm.db"
    with open_copy(path):
        pass
    path.chmod(0o444)
    with pytest.raises(OocliError, match="may only be read"), open_copy(path):
        pass
    assert list_names(path) == ["crm.db"]
    with open_to_read(path) as copy:
        assert copy.read_fact("account") == ""
