"""JSON values from a text, one after the other, without holding all of them.

Pure except for the text, which is read piece by piece. Numbers that JSON does not have (``NaN``,
``Infinity``) are refused.
"""

import json
from collections.abc import Iterator
from typing import Any, TextIO

from oocli.errors import UsageError
from oocli.text.json_faults import explain_json_fault

_PIECE = 1 << 16  # characters
_BLANKS = " \t\r\n"


def read_json_lines(text: TextIO) -> Iterator[tuple[int, int, Any]]:
    """Return the value of each non-empty line, with its number among all lines, from 1, twice.

    Raises:
        UsageError: a line is not JSON; it names the number.
    """
    for number, line in enumerate(text, start=1):
        if line.strip():
            try:
                yield number, number, _DECODER.decode(line.strip())
            except (ValueError, RecursionError) as error:
                raise _no_json(number, error) from error


def read_json_array(text: TextIO) -> Iterator[tuple[int, int, Any]]:
    """Return each value of an array, with its number and the number of its first line, from 1.

    Raises:
        UsageError: it is not a JSON array; it names the number of the value where reading stopped.
    """
    reader = _Reader(text)
    number = 0
    if not reader.take("["):
        raise UsageError("The rows are not a JSON array", hint="--from-format ndjson reads one object a line")
    while not reader.take("]"):
        if number and not reader.take(","):
            raise _no_json(number, ValueError("it is followed by neither a comma nor the end of the array"))
        number += 1
        reader.peek()
        line = reader.line
        yield number, line, reader.read_value(number)
    if reader.peek():
        raise _no_json(number, ValueError("something follows the array"))


class _Reader:
    """The part of a text that was read but not yet taken.

    Attributes:
        line: number of its first line, from 1.
    """

    def __init__(self, text: TextIO) -> None:
        self.line = 1
        self._text = text
        self._held = ""

    def peek(self) -> str:
        """Return the next character that is not white space, or nothing at the end."""
        self._strip()
        while not self._held:
            self._held = self._text.read(_PIECE)
            if not self._held:
                return ""
            self._strip()
        return self._held[0]

    def _strip(self) -> None:
        stripped = self._held.lstrip(_BLANKS)
        self.line += self._held.count("\n", 0, len(self._held) - len(stripped))
        self._held = stripped

    def take(self, mark: str) -> bool:
        """Take the next character if it is this one, and say whether it was."""
        if self.peek() != mark:
            return False
        self._held = self._held[1:]
        return True

    def read_value(self, number: int) -> Any:
        """Take the next value whole."""
        self.peek()
        size = _PIECE
        while True:
            try:
                value, end = _DECODER.raw_decode(self._held)
            except (ValueError, RecursionError) as error:
                more = "" if isinstance(error, RecursionError) else self._text.read(size)
                if not more:
                    raise _no_json(number, error) from error
                self._held += more
                size *= 2  # so that a long value is not parsed again too often
            else:
                self.line += self._held.count("\n", 0, end)
                self._held = self._held[end:]
                return value


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is not a JSON number")


def _refuse_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return an object made of pairs, and lose none of them silently."""
    made = dict(pairs)
    if len(made) < len(pairs):
        names = [name for name, _ in pairs]
        raise ValueError(f"{next(name for name in names if names.count(name) > 1)!r} stands in it twice")
    return made


_DECODER = json.JSONDecoder(parse_constant=_refuse_constant, object_pairs_hook=_refuse_twice)


def _no_json(number: int, error: Exception) -> UsageError:
    why = explain_json_fault(error, located=False)
    return UsageError(f"Row {number} is not JSON", why=why, details={"row": number})
