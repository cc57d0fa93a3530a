"""Typed values as columns of Parquet: which type a column has, and what its values become.

A column has the type of its field, or the next wider one where values need it (a fraction among whole
numbers, a time among days). What fits neither loses nothing: the column becomes text, and a note says so.
"""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from oocli.render.arrow import arrow
from oocli.render.encoding import encode_cell, replace_surrogates
from oocli.render.field_facts import FieldFacts
from oocli.render.flat import ID

NUMBER = arrow.int64()
TEXT = arrow.string()
FRACTION = arrow.float64()
NOTHING = arrow.null()
_LIST = arrow.list_(TEXT)
_TYPES = {
    "integer": NUMBER,
    "float": FRACTION,
    "boolean": arrow.bool_(),
    "date": arrow.date32(),
    "datetime": arrow.timestamp("s"),
    "multiselect": _LIST,
}
_WIDER = {NUMBER: (_TYPES["float"],), _TYPES["date"]: (_TYPES["datetime"],)}
_MOST = 2**63
_EMPTY: tuple[Any, ...] = (None, "", [])


class Column(NamedTuple):
    """Values of one column.

    Attributes:
        array: the values, as pyarrow has them.
        odd: the first value that did not fit the type of its field, nor the wider one; empty where all did.
    """

    array: Any
    odd: str = ""


def read_column(name: str, values: Sequence[Any], facts: FieldFacts) -> Column:
    """Return values as a column: of the type of the field, else of the type that they have themselves."""
    given = [_as_number(value) for value in values] if name == ID else values
    wanted = _TYPES.get(facts.type, TEXT) if facts.type else unite({_find_type(value) for value in given})
    odd: Any = None
    for kind in (wanted, *_WIDER.get(wanted, ())):
        read = _READERS[kind]
        try:
            return Column(arrow.array([None if value in _EMPTY else read(value) for value in given], kind))
        except (TypeError, ValueError):
            odd = next(value for value in given if not _can_read(value, read))
    texts = arrow.array([None if value in _EMPTY else _as_text(value) for value in values], TEXT)
    return Column(texts, encode_cell(odd) if facts.type else "")


def unite(kinds: set[Any]) -> Any:
    """Return the type that holds all values of these types; that of text where none but it does."""
    held = kinds - {NOTHING}
    if len(held) <= 1:
        return next(iter(held), NOTHING)
    return next((wide for kind, (wide,) in _WIDER.items() if held == {kind, wide}), TEXT)


def is_exact(array: Any) -> bool:
    """Say whether the numbers of a part of a column stay what they are where others are fractions."""
    if array.type != NUMBER:
        return True
    try:
        array.cast(FRACTION)
    except ValueError:
        return False
    return True


def as_type(array: Any, kind: Any) -> Any:
    """Return values of a part of a column as the type that the whole column has."""
    if array.type == kind:
        return array
    if kind == TEXT and array.type != NOTHING:
        return arrow.array([None if value is None else _as_text(value) for value in array.to_pylist()], TEXT)
    return array.cast(kind)


def _find_type(value: Any) -> Any:
    match value:
        case None | "":
            return NOTHING
        case bool():
            return _TYPES["boolean"]
        case int() if abs(value) < _MOST:
            return NUMBER
        case float():
            return _TYPES["float"]
    return TEXT


def _as_number(value: Any) -> Any:
    """Return the number of a record as one, where it is written as one."""
    plain = isinstance(value, str) and value.isascii() and value.isdecimal() and len(value) <= len("1" * 18)
    return int(value) if plain and str(int(value)) == value else value


def _as_text(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat(" ") if isinstance(value, datetime) else value.isoformat()
    return replace_surrogates(encode_cell(value))


def _read_integer(value: Any) -> int:
    if type(value) is not int or abs(value) >= _MOST:
        raise ValueError(value)
    return value


def _read_float(value: Any) -> float:
    if type(value) not in (int, float):
        raise ValueError(value)
    read = float(value)
    if type(value) is int and int(read) != value:
        raise ValueError(value)
    return read


def _read_boolean(value: Any) -> bool:
    if type(value) is not bool:
        raise ValueError(value)
    return value


def _read_date(value: Any) -> date:
    moment = _read_moment(value)
    if moment.time() != datetime.min.time():
        raise ValueError(value)
    return moment.date()


def _read_moment(value: Any) -> datetime:
    moment = datetime.fromisoformat(value)
    if moment.tzinfo is not None or moment.microsecond:
        raise ValueError(value)
    return moment


def _read_list(value: Any) -> list[str]:
    if not isinstance(value, list) or any(isinstance(item, list | dict) for item in value):
        raise ValueError(value)
    return [replace_surrogates(encode_cell(item)) for item in value]


_READERS: dict[Any, Callable[[Any], Any]] = {
    NUMBER: _read_integer,
    _TYPES["float"]: _read_float,
    _TYPES["boolean"]: _read_boolean,
    _TYPES["date"]: _read_date,
    _TYPES["datetime"]: _read_moment,
    _LIST: _read_list,
    TEXT: _as_text,
    NOTHING: _as_text,
}


def _can_read(value: Any, read: Callable[[Any], Any]) -> bool:
    try:
        return value in _EMPTY or read(value) is not None
    except (TypeError, ValueError):
        return False
