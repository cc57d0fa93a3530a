"""Rows into their table: what all rows of a page have alike stands in the statement, the rest is bound.

Most fields of an office are empty, or the same, in a whole page of records, and to bind a value takes
longer than to store it.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from oocli.replica.statements import Sql, quote_all, sql, write_text

if TYPE_CHECKING:
    from sqlite3 import Connection

    from oocli.replica.row_shape import Rows

_MANY = 100  # rows for which a statement of their own pays
_LONGEST = 100  # characters of a text that stands in a statement
_AT_ONCE = 20  # rows in a statement: the database and Python hand over to each other less often
_MOST_BOUND = 999  # values that a statement may bind in any release of SQLite


class Upsert:
    """Writes rows into a table in one run: new ones, and anew those that are there."""

    def __init__(self, table: str, columns: Sequence[str], *, run: int) -> None:
        """Take the table, the names of its columns in the order of the values, and the number of the run."""
        written = ["_id", "_changed", "_other", *columns]
        self._run = str(run)
        settings = [sql("{name} = excluded.{name}", name=name) for name in written[1:]]
        self._start = sql(
            "INSERT INTO {table} ({written}, _read_run) VALUES ", table=table, written=quote_all(written)
        )
        self._end = sql(
            " ON CONFLICT (_id) DO UPDATE SET {settings}, _read_run = {run}, _deleted_at = NULL,"
            " _deleted_by = NULL, _deleted_on = NULL",
            run=Sql(run),
            settings=Sql(", ".join(settings)),
        )

    def write(self, db: Connection, rows: Rows) -> None:
        """Write rows, inside the caller's transaction."""
        parts = (rows.stamps, rows.others, *rows.columns)
        has_many = len(rows.numbers) >= _MANY
        alike = [_write_alike(values) if has_many else "" for values in parts]
        bound = [values for values, text in zip(parts, alike, strict=True) if not text]
        row = f"({', '.join(['?', *(text or '?' for text in alike), self._run])})"
        values = zip(rows.numbers, *bound, strict=True)
        size = max(1, min(_AT_ONCE, _MOST_BOUND // (1 + len(bound))))
        for number, count in ((size, len(rows.numbers) // size), (1, len(rows.numbers) % size)):
            if count:
                statement = f"{self._start}{', '.join([row] * number)}{self._end}"
                together = (tuple(chain.from_iterable(islice(values, number))) for _ in range(count))
                db.executemany(statement, together)


def _write_alike(values: Sequence[Any]) -> str:
    """Return the one value that all of these are, as SQL writes it; nothing if they differ or it is long."""
    value = values[0]
    if value != values[-1] or values.count(value) != len(values):
        return ""
    if value is None:
        return "NULL"
    if not isinstance(value, str) and len(set(map(type, values))) != 1:  # 1 is equal to 1.0
        return ""
    if isinstance(value, int) or value == 0.0:
        return repr(value)
    is_short = isinstance(value, str) and len(value) <= _LONGEST and "\0" not in value
    return write_text(value) if is_short else ""
