r"""How a sheet is cut into cells: delimiter, quotes, escapes, and guards around cells.

Pure. Everything is found from the beginning of the sheet, as programs write it: oocli's own
CSV and TSV, German Excel, spreadsheets from other countries. What the user names wins.
"""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

SAMPLE = 1 << 16  # characters
_OWN_COLUMN = "_id"  # the first column of any sheet that oocli writes
_DELIMITERS = (";", ",", "\t", "|")
_ROWS = 200  # of the sample
_SEP_LINE = re.compile(r'"?sep=(.)"?[ ;,\t]*\r?\n', re.IGNORECASE)
_MARK = "\ufeff"

# A cell of Excel's tab-delimited text that had to be quoted.
_QUOTED = re.compile(r'(?:^|\t)"(?:[^"\t\r\n]|"")*(?:""|[,\t\r\n])(?:[^"]|"")*"(?=[\t\r\n]|\Z)', re.MULTILINE)


class SheetForm(NamedTuple):
    """How a sheet is cut into cells.

    Attributes:
        delimiter: the character between two cells.
        escapes: whether backslashes stand for tabs, line breaks and themselves, and quotes are text.
        guards: whether cells are guarded from German Excel: ``="01067"``, ``'=x``.
        writes_comma: whether the sheet is known to have decimal commas instead of the API's points.
        first_line: number of the sheet's first line, from 1; after a ``sep=`` line it is 2.
    """

    delimiter: str
    escapes: bool = False
    guards: bool = False
    writes_comma: bool = False
    first_line: int = 1

    def describe(self) -> str:
        """Say in words what separates the cells."""
        return {";": "semicolons", ",": "commas", "\t": "tabs", "|": "bars"}.get(
            self.delimiter, self.delimiter
        )


def find_form(sample: str, row_format: str, *, encoding: str, is_named: bool) -> SheetForm:
    """Find the form of a sheet from its first characters.

    Args:
        sample: how it begins, at most ``SAMPLE`` characters.
        row_format: ``csv``, ``excel-de`` or ``tsv``.
        encoding: as ``encodings`` finds it.
        is_named: whether the user has named the format.
    """
    separator = _SEP_LINE.match(sample)
    first_line = 2 if separator else 1
    body = sample[separator.end() :] if separator else sample
    if row_format == "excel-de":
        return SheetForm(
            separator[1] if separator else ";", guards=True, writes_comma=True, first_line=first_line
        )
    if row_format == "tsv":
        delimiter = separator[1] if separator else "\t"
        return SheetForm(delimiter, escapes=not _is_from_excel(body, encoding), first_line=first_line)
    delimiter = separator[1] if separator else _find_delimiter(body)
    is_german = delimiter == ";"
    is_own = is_german and _begins_with_id(body)
    return SheetForm(delimiter, guards=is_german, writes_comma=is_own and not is_named, first_line=first_line)


def is_blank(cells: Iterable[str]) -> bool:
    """Say whether nobody sees anything in a row."""
    return not any(map(str.strip, cells))


def _begins_with_id(body: str) -> bool:
    return re.match(rf'{_MARK}?"?{_OWN_COLUMN}"?(?![^;\t\r\n])', body) is not None


def _is_from_excel(body: str, encoding: str) -> bool:
    """Say whether Excel has written this tab-delimited text: oocli's own has neither mark nor quotes."""
    if encoding != "utf-8":
        return True
    return _QUOTED.search(body) is not None and not ("\r" not in body and _begins_with_id(body))


def _find_delimiter(body: str) -> str:
    """Find the delimiter that cuts most rows into as many cells as the first one."""
    scores = {delimiter: _score(body, delimiter) for delimiter in _DELIMITERS}
    return max(_DELIMITERS, key=lambda delimiter: scores[delimiter]) if max(scores.values()) > (0, 0) else ","


def _score(body: str, delimiter: str) -> tuple[float, int]:
    """Return the share of rows with as many cells as the header, and that number; zeros for one cell.

    Rows of blanks do not count.
    """
    if delimiter not in body:
        return 0, 0
    rows = _cut_sample(body, delimiter)
    if not rows:  # nothing but blanks
        return 1, 1
    if len(rows[0]) < len("ab"):
        return 0, 0
    alike = sum(len(row) == len(rows[0]) for row in rows)
    return alike / len(rows), len(rows[0])


def _cut_sample(body: str, delimiter: str) -> Sequence[Sequence[str]]:
    rows: list[list[str]] = []
    try:
        for row in csv.reader(io.StringIO(body, newline=""), delimiter=delimiter):
            if not is_blank(row):
                rows.append(row)
            if len(rows) >= _ROWS:
                break
    except csv.Error:
        pass
    whole = len(body) < SAMPLE or len(rows) >= _ROWS
    return rows if whole or len(rows) < len("ab") else rows[:-1]  # the last one may be cut off
