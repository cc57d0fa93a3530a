"""One decimal sign for a whole file: found from all cells of its number columns.

Pure. A cell that can be read in one notation only shows the sign; ``250.000`` is read by what
the others show. If some show a comma and some a point, nothing is known, unless the few that show the one are
fewer than the cells that need to know: then those few are what is wrong. Nor does a single ``350.00`` make
250 euros of every ``250.000`` in its column: onOffice keeps two decimal places of money and areas.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from oocli.values.numbers import DecimalSign, find_mark, find_sign, shows_groups
from oocli.values.parsed import Refusal, Unread

_COMMA = re.compile(r"-?[0-9]+,(?:[0-9]{1,2}|[0-9]{4,})")
_POINT = re.compile(r"-?[0-9]+\.(?:[0-9]{1,2}|[0-9]{4,})")
_MOST_ODD = 500  # different cells that may be the few
_MANY = 3  # cells of a column that could be either
_OTHER: Mapping[DecimalSign, DecimalSign] = {",": ".", ".": ","}
_WORDS: Mapping[DecimalSign, str] = {",": "decimal comma", ".": "decimal point"}


class Cell(NamedTuple):
    """A cell and its place.

    Attributes:
        line: number of the line in the file, from 1.
        column: name of its column.
        text: its content.
    """

    line: int
    column: str
    text: str


class Verbatim(str):
    """A text that is known to be as the API wrote it, with a decimal point.

    Attributes:
        was_guarded: whether it was guarded against Excel, so that ``formatoutput`` may have written it.
    """

    was_guarded: bool

    def __new__(cls, text: str, *, was_guarded: bool = False) -> "Verbatim":
        """Take the text, and whether it was guarded."""
        made = super().__new__(cls, text)
        made.was_guarded = was_guarded
        return made


class SignEvidence(NamedTuple):
    """What the cells of a file show.

    Attributes:
        comma: the first cell with a decimal comma, or None.
        point: the first cell with a decimal point, or None.
        has_groups: whether marks separate groups of digits anywhere, as only people write.
        said: the sign that the user has named, or that nearly all cells show; empty if none.
        is_named: whether the user has named it.
        odd: column and text of the cells that show the other sign, although it is known.
        open_columns: names of columns whose cells could be either, whatever others show.
        is_needed: whether any cell could be either.
    """

    comma: Cell | None = None
    point: Cell | None = None
    has_groups: bool = False
    said: DecimalSign = ""
    is_named: bool = False
    odd: frozenset[tuple[str, str]] = frozenset()
    open_columns: frozenset[str] = frozenset()
    is_needed: bool = False

    @property
    def sign(self) -> DecimalSign:
        """The decimal sign of the file; empty if no cell shows one, or cells show both."""
        if self.said:
            return self.said
        if self.comma and self.point:
            return ""
        return "," if self.comma else "." if self.point else ""

    @property
    def leaves_open(self) -> bool:
        """Whether there are cells of which the file does not show what they mean."""
        return bool(self.open_columns) or (self.is_needed and not self.sign)

    def sign_of(self, text: str, column: str = "") -> DecimalSign:
        """Return the decimal sign for reading a cell of the file."""
        if isinstance(text, Verbatim):
            return "" if text.was_guarded and self.has_groups else "."
        return "" if column in self.open_columns else self.sign

    def find_odd(self, text: str, column: str) -> Unread | None:
        """Return what is wrong with a cell that shows another sign than the file has; None if nothing is."""
        if (column, text) not in self.odd:
            return None
        shown = self.comma if self.said == "," else self.point
        like = f", like {shown.text!r} in line {shown.line}" if shown and not self.is_named else ""
        why = "that is what was named" if self.is_named else f"nearly all numbers of the file have one{like}"
        return Unread.of(text, column, Refusal(f"a number with a {_WORDS[self.said]}", why=why))

    def describe(self) -> str:
        """Say in words which sign it is, after a comma; nothing if it is unknown."""
        return f", {_WORDS[self.sign]}" if self.sign else ""

    def explain(self, column: str = "") -> str:
        """Say why the file does not show what a cell of a column means; empty if it does."""
        if column in self.open_columns:
            return "too few numbers of the column show which"
        if self.sign:
            return ""
        if self.comma and self.point:
            return (
                f"the file has both {self.comma.text!r} (line {self.comma.line})"
                f" and {self.point.text!r} (line {self.point.line})"
            )
        return "no number of the file shows which"


def find_decimal_sign(
    cells: Iterable[Cell],
    *,
    named: DecimalSign = "",
    has_cents: Callable[[str], bool] = lambda _column: False,
) -> SignEvidence:
    """Look at the cells of all number columns.

    ``named`` is the sign that the user has named; ``has_cents`` says whether a column has two decimal places.
    """
    counts = _SignCounts()
    for cell in cells:
        counts.add(cell, named)
    if named:
        return SignEvidence(said=named, is_named=True, odd=frozenset(counts.texts[_OTHER[named]]))
    return counts.conclude(has_cents)


@dataclass
class _SignCounts:
    """How often each sign is shown, and how many cells could be either."""

    first: dict[DecimalSign, Cell] = field(default_factory=dict)
    texts: dict[DecimalSign, set[tuple[str, str]]] = field(default_factory=lambda: {",": set(), ".": set()})
    shown: dict[str, Counter[DecimalSign]] = field(default_factory=lambda: defaultdict(Counter))
    open: dict[str, Counter[DecimalSign]] = field(default_factory=lambda: defaultdict(Counter))
    has_groups: bool = False

    def add(self, cell: Cell, named: DecimalSign = "") -> None:
        """Take a cell; ``open`` counts it by the mark in it."""
        text = cell.text
        if not isinstance(text, str) or isinstance(text, Verbatim) or ("." not in text and "," not in text):
            return
        if sign := _show_sign(text):
            self.first.setdefault(sign, cell)
            self.shown[cell.column][sign] += 1
            if named or len(self.texts[sign]) <= _MOST_ODD:
                self.texts[sign].add((cell.column, text))
            self.has_groups = self.has_groups or shows_groups(text)
        elif mark := find_mark(text):
            self.open[cell.column][mark] += 1

    def conclude(self, has_cents: Callable[[str], bool]) -> SignEvidence:
        """Return what the cells show together."""
        found = SignEvidence(
            self.first.get(","),
            self.first.get("."),
            self.has_groups,
            is_needed=any(count.total() for count in self.open.values()),
        )
        if found.comma and found.point:
            found = self._find_few(found)
        open_columns = (name for name in self.open if has_cents(name) and self._is_open(name, found.sign))
        return found._replace(open_columns=frozenset(open_columns))

    def _find_few(self, found: SignEvidence) -> SignEvidence:
        """Return the finding with the few cells that show the other sign, if they are few."""
        total: Counter[DecimalSign] = sum(self.shown.values(), Counter())
        most: DecimalSign = "," if total[","] > total["."] else "."
        few = _OTHER[most]
        needing = sum(count.total() for count in self.open.values())
        if total[few] >= min(needing, total[most]) or len(self.texts[few]) > _MOST_ODD:
            return found
        return found._replace(said=most, odd=frozenset(self.texts[few]))

    def _is_open(self, column: str, sign: DecimalSign) -> bool:
        """Say whether most numbers of a column would get three decimal places, which it does not have."""
        count = self.open[column][sign] if sign else 0
        return count >= _MANY and count > self.shown[column][sign]


def _show_sign(text: str) -> DecimalSign:
    if _POINT.fullmatch(text):
        return "."
    return "," if _COMMA.fullmatch(text) else find_sign(text)
