"""A record as a row: values as the columns take them, and what fits none of them.

Pure. Nothing is lost: a value that does not fit the type of its column, and an element that
has no column, stand in ``_other`` as they came, as JSON under the element's name.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from itertools import compress
from operator import itemgetter
from typing import Any, NamedTuple

from oocli.replica.record_ids import read_ids, see_values
from oocli.replica.sql_columns import Column
from oocli.replica.stored import Misfit, store_column, write_json


class Rows(NamedTuple):
    """Records as their table keeps them, a column at a time: all parts have the order of the records.

    Attributes:
        numbers: of the records.
        stamps: of their last change, as the API wrote them; None where there is none.
        columns: the values of each column.
        others: JSON of what fits no column, or None.
    """

    numbers: Sequence[int]
    stamps: Sequence[str | None]
    columns: Sequence[Sequence[Any]]
    others: Sequence[str | None]

    def by_number(self) -> dict[int, tuple[Any, ...]]:
        """Return the values of each record, in the order of the columns, and then what fits none."""
        return dict(zip(self.numbers, zip(*self.columns, self.others, strict=True), strict=True))

    def choose(self, numbers: Container[int]) -> Rows:
        """Return the rows of these records alone."""
        chosen = [number in numbers for number in self.numbers]

        def take(values: Sequence[Any]) -> list[Any]:
            return [*compress(values, chosen)]

        return Rows(take(self.numbers), take(self.stamps), [*map(take, self.columns)], take(self.others))


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
        self._fields = {column.field for column in columns}
        self._names = self._fields | {changed} if changed else self._fields

    def list_elements(self, records: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
        """Return the elements of records under the names that columns are made of."""
        given = (record.get("elements") for record in records)
        found: list[dict[str, Any]] = [one if isinstance(one, dict) else {} for one in given]
        return [*map(flatten, found)] if self._is_flat else found

    def build_rows(self, records: Sequence[Mapping[str, Any]]) -> Rows:
        """Return the rows of records, in their order.

        Raises:
            PartlyDone: a record has no number, or nothing of what was asked for.
        """
        elements = self.list_elements(records)
        numbers = read_ids(records)
        given = self._pick_all(elements)
        others: dict[int, dict[str, Any]] = {}
        if given is None:
            if self._names:
                see_values(numbers, elements)
            given = {name: [one.get(name) for one in elements] for name in self._names}
            others = self._list_rests(elements, numbers)
        columns = []
        for field, _, kind in self.columns:
            values = store_column(kind, given[field])
            if values is not given[field] and Misfit in map(type, values):
                values = _take_misfits(field, values, given[field], others)
            columns.append(values)
        texts = [write_json(others[at]) if at in others else None for at in range(len(elements))]
        stamps = _write_stamps(given[self._changed]) if self._changed else [None] * len(elements)
        return Rows(numbers, stamps, columns, texts)

    def _pick_all(self, elements: Sequence[dict[str, Any]]) -> Mapping[str, Sequence[Any]] | None:
        """Return the values of each field as they came; None where a record has other fields than these."""
        names = [*elements[0]] if elements else []
        if len(names) != len(self._names) or not self._names.issuperset(names):
            return None
        if set(map(len, elements)) != {len(names)}:
            return None
        try:
            if len(names) == 1:  # of which an itemgetter gives the value itself
                return {names[0]: [one[names[0]] for one in elements]}
            return dict(zip(names, zip(*map(itemgetter(*names), elements), strict=True), strict=True))
        except KeyError:
            return None

    def _list_rests(
        self, elements: Iterable[Mapping[str, Any]], numbers: Iterable[int]
    ) -> dict[int, dict[str, Any]]:
        """Return by its place what a record has that no column takes."""
        rests = ((at, self._list_rest(*pair)) for at, pair in enumerate(zip(elements, numbers, strict=True)))
        return {at: rest for at, rest in rests if rest}

    def _list_rest(self, elements: Mapping[str, Any], number: int) -> dict[str, Any]:
        """Return what has no column; neither stamp nor number, which have their own."""
        return {
            name: value
            for name, value in elements.items()
            if name not in self._fields
            and name != self._changed
            and not (name.lower() == "id" and str(value) == str(number))
        }


def _write_stamps(values: Sequence[Any]) -> list[str | None]:
    if set(map(type, values)) == {str}:
        return [*values]
    return [value if value is None else str(value) for value in values]


def _take_misfits(
    field: str, values: Sequence[Any], given: Sequence[Any], others: dict[int, dict[str, Any]]
) -> list[Any]:
    """Return values with the nearest in the place of what does not fit, which joins the others as it came."""
    stored = list(values)
    for at, value in enumerate(values):
        if isinstance(value, Misfit):
            stored[at] = value.nearest
            others.setdefault(at, {})[field] = given[at]
    return stored


def flatten(elements: Mapping[str, Any]) -> dict[str, Any]:
    """Take objects apart: ``date: {start, end}`` gives ``date_start`` and ``date_end``."""
    flat: dict[str, Any] = {}
    for name, value in elements.items():
        if isinstance(value, Mapping):
            flat.update({f"{name.lstrip('_')}_{key}": item for key, item in value.items()})
        else:
            flat[name] = value
    return flat
