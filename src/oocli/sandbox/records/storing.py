"""Turn values that are sent for writing into what the columns store."""

import re
from collections.abc import Mapping
from typing import Any

from oocli.sandbox.records.configuration import Field
from oocli.sandbox.records.mysql_numbers import read_number, read_whole
from oocli.sandbox.refusal import Refusal

_DATE = re.compile(r"\d{4}-\d\d-\d\d( \d\d:\d\d(:\d\d)?)?")
_ZEROS = "0000-00-00 00:00:00"
_YES = frozenset({"1", "true", "ja", "yes"})


def stored_values(given: Mapping[str, Any], fields: Mapping[str, Field], *, unknown: int) -> dict[str, Any]:
    """Return field name to stored value; fields set by the system are left out.

    Raises:
        Refusal: ``unknown`` for a name that is not a field, 76 and 77 for keys that cannot be chosen.
    """
    for name in given:
        if name not in fields:
            raise Refusal(unknown, name)
    return {
        name: stored_value(fields[name], value)
        for name, value in given.items()
        if not fields[name].is_set_by_system and fields[name].is_stored
    }


def stored_value(field: Field, value: Any) -> Any:
    """Return the stored form of one value: numbers as numbers, choices as ``|a||b|``, the rest as text."""
    if field.type == "multiselect":
        return _choices(field, value)
    if isinstance(value, list | dict):
        raise Refusal(77 if field.is_select else 255, field.name)
    if field.type == "boolean":
        return int(as_text(value).lower() in _YES)
    if field.is_select:
        return _choice(field, value)
    if field.is_number:
        return _number(field, value)
    if field.type in ("date", "datetime"):
        return _date(field, value)
    return as_text(value)[: field.facts.get("length", 1_000_000)]


def as_text(value: Any) -> str:
    """Return a JSON value as the text PHP makes of it."""
    if value is None or value is False:
        return ""
    if value is True:
        return "1"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _choices(field: Field, value: Any) -> str:
    """Store a multiselect value; a text of keys in pipes, as reads give it, is not a key."""
    keys = value if isinstance(value, list) else [value] if as_text(value) else []
    for key in keys:
        if field.values and as_text(key) not in field.values:
            raise Refusal(76, as_text(key))
    return "".join(f"|{as_text(key)}|" for key in keys)


def _choice(field: Field, value: Any) -> Any:
    key = as_text(value) if value is not False else "0"
    if key and key not in field.values:
        raise Refusal(77, key)
    if field.facts.get("number"):
        return int(key or 0)
    return key


def _date(field: Field, value: Any) -> str:
    """Store a day or a moment; missing parts at the end are filled with zeros."""
    text, length = as_text(value).replace("T", " "), 10 if field.type == "date" else 19
    if text and not _DATE.fullmatch(text):
        raise Refusal(122)
    return (text + _ZEROS[len(text) :])[:length]


def _number(field: Field, value: Any) -> float | int:
    text = as_text(value).strip().replace(",", ".")
    number = (read_whole if field.type == "integer" else read_number)(text or "0")
    if number is None:
        raise Refusal(255, field.name)
    return number
