"""The lines of a help page: its parts, laid out for a width and written.

A page is a list of parts, which are also kept as JSON (``ready_help``): ``["line", text]`` stays as it is,
``["text", text]`` are paragraphs with examples, ``["rows", [[name, text], ...]]`` names with texts. In the
last two, marks surround the pieces that must stay on one line.

Imports nothing that Python has not loaded itself, because prepared pages wait for it.
"""

from __future__ import annotations

from oocli.terminal import measure, shows_colour
from oocli.terminal.pager import show
from oocli.text.wrapping import fold_command, measure_longest, unmark, wrap_marked

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Any, TextIO

    Part = Sequence[Any]

_WIDEST = 110
_LEFT = 30  # widest name with its text beside it
_UNDER = 6  # indent of a text with its name above it


def find_width(stream: TextIO, environ: Mapping[str, str]) -> int:
    """Return the width that help is wrapped to."""
    return min(measure(stream, environ)[0], _WIDEST)


def write_lines(
    lines: Iterable[str], stream: TextIO, environ: Mapping[str, str], *, color: str = "auto"
) -> None:
    """Write lines of help, headings bold if colours are shown; page by page if a person reads them."""
    bold = shows_colour(stream, environ, asked=color)
    shown = [
        f"\x1b[1m{line}\x1b[0m" if bold and line.endswith(":") and not line.startswith(" ") else line
        for line in lines
    ]
    show(shown, stream, environ)


def lay_out(parts: Iterable[Part], width: int) -> list[str]:
    """Return the lines of a page, none wider than ``width`` where words allow it."""
    lines: list[str] = []
    for kind, content in parts:
        if kind == "line":
            lines.append(content)
        elif kind == "text":
            lines += _fill_paragraphs(content, width)
        else:
            lines += _list_rows(content, width)
    return lines


def _list_rows(rows: Sequence[Sequence[str]], width: int) -> list[str]:
    """Set names left and texts right; a long name gets a line of its own, a long word the whole width."""
    left = min(max((len(name) for name, _ in rows), default=0), _LEFT) + 4
    return [line for name, text in rows for line in _list_row(name, text, left, width)]


def _list_row(name: str, text: str, left: int, width: int) -> list[str]:
    names = _name_lines(name, width)
    if measure_longest(unmark(text)) > width - left:
        return [*names, *wrap_marked(text, width, " " * _UNDER, " " * _UNDER)]
    body = wrap_marked(text, width, " " * left, " " * left)
    if len(names) > 1 or len(name) > left - 4 or not body:
        return [*names, *body]
    return [names[0].ljust(left) + body[0].lstrip(), *body[1:]]


def _name_lines(name: str, width: int) -> list[str]:
    """Return a name on one line; ``--this / --no-this`` on two lines if it is too wide."""
    on, slash, off = name.partition(" / ")
    return [f"  {name}"] if len(name) + 2 <= width or not slash else [f"  {on} /", f"  {off}"]


def _fill_paragraphs(text: str, width: int) -> list[str]:
    """Wrap paragraphs; one with indented lines keeps its lines, each wrapped under itself."""
    lines: list[str] = []
    for paragraph in text.split("\n\n"):
        rows = paragraph.split("\n")
        if any(row.startswith(" ") for row in rows):
            lines += [piece for row in rows for piece in _wrap_hanging(row, width)]
        else:
            lines += wrap_marked(paragraph, width)
        lines.append("")
    return lines[:-1]


def _wrap_hanging(row: str, width: int) -> list[str]:
    """Wrap an item of a list under its text, and a command so that it can still be copied."""
    text = row.lstrip()
    indent = row[: len(row) - len(text)]
    if not text:
        return [row]
    if text.startswith("oocli ") and "   " not in text:
        return fold_command(unmark(row), width)
    return wrap_marked(text, width, indent, indent + ("  " if text.startswith("- ") else ""))
