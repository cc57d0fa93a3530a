"""What a copy has, and how fresh that is, without asking anybody."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from oocli.replica.known import REFUSED, UNLISTED
from oocli.replica.statements import sql
from oocli.replica.tables import FIELD, RELATION

if TYPE_CHECKING:
    from oocli.replica.file import Copy


_COUNTED = {
    RELATION: "SELECT count(*) FROM relation",
    FIELD: "SELECT count(*) FROM field WHERE type <> ''",  # the API has none of what has no type
}


class TableStatus(NamedTuple):
    """One table.

    Attributes:
        table: its name.
        records: that there are.
        gone: that are marked as gone.
        read_at: when it was last read as a whole, ISO in UTC; empty for never.
        state: ``ok``, ``incomplete``, ``refused``, or empty for one that was never begun.
        problem: why it is not ok.
        lost_fields: that the API refuses, or that are not configured any more.
    """

    table: str
    records: int
    gone: int
    read_at: str
    state: str
    problem: str
    lost_fields: tuple[str, ...]


def read_status(copy: Copy) -> Iterator[TableStatus]:
    """Return every table that the copy is to have."""
    for name in copy.read_fact("tables", []):
        row = copy.db.execute("SELECT read_at, state, problem FROM _table WHERE name = ?", (name,)).fetchone()
        read_at, state, problem = row or (None, None, None)
        records, gone = _count(copy, name)
        lost = copy.db.execute(
            "SELECT field FROM field WHERE module = ? AND state IN (?, ?) ORDER BY field",
            (name, REFUSED, UNLISTED),
        )
        yield TableStatus(
            name, records, gone, read_at or "", state or "", problem or "", tuple(row[0] for row in lost)
        )


def _count(copy: Copy, table: str) -> tuple[int, int]:
    if not copy.has_table(table):
        return 0, 0
    if table in _COUNTED:
        return int(copy.db.execute(_COUNTED[table]).fetchone()[0]), 0
    total, gone = copy.db.execute(
        sql("SELECT count(*), count(_deleted_at) FROM {table}", table=table)
    ).fetchone()
    return total - gone, gone
