"""A terminal that shows data and never obeys it, whatever its format.

Tables are drawn from text that is safe already. The other formats keep every character,
because programs read them; a terminal only has a person as its reader, so what would control the terminal is
made visible on the way: in JSON as the escapes that JSON has for it.
"""

from collections.abc import Callable
from typing import TextIO

from oocli.text.visible import list_hidden, make_visible


class GuardedTerminal:
    """Writes to a terminal only what is safe to show."""

    def __init__(self, stream: TextIO, *, is_json: bool) -> None:
        """Take the stream of the terminal, and whether JSON is written to it."""
        self._stream = stream
        show: Callable[[str], str] = _escape if is_json else make_visible
        kept = "\n" if is_json else "\n\t"
        self._table = {ord(char): show(char) for char in list_hidden() if char not in kept}

    def write(self, text: str) -> int:
        """Write a text with its control characters made visible; ends of lines are LF."""
        self._stream.write(text.replace("\r\n", "\n").translate(self._table))
        return len(text)

    def flush(self) -> None:
        """Hand on what was written."""
        self._stream.flush()


def escape_hidden(text: str) -> str:
    """Return equal JSON in which what would control a terminal, or hide in it, is an escape."""
    return text.translate({ord(char): _escape(char) for char in list_hidden() if char != "\n"})


def _escape(char: str) -> str:
    code = ord(char)
    if code > 0xFFFF:
        code -= 0x10000
        return f"\\u{0xD800 + (code >> 10):04x}\\u{0xDC00 + (code & 0x3FF):04x}"
    return f"\\u{code:04x}"
