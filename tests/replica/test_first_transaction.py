"""Transactions that stand in another, and the first one of a new copy."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from copied_office import Bench, compare
from harness import Clock
from oocli.errors import NetworkError
from oocli.replica.file import open_copy
from oocli.replica.first_transaction import FirstTransaction, transaction
from oocli.sandbox.door.answer import Sandbox
from oocli.wire.reply import Reply


@pytest.fixture
def db(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    """Give a file with an empty table, in autocommit."""
    connection = sqlite3.connect(tmp_path / "some.db", isolation_level=None)
    connection.execute("CREATE TABLE t (a)")
    yield connection
    connection.close()


def insert(db: sqlite3.Connection, *values: int, fails: bool = False) -> None:
    """Insert values in a transaction, and fail behind them."""
    with transaction(db):
        db.executemany("INSERT INTO t VALUES (?)", [(value,) for value in values])
        if fails:
            raise ValueError("on purpose")


def read(path: Path) -> list[int]:
    """Give the values that another connection finds."""
    other = sqlite3.connect(path / "some.db", timeout=0)
    try:
        return [row[0] for row in other.execute("SELECT a FROM t ORDER BY a")]
    finally:
        other.close()


def test_a_block_that_fails_takes_nothing_of_the_others_with_it(
    db: sqlite3.Connection, tmp_path: Path
) -> None:
    """Neither of those before nor of those after it in the same transaction."""
    first = FirstTransaction(db)
    insert(db, 1, 2)
    with pytest.raises(ValueError, match="on purpose"):
        insert(db, 3, fails=True)
    insert(db, 4)
    assert read(tmp_path) == []
    first.end()
    assert read(tmp_path) == [1, 2, 4]


def test_a_block_alone_is_a_transaction(db: sqlite3.Connection, tmp_path: Path) -> None:
    """All of it is kept when it ends, or none."""
    insert(db, 1)
    with pytest.raises(ValueError, match="on purpose"):
        insert(db, 2, fails=True)
    assert not db.in_transaction
    assert read(tmp_path) == [1]


def test_the_first_transaction_is_long_after_a_second(db: sqlite3.Connection) -> None:
    """Who is killed later has lost no more."""
    clock = Clock()
    first = FirstTransaction(db, now=clock.now)
    assert not first.is_long
    clock.sleep(0.9)
    assert not first.is_long
    clock.sleep(0.1)
    assert first.is_long


def test_what_was_written_is_kept_while_something_is_read(db: sqlite3.Connection, tmp_path: Path) -> None:
    """SQLite begins no log then, which must not hide why a run ends."""
    first = FirstTransaction(db)
    insert(db, 1, 2)
    reading = db.execute("SELECT a FROM t")
    assert reading.fetchone() == (1,)
    first.end()
    reading.close()
    assert read(tmp_path) == [1, 2]


def test_no_reader_comes_between_it_and_the_log(db: sqlite3.Connection, tmp_path: Path) -> None:
    """He would keep the log away, and the run waiting, for as long as he reads: `sql | less` for minutes."""
    refused = []
    with closing(sqlite3.connect(tmp_path / "some.db", timeout=0, isolation_level=None)) as other:

        def intrude(statement: str) -> None:
            if "journal_mode" in statement:
                other.execute("BEGIN")
                try:
                    other.execute("SELECT count(*) FROM t").fetchone()
                except sqlite3.OperationalError as error:
                    refused.append(str(error))

        first = FirstTransaction(db)
        insert(db, 1)
        db.execute("PRAGMA busy_timeout = 0")
        db.set_trace_callback(intrude)
        first.end()
        db.set_trace_callback(None)
        assert refused == ["database is locked"]
        assert db.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        insert(db, 2)
        assert other.execute("SELECT count(*) FROM t").fetchone() == (2,)


def test_what_comes_after_it_goes_to_a_log(tmp_path: Path) -> None:
    """A reader of later pages is never kept waiting."""
    with open_copy(tmp_path / "crm.db", account="a", described="b") as copy:
        with copy.beginning(), copy.writing():
            copy.write_facts({"tables": ["estate"]})
        assert copy.db.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert not copy.db.in_transaction
        assert copy.read_fact("tables") == ["estate"]
    with open_copy(tmp_path / "crm.db", account="a", described="b") as copy, copy.beginning():
        assert not copy.db.in_transaction


@dataclass
class WithoutAddresses:
    """The office, whose line breaks as soon as addresses are read.

    Attributes:
        bench: whose office it is.
    """

    bench: Bench

    def post(self, body: bytes) -> Reply:
        """Answer, or fail."""
        if b'"resourcetype":"address"' in body:
            raise NetworkError("The line is broken", arrived=False)
        return Sandbox(self.bench.store, now=self.bench.clock.now).post(body)


def test_a_first_copy_that_fails_keeps_what_came(bench: Bench) -> None:
    """What came before the line broke is in the file, and the next run reads the rest."""
    bench.transport = WithoutAddresses(bench)
    with pytest.raises(NetworkError):
        bench.run()
    assert bench.ask("SELECT count(*) FROM estate") == [(50,)]
    assert bench.ask("PRAGMA journal_mode") == [("wal",)]
    bench.transport = None
    assert [outcome.failure for outcome in bench.run() if outcome.failure] == []
    assert compare(bench) == {}
