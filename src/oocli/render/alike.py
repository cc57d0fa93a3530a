"""JSON of records that have the same names in the same order, made by columns and not record by record.

Pure. What stands between two values is the same in all of them, and made once; most columns hold values of
one kind. ``json`` writes each name of each record anew, which takes half as long again.
"""

from collections.abc import Callable, Iterable, Sequence
from itertools import repeat
from json.encoder import encode_basestring
from math import isfinite
from typing import Any

_Parts = list[str | Sequence[str]]


def encode_alike(
    records: Sequence[dict[str, Any]], between: str, encode_value: Callable[[Any], str]
) -> str | None:
    """Return records as compact JSON with so much between them; None where they are not alike.

    ``encode_value`` gives the JSON of a value that is neither text nor number nor a list of texts.
    """
    parts = _list_parts(records, encode_value)
    if parts is None:
        return None
    columns: list[Iterable[str]] = []
    text = ""
    for part in [*parts, between]:
        if isinstance(part, str):
            text += part
        else:
            columns += (repeat(text, len(records)), part)
            text = ""
    columns.append(repeat(text, len(records)))
    written = "".join(map("".join, zip(*columns, strict=True)))
    return written.removesuffix(between)


def _list_parts(records: Sequence[dict[str, Any]], encode_value: Callable[[Any], str]) -> _Parts | None:
    """Return what records consist of, in its order: texts that stand in all, and the values of columns."""
    names = tuple(records[0])
    if not names or any(tuple(record) != names for record in records):
        return None
    parts: _Parts = []
    for name, values in zip(names, zip(*map(dict.values, records), strict=True), strict=True):
        parts.append(f"{',' if parts else '{'}{encode_basestring(name)}:")
        inner = _list_parts(values, encode_value) if set(map(type, values)) == {dict} else None
        parts += inner or [_encode_column(values, encode_value)]
    return [*parts, "}"]


def _encode_column(values: Sequence[Any], encode_value: Callable[[Any], str]) -> Sequence[str]:
    try:  # as if all were texts, as in most columns
        return list(map(encode_basestring, values))
    except TypeError:
        kinds = set(map(type, values))
    if kinds == {float} and all(map(isfinite, values)):
        return list(map(float.__repr__, values))
    if kinds == {int}:
        return list(map(int.__repr__, values))
    return [_encode_one(value, encode_value) for value in values]


def _encode_one(value: Any, encode_value: Callable[[Any], str]) -> str:
    if type(value) is str:
        return encode_basestring(value)
    if value is None:
        return "null"
    if type(value) is float and isfinite(value):
        return repr(value)
    return _encode_list(value, encode_value) if type(value) is list else encode_value(value)


def _encode_list(items: list[Any], encode_value: Callable[[Any], str]) -> str:
    """Return a list; most hold keys, and no encoder has to be made for these."""
    try:
        return f"[{','.join(map(encode_basestring, items))}]"
    except TypeError:
        return encode_value(items)
