"""JSON without ``import json``, which alone would cost more than the rest of a completion.

CPython's own scanner, the C function behind ``json.loads``, is used without the Python
around it (1.1 instead of 1.7 times ``python -c pass``); other Pythons use ``json``.
"""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class _Plain:
    """What the scanner needs: JSON as it is, nothing converted."""

    strict = True
    object_hook = None
    object_pairs_hook = None
    parse_float = float
    parse_int = int
    parse_constant = str


def load_json(path: str) -> Any:
    """Return the value in a UTF-8 file; None if there is no such file, or it is damaged.

    A pipe or a device in its place is never opened: the Tab key would wait for ever.
    """
    if not os.path.isfile(path):
        return None
    try:
        with open(path, encoding="utf-8") as file:
            return parse_json(file.read().lstrip("\ufeff \t\r\n"))
    except (OSError, ValueError, StopIteration, RecursionError):
        return None


def parse_json(text: str) -> Any:
    """Return the value at the beginning of a text.

    Raises:
        ValueError: it is damaged.
        StopIteration: it is cut off.
    """
    try:
        from _json import make_scanner
    except ImportError:
        from json import loads

        return loads(text)
    settings: Any = _Plain
    return make_scanner(settings)(text, 0)[0]
