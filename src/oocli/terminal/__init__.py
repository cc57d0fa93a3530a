"""What a stream can show: whether it is a terminal, how wide, with which colours and symbols.

Each stream is looked at separately. ``OOCLI_FORCE_TTY`` (``1``, ``true`` or a width) makes standard output
and standard error count as terminals, for tests and recordings.
"""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import TextIO

_DEFAULT_SIZE = (80, 24)


def is_terminal(stream: TextIO, environ: Mapping[str, str]) -> bool:
    """Say whether a person looks at the stream (or types into it)."""
    if environ.get("OOCLI_FORCE_TTY") and stream.writable():
        return True
    return not stream.closed and stream.isatty()


def measure(stream: TextIO, environ: Mapping[str, str]) -> tuple[int, int]:
    """Return width and height in character cells; 80 by 24 if the stream has none."""
    forced = environ.get("OOCLI_FORCE_TTY", "")
    if _read_width(forced) > 1:
        return _read_width(forced), _DEFAULT_SIZE[1]
    try:
        width, height = os.get_terminal_size(stream.fileno())
    except (OSError, ValueError):
        width, height = 0, 0
    width, height = width or _DEFAULT_SIZE[0], height or _DEFAULT_SIZE[1]
    return _read_width(environ.get("COLUMNS", "")) or width, height


def _read_width(text: str) -> int:
    """Return a number of character cells; 0 if it is no number, or wider than any terminal."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 5 else 0


def shows_colour(stream: TextIO, environ: Mapping[str, str], *, asked: str = "auto") -> bool:
    """Say whether to use colours on the stream.

    ``asked`` (``always``, ``never``, ``auto``) wins, then ``NO_COLOR``, then
    ``FORCE_COLOR`` or ``CLICOLOR_FORCE``, then ``TERM=dumb``, then the stream itself.
    """
    if asked in ("always", "never"):
        return asked == "always"
    if environ.get("NO_COLOR"):
        return False
    if environ.get("FORCE_COLOR") or environ.get("CLICOLOR_FORCE", "0") != "0":
        return True
    return environ.get("TERM") != "dumb" and is_terminal(stream, environ)


def shows_unicode(stream: TextIO) -> bool:
    """Say whether the stream can carry line-drawing characters."""
    return (stream.encoding or "utf-8").lower().replace("-", "").startswith("utf")


def fold(text: str, width: int) -> str:
    """Break lines that are wider than a terminal between words, and indent the rest like their start."""
    from textwrap import wrap

    folded: list[str] = []
    for line in text.split("\n"):
        indent = line[: len(line) - len(line.lstrip())]
        wide = len(line) > width > 20
        pieces = wrap(line, width, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)
        folded += pieces if wide else [line]
    return "\n".join(folded)
