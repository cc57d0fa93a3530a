"""Which refusal a value of an odd shape gets when the function of its call cannot handle it.

The API has a code for each expected kind of value; the catalogue knows the kind of every parameter.
"""

import sqlite3
from collections.abc import Mapping
from typing import Any

from oocli.catalogue import Call, Parameter
from oocli.sandbox.refusal import Refusal

MALFORMED = (
    *(TypeError, ValueError, AttributeError, LookupError, OverflowError),
    *(sqlite3.ProgrammingError, sqlite3.DataError, sqlite3.InterfaceError, sqlite3.IntegrityError),
)
"""The errors to which values of an unforeseen shape lead."""

_TOO_MUCH = ("too complex", "too large", "too many", "too big", "stack overflow", "too deep")
_GREATEST = (1 << 63) - 1
_MOST_DIGITS = 19


def explain_malformed(call: Call, resourceid: str, parameters: Mapping[str, Any]) -> Refusal:
    """Return the refusal of the first parameter that is not of its documented kind.

    Without any such parameter it is 255 with the names of those that hold lists or objects, or of all.
    """
    form = call.variant(resourceid)
    for known in form.parameters:
        if known.name in parameters and (refusal := _judge(known, parameters[known.name])):
            return refusal
    deep = [name for name, value in parameters.items() if isinstance(value, list | dict)]
    return Refusal(255, ", ".join(deep or parameters) or "resourceid")


def is_too_much(error: sqlite3.OperationalError) -> bool:
    """Say whether the database failed because of the size of a filter rather than of its file."""
    return any(text in str(error) for text in _TOO_MUCH)


def _judge(known: Parameter, value: Any) -> Refusal | None:
    """Return the refusal of a value of another kind, or None; other documented kinds are not looked at."""
    if value is None or known.alt_types:
        return None
    if known.type.startswith("array"):
        return None if isinstance(value, list) else Refusal(74)
    if known.type in ("object", "any") or known.type.startswith("map"):
        return Refusal(74) if known.type != "any" and not isinstance(value, dict) else None
    if isinstance(value, list | dict):
        return Refusal(187)
    if known.type == "integer" and not _is_whole(value):
        return Refusal(228, known.name)
    return None


def _is_whole(value: Any) -> bool:
    text = str(value).removeprefix("-")
    return text.isascii() and text.isdecimal() and len(text) <= _MOST_DIGITS and int(text) <= _GREATEST
