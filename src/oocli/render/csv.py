"""Lines of CSV by RFC 4180, and of the dialect that German Excel opens right.

One thing of RFC 4180 is left out on purpose: lines end with LF, as in every other format,
because ``cut``, ``tail`` and ``while read`` would find the CR in the last cell, and every
reader of CSV takes LF. ``excel-de`` ends lines with CRLF.
"""

import re

from oocli.render.cell_lines import BEGIN, CellStyle
from oocli.render.encoding import encode_cell

# Excel keeps 15 digits of a number; a longer one is text, or its end would become zeros.
_NUMBER = re.compile(r"-?(?:0|[1-9]\d{0,14})(?:\.\d+)?", re.ASCII)

# What Excel would read as another number, a date or a time: 01067; 1E5 and 12E-3; the house
# numbers 12-14, 1/2, 1-2-3 and 1 1/2; the object 2024-12; the flat or chapter 1.5.2; the scale
# 1:500; a number of more than 15 digits; 1,5, which the API writes with a point where it is a
# number; and 720.000, which is 720 where the API writes a decimal point and 720000 where
# formatoutput makes it write thousands.
_MISREAD = re.compile(
    r"0\d+(?:\.\d+)?|\d+(?:[.,]\d+)?[eE][+-]?\d+|\d{1,2}[-/]\d{1,4}|\d+ \d+/\d+|-?\d{16,}"
    r"|\d{4}[-/]\d{1,2}|\d{1,2}([-/])\d{1,2}\1\d{1,4}|(?!\d\d:\d\d(?::\d\d)?\Z)\d+:\d+(?::\d+)?"
    r"|-?[1-9]\d{0,2}\.\d{3}|-?(?:0|[1-9]\d*),\d+|\d{1,2}\.\d{1,2}\.\d?",
    re.ASCII,
)

# What begins so is a formula to a spreadsheet; and what would be taken for one that got its
# apostrophe here gets another, so that the text can be had back.
_FORMULA = re.compile(r"'*[=+\-@\t\r\n]")

# How the text of a cell begins that may be one of these, unless it is a whole number, or begins with a day.
_DOUBTFUL = re.compile(
    rf"{BEGIN}(?!(?:0|[1-9]\d{{0,14}})(?:{BEGIN}|\Z)|\d{{4}}-\d\d-)[\d=+\-@\t\r\n']", re.ASCII
)


def write_csv_cell(text: str) -> str:
    """Return the text of a cell as it stands in CSV."""
    # Told here once more, because a call for each text of some length would take as long again.
    if '"' in text:
        return _quote(text)
    return f'"{text}"' if "," in text or "\n" in text or "\r" in text else text


def write_excel_cell(text: str) -> str:
    """Return the text of a cell as German Excel reads it: decimal comma, semicolons quoted.

    What Excel would misread (a postcode, a house number ``12-14``) is written as
    ``="01067"``, which it shows as the text 01067; what it would run as a formula gets an
    apostrophe in front.
    """
    if _MISREAD.fullmatch(text):
        text = f'="{text}"'
    elif _NUMBER.fullmatch(text):
        text = text.replace(".", ",")
    elif _FORMULA.match(text):
        text = f"'{text}"
    return _quote(text) if _needs_excel_quotes(text) else text


def _write_excel_float(value: float) -> str:
    return encode_cell(value).replace(".", ",")


def _needs_quotes(text: str) -> bool:
    return "," in text or '"' in text or "\n" in text or "\r" in text


def _needs_excel_quotes(text: str) -> bool:
    return ";" in text or '"' in text or "\n" in text or "\r" in text


def _may_differ_in_excel(text: str) -> bool:
    return _needs_excel_quotes(text) or _DOUBTFUL.search(text) is not None


def _quote(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


# An empty line would be no record at all; hence what stands there alone.
CSV = CellStyle(",", "\n", write_csv_cell, _needs_quotes, alone='""')
EXCEL = CellStyle(
    ";", "\r\n", write_excel_cell, _may_differ_in_excel, write_float=_write_excel_float, alone='""'
)
