"""In which values a copy differs from the office, taken from the lines of a run on its double."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from oocli.replica.statements import sql
from oocli.replica.tables import FIELD, RELATION

if TYPE_CHECKING:
    from oocli.replica.file import Copy
    from oocli.replica.limits import MostDeletes

_LAST = (
    "SELECT op, table_name, id, changed FROM _change WHERE run = (SELECT max(number) FROM _run) ORDER BY seq"
)
_MISSING = """
    SELECT table_name,
        CASE WHEN table_name = :relation THEN substr(id, 1, instr(id, '/') - 1) ELSE '' END AS kind,
        sum(op = 'delete') AS gone, sum(op = 'insert')
    FROM _change WHERE run = (SELECT max(number) FROM _run) AND table_name <> :field
    GROUP BY table_name, kind HAVING gone > 0
"""


class Difference(NamedTuple):
    """One value that is not the same, or a record that only one side has.

    Attributes:
        table: of the record.
        record: its number; of a relation ``type/parent/child``.
        op: ``insert`` (the copy lacks it), ``update`` or ``delete`` (the office lacks it).
        field: whose value it is; empty where a whole record is meant.
        kept: the value in the copy.
        found: the value in the office.
    """

    table: str
    record: str
    op: str
    field: str = ""
    kept: Any = None
    found: Any = None


def list_differences(copy: Copy) -> Iterator[Difference]:
    """Return what the last run on this file has changed."""
    for op, table, record, changed in copy.db.execute(_LAST):
        if op != "update":
            yield Difference(table, record, op)
            continue
        for field, (kept, found) in json.loads(changed).items():
            yield Difference(table, record, op, field, kept, found)


class Missing(NamedTuple):
    """Rows of a table, or links of a type, that the office lacks.

    Attributes:
        what: the table, or ``relation`` and the type.
        gone: how many.
        there: that the copy had.
    """

    what: str
    gone: int
    there: int


def list_too_many(copy: Copy, most: MostDeletes) -> list[Missing]:
    """Return where the last run on this file has dropped more than a run may that is not only looked at."""
    return [found for found in _list_missing(copy) if not most.allows(found.gone, found.there)]


def _list_missing(copy: Copy) -> Iterator[Missing]:
    """Return what is missing, by table; links by type."""
    rows = copy.db.execute(_MISSING, {"relation": RELATION, "field": FIELD}).fetchall()
    for table, kind, gone, new in rows:
        (there,) = copy.db.execute(
            sql("SELECT count(*) FROM relation WHERE type = ?")
            if kind
            else sql("SELECT count(*) FROM {table} WHERE _deleted_at IS NULL", table=table),
            (kind,) if kind else (),
        ).fetchone()
        yield Missing(f"{table} {kind}".strip(), gone, there + gone - new)
