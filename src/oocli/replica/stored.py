"""A record as a row: values as the columns take them, and what fits none of them.

Pure. Nothing is lost: a value that does not fit the type of its column, and an element that
has no column, stand in ``_other`` as they came, as JSON under the element's name.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from oocli.fields.types import type_value
from oocli.replica.columns import Column

_LARGEST = 2**63


class Stored(NamedTuple):
    """One value.

    Attributes:
        value: as its column takes it.
        fits: False where the column cannot hold all that it says.
    """

    value: Any
    fits: bool = True


def store_as(kind: str, value: Any) -> Stored:
    """Give a value as a column of this kind takes it."""
    return _STORE.get(kind, _store_text)(value)


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
        self._readers = [(column.field, _STORE.get(column.kind, _store_text)) for column in columns]
        self._fields = {column.field for column in columns}

    def list_elements(self, record: Mapping[str, Any]) -> dict[str, Any]:
        """Give the elements of a record under the names that columns are made of."""
        elements = record.get("elements")
        found = elements if isinstance(elements, dict) else {}
        return flatten(found) if self._is_flat else found

    def build_row(self, record: Mapping[str, Any]) -> Row:
        """Give the row of a record."""
        elements = self.list_elements(record)
        values, other = [], {}
        for field, store in self._readers:
            given = elements.get(field)
            value, fits = store(given)
            values.append(value)
            if not fits:
                other[field] = given
        number = int(record["id"])
        if len(elements) != len(self._fields) or not elements.keys() <= self._fields:
            other.update(self._list_rest(elements, number))
        stamp = elements.get(self._changed) if self._changed else None
        return Row(
            number,
            None if stamp is None else str(stamp),
            tuple(values),
            write_json(other) if other else None,
        )

    def _list_rest(self, elements: Mapping[str, Any], number: int) -> dict[str, Any]:
        """Give what has no column; neither the stamp nor the number, which stand in columns of their own."""
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


def write_json(value: Any) -> str:
    """Give JSON that is the same for equal values."""
    return clean(json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True))


def _store_integer(value: Any) -> Stored:
    read = type_value(value, "integer")
    if isinstance(read, float) and read.is_integer():
        read = int(read)
    if read is None or (isinstance(read, int) and abs(read) < _LARGEST):
        return Stored(None if read is None else int(read))
    return Stored(None, fits=False)


def _store_number(value: Any) -> Stored:
    read = type_value(value, "float")
    if read is None or isinstance(read, float):
        return Stored(read)
    if isinstance(read, str):  # more digits than a number here can hold
        try:
            return Stored(float(read), fits=False)
        except ValueError:
            return Stored(None, fits=False)
    return Stored(None, fits=False)


def _store_boolean(value: Any) -> Stored:
    read = type_value(value, "boolean")
    if read is None or isinstance(read, bool):
        return Stored(None if read is None else int(read))
    return _store_integer(value)


def _store_list(value: Any) -> Stored:
    return Stored(write_json(type_value(value, "multiselect")))


def _store_date(value: Any) -> Stored:
    return _store_text(type_value(value, "date"))


def _store_datetime(value: Any) -> Stored:
    return _store_text(type_value(value, "datetime"))


def _store_text(value: Any) -> Stored:
    if value is None or isinstance(value, str):
        return Stored(value if value is None else clean(value))
    if isinstance(value, bool):
        return Stored(str(int(value)))
    return Stored(clean(str(value) if isinstance(value, int) else write_json(value)))


def _store_any(value: Any) -> Stored:
    if isinstance(value, bool):
        return Stored(int(value))
    if value is None or isinstance(value, float) or (isinstance(value, int) and abs(value) < _LARGEST):
        return Stored(value)
    return _store_text(value)


def clean(text: str) -> str:
    """Give a text that SQLite takes; half a character, which JSON can hold, becomes a question mark."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


_STORE: Mapping[str, Callable[[Any], Stored]] = {
    "integer": _store_integer,
    "number": _store_number,
    "boolean": _store_boolean,
    "choices": _store_list,
    "date": _store_date,
    "datetime": _store_datetime,
    "any": _store_any,
}
