"""Values as the columns of a copy take them, or that a column cannot hold one.

Pure. The kind of a field decides what a value becomes, never how the value looks.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import lru_cache
from math import isfinite
from types import NoneType
from typing import Any, NamedTuple

from oocli.fields.types import type_value

_LARGEST = 2**63
_LONGEST_PLAIN = 15  # characters: that many digits a double keeps of any number
_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True)


class Misfit(NamedTuple):
    """A value that its column cannot hold.

    Attributes:
        nearest: what the column holds instead: a number with fewer digits, or nothing.
    """

    nearest: Any = None


class _Plain(NamedTuple):
    """Numbers that can be read without a look at each of them.

    Attributes:
        texts: what they look like, joined by commas.
        read: makes a number of one.
    """

    texts: re.Pattern[str]
    read: Callable[[str], Any]

    def suits(self, joined: str, values: Sequence[str]) -> bool:
        """Say whether all values are such numbers; ``joined`` are the same with a comma between them."""
        return (
            self.texts.fullmatch(joined) is not None
            and joined.count(",") == len(values) - 1  # none is written with a comma itself
            and max(map(len, values)) <= _LONGEST_PLAIN
        )


def store_as(kind: str, value: Any) -> Any:
    """Return a value as a column of this kind takes it, or a ``Misfit``."""
    return STORE.get(kind, store_text)(value)


def store_column(kind: str, values: Sequence[Any]) -> Sequence[Any]:
    """Return the values of a column as it takes them, each as ``store_as`` does.

    Most values are texts that stay as they are, plain numbers, the same throughout, or repeat: to call a
    function for each of them would cost a second in 100,000 records.
    """
    try:
        joined = ",".join(values)
    except TypeError:
        return _store_mixed(kind, values)
    if kind not in STORE:
        return values if clean(joined) is joined else list(map(clean, values))
    if values and values.count(values[0]) == len(values):
        return [STORE[kind](values[0])] * len(values)
    plain = _PLAIN.get(kind)
    if plain and plain.suits(joined, values):
        return list(map(plain.read, values))
    return list(map(_REPEATED.get(kind, STORE[kind]), values))


def _store_mixed(kind: str, values: Sequence[Any]) -> Sequence[Any]:
    """Return the values of a column not all of which are texts."""
    types = set(map(type, values))
    if types == {list} and (kind == "choices" or kind not in STORE):
        return list(map(_write_list, values))
    if not types <= {str, NoneType}:
        return list(map(STORE.get(kind, store_text), values))
    if kind in STORE:
        return list(map(_REPEATED.get(kind, STORE[kind]), values))
    joined = "".join(filter(None, values))
    return values if clean(joined) is joined else list(map(store_text, values))


def write_json(value: Any) -> str:
    """Return JSON that is the same for equal values."""
    return clean(_JSON.encode(value))


def _store_integer(value: Any) -> Any:
    read = type_value(value, "integer")
    if isinstance(read, float) and read.is_integer():
        read = int(read)
    if read is None or (isinstance(read, int) and abs(read) < _LARGEST):
        return None if read is None else int(read)
    return Misfit()


def _store_number(value: Any) -> Any:
    read = type_value(value, "float")
    if read is None or (isinstance(read, float) and isfinite(read)):
        return read
    if isinstance(read, str):  # more digits than a number here can hold
        with suppress(ValueError):
            return Misfit(float(read))
    return Misfit()


def _store_boolean(value: Any) -> Any:
    read = type_value(value, "boolean")
    if read is None or isinstance(read, bool):
        return None if read is None else int(read)
    return _store_integer(value)


def _store_list(value: Any) -> Any:
    return _write_list(type_value(value, "multiselect"))


def _write_list(values: list[Any]) -> str:
    try:
        return _write_items(*values)
    except TypeError:  # a list or an object in the list
        return write_json(values)


@lru_cache(maxsize=4096, typed=True)
def _write_items(*items: Any) -> str:
    return write_json(items)


def _store_date(value: Any) -> Any:
    return store_text(type_value(value, "date"))


def _store_datetime(value: Any) -> Any:
    return store_text(type_value(value, "datetime"))


def store_text(value: Any) -> Any:
    """Return a value as text; what is no text as JSON."""
    if value is None or isinstance(value, str):
        return value if value is None else clean(value)
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, list):
        return _write_list(value)
    return clean(str(value) if isinstance(value, int) else write_json(value))


def _store_any(value: Any) -> Any:
    if isinstance(value, bool):
        return int(value)
    if value is None or (isinstance(value, int) and abs(value) < _LARGEST):
        return value
    if isinstance(value, float) and isfinite(value):
        return value
    return store_text(value)


def clean(text: str) -> str:
    """Return a text that SQLite takes; half a character, which JSON can hold, becomes a question mark."""
    try:
        if not text.isascii():
            text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-8", "replace").decode()
    return text


STORE: Mapping[str, Callable[[Any], Any]] = {
    "integer": _store_integer,
    "number": _store_number,
    "boolean": _store_boolean,
    "choices": _store_list,
    "date": _store_date,
    "datetime": _store_datetime,
    "any": _store_any,
}
"""What stores the values of each kind; of any other it is ``store_text``."""

# Prices, dates and keys repeat: most numbers are 0.00.
_REPEATED: Mapping[str, Callable[[Any], Any]] = {
    kind: lru_cache(maxsize=4096)(store) for kind, store in STORE.items() if kind != "any"
}

_PLAIN: Mapping[str, _Plain] = {
    "integer": _Plain(re.compile(r"-?[0-9]++(?:,-?[0-9]++)*"), int),
    "number": _Plain(re.compile(r"-?[0-9]++(?:\.[0-9]++)?(?:,-?[0-9]++(?:\.[0-9]++)?)*"), float),
}
