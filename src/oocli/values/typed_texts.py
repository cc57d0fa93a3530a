"""Turn typed text into the value of a field: the field's type decides, never the look of the text.

Pure. ``value_kinds`` knows the kind of each type; ``numbers``, ``dates`` and ``choices`` read the kinds.
Where the text comes from, and what happens after a refusal, belongs to their callers. An unknown type leaves
text as it is.
"""

from collections.abc import Callable, Mapping
from typing import Any

from oocli.fields.facts import Field
from oocli.values.choices import (
    find_key,
    read_boolean,
    read_choice,
    read_choices,
    read_keys,
    write_key,
)
from oocli.values.numbers import DecimalSign, read_json_number, read_number
from oocli.values.parsed import Reading, Refusal, refuse
from oocli.values.value_kinds import find_kind


def read_text(text: str, field: Field, *, sign: DecimalSign = "") -> Reading:
    """Read what was typed as a value of the field.

    The value is text as the API takes it; for ``choices`` a list. An empty text stays empty: it empties the
    field. A text that has keys keeps labels: a key becomes its label, anything else stays. ``sign`` is the
    decimal sign, if it is known for the whole input.
    """
    kind = find_kind(field)
    if kind not in ("", "text") and not text.strip():
        return Reading("")
    if kind in _NUMBERS:
        return read_number(text, whole=kind == "integer", sign=sign, measure=field.measure)
    if kind == "boolean":
        return read_boolean(text)
    if kind in ("date", "datetime"):
        from oocli.values.dates import read_date, read_datetime

        return read_date(text) if kind == "date" else read_datetime(text)
    if kind in _SELECTED:
        return _SELECTED[kind](text, field)
    if kind == "text" and field.permitted:  # Land of addresses: a modify takes names
        key = find_key(text, field)
        return Reading(text if isinstance(key, Refusal) else field.permitted.get(key, text))
    return Reading(text, doubt=_doubt_length(text, field))


_NUMBERS = ("integer", "number")
_SELECTED: Mapping[str, Callable[[str, Field], Reading]] = {"choice": read_choice, "choices": read_choices}


def read_json_value(value: Any, field: Field) -> Reading:
    """Read a JSON value, which is taken as it is or refused: German numbers are not JSON.

    Dates are taken as the API writes them, and in the other notations; a list for ``choices``,
    a label for a key.
    """
    kind = find_kind(field)
    if value is None or value == "" or kind in ("", "text"):
        return Reading(value, doubt=_doubt_length(value, field) if isinstance(value, str) else "")
    if kind == "choices":
        return read_choices(value, field) if isinstance(value, str) else _read_list(value, field)
    if isinstance(value, list | Mapping):
        return refuse(_WANTED[kind])
    if kind in _NUMBERS:
        return read_json_number(value, whole=kind == "integer")
    if isinstance(value, str):
        return read_text(value, field)
    if kind in ("boolean", "choice"):
        read = read_text(write_key(value), field)
        return read if read.refusal else Reading(value)
    return refuse(_WANTED[kind])


_WANTED = {
    "integer": "a whole number",
    "number": "a number",
    "boolean": "yes or no",
    "date": "a date",
    "datetime": "a date and time",
    "choice": "one key",
    "choices": "a list of keys",
}


def _read_list(value: Any, field: Field) -> Reading:
    return read_keys(value if isinstance(value, list) else [value], field)


def _doubt_length(text: str, field: Field) -> str:
    """Say that a text is too long for its field; nothing if it fits."""
    if field.length is None or len(text) <= field.length:
        return ""
    return f"{field.name} holds {field.length:,} characters, the text has {len(text):,}"
