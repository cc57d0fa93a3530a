"""One decimal sign for a whole file: found from all cells of its number columns.

Pure. A cell that can be read in one notation only shows the sign; ``250.000`` is read by what
the others show. If some show a comma and some a point, nothing is known.
"""

import re
from collections.abc import Iterable
from typing import Any, NamedTuple

from oocli.values.numbers import DecimalSign, find_sign, shows_groups

_COMMA = re.compile(r"-?[0-9]+,(?:[0-9]{1,2}|[0-9]{4,})")
_POINT = re.compile(r"-?[0-9]+\.(?:[0-9]{1,2}|[0-9]{4,})")


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
        said: the sign that the user has named; empty if none.
    """

    comma: Cell | None = None
    point: Cell | None = None
    has_groups: bool = False
    said: DecimalSign = ""

    @property
    def sign(self) -> DecimalSign:
        """The decimal sign of the file; empty if no cell shows one, or cells show both."""
        if self.said:
            return self.said
        if self.comma and self.point:
            return ""
        return "," if self.comma else "." if self.point else ""

    def sign_of(self, text: str) -> DecimalSign:
        """Return the decimal sign for reading a cell of the file."""
        if isinstance(text, Verbatim):
            return "" if text.was_guarded and self.has_groups else "."
        return self.sign

    def describe(self) -> str:
        """Say in words which sign it is, after a comma; nothing if it is unknown."""
        return {",": ", decimal comma", ".": ", decimal point"}.get(self.sign, "")

    def explain(self) -> str:
        """Say why the file does not show what a cell means; empty if it does."""
        if self.sign:
            return ""
        if self.comma and self.point:
            return (
                f"the file has both {self.comma.text!r} (line {self.comma.line})"
                f" and {self.point.text!r} (line {self.point.line})"
            )
        return "no number of the file shows which"


def find_decimal_sign(cells: Iterable[Cell]) -> SignEvidence:
    """Look at the cells of all number columns."""
    comma = point = None
    has_groups = False
    for cell in cells:
        sign = _show_sign(cell.text)
        if sign == "," and comma is None:
            comma = cell
        elif sign == "." and point is None:
            point = cell
        has_groups = has_groups or (sign != "" and shows_groups(cell.text))
    return SignEvidence(comma, point, has_groups)


def _show_sign(text: Any) -> DecimalSign:
    if not isinstance(text, str) or isinstance(text, Verbatim):
        return ""
    if _POINT.fullmatch(text):
        return "."
    return "," if _COMMA.fullmatch(text) else find_sign(text)
