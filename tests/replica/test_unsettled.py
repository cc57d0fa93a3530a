"""Which records of a page are asked for again at the next run."""

import sqlite3
from collections.abc import Iterator

import pytest

from oocli.replica.fetching import note_unsettled
from oocli.replica.row_shape import Rows

SERVER_TIME = 1_790_000_000.0  # 2026-09-21, 16:13 German time
OLD = "2026-05-03 08:00:00"


@pytest.fixture
def db() -> Iterator[sqlite3.Connection]:
    """Give a list of what has to be fetched again, empty."""
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE _pending (table_name, id, reason)")
    yield connection
    connection.close()


@pytest.mark.parametrize(
    ("stamp", "is_again"),
    [
        (OLD, False),
        ("", False),
        (None, False),
        ("0000-00-00 00:00:00", False),
        ("2026-09-21 16:12:59", True),
        ("2999-01-01 00:00:00", True),
        ("3.5.2026, 8:00 Uhr!", True),
        (" 026-05-03 08:00:00", True),
        ("yesterday", True),
        ("2026-09-21", True),
    ],
)
def test_one_stamp_among_old_ones_is_not_overlooked(
    stamp: str | None, is_again: bool, db: sqlite3.Connection
) -> None:
    """A page of old stamps is looked at in one go, and one that is not old counts for itself."""
    rows = Rows([1, 2, 3], [OLD, stamp, OLD], [], [None] * 3)
    note_unsettled(db, "estate", rows, SERVER_TIME)
    assert db.execute("SELECT id FROM _pending").fetchall() == ([(2,)] if is_again else [])
