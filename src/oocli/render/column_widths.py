"""Which columns a table shows at a width, how wide each is, and their lines as plain text.

Pure: rows in, widths and lines out. ``table.py`` draws the same columns with rich where
they fill a screen at most.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from oocli.render.cells import GAP, fit, format_cell
from oocli.render.flat import ID, KEY, VALUE
from oocli.render.layout import Layout
from oocli.render.shapes import NUMBER, are_numbers
from oocli.text.widths import measure

# The least that a header and a text are shortened to before a column is dropped instead, and
# before a later row that needs more gets it from them.
_LEAST_HEADER = 10
_LEAST_TEXT = 16

# Half a number says something else, and half a date nothing: numbers with marks and units of any
# locale, dates, times, phone numbers.
_UNBROKEN = re.compile(r"(?:€ ?)?[-+(]?\d[\d .,:/()'\u2019\u00a0\u202f+TZ-]{0,38}(?: ?(?:€|m²|%|[A-Z]{3}))?")

_ID_WORDS = ("id", "name", "key", "group")  # above ids that number no records; the first that is free
_HEADINGS = {KEY: "key", VALUE: "value"}


@dataclass(frozen=True)
class Column:
    """One column as it is printed.

    Attributes:
        name: the header, safe to print.
        index: where its value stands in a row.
        width: in character cells.
        right: whether it is aligned to the right, as numbers are.
        need: what its cells so far would take.
        is_whole: whether none of its texts may be shortened.
    """

    name: str
    index: int
    width: int
    right: bool
    need: "Need"
    is_whole: bool


@dataclass(frozen=True)
class Need:
    """What a column would take, and what it must have, in character cells.

    Attributes:
        full: nothing is shortened.
        least: texts and header are shortened as far as they may be before something else gives way.
        unbroken: numbers, dates and whole texts only.
    """

    full: int
    least: int
    unbroken: int

    @classmethod
    def of(cls, header: str, texts: Sequence[str], *, is_whole: bool) -> "Need":
        """Measure the header and the cells below it."""
        widest, unbroken = _measure_all(texts, is_whole=is_whole)
        name = measure(header)
        least = max(unbroken, min(widest, _LEAST_TEXT), min(name, _LEAST_HEADER), 1)
        return cls(max(widest, name, 1), least, max(unbroken, 1))

    def join(self, widest: int, unbroken: int) -> "Need":
        """Return the need with further cells, the widest of them and the widest unbroken one."""
        least = max(self.least, unbroken, min(widest, _LEAST_TEXT))
        return Need(max(self.full, widest), least, max(self.unbroken, unbroken))


@dataclass(frozen=True)
class Columns:
    """The columns of a table, planned for one width.

    Attributes:
        shown: from left to right.
        dropped: names of the columns that did not fit, from left to right.
        unicode: whether marks may be other than ASCII.
        room: character cells for all columns together, without the gaps.
    """

    shown: tuple[Column, ...]
    dropped: tuple[str, ...]
    unicode: bool
    room: int

    @property
    def is_too_wide(self) -> bool:
        """Whether a line is wider than the terminal, because numbers are whole."""
        return sum(column.width for column in self.shown) > self.room

    def header(self) -> list[str]:
        """Return the names, each as wide as its column."""
        return self.fit([column.name for column in self.shown])

    def rule(self) -> list[str]:
        """Return the line below each name."""
        return [("─" if self.unicode else "-") * column.width for column in self.shown]

    def texts(self, values: Sequence[Any]) -> list[str]:
        """Return the shown cells of a row."""
        return [format_cell(values[column.index], unicode=self.unicode) for column in self.shown]

    def fit(self, texts: Sequence[str]) -> list[str]:
        """Return the shown cells of a row, each as wide as its column."""
        return [
            fit(text, column.width, unicode=self.unicode, right=column.right)
            for text, column in zip(texts, self.shown, strict=True)
        ]

    def line(self, cells: Sequence[str]) -> str:
        """Return cells as one line without trailing blanks."""
        return GAP.join(cells).rstrip(" ")

    def widen(self, rows: Sequence[Sequence[str]]) -> "Columns":
        """Return the columns for further rows: wider where a number would be cut, or where there is room.

        Numbers, dates and names take what they need from the widest texts, at last even from
        texts that are short already; texts grow into what is free.
        """
        needs = [
            column.need.join(*_measure_all(texts, is_whole=column.is_whole, above=column.width))
            for column, texts in zip(self.shown, zip(*rows, strict=True), strict=True)
        ]
        if all(need.full <= column.width for need, column in zip(needs, self.shown, strict=True)):
            return self
        widths = _grow([column.width for column in self.shown], needs, self.room)
        shown = zip(self.shown, needs, widths, strict=True)
        return replace(
            self, shown=tuple(replace(column, need=need, width=width) for column, need, width in shown)
        )


def plan(
    names: Sequence[str], rows: Sequence[Sequence[Any]], shown: Sequence[Sequence[Any]], layout: Layout
) -> Columns:
    """Choose columns and widths by the first rows, so that a line fits ``layout.width``.

    ``rows`` are values as they were sent, ``shown`` as they are shown. Long texts are shortened
    first, then long names; what still does not fit is dropped from the right. Numbers and dates
    are never shortened, nor are texts that ``layout.whole`` names, which stay where they lead.
    """
    hidden = find_idle_ids(names, rows, layout.columns)
    headings = find_headings(names, rows, layout)
    planned = []
    for index, name in enumerate(names):
        if index in hidden:
            continue
        header = format_cell(headings.get(name, name), unicode=layout.unicode)
        texts = [format_cell(row[index], unicode=layout.unicode) for row in shown]
        is_whole = name in layout.whole or (name == ID and _widest(texts) <= layout.width // 2)
        need = Need.of(header, texts, is_whole=is_whole)
        right = _stands_right(name, [row[index] for row in rows], layout)
        planned.append(Column(header, index, need.full, right, need, is_whole))
    kept = len(planned)
    fewest = max(1, sum(column.is_whole for column in planned[: len(layout.whole)]))
    while kept > fewest and sum(_leasts(planned[:kept])) + len(GAP) * (kept - 1) > layout.width:
        kept -= 1
    room = layout.width - len(GAP) * (kept - 1)
    widths = _share([column.need for column in planned[:kept]], room)
    fitted = tuple(replace(column, width=width) for column, width in zip(planned[:kept], widths, strict=True))
    return Columns(fitted, tuple(column.name for column in planned[kept:]), layout.unicode, room)


def find_idle_ids(names: Sequence[str], rows: Sequence[Sequence[Any]], asked: Sequence[str]) -> set[int]:
    """Return the places of ids that need not be shown, because they say nothing or are said twice.

    ``_id`` says nothing where it is empty or 0 throughout, where there is no row, or where it is
    one word beside every row of a list.
    It gives way to a field ``Id`` that was asked for or stands beside it; another field that
    repeats it gives way to ``_id``.
    """
    if ID not in names:
        return set()
    place = names.index(ID)
    if len(names) == 1:
        return set()
    ids = [row[place] for row in rows]
    is_one_word = len(ids) > 1 and len(set(map(str, ids))) == 1 and not _number_records(ids)
    if is_one_word or all(number in (None, "", 0, "0") for number in ids):
        return {place}
    for twin, name in enumerate(names):
        if name.lower() == "id" and all(str(row[place]) == str(row[twin]) for row in rows):
            return {place} if name in asked or twin == place + 1 else {twin}
    return set()


def find_headings(names: Sequence[str], rows: Sequence[Sequence[Any]], layout: Layout) -> Mapping[str, str]:
    """Return what stands above the columns that oocli adds; ``_id`` is for what numbers records."""
    ids = [row[names.index(ID)] for row in rows] if ID in names else []
    taken = {_HEADINGS.get(name, name) for name in names}
    word = next((word for word in _ID_WORDS if word not in taken), ID)
    return {**_HEADINGS, ID: layout.heading or (ID if _number_records(ids) else word)}


def _number_records(ids: Sequence[Any]) -> bool:
    """Tell whether ids are record numbers; those that count from 0 are places in a list."""
    return all(
        number in (None, "") or (str(number).isascii() and str(number).isdecimal() and str(number) != "0")
        for number in ids
    )


def _stands_right(name: str, values: Sequence[Any], layout: Layout) -> bool:
    shape = layout.shapes.get(name)
    if shape is not None and shape.kind:
        return shape.kind == NUMBER
    return are_numbers(values, are_ids=name.lower() in (ID, "id"))


def _measure_all(texts: Sequence[str], *, is_whole: bool, above: int = 0) -> tuple[int, int]:
    """Return the width of the widest cell, and of the widest that must not be cut; 0 below ``above``."""
    widest = _widest(texts)
    if widest <= above:
        return widest, 0
    wide = [text for text in texts if len(text) > above or not text.isascii()] if above else texts
    return widest, widest if is_whole else _widest([text for text in wide if _UNBROKEN.fullmatch(text)])


def _widest(texts: Sequence[str]) -> int:
    # To look once at all of them is much faster than to measure each.
    return max(map(len if "".join(texts).isascii() else measure, texts), default=0)


def _leasts(columns: Sequence[Column]) -> list[int]:
    return [column.need.least for column in columns]


def _share(needs: Sequence[Need], available: int) -> list[int]:
    """Give each column its full width, or as much of it as is fair: the widest give first."""
    level = max(need.full for need in needs)
    while level > 1 and sum(min(need.full, max(need.least, level)) for need in needs) > available:
        level -= 1
    widths = [min(need.full, max(need.least, level)) for need in needs]
    for position, need in enumerate(needs):
        if widths[position] < need.full and sum(widths) < available:
            widths[position] += 1
    return widths if len(widths) > 1 else [max(needs[0].unbroken, min(widths[0], available))]


def _grow(widths: Sequence[int], needs: Sequence[Need], available: int) -> list[int]:
    """Return the widths for what is needed now; a line is wider than all room only for unbroken cells."""
    grown = [max(width, need.unbroken) for width, need in zip(widths, needs, strict=True)]
    for least in ([need.least for need in needs], [need.unbroken for need in needs]):
        while sum(grown) > available:
            spare = [width - floor for width, floor in zip(grown, least, strict=True)]
            widest = max(range(len(grown)), key=lambda at: (spare[at] > 0, grown[at]))
            if spare[widest] <= 0:
                break
            grown[widest] -= 1
    for position, need in enumerate(needs):
        free = max(0, available - sum(grown))
        grown[position] += min(free, max(0, need.full - grown[position]))
    return grown
