"""The cells of a workbook as texts for the fields' types, undoing what a spreadsheet made of the values.

Pure. A number, a day or a truth value stays one whatever it looks like on the screen; its text is as the API
writes it, and known to be so.
"""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from oocli.bulk.decimal_signs import Verbatim

_MOST_DIGITS = 15  # digits that a spreadsheet keeps of a number


class NumberCell(Verbatim):
    """A text that was a number in the sheet, so that leading zeros are lost."""


class MomentCell(Verbatim):
    """A text that was a day or a time in the sheet."""


class TruthCell(Verbatim):
    """A text, ``1`` or ``0``, that was a truth value in the sheet."""

    @property
    def shown(self) -> str:
        """What stands in the cell, in English."""
        return "TRUE" if self == "1" else "FALSE"


def read_cell(value: Any) -> str:
    """Return the text of a cell.

    Raises:
        ValueError: it is a number whose first digits alone were kept by a spreadsheet.
    """
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return TruthCell("1" if value else "0")
    if isinstance(value, int | float):
        return NumberCell(_write_number(value))
    if isinstance(value, datetime):
        return MomentCell(_round(value).isoformat(sep=" "))
    if isinstance(value, date):
        return MomentCell(value.isoformat())
    if isinstance(value, time):
        return MomentCell(value.isoformat(timespec="seconds"))
    return MomentCell(_write_span(value)) if isinstance(value, timedelta) else ""


def _write_number(value: float) -> str:
    if abs(value) >= 10**_MOST_DIGITS:
        raise ValueError(
            f"a number of more than {_MOST_DIGITS} digits, of which the sheet has kept the first only;"
            " type it as text"
        )
    # A spreadsheet shows 15 digits, and calculates with a few more: 0.1 + 0.2.
    return format(Decimal(f"{value:.{_MOST_DIGITS}g}").normalize(), "f")


def _round(moment: datetime) -> datetime:
    """Return the nearest second, because a sheet counts in fractions of days."""
    return (moment + timedelta(milliseconds=500)).replace(microsecond=0)


def _write_span(span: timedelta) -> str:
    minutes, seconds = divmod(round(span.total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02}"
