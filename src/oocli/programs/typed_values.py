"""Turn what a program hands in into what a command line says: JSON values as texts. Pure.

A value means the same either way, because the same code reads it: ``kaufpreis=350000`` in a
program is ``--set kaufpreis:=350000``.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from oocli.catalogue import Call
from oocli.catalogue.relations import resolve_relationtype
from oocli.errors import UsageError
from oocli.request.parameter_values import find_parameter


def write_assignments(call: Call, values: Mapping[str, Any]) -> tuple[str, ...]:
    """Return parameters of a call as ``NAME:=JSON``; short names of relations become whole ones.

    Raises:
        UsageError: a value is none of JSON.
    """
    return tuple(
        f"{name}:={write_json(name, _resolve(call, name, value))}"
        for name, value in values.items()
        if value is not None
    )


def write_sets(values: Mapping[str, Any]) -> tuple[str, ...]:
    """Return fields of a record as ``NAME:=JSON``; None empties a field.

    Raises:
        UsageError: a value is none of JSON.
    """
    return tuple(
        f"{name}:={write_json(name, '' if value is None else value)}" for name, value in values.items()
    )


def write_texts(value: str | Iterable[str] | None) -> tuple[str, ...]:
    """Return one text, or several; none for None."""
    if value is None:
        return ()
    return (value,) if isinstance(value, str) else tuple(value)


def write_json(name: str, value: Any) -> str:
    """Return a value as JSON: dates and times as the API writes them, decimals with all their digits.

    Raises:
        UsageError: JSON has no such value; ``name`` says which value it is.
    """
    try:
        return json.dumps(value, ensure_ascii=False, allow_nan=False, default=_write_other)
    except (TypeError, ValueError, RecursionError) as error:
        raise UsageError(f"{name} cannot be written as JSON", why=str(error)) from error


def _write_other(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="seconds") if value.tzinfo is None else value.isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    raise TypeError(f"{type(value).__name__} is not a JSON value")


def _resolve(call: Call, name: str, value: Any) -> Any:
    is_relation = isinstance(value, str) and find_parameter(call, name).format == "urn"
    return resolve_relationtype(value) if is_relation else value
