"""Lines for people about what changes: how much of each field, then old and new of each row."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from oocli.render.cells import GAP, fit, format_cell
from oocli.render.shapes import Shape
from oocli.text.widths import measure

if TYPE_CHECKING:
    from oocli.render.layout import Layout

_EMPTY = "(empty)"
_NOT_KNOWN = "(not known)"
_RED, _GREEN, _BOLD = "31", "32", "1"


class ChangeLine(NamedTuple):
    """One field of one record.

    Attributes:
        id: number of the record.
        field: its name.
        old: what is there; None for nothing.
        new: what comes; None for nothing.
    """

    id: str
    field: str
    old: Any
    new: Any


class FieldLine(NamedTuple):
    """What becomes of a field.

    Attributes:
        field: its name.
        rows: how many rows change it.
        extremes: old and new of the change to the smallest and to the largest number; may be empty.
    """

    field: str
    rows: int
    extremes: tuple[tuple[Any, Any], ...] = ()


class ChangeLines:
    """Makes lines that fit the terminal."""

    def __init__(
        self, layout: Layout, fields: Iterable[str], *, longest_id: int, unread: Container[str] = ()
    ) -> None:
        """Take what the terminal is like, the fields that occur, and the characters of the longest id.

        ``unread`` has the fields of which nobody knows what is there.
        """
        self._layout = layout
        self._unread = unread
        self._width = max((measure(self._cell(name)) for name in fields), default=0)
        self._id_width = longest_id

    def describe_fields(self, fields: Iterable[FieldLine]) -> Iterator[str]:
        """Return for each field how many rows, and for numbers the smallest and the largest.

        What does not fit into a line goes on in lines of its own: a number is never broken.
        """
        listed = list(fields)
        counts = [f"{line.rows:,}" for line in listed]
        width = max(map(len, counts), default=0)
        for line, count in zip(listed, counts, strict=True):
            extremes = [self._pair(line.field, *extreme) for extreme in line.extremes]
            told = list(map(" ".join, zip(("smallest", "largest"), extremes, strict=False)))
            rows = f"{count.rjust(width)} {'row ' if line.rows == 1 else 'rows'}"
            start = f"  {fit(self._cell(line.field), self._width)}{GAP}"
            text = f"{start}{rows}{GAP}{', '.join(told)}".rstrip()
            if measure(text) <= self._layout.width:
                yield text
            else:
                yield (start + rows).rstrip()
                yield from (" " * measure(start) + extreme for extreme in told)

    def describe_change(self, change: ChangeLine) -> str:
        """Return ``id  field  old → new`` on one line."""
        start = (
            f"{fit(self._cell(change.id), self._id_width)}{GAP}{fit(self._cell(change.field), self._width)}"
        )
        arrow = self._arrow
        room = max(16, self._layout.width - measure(start) - len(GAP) - len(arrow))
        old, new = self._show_old(change.field, change.old), self._show(change.field, change.new)
        old_width = min(measure(old), max(room // 2, room - measure(new)))
        new_width = min(measure(new), room - old_width)
        old, new = (
            fit(text, width, unicode=self._layout.unicode)
            for text, width in ((old, old_width), (new, new_width))
        )
        return f"{start}{GAP}{self._paint(old, _RED)}{arrow}{self._paint(new, _GREEN)}"

    def paint_heading(self, text: str) -> str:
        """Return a sentence as it stands above lines."""
        return self._paint(text, _BOLD)

    @property
    def _arrow(self) -> str:
        return " → " if self._layout.unicode else " -> "

    def _pair(self, field: str, old: Any, new: Any) -> str:
        return f"{self._show_old(field, old)}{self._arrow}{self._show(field, new)}"

    def _show_old(self, field: str, value: Any) -> str:
        return _NOT_KNOWN if field in self._unread else self._show(field, value)

    def _show(self, field: str, value: Any) -> str:
        shape = self._layout.shapes.get(field, Shape())
        return self._cell(shape.show(value, self._layout.numbers)) or _EMPTY

    def _cell(self, value: Any) -> str:
        return format_cell(value, unicode=self._layout.unicode)

    def _paint(self, text: str, code: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self._layout.color and text else text
