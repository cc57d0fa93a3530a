"""What a sheet of a workbook holds besides its values: errors of formulas, what is hidden or merged. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple


class Area(NamedTuple):
    """A rectangle of cells; rows and columns count from 0, the last ones belong to it."""

    top: int
    left: int
    bottom: int
    right: int

    def __str__(self) -> str:
        return f"{name_place(self.top, self.left)}:{name_place(self.bottom, self.right)}"


@dataclass(frozen=True)
class SheetMarks:
    """What was found in a sheet; filled while it is searched. Rows and columns count from 0.

    Attributes:
        errors: row to the columns with an error of a formula.
        unsaved: row to the columns with a formula whose result was not saved.
        hidden: hidden rows.
        totals: rows that are the totals of a table.
        hidden_columns: first and last of each stretch of hidden columns.
        merged: merged areas; only if the reader of values does not know them.
        percents: column to the rows with a number that is shown in percent.
        tabs: row to the columns with a tab, if the reader of values drops it.
    """

    errors: dict[int, list[int]] = field(default_factory=dict)
    unsaved: dict[int, list[int]] = field(default_factory=dict)
    hidden: set[int] = field(default_factory=set)
    totals: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    merged: list[Area] = field(default_factory=list)
    percents: dict[int, set[int]] = field(default_factory=dict)
    tabs: dict[int, list[int]] = field(default_factory=dict)

    def list_hidden_columns(self, count: int) -> Iterator[int]:
        """Return the hidden ones among the first columns."""
        for first, last in self.hidden_columns:
            yield from range(first, min(last + 1, count))


def name_column(column: int) -> str:
    """Return a column, counting from 0, as a spreadsheet names it: ``C``."""
    letters, rest = "", column + 1
    while rest:
        rest, last = divmod(rest - 1, 26)
        letters = chr(ord("A") + last) + letters
    return letters


def read_column(name: str) -> int:
    """Return a column, counting from 0, that a spreadsheet names ``C``."""
    number = 0
    for letter in name:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def name_place(row: int, column: int) -> str:
    """Return the place of a cell, whose row and column count from 0, as a spreadsheet names it: ``C5``."""
    return f"{name_column(column)}{row + 1}"
