"""Read the JSON of an answer, with orjson where that is installed (``oocli[fast]``).

Pure. What orjson would read in another way than ``json`` does is left to ``json``, so that
the values are the same with and without it.
"""

import json
from collections.abc import Callable, Iterable
from functools import cache
from importlib.util import find_spec
from typing import Any

_SMALL = 64 * 1024  # bytes; less is read by json before orjson is even loaded
DEEPEST = 100
"""Levels that a value may have; the API's answers have about ten."""

_LONG_NUMBER = b"0" * 19  # orjson makes floats of whole numbers that do not fit into 64 bits
_DIGITS = bytes.maketrans(b"0123456789", b"0" * 10)
_BRACKETS, _BETWEEN_NUMBERS = b"[]{}", b'.,:"'
_NO_BRACKETS = bytes(set(range(256)) - {*_BRACKETS})
_TEXT = bytes({*_NO_BRACKETS} - {*_BETWEEN_NUMBERS, *b"0123456789"})


def decode_json(body: bytes) -> Any:
    """Return the value of a JSON text.

    Raises:
        ValueError: it is not JSON.
        RecursionError: it is nested too deeply.
    """
    decode = _find_orjson() if len(body) > _SMALL else None
    if decode is None:
        value, brackets = json.loads(body), body.translate(None, _NO_BRACKETS)
    else:
        # Numbers and brackets are looked for in what is left without the text, a third: to leave it out
        # takes as long as looking for one of them in all of it.
        outline = body.translate(_DIGITS, _TEXT)
        value = json.loads(body) if _LONG_NUMBER in outline else _read(body, decode)
        brackets = outline.translate(None, _NO_BRACKETS)
    if _seems_deep(brackets) and _is_deep(value):
        raise RecursionError(f"more than {DEEPEST} levels")
    return value


def _read(body: bytes, decode: Callable[[bytes], Any]) -> Any:
    try:
        return decode(body)
    except ValueError:
        return json.loads(body)  # it takes some things that orjson refuses, such as lone surrogates


def _seems_deep(brackets: bytes) -> bool:
    """Say whether the value may be nested too deeply, by its brackets alone; they may stand in texts, too.

    Whoever handles a value later does so by functions that call themselves, and Python has a
    limit for that, which differs from place to place and from version to version.
    """
    for _ in range(DEEPEST // 2):  # a list in an object, or the reverse, are two levels at a time
        left = brackets.replace(b"[]", b"").replace(b"{}", b"")
        if not left or len(left) == len(brackets):
            return bool(left)
        brackets = left
    return True


def _is_deep(value: Any) -> bool:
    level = [value]
    for _ in range(DEEPEST + 1):
        level = [inner for outer in level for inner in _list_inner(outer)]
        if not level:
            return False
    return True


def _list_inner(value: Any) -> Iterable[Any]:
    """Return what a list or an object holds; nothing else holds anything."""
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()


@cache
def has_orjson() -> bool:
    """Say whether orjson is installed, without loading it."""
    return find_spec("orjson") is not None


@cache
def _find_orjson() -> Callable[[bytes], Any] | None:
    try:
        from orjson import loads
    except ImportError:
        return None
    return loads
