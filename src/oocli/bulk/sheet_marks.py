"""What a sheet of a workbook holds besides its values: formulas without a result, hidden rows. Pure."""

from typing import NamedTuple


class SheetMarks(NamedTuple):
    """What was found in a sheet.

    Attributes:
        errors: row to the columns (``C``) with an error of a formula; rows count from 1.
        unsaved: row to the columns with a formula whose result was not saved.
        hidden: hidden rows.
        merged: first and last cell of each merged area, row and column counting from 0; only if the reader of
            values does not know them.
        tabs: row to the columns with a tab, if the reader of values drops it.
        is_searched: whether the kind of workbook can be searched; False leaves all of them empty.
    """

    errors: dict[int, list[str]]
    unsaved: dict[int, list[str]]
    hidden: set[int]
    merged: list[tuple[tuple[int, int], tuple[int, int]]]
    tabs: dict[int, list[str]]
    is_searched: bool = True


def name_column(column: int) -> str:
    """Return a column, counting from 0, as a spreadsheet names it: ``C``."""
    letters, rest = "", column + 1
    while rest:
        rest, last = divmod(rest - 1, 26)
        letters = chr(ord("A") + last) + letters
    return letters
