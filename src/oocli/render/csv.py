"""Lines of CSV by RFC 4180, and of the dialect that German Excel opens right.

One thing of RFC 4180 is left out on purpose: lines end with LF, as in every other format,
because ``cut``, ``tail`` and ``while read`` would find the CR in the last cell, and every
reader of CSV takes LF. ``excel-de`` ends lines with CRLF.
"""

import re
from collections.abc import Sequence
from typing import Any

from oocli.render.encoding import encode_cell

# Excel keeps 15 digits of a number; a longer one is text, or its end would become zeros.
_NUMBER = re.compile(r"-?(?:0|[1-9]\d{0,14})(?:\.\d+)?", re.ASCII)

# What Excel would read as another number or a date: 01067; 1E5; the house numbers 12-14,
# 1/2 and 1 1/2; a number of more than 15 digits; 1,5, which the API writes with a point where
# it is a number; and 720.000, which is 720 where the API writes a decimal point and 720000
# where formatoutput makes it write thousands.
_MISREAD = re.compile(
    r"0\d+(?:\.\d+)?|\d+(?:\.\d+)?[eE]\d+|\d{1,2}[-/]\d{1,4}|\d+ \d+/\d+|-?\d{16,}|-?[1-9]\d{0,2}\.\d{3}"
    r"|-?(?:0|[1-9]\d*),\d+",
    re.ASCII,
)

# What begins so is a formula to a spreadsheet; and what would be taken for one that got its
# apostrophe here gets another, so that the text can be had back.
_FORMULA = re.compile(r"'*[=+\-@\t\r\n]")


def encode_csv_row(values: Sequence[Any]) -> str:
    """Return the values as one line of CSV."""
    return _join([encode_cell(value) for value in values], ",") + "\n"


def encode_excel_row(values: Sequence[Any]) -> str:
    """Return the values as one line for German Excel: semicolons, decimal comma, CRLF.

    What Excel would misread (a postcode, a house number ``12-14``) is written as
    ``="01067"``, which it shows as the text 01067; what it would run as a formula gets an
    apostrophe in front.
    """
    return _join([_encode_excel_cell(value) for value in values], ";") + "\r\n"


def _encode_excel_cell(value: Any) -> str:
    text = encode_cell(value)
    if isinstance(value, float):
        return text.replace(".", ",")
    if _MISREAD.fullmatch(text):
        return f'="{text}"'
    if _NUMBER.fullmatch(text):
        return text.replace(".", ",")
    return f"'{text}" if _FORMULA.match(text) else text


def _join(cells: list[str], separator: str) -> str:
    line = separator.join(cells)
    # Looking once over the line is faster than looking at each cell.
    if '"' in line or "\n" in line or "\r" in line or line.count(separator) >= len(cells):
        line = separator.join([_quote(cell, separator) for cell in cells])
    return line or '""'  # an empty line would be no record at all


def _quote(cell: str, separator: str) -> str:
    if separator in cell or '"' in cell or "\n" in cell or "\r" in cell:
        return '"' + cell.replace('"', '""') + '"'
    return cell
