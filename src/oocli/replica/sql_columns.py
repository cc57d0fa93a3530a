"""The columns of a table: a field each, under a name that SQLite takes, of the type of the field.

Pure. SQLite does not tell ``Ort`` from ``ort``, and a table has columns of its own; where
names meet, the later one gets a number.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

OWN = ("_id", "_changed", "_read_run", "_deleted_at", "_deleted_by", "_deleted_on", "_other")
"""Columns of every table besides its fields."""

_TYPES = {"integer": "INTEGER", "boolean": "INTEGER", "number": "REAL", "any": "ANY"}


class Column(NamedTuple):
    """Where the values of a field stand.

    Attributes:
        field: the API's name.
        name: in the file.
        kind: of its values, as ``values.find_kind`` calls it; ``any`` where no configuration tells.
    """

    field: str
    name: str
    kind: str

    @property
    def type(self) -> str:
        """The type in the file."""
        return _TYPES.get(self.kind, "TEXT")


def add_columns(columns: Sequence[Column], kinds: Mapping[str, str]) -> list[Column]:
    """Return the columns of the fields that have none yet, ``kinds`` by field, in their order."""
    known = {column.field for column in columns}
    taken = {column.name.lower() for column in columns} | set(OWN)
    added = []
    for field, kind in kinds.items():
        if field in known:
            continue
        name = _choose_name(field, taken)
        taken.add(name.lower())
        added.append(Column(field, name, kind))
    return added


def _choose_name(field: str, taken: set[str]) -> str:
    plain = field.replace("\0", "") or "_"
    name, number = plain, 1
    while name.lower() in taken:
        number += 1
        name = f"{plain}_{number}"
    return name
