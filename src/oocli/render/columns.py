"""Which columns a table shows at a width, how wide each is, and their lines as plain text.

Pure: rows in, widths and lines out. ``table.py`` draws the same columns with rich where
they fill a screen at most.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from oocli.render.cells import GAP, fit, format_cell
from oocli.render.flat import ID
from oocli.render.layout import Layout
from oocli.text.widths import measure

# The least that a header and a text are shortened to before a column is dropped instead.
_LEAST_HEADER = 10
_LEAST_TEXT = 16

# A number, also as formatoutput writes it: 300000.00, 720.000,50 €, 85 m². No leading zero:
# postcodes and phone numbers are texts.
_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)*(?:,\d+)?(?: ?(?:€|m²|%))?", re.ASCII)

# Half a date says nothing, so dates are not shortened either.
_DATE = re.compile(r"\d{4}-\d\d-\d\d(?:[ T]\d\d:\d\d:\d\d)?(?:[+-]\d\d:\d\d|Z)?", re.ASCII)


@dataclass(frozen=True)
class Column:
    """One column as it is printed.

    Attributes:
        name: the header, safe to print.
        index: where its value stands in a row.
        width: in character cells.
        right: whether it is aligned to the right, as numbers are.
    """

    name: str
    index: int
    width: int
    right: bool


@dataclass(frozen=True)
class Columns:
    """The columns of a table, planned for one width.

    Attributes:
        shown: from left to right.
        dropped: names of the columns that did not fit, from left to right.
        unicode: whether marks may be other than ASCII.
    """

    shown: tuple[Column, ...]
    dropped: tuple[str, ...]
    unicode: bool

    def header(self) -> list[str]:
        """Give the names, each as wide as its column."""
        return [
            fit(column.name, column.width, unicode=self.unicode, right=column.right) for column in self.shown
        ]

    def rule(self) -> list[str]:
        """Give the line below each name."""
        return [("─" if self.unicode else "-") * column.width for column in self.shown]

    def cells(self, values: Sequence[Any]) -> list[str]:
        """Give the shown cells of a row, each as wide as its column."""
        cells = []
        for column in self.shown:
            text = format_cell(values[column.index], unicode=self.unicode)
            cells.append(fit(text, column.width, unicode=self.unicode, right=column.right))
        return cells

    def line(self, cells: Sequence[str]) -> str:
        """Give cells as one line without trailing blanks."""
        return GAP.join(cells).rstrip(" ")


def plan(names: Sequence[str], rows: Sequence[Sequence[Any]], layout: Layout) -> Columns:
    """Choose columns and widths by the first rows, so that a line fits ``layout.width``.

    Long texts are shortened first, then long names; what still does not fit is dropped
    from the right. Numbers and dates are never shortened.
    """
    hidden = find_idle_ids(names, rows, layout.columns)
    needs = [
        _Need.of(index, name, [row[index] for row in rows], unicode=layout.unicode)
        for index, name in enumerate(names)
        if index not in hidden
    ]
    kept = len(needs)
    while kept > 1 and sum(need.least for need in needs[:kept]) + len(GAP) * (kept - 1) > layout.width:
        kept -= 1
    widths = _share(needs[:kept], layout.width - len(GAP) * (kept - 1))
    shown = (
        Column(name=need.name, index=need.index, width=width, right=need.number)
        for need, width in zip(needs, widths, strict=False)
    )
    return Columns(tuple(shown), tuple(need.name for need in needs[kept:]), layout.unicode)


def find_idle_ids(names: Sequence[str], rows: Sequence[Sequence[Any]], asked: Sequence[str]) -> set[int]:
    """Give the places of ids that need not be shown, because they are empty or said twice.

    ``_id`` gives way to a field ``Id`` that was asked for or stands beside it; another
    field that repeats it gives way to ``_id``.
    """
    place = names.index(ID)
    if len(names) == 1:
        return set()
    if rows and all(row[place] in (None, "") for row in rows):
        return {place}
    for twin, name in enumerate(names):
        if name.lower() == "id" and all(str(row[place]) == str(row[twin]) for row in rows):
            return {place} if name in asked or twin == place + 1 else {twin}
    return set()


@dataclass(frozen=True)
class _Need:
    """What a column would take (``full``) and must have (``least``), in character cells."""

    index: int
    name: str
    full: int
    least: int
    number: bool

    @classmethod
    def of(cls, index: int, name: str, values: Sequence[Any], *, unicode: bool) -> "_Need":
        texts = [format_cell(value, unicode=unicode) for value in values]
        header = format_cell(name, unicode=unicode)
        widest = max(map(measure, texts), default=0)
        number = _all_match(_NUMBER, texts)
        body = widest if number or _all_match(_DATE, texts) else min(widest, _LEAST_TEXT)
        least = max(body, min(measure(header), _LEAST_HEADER), 1)
        return cls(index, header, max(widest, measure(header), 1), least, number)


def _all_match(pattern: re.Pattern[str], texts: Sequence[str]) -> bool:
    """Tell whether there is a text, and the pattern fits every one that is not empty."""
    return any(texts) and all(not text or pattern.fullmatch(text) for text in texts)


def _share(needs: Sequence[_Need], available: int) -> list[int]:
    """Give each column its full width, or as much of it as is fair: the widest give first."""
    level = max(need.full for need in needs)
    while level > 1 and sum(min(need.full, max(need.least, level)) for need in needs) > available:
        level -= 1
    widths = [min(need.full, max(need.least, level)) for need in needs]
    for position, need in enumerate(needs):
        if widths[position] < need.full and sum(widths) < available:
            widths[position] += 1
    return widths if len(widths) > 1 else [max(1, min(widths[0], available))]
