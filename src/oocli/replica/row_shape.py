"""A record as a row: values as the columns take them, and what fits none of them.

Pure. Nothing is lost: a value that does not fit the type of its column, and an element that
has no column, stand in ``_other`` as they came, as JSON under the element's name.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from oocli.replica.sql_columns import Column
from oocli.replica.stored import STORE, Misfit, store_text, write_json


class Row(NamedTuple):
    """A record as its table keeps it.

    Attributes:
        number: of the record.
        stamp: of its last change, as the API wrote it; None where the table has none.
        values: in the order of the columns.
        other: JSON of what fits no column, or None.
    """

    number: int
    stamp: str | None
    values: tuple[Any, ...]
    other: str | None


class Shape:
    """Makes rows of records, for columns that are fixed.

    Attributes:
        columns: in the order of the values.
    """

    def __init__(self, columns: Sequence[Column], *, changed: str = "", is_flat: bool = False) -> None:
        """Take the columns, the field of the stamp, and whether objects are taken apart."""
        self.columns = tuple(columns)
        self._changed = changed
        self._is_flat = is_flat
        self._readers = [(column.field, STORE.get(column.kind)) for column in columns]
        self._fields = {column.field for column in columns}

    def list_elements(self, record: Mapping[str, Any]) -> dict[str, Any]:
        """Return the elements of a record under the names that columns are made of."""
        elements = record.get("elements")
        found = elements if isinstance(elements, dict) else {}
        return flatten(found) if self._is_flat else found

    def build_row(self, record: Mapping[str, Any]) -> Row:
        """Return the row of a record."""
        elements = self.list_elements(record)
        get = elements.get
        # Most values are ASCII text; a call for each would cost a second in 100,000 records.
        stored = [
            given
            if store is None and type(given := get(field)) is str and given.isascii()
            else (store or store_text)(get(field))
            for field, store in self._readers
        ]
        number, other = int(record["id"]), dict[str, Any]()
        if Misfit in map(type, stored):
            other = self._take_misfits(stored, elements)
        if len(elements) != len(self._fields) or not elements.keys() <= self._fields:
            other.update(self._list_rest(elements, number))
        stamp = elements.get(self._changed) if self._changed else None
        return Row(
            number,
            None if stamp is None else str(stamp),
            tuple(stored),
            write_json(other) if other else None,
        )

    def _take_misfits(self, stored: list[Any], elements: Mapping[str, Any]) -> dict[str, Any]:
        """Put in place of what does not fit what comes nearest; give it as it came."""
        misfits = {}
        for at, value in enumerate(stored):
            if isinstance(value, Misfit):
                field = self._readers[at][0]
                stored[at], misfits[field] = value.nearest, elements.get(field)
        return misfits

    def _list_rest(self, elements: Mapping[str, Any], number: int) -> dict[str, Any]:
        """Return what has no column; neither stamp nor number, which have their own."""
        return {
            name: value
            for name, value in elements.items()
            if name not in self._fields
            and name != self._changed
            and not (name.lower() == "id" and str(value) == str(number))
        }


def flatten(elements: Mapping[str, Any]) -> dict[str, Any]:
    """Take objects apart: ``date: {start, end}`` gives ``date_start`` and ``date_end``."""
    flat: dict[str, Any] = {}
    for name, value in elements.items():
        if isinstance(value, Mapping):
            flat.update({f"{name.lstrip('_')}_{key}": item for key, item in value.items()})
        else:
            flat[name] = value
    return flat
