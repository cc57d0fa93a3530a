"""Counts of records, remembered until something is written, so that pages after the first cost nothing."""

import sqlite3
from collections.abc import Hashable, Sequence
from typing import Any

from oocli.sandbox.records import sql

_MOST_REMEMBERED = 256


class Counts:
    """Remembers counts under the revision of the records to which they apply; safe for threads."""

    def __init__(self) -> None:
        self._known: dict[Hashable, tuple[int, int]] = {}

    def count(self, db: sqlite3.Connection, table: str, where: str, values: Sequence[Any]) -> int:
        """Return the number of rows that fulfil a condition."""
        key = (_revision(db), table, where, *values)
        known = self._known.get(key)
        if known is not None:
            return known[1]
        return self._remember(key, 0, _count(db, table, where, values))

    def count_after(
        self,
        db: sqlite3.Connection,
        table: str,
        where: str,
        values: Sequence[Any],
        *,
        column: str,
        after: int,
    ) -> int:
        """Return the number of rows that fulfil a condition and have more than ``after`` in a column.

        A walk by record number asks for this again and again, from further on; then only the rows since the
        last page are counted and subtracted.
        """
        key = (_revision(db), table, where, *values, column)
        begun, total = self._known.get(key, (0, -1))
        if total < 0 or after < begun:
            further = f"({where}) AND {column} > ?"
            return self._remember(key, after, _count(db, table, further, (*values, after)))
        passed = f"({where}) AND {column} > ? AND {column} <= ?"
        return self._remember(key, after, total - _count(db, table, passed, (*values, begun, after)))

    def _remember(self, key: Hashable, after: int, total: int) -> int:
        if len(self._known) >= _MOST_REMEMBERED:
            self._known.clear()
        self._known[key] = (after, total)
        return total


def _revision(db: sqlite3.Connection) -> int:
    return int(db.execute("SELECT value FROM fact WHERE name = 'revision'").fetchone()[0])


def _count(db: sqlite3.Connection, table: str, where: str, values: Sequence[Any]) -> int:
    return int(db.execute(sql.select(["COUNT(*)"], table, where=where), values).fetchone()[0])
