"""In which values a copy differs from the office, taken from the lines of a run on its double."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from oocli.replica.file import Copy


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
    rows = copy.db.execute(
        "SELECT table_name, id, op, changed FROM _change"
        " WHERE run = (SELECT max(number) FROM _run) ORDER BY seq"
    )
    for table, record, op, changed in rows:
        if op != "update":
            yield Difference(table, record, op)
            continue
        for field, (kept, found) in json.loads(changed).items():
            yield Difference(table, record, op, field, kept, found)
