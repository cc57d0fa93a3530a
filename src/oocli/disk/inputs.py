"""Files that an option names, and standard input for ``-``: their text, or their JSON."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, TextIO

from oocli.errors import UsageError

_BLANKS = " \t\r\n"  # of JSON


def read_text(name: str, stdin: TextIO) -> str:
    """Return the text of a file, or of standard input for ``-``.

    Raises:
        UsageError: the file cannot be read, or is not UTF-8.
    """
    if not name:
        raise UsageError("The name of a file is missing")
    try:
        return stdin.read() if name == "-" else Path(name).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        raise UsageError(f"Cannot read {name}", why=str(reason)) from error


def read_json_stream(name: str, stdin: TextIO) -> list[Any]:
    """Return the JSON values of a file, or of standard input for ``-``: one, or several in a row.

    Each may be on a line of its own (NDJSON) or span several, with or without blanks between them.

    Raises:
        UsageError: it cannot be read, holds nothing, or is not JSON; says where.
    """
    values: list[Any] = _parse(name, read_text(name, stdin), _scan)
    return values


def _scan(text: str) -> list[Any]:
    decoder = json.JSONDecoder()
    values: list[Any] = []
    place = len(text) - len(text.lstrip(_BLANKS))
    while place < len(text) or not values:
        value, end = decoder.raw_decode(text, place)
        values.append(value)
        place = len(text) - len(text[end:].lstrip(_BLANKS))
    return values


def _parse(name: str, text: str, parse: Callable[[str], Any]) -> Any:
    try:
        return parse(text)
    except (ValueError, RecursionError) as error:
        from oocli.text.json_faults import explain_json_fault

        raise UsageError(f"{name} is not JSON", why=explain_json_fault(error)) from error


def read_json_object(name: str, stdin: TextIO) -> dict[str, Any]:
    """Return the JSON object of a file, or of standard input for ``-``.

    Raises:
        UsageError: it cannot be read, is not JSON, or is JSON of another kind.
    """
    value = _parse(name, read_text(name, stdin), json.loads)
    if not isinstance(value, dict):
        raise UsageError(f"{name} is JSON, but not an object", hint='Write it like {"listlimit": 5}')
    return value
