"""Filters and sort orders of the API as SQL, with every value a parameter.

A condition is a piece of SQL over table ``r`` (an estate's shared values: ``p``) and its
parameters. Field names become columns of ``fields``; nothing else of a request gets into
the SQL text.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from oocli.sandbox.records import sql
from oocli.sandbox.records.configuration import Field
from oocli.sandbox.records.mysql_numbers import read_number
from oocli.sandbox.refusal import Refusal

_COMPARE = {"is": "=", "=": "=", "!=": "<>", "<>": "<>", "<": "<", ">": ">", "<=": "<=", ">=": ">="}
_LISTS = frozenset({"in", "not in"})
_LIKES = {"like": "LIKE", "not like": "NOT LIKE"}
_FOR_MULTISELECT = frozenset({"=", "is", "!=", "<>", "like", "not like", "in", "not in"})
_NEGATED = frozenset({"!=", "<>", "not in", "not like"})
_LONGEST_PATTERN = 50_000
_MANY = 500
_PADDING = "0000-00-00 00:00:00"


@dataclass(frozen=True)
class Condition:
    """A piece of SQL that is true or false for a record.

    Attributes:
        sql: the text, with ``?`` for every value.
        values: the values in order.
    """

    sql: str
    values: tuple[Any, ...] = ()


ALWAYS = Condition("1")


@dataclass(frozen=True)
class Several:
    """A name in a filter that stands for several values per record.

    Attributes:
        table: where the values are.
        value: SQL that links that table to the record and ends with the column to compare.
    """

    table: str
    value: str


def join_all(conditions: Sequence[Condition]) -> Condition:
    """Return the condition that all of them hold."""
    parts = [condition for condition in conditions if condition is not ALWAYS]
    if not parts:
        return ALWAYS
    sql = " AND ".join(f"({part.sql})" for part in parts)
    return Condition(sql, tuple(value for part in parts for value in part.values))


def build_filter(
    given: Any,
    fields: Mapping[str, Field],
    *,
    special: Mapping[str, Several] | None = None,
    unknown: int = 141,
) -> Condition:
    """Turn the API's ``filter`` into a condition.

    ``given`` maps a field name to its list of ``{"op", "val"}``. ``special`` maps further
    names to places with several values per record. ``unknown`` is the error code for a name
    that is in neither.
    """
    if not given:
        return ALWAYS
    if not isinstance(given, Mapping):
        raise Refusal(257, "filter must be an object")
    built = []
    for name, conditions in given.items():
        if special and name in special:
            built += [_compare_any(special[name], one) for one in _listed(name, conditions)]
            continue
        field = fields.get(name)
        if field is None:
            raise Refusal(unknown, name)
        built += [_compare(field, one) for one in _listed(name, conditions)]
    return join_all(built)


def build_order(given: Any, order: Any, fields: Mapping[str, Field]) -> tuple[tuple[Field, str], ...]:
    """Turn ``sortby`` (field name, or field names to ``ASC``/``DESC``) into fields with a direction."""
    if not given:
        return ()
    if not isinstance(given, Mapping | str):
        raise Refusal(212)
    wanted = given if isinstance(given, Mapping) else {given: order or "ASC"}
    built = []
    for name, direction in wanted.items():
        field = fields.get(name) if isinstance(name, str) else None
        if field is None or str(direction).upper() not in ("ASC", "DESC"):
            raise Refusal(212)
        built.append((field, str(direction).upper()))
    return tuple(built)


def read_operator(name: str, condition: Any) -> tuple[str, Any]:
    """Return operator (lower case) and value of one condition on a field."""
    if not isinstance(condition, Mapping) or "op" not in condition or "val" not in condition:
        raise Refusal(257, f'"{name}" needs "op" and "val"')
    operator = " ".join(str(condition["op"]).lower().split())
    if (
        operator not in _COMPARE
        and operator not in _LISTS
        and operator not in _LIKES
        and operator != "between"
    ):
        raise Refusal(142, condition["op"])
    value = condition["val"]
    if operator in _LISTS:
        value = value if isinstance(value, list) else [value]
    elif operator == "between" and not (isinstance(value, list) and len(value) == 2):
        raise Refusal(257, f'"{name}" needs a list of two values for between')
    elif operator in _LIKES and len(str(value).encode()) > _LONGEST_PATTERN:
        raise Refusal(257, f'"{name}" has a pattern of more than {_LONGEST_PATTERN} bytes')
    elif isinstance(value, list | dict) and operator != "between":
        raise Refusal(257, f'"{name}" needs a single value for {operator}')
    return operator, value


def _listed(name: str, conditions: Any) -> list[Any]:
    if isinstance(conditions, Mapping):
        conditions = [conditions]
    if not isinstance(conditions, list):
        raise Refusal(257, f'"{name}" needs a list of conditions')
    return conditions


def _compare(field: Field, condition: Any) -> Condition:
    operator, value = read_operator(field.name, condition)
    if field.type == "multiselect":
        return _compare_choices(field, operator, value)
    if operator in _LISTS:
        return _compare_list(field, operator, value)
    if operator == "between":
        low, high = (_convert(field, end) for end in value)
        return Condition(f"{field.column} BETWEEN ? AND ?", (low, high))
    if operator in _LIKES:
        return Condition(f"{field.column} {_LIKES[operator]} ?", (_text(value),))
    return Condition(f"{field.column} {_COMPARE[operator]} ?", (_convert(field, value),))


def _compare_list(field: Field, operator: str, values: Sequence[Any]) -> Condition:
    if not values:
        return Condition("0") if operator == "in" else ALWAYS
    converted = tuple(_convert(field, value) for value in values)
    if len(converted) > _MANY:
        among = sql.among(field.column)
        return Condition(among if operator == "in" else f"NOT {among}", (json.dumps(converted),))
    marks = ", ".join("?" * len(values))
    return Condition(f"{field.column} {operator.upper()} ({marks})", converted)


def _compare_choices(field: Field, operator: str, value: Any) -> Condition:
    """Compare a multiselect field: equal means that the key is among the chosen ones."""
    if operator not in _FOR_MULTISELECT:
        raise Refusal(232)
    if operator in _LIKES:
        return Condition(f"{field.column} {_LIKES[operator]} ?", (_text(value),))
    keys = value if isinstance(value, list) else [value]
    among = " OR ".join(_among(field, key) for key in keys) or "0"
    wanted = f"NOT ({among})" if operator in _NEGATED else f"({among})"
    return Condition(wanted, tuple(f"|{_text(key)}|" if key else "" for key in keys))


def _among(field: Field, key: Any) -> str:
    return f"instr({field.column}, ?) > 0" if key else f"{field.column} = ?"


def _compare_any(several: Several, condition: Any) -> Condition:
    """Compare with any of several values; a negated operator means that none of them fits."""
    operator, value = read_operator(several.table, condition)
    values = tuple(_text(item) for item in (value if isinstance(value, list) else [value]))
    if operator in _LISTS:
        comparison = f"IN ({', '.join('?' * len(values))})"
    elif operator == "between":
        comparison = "BETWEEN ? AND ?"
    elif operator in _LIKES:
        comparison = "LIKE ?"
    else:
        comparison = f"{'=' if operator in _NEGATED else _COMPARE[operator]} ?"
    exists = sql.exists(several.table, f"{several.value} {comparison}")
    return Condition(f"NOT {exists}" if operator in _NEGATED else exists, values)


def _convert(field: Field, value: Any) -> Any:
    """Return the value as the column stores it, the way MySQL would take it."""
    if field.is_number:
        return _number(value)
    text = _text(value)
    if field.type in ("date", "datetime"):
        length = 10 if field.type == "date" else 19
        return (text + _PADDING[len(text) :])[:length] if text or value is None else _PADDING[:length]
    return text


def _number(value: Any) -> float | int:
    if isinstance(value, bool | int | float):
        return value
    return read_number(_text(value)) or 0


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    return str(value)
