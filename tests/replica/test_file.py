"""The file of a copy: which ones are taken, and what becomes of it when things go wrong."""

import os
import sqlite3
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest

from copied_office import Bench, compare
from oocli.context import Context
from oocli.errors import DiskFull, GuardError, OocliError, UsageError
from oocli.paging.pace import Pace
from oocli.replica.file import explain, open_copy, open_to_read
from oocli.replica.migrations import VERSION
from oocli.replica.query import ask
from oocli.replica.run_lock import locked
from oocli.replica.session import rehearse
from oocli.replica.wish import Wish
from oocli.sandbox.door.answer import Sandbox
from oocli.wire.reply import Reply


def test_a_new_file_is_its_owners_alone(tmp_path: Path) -> None:
    """It has the office's addresses in it."""
    with open_copy(tmp_path / "crm.db", account="a", described="b"):
        pass
    assert os.name == "nt" or (tmp_path / "crm.db").stat().st_mode & 0o777 == 0o600


def test_another_account_is_refused(tmp_path: Path) -> None:
    """Two offices never mix in one file."""
    with open_copy(tmp_path / "crm.db", account="a", described="profile acme"):
        pass
    with (
        pytest.raises(UsageError, match="is a copy of another account"),
        open_copy(tmp_path / "crm.db", account="b", described="profile other"),
    ):
        pass


def test_a_file_of_a_later_oocli_is_refused(tmp_path: Path) -> None:
    """Its tables may mean something else."""
    with open_copy(tmp_path / "crm.db", account="a", described="b") as copy:
        copy.db.execute(f"PRAGMA user_version = {VERSION + 1}")
    with pytest.raises(UsageError, match="was written by a later oocli"), open_to_read(tmp_path / "crm.db"):
        pass


def test_a_file_of_an_earlier_oocli_is_brought_up_to_date(bench: Bench) -> None:
    """Its records stay, and its tables have what they lacked."""
    bench.run()
    with bench.open() as copy:
        for table in ("estate", "address", "task", "agentslog", "calendar", "user", "searchcriteria"):
            copy.db.execute(f"ALTER TABLE {table} DROP COLUMN _deleted_by")
            copy.db.execute(f"ALTER TABLE {table} DROP COLUMN _deleted_on")
        copy.db.execute("PRAGMA user_version = 1")
    bench.change("DELETE FROM task WHERE Nr = 403")
    assert [outcome.failure for outcome in bench.run() if outcome.failure] == []
    assert bench.ask("PRAGMA user_version") == [(VERSION,)]
    assert bench.ask("SELECT _deleted_by, _deleted_at > '' FROM task WHERE _id = 403") == [(None, 1)]
    assert compare(bench) == {}


def test_a_file_that_cannot_be_read_is_closed_again(tmp_path: Path) -> None:
    """Also while the failure is at hand, with all that it remembers; Python 3.13 warns of open ones."""
    path = tmp_path / "text.db"
    path.write_text("no database, " * 100)
    before = len(list(Path("/dev/fd").iterdir()))
    with pytest.raises(UsageError) as failure, open_to_read(path):
        pass
    assert len(list(Path("/dev/fd").iterdir())) == before
    assert "text.db" in failure.value.message


def test_somebody_elses_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    """A table in it is not a copy."""
    db = sqlite3.connect(tmp_path / "other.db")
    db.execute("CREATE TABLE mine (a)")
    db.close()
    before = (tmp_path / "other.db").read_bytes()
    with (
        pytest.raises(UsageError, match="is not a copy"),
        open_copy(tmp_path / "other.db", account="a", described="b"),
    ):
        pass
    assert (tmp_path / "other.db").read_bytes() == before


def test_a_text_is_refused(tmp_path: Path) -> None:
    """It is not a database at all."""
    (tmp_path / "notes.txt").write_text("Remember the milk, and whatever else there is to remember" * 20)
    with (
        pytest.raises(UsageError, match="is not a copy"),
        open_copy(tmp_path / "notes.txt", account="a", described="b"),
    ):
        pass


def test_a_block_that_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    """All of a transaction, or none of it."""
    with open_copy(tmp_path / "crm.db", account="a", described="b") as copy:

        def write_half() -> None:
            with copy.writing() as db:
                copy.write_facts({"tables": ["estate"]})
                db.execute("INSERT INTO nowhere VALUES (1)")

        with pytest.raises(sqlite3.OperationalError):
            write_half()
        assert copy.read_fact("tables") is None


def test_a_second_run_ends_at_once_and_says_who_is_at_it(tmp_path: Path) -> None:
    """Process and since when."""
    with locked(tmp_path / "crm.db", now=0.0):
        with pytest.raises(GuardError) as caught, locked(tmp_path / "crm.db", now=1.0):
            pass
        assert str(os.getpid()) in caught.value.message
        assert "1970-01-01T00:00:00+00:00" in caught.value.message
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_is_told_and_the_file_stays_usable(bench: Bench) -> None:
    """What was written is whole, and the next run reads the rest."""

    def run_with_little_room() -> None:
        with bench.open() as copy:
            (pages,) = copy.db.execute("PRAGMA page_count").fetchone()
            copy.db.execute(f"PRAGMA max_page_count = {pages + 30}")
            bench.begin(copy).run()

    with pytest.raises(OocliError, match="the disk is full"):
        run_with_little_room()
    assert bench.ask("PRAGMA integrity_check") == [("ok",)]
    assert [outcome.failure for outcome in bench.run() if outcome.failure] == []


def test_relations_of_all_types_appear_at_once(bench: Bench) -> None:
    """Whoever reads meanwhile sees none of them or all."""
    seen = set[int]()
    bench.transport = Watched(bench, lambda: seen.add(count_links(bench)))
    bench.run()
    assert seen == {0}
    with bench.store.writing() as db:
        db.execute("DELETE FROM relation WHERE parent = 11")
    before = count_links(bench)
    bench.run(Wish(tables=("relation",)))
    assert seen == {0, before}
    assert count_links(bench) < before


@dataclass
class Watched:
    """The office, with something looked at before each of its answers.

    Attributes:
        bench: whose office it is.
        look: looks.
    """

    bench: Bench
    look: Callable[[], None]

    def post(self, body: bytes) -> Reply:
        """Look, and answer."""
        self.look()
        return Sandbox(self.bench.store, now=self.bench.clock.now).post(body)


def count_links(bench: Bench) -> int:
    """Give the number of relations in the copy."""
    return int(bench.ask("SELECT count(*) FROM relation")[0][0])


def test_a_reader_sees_the_state_before_while_a_run_writes(bench: Bench) -> None:
    """It is never kept waiting."""
    bench.run()
    with bench.open() as copy, copy.writing() as db:
        db.execute("DELETE FROM relation")
        with open_to_read(bench.path) as reader:
            assert reader.db.execute("SELECT count(*) FROM relation").fetchone()[0] > 0


def test_a_file_that_may_only_be_read_is_called_so() -> None:
    """Its directory and the disk are as they should be."""
    failure = explain(Path("crm.db"), sqlite3.OperationalError("attempt to write a readonly database"))
    assert failure.message == "crm.db may only be read"


@pytest.mark.parametrize("opened", [open_to_read, partial(ask, statement="SELECT 1")])
def test_a_directory_is_called_one(
    tmp_path: Path, opened: Callable[[Path], AbstractContextManager[object]]
) -> None:
    """`oocli sync` would not make it."""
    with pytest.raises(UsageError, match="is a directory"), opened(tmp_path):
        pass


@pytest.mark.parametrize("opened", [open_copy, open_to_read, partial(ask, statement="SELECT 1")])
def test_a_failure_of_the_output_is_not_the_files(
    tmp_path: Path, opened: Callable[[Path], AbstractContextManager[object]]
) -> None:
    """Whoever reads no further ends `sql` and `watch` quietly, as it ends everything else."""
    with open_copy(tmp_path / "crm.db"):
        pass
    with pytest.raises(BrokenPipeError), opened(tmp_path / "crm.db"):
        raise BrokenPipeError


def test_a_trial_that_has_no_room_does_not_blame_the_file(tmp_path: Path) -> None:
    """It is tried on a double, among the temporary files."""
    context = Context(options={"sandbox": True}, environ={"HOME": str(tmp_path)})
    with (
        pytest.raises(DiskFull, match="no room for temporary files"),
        rehearse(context, tmp_path / "crm.db", Wish(), Pace()),
    ):
        raise DiskFull("copy.db cannot grow")
