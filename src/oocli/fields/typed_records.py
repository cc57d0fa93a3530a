"""Records with values as computers want them, by the types of their fields.

Pure. ``types`` knows what a value becomes; here it is remembered, and put where the value stood.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from oocli.fields.typed_slices import SliceTypes
from oocli.fields.types import CONVERTERS
from oocli.wire.record import Slice

_MOST_KEPT = 2_000  # texts of a field that are remembered, so that memory stays flat
_LONGEST_KEPT = 40  # characters of such a text


def type_records(records: Iterable[dict[str, Any]], types: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    """Return each record, ``{"id", "type", "elements"}``, with typed elements, one by one.

    ``types`` has the type of each field, as the field configuration names it; the value
    of any other field stays as it is. A record that was cut out of an answer stays one where it can.

    Raises:
        NetworkError: one that was cut out is not JSON.
    """
    slices, values = SliceTypes(types), _ValueTypes(types)
    for record in records:
        if type(record) is not Slice:
            yield values.type(record)
        else:
            typed = slices.type(record)
            yield values.type(record.decode()) if typed is None else typed


class _ValueTypes:
    """Types the elements of records."""

    def __init__(self, types: Mapping[str, str]) -> None:
        self._converters = {
            name: _Converter(CONVERTERS[kind]) for name, kind in types.items() if kind in CONVERTERS
        }
        self._usual: tuple[str, ...] = ()
        self._changed: list[tuple[str, _Converter]] = []

    def type(self, record: dict[str, Any]) -> dict[str, Any]:
        """Return a record with typed elements."""
        elements = record.get("elements")
        if not isinstance(elements, dict):
            return record
        names = tuple(elements)
        if names != self._usual:  # the records of one call mostly have the same fields
            changed = [(name, self._converters[name]) for name in names if name in self._converters]
            self._usual, self._changed = names, changed
        typed = elements.copy()
        for name, converter in self._changed:
            value = typed[name]
            typed[name] = converter[value] if type(value) is str else converter.convert(value)
        return {**record, "elements": typed}


class _Converter(dict[str, Any]):
    """What texts of a field become, as far as they were met.

    Attributes:
        convert: gives what a value becomes.
    """

    def __init__(self, convert: Callable[[Any], Any]) -> None:
        self.convert = convert

    def __missing__(self, text: str) -> Any:
        value = self.convert(text)
        # A list is made anew each time: whoever gets a record may change what is in it.
        if not isinstance(value, list) and len(text) <= _LONGEST_KEPT and len(self) < _MOST_KEPT:
            self[text] = value
        return value
