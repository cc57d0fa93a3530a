"""The values of a record's fields, and of conditions on them, by the types of the fields.

Pure. Owns when the type of a field must be known, and what an action holds where a value cannot be read; the
caller owns where the types come from.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from oocli.fields.facts import Field
from oocli.text.lazy_pattern import lazy_pattern
from oocli.values.choices import read_choice
from oocli.values.numbers import DecimalSign
from oocli.values.parsed import Reading, Unread
from oocli.values.typed_texts import read_json_value, read_text
from oocli.values.value_kinds import find_kind, may_have_time

_PLAIN = lazy_pattern(r"-?(?:0|[1-9][0-9]{0,11})(?:\.[0-9]{1,2})?")
_PARTS = lazy_pattern(r"__(?:von|bis)")  # of a range in search criteria
_PATTERNS = ("like", "not like")


@dataclass(eq=False, repr=False)
class FieldValues:
    """Reads the values of one module's fields.

    Attributes:
        find: gives the field of a name, and may ask the API for it; None if it is unknown.
        find_known: gives it only if it is known already.
        doubts: warnings, sentences in the order in which they arose; the caller takes them.
    """

    find: Callable[[str], Field | None]
    find_known: Callable[[str], Field | None]
    doubts: list[str] = field(default_factory=list)

    def read_text(self, name: str, text: str, *, is_documented: bool = False) -> Any:
        """Return what was typed for a field as the API takes it; ``Unread`` if it is no such value.

        ``is_documented`` says that the documentation names the type, so that it need not be asked for.
        """
        found = self._find(name, asks=not is_documented and not is_plain(text))
        return text if found is None else self.settle(name, text, read_text(text, found))

    def read_cell(self, name: str, text: str, *, column: str, sign: DecimalSign, note: str) -> Any:
        """Return a cell as a value of its field, which is known.

        Args:
            name: the field.
            text: the cell.
            column: what the column is called in messages.
            sign: the decimal sign of the cell; empty if unknown.
            note: why it is unknown.
        """
        found = self._find(name, asks=False)
        if found is None:
            return text
        read = read_text(text, found, sign=sign)
        if read.refusal is not None and find_kind(found) == "date" and may_have_time(found):
            from oocli.values.dates import read_datetime

            with_time = read_datetime(text)
            read = read if with_time.refusal is not None else with_time
        if read.doubt:
            self.doubts.append(read.doubt)
        if read.refusal is None:
            return read.value
        return Unread.of(text, column, read.refusal, note=note if len(read.refusal.readings) > 1 else "")

    def read_json_value(self, name: str, value: Any) -> Any:
        """Return a JSON value for a field as it is, or ``Unread`` if it is no such value."""
        found = self._find(name, asks=not is_plain(value))
        return (
            value
            if found is None
            else self.settle(name, value, _keep_plain(value, read_json_value(value, found)))
        )

    def read_condition(self, name: str, operator: str, text: str) -> Any:
        """Return what was typed in a condition on a field; None if no type matters."""
        if operator in _PATTERNS or text == "":
            return None
        found = self._find(name, asks=not is_plain(text))
        if found is None or not find_kind(found):
            return None
        return self.settle(f"--where {name}", text, _read_compared(text, found))

    def check_filter(self, filters: Any) -> Any:
        """Return a JSON filter, with ``Unread`` in the place of values that cannot be compared."""
        if not isinstance(filters, Mapping):
            return filters
        return {
            name: [self._check_condition(name, condition) for condition in conditions]
            if isinstance(conditions, list)
            else conditions
            for name, conditions in filters.items()
        }

    def settle(self, place: str, given: Any, read: Reading) -> Any:
        """Return the value of a reading; if it failed, what was given, and what is wrong with it."""
        if read.doubt:
            self.doubts.append(read.doubt)
        if read.refusal is None:
            return read.value
        return Unread.of(given, place, read.refusal)

    def _find(self, name: str, *, asks: bool) -> Field | None:
        name = _PARTS.sub("", name) if name.endswith(("__von", "__bis")) else name
        return self.find(name) if asks else self.find_known(name)

    def _check_condition(self, name: str, condition: Any) -> Any:
        if not isinstance(condition, Mapping) or str(condition.get("op", "")).lower() in _PATTERNS:
            return condition
        value = condition.get("val")
        items = value if isinstance(value, list) else [value]
        if all(map(is_plain, items)) and self.find_known(name) is None:
            return condition
        found = self.find(name)
        if found is None or find_kind(found) == "":
            return condition
        read = [
            self.settle(f"filter {name}", item, _keep_plain(item, _compare_json(item, found)))
            for item in items
        ]
        return {**condition, "val": read if isinstance(value, list) else read[0]}


def is_plain(value: Any) -> bool:
    """Say whether a value means the same for every type that accepts it: a plain number, an ISO day."""
    if not isinstance(value, str):
        return value is None or (isinstance(value, int | float) and not isinstance(value, bool))
    return value == "" or _PLAIN.fullmatch(value) is not None or _is_iso(value)


def _keep_plain(given: Any, read: Reading) -> Reading:
    """Return the reading; for a plain JSON value only whether it is refused."""
    return read._replace(value=given) if read.refusal is None and is_plain(given) else read


def _is_iso(text: str) -> bool:
    if not text[:1].isdigit() or text[4:5] != "-":
        return False
    from oocli.values.dates import read_datetime

    read = read_datetime(text)
    return read.refusal is None and bool(read.value.startswith(text))


def _read_compared(text: str, found: Field) -> Reading:
    kind = find_kind(found)
    if kind == "choices":
        return read_choice(text, found)
    if kind == "datetime" and ":" not in text:
        from oocli.values.dates import read_date

        return read_date(text)
    read = read_text(text, found)
    if read.refusal is None and kind in ("number", "integer", "boolean"):
        return Reading(as_json_number(read.value))
    return Reading(read.value, read.refusal)  # a text too long for its field is not a mistake of a condition


def _compare_json(item: Any, found: Field) -> Reading:
    kind = find_kind(found)
    if kind in ("number", "integer", "boolean") or item is None:
        return read_json_value(item, found)
    return _read_compared(item, found) if isinstance(item, str) and kind != "text" else Reading(item)


def as_json_number(text: str) -> Any:
    """Return the plain text of a number as a JSON number if nothing of it gets lost."""
    if not _PLAIN.fullmatch(text):
        return text
    return float(text) if "." in text else int(text)
