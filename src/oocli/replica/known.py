"""The fields that a copy knows, and what becomes of each."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable
    from sqlite3 import Connection

KEPT, FILLING, REFUSED, UNLISTED, LISTED = "kept", "filling", "refused", "unlisted", "listed"
"""Read; read again for all records; refused by the API; not configured any more; configured, not read."""

FILL = "fill"
"""Reason in ``_pending``: a column is new to the record."""


class KnownField(NamedTuple):
    """A field as the file knows it.

    Attributes:
        field: the API's name.
        column: in the file; empty for one that was refused from the beginning.
        kind: of its values.
        state: one of those above.
        since: when it came into that state, ISO in UTC.
    """

    field: str
    column: str
    kind: str
    state: str
    since: str


def list_refused(db: Connection, table: str, names: Iterable[str]) -> list[str]:
    """Return those of the names that the API refuses as fields of a table."""
    known = read_fields(db, table)
    return [name for name in names if name in known and known[name].state == REFUSED]


def read_fields(db: Connection, table: str) -> dict[str, KnownField]:
    """Return the fields of a table that the file knows, by name."""
    rows = db.execute('SELECT field, "column", kind, state, since FROM field WHERE module = ?', (table,))
    return {row[0]: KnownField(*row) for row in rows}
