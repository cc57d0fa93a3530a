"""What stands on a terminal after everything that was written to it: text, attributes, cursor.

pyte carries out what is written; added here is what it lacks and a person has: the lines that
scrolled away, and the second screen that pagers use and leave without a trace.
"""

from collections import deque
from collections.abc import Iterable, Iterator
from copy import copy
from itertools import groupby
from typing import Any, NamedTuple

import pyte
from pyte.screens import Char, Cursor
from wcwidth import wcwidth

_SECOND_SCREEN = frozenset({47, 1047, 1049})
_MOST_LINES = 20_000

_Line = Any  # of pyte: cells by column, with a default for the others


class Span(NamedTuple):
    """A piece of a line that looks the same from end to end.

    Attributes:
        text: what stands there.
        looks: its attributes, ``bold``, ``dim``, ``red`` ...; empty for plain text.
        column: where it begins, counted from 0.
    """

    text: str
    looks: tuple[str, ...]
    column: int


class Screen(pyte.Screen):
    """A terminal's screen, with the lines above it.

    Attributes:
        above: lines that scrolled away, oldest first.
    """

    def __init__(self, columns: int, lines: int) -> None:
        """Take the size in character cells."""
        self.above: deque[_Line] = deque(maxlen=_MOST_LINES)
        self._first: tuple[dict[int, _Line], Cursor] | None = None
        super().__init__(columns, lines)

    @property
    def spans(self) -> list[list[Span]]:
        """Every line from the oldest to the one with the cursor, in pieces, without blanks at its end."""
        below = [self.buffer[row] for row in range(self.lines)]
        lines = [list(self._cut(line)) for line in (*self.above, *below)]
        while len(lines) > self.row + 1 and not lines[-1]:
            lines.pop()
        return lines

    @property
    def texts(self) -> list[str]:
        """Every line from the oldest to the one with the cursor, without blanks at its end."""
        return ["".join(span.text for span in line) for line in self.spans]

    @property
    def row(self) -> int:
        """The line of the cursor, counted from the oldest."""
        return len(self.above) + int(self.cursor.y)

    def draw(self, data: str) -> None:
        """Write text; a wide character of which only half fits on the line goes to the next one."""
        for char in data:
            if self.cursor.x == self.columns - 1 and wcwidth(char) == 2:
                self.cursor.x = self.columns
            super().draw(char)

    def index(self) -> None:
        """Go down a line; the top one scrolls away, and is kept."""
        if self.cursor.y == self.lines - 1 and self._first is None and not self.margins:
            self.above.append(copy(self.buffer[0]))
        super().index()

    def erase_in_display(self, how: int = 0, *args: Any, **kwargs: Any) -> None:
        """Erase; 3 is what scrolled away too."""
        super().erase_in_display(how, *args, **kwargs)
        if how == 3:
            self.above.clear()

    def select_graphic_rendition(self, *attrs: int) -> None:
        """Set attributes; pyte has no dim, so that is kept as the one that nothing here uses, blink."""
        super().select_graphic_rendition(*attrs)
        if 22 in attrs:
            self.cursor.attrs = self.cursor.attrs._replace(blink=False)
        if 2 in attrs and not {38, 48} & set(attrs):
            self.cursor.attrs = self.cursor.attrs._replace(blink=True)

    def set_mode(self, *modes: int, **kwargs: Any) -> None:
        """Set modes; that of the second screen shows an empty one."""
        if kwargs.get("private") and _SECOND_SCREEN & set(modes) and self._first is None:
            lines = {row: copy(self.buffer[row]) for row in range(self.lines)}
            place = Cursor(self.cursor.x, self.cursor.y, self.cursor.attrs)
            self._first = lines, place
            super().erase_in_display(2)
        super().set_mode(*modes, **kwargs)

    def reset_mode(self, *modes: int, **kwargs: Any) -> None:
        """Reset modes; without that of the second screen the first is there again, as it was."""
        if kwargs.get("private") and _SECOND_SCREEN & set(modes) and self._first is not None:
            lines, place = self._first
            self.buffer.clear()
            self.buffer.update(lines)
            self.cursor = place
            self._first = None
        super().reset_mode(*modes, **kwargs)

    def _cut(self, line: _Line) -> Iterator[Span]:
        """Give the pieces of a line; what a wide character covers is no cell of its own."""
        cells = [(column, line[column]) for column in range(self.columns) if line[column].data]
        while cells and _is_blank(cells[-1][1]):
            cells.pop()
        for looks, group in groupby(cells, key=lambda cell: _describe(cell[1])):
            piece = list(group)
            yield Span("".join(char.data for _, char in piece), looks, piece[0][0])


def mark(line: Iterable[Span]) -> str:
    """Give a line as text in which attributes can be read: ``⟨bold red⟩fail⟨⟩ and plain text``."""
    pieces = [f"⟨{' '.join(span.looks)}⟩{span.text}⟨⟩" if span.looks else span.text for span in line]
    return "".join(pieces)


def _is_blank(char: Char) -> bool:
    return bool(char.data == " " and not char.reverse and not char.underscore and char.bg == "default")


def _describe(char: Char) -> tuple[str, ...]:
    """Give the attributes of a cell as words."""
    flags = {
        "bold": char.bold,
        "dim": char.blink,
        "italic": char.italics,
        "underlined": char.underscore,
        "reversed": char.reverse,
    }
    colours = [] if char.fg == "default" else [char.fg]
    colours += [] if char.bg == "default" else [f"on {char.bg}"]
    return (*(word for word, is_set in flags.items() if is_set), *colours)
