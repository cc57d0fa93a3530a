"""Read the JSON of an answer, with orjson where that is installed (``oocli[fast]``).

Pure. What orjson would read in another way than ``json`` does is left to ``json``, so that
the values are the same with and without it.
"""

import json
from collections.abc import Callable
from functools import cache
from typing import Any

_SMALL = 64 * 1024  # bytes; less is read by json before orjson is even loaded
_DIGITS = bytes.maketrans(b"0123456789", b"0" * 10)
_LONG_NUMBER = b"0" * 19  # orjson makes floats of whole numbers that do not fit into 64 bits


def read_json(body: bytes) -> Any:
    """Give the value of a JSON text.

    Raises:
        ValueError: it is not JSON.
        RecursionError: it is nested too deeply.
    """
    decode = _find_orjson() if len(body) > _SMALL else None
    if decode is None or _LONG_NUMBER in body.translate(_DIGITS):
        return json.loads(body)
    try:
        return decode(body)
    except ValueError:
        return json.loads(body)  # it takes some things that orjson refuses, such as lone surrogates


@cache
def _find_orjson() -> Callable[[bytes], Any] | None:
    try:
        from orjson import loads
    except ImportError:
        return None
    return loads
