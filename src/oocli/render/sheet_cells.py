"""Typed values as the cells of a workbook: which kind of cell a value becomes. Pure.

The types of fields have made numbers, booleans, lists and ISO dates of what the API sent
(``fields.types``); here it is decided what a spreadsheet can hold of it unchanged.
"""

import math
import re
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

from oocli.render.encoding import encode_cell, replace_surrogates
from oocli.render.field_facts import FieldFacts
from oocli.render.flat import ID

LONGEST_TEXT = 32_767
"""UTF-16 units that a cell of Excel holds."""

_MOST_DIGITS = 15  # that a cell keeps of a number
_ID = re.compile(r"[1-9][0-9]{0,14}", re.ASCII)
_FIRST_DAY = date(1900, 3, 1)  # Excel takes 1900 for a leap year, so that earlier days are ambiguous
_MARKS = re.compile(r"[,;|\n\[]")  # that could part the keys of a list


class SheetCell(NamedTuple):
    """One cell.

    Attributes:
        kind: ``blank``, ``text``, ``number``, ``money``, ``boolean``, ``date``, ``datetime`` or ``time``.
        value: text, number, boolean, ``date``, ``datetime``, ``time`` or ``timedelta``; None for a blank one.
    """

    kind: str
    value: Any = None


_BLANK = SheetCell("blank")


def choose_cell(name: str, value: Any, facts: FieldFacts) -> SheetCell:
    """Return the cell of a value in a column; a number only where no digit of it gets lost."""
    if value is None or value == "" or value == []:
        return _BLANK
    if name == ID and isinstance(value, str) and _ID.fullmatch(value):
        return SheetCell("number", int(value))
    if isinstance(value, bool):
        return SheetCell("text", encode_cell(value)) if facts.is_text else SheetCell("boolean", value)
    if isinstance(value, int | float) and not facts.is_text:
        return _choose_number(value, facts)
    if isinstance(value, date):
        return _choose_day(value)
    if isinstance(value, time | timedelta):
        return SheetCell("time", value)
    if isinstance(value, str) and facts.type in ("date", "datetime"):
        return _choose_moment(value)
    return SheetCell("text", replace_surrogates(_join(value)))


def _choose_number(value: int | float, facts: FieldFacts) -> SheetCell:
    if not math.isfinite(value):
        return _BLANK
    if isinstance(value, int) and abs(value) >= 10**_MOST_DIGITS:
        return SheetCell("text", encode_cell(value))
    return SheetCell("money" if facts.is_money else "number", value)


def _choose_moment(text: str) -> SheetCell:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return SheetCell("text", replace_surrogates(text))
    if moment.tzinfo is not None or moment.date() < _FIRST_DAY:
        return SheetCell("text", text)
    return SheetCell("datetime", moment) if ":" in text else SheetCell("date", moment.date())


def _choose_day(day: date) -> SheetCell:
    if not isinstance(day, datetime):
        return SheetCell("date", day) if day >= _FIRST_DAY else SheetCell("text", str(day))
    return SheetCell("datetime", day) if day.date() >= _FIRST_DAY else SheetCell("text", str(day))


def _join(value: Any) -> str:
    """Return a list of keys as people part them, where that can be read back; all else as in CSV."""
    if not isinstance(value, list) or any(isinstance(item, list | Mapping) for item in value):
        return encode_cell(value)
    keys = [encode_cell(item) for item in value]
    return encode_cell(value) if any(not key or _MARKS.search(key) for key in keys) else "; ".join(keys)
