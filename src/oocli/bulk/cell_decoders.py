"""The text in a cell, without what a program has put around it: guards for Excel, escapes of TSV. Pure."""

import re
from collections.abc import Callable

from oocli.bulk.decimal_signs import Verbatim
from oocli.bulk.sheet_form import SheetForm

# What `-o csv --dialect excel-de` writes so that Excel reads it right.
_WRAPPED = re.compile(r'="([^"]*)"')
_QUOTED_FORMULA = re.compile(r"'+[=+\-@\t\r\n]")
_DECIMAL_COMMA = re.compile(r"(-?(?:0|[1-9]\d*)),(\d+)", re.ASCII)

_TSV_ESCAPE = re.compile(r"\\(.?)", re.DOTALL)
_TSV_MEANINGS = {"\\": "\\", "t": "\t", "n": "\n", "r": "\r"}


def choose_decoder(form: SheetForm) -> Callable[[str], str] | None:
    """Return what strips what a program has put around the texts of the cells; None if there is nothing."""
    if form.guards:
        return _read_exact_cell if form.writes_comma else _read_guarded_cell
    return _read_escaped_cell if form.escapes else None


def _read_guarded_cell(cell: str) -> str:
    if not cell or cell[0] not in "='":
        return cell
    if wrapped := _WRAPPED.fullmatch(cell):
        return Verbatim(wrapped[1], was_guarded=True)
    return cell[1:] if _QUOTED_FORMULA.match(cell) else cell


def _read_exact_cell(cell: str) -> str:
    if _DECIMAL_COMMA.fullmatch(cell):
        return Verbatim(cell.replace(",", "."))
    return _read_guarded_cell(cell)


def _read_escaped_cell(cell: str) -> str:
    return _TSV_ESCAPE.sub(_unescape, cell) if "\\" in cell else cell


def _unescape(match: re.Match[str]) -> str:
    if match[1] not in _TSV_MEANINGS:
        raise ValueError(rf"{match[0]!r} is none of \t, \n, \r and \\, which stand for characters in TSV")
    return _TSV_MEANINGS[match[1]]
