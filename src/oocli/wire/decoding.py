"""Read the JSON of an answer, with orjson where that is installed (``oocli[fast]``).

Pure. What orjson would read in another way than ``json`` does is left to ``json``, so that
the values are the same with and without it.
"""

import json
from collections.abc import Iterable
from types import ModuleType
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
    orjson = _load_for(body)
    if orjson is None:
        value, brackets = json.loads(body), body.translate(None, _NO_BRACKETS)
    else:
        # Numbers and brackets are looked for in what is left without the text, a third: to leave it out
        # takes as long as looking for one of them in all of it.
        outline = body.translate(_DIGITS, _TEXT)
        value = json.loads(body) if _LONG_NUMBER in outline else _read(body, orjson)
        brackets = outline.translate(None, _NO_BRACKETS)
    if _seems_deep(brackets) and _is_deep(value):
        raise RecursionError(f"more than {DEEPEST} levels")
    return value


def _load_for(body: bytes) -> ModuleType | None:
    """Return orjson where it is installed and the body is large enough for it."""
    if len(body) <= _SMALL:
        return None
    from oocli.wire.fast_json import load_orjson

    return load_orjson()


def _read(body: bytes, orjson: ModuleType) -> Any:
    try:
        return orjson.loads(body)
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
