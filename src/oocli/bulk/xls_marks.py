"""The marks of a sheet of an .xls, searched in its records: errors, hidden rows and columns.

The reader of values knows merged cells, and gives an error as an empty cell. Source: [MS-XLS] 2.3 (records),
2.4.24 (BoolErr), 2.4.28 (BoundSheet8), 2.4.53 (ColInfo), 2.4.127 (Formula), 2.4.221 (Row). Excel 5 and 95
have the same records, and names in one byte a letter.
"""

import struct
from collections.abc import Iterator
from struct import unpack_from
from typing import BinaryIO

from oocli.bulk.compound_file import read_stream
from oocli.bulk.sheet_marks import SheetMarks

_BEGIN, _END = 0x0809, 0x000A
_SHEET, _TRUTH_OR_ERROR, _COLUMNS, _FORMULA, _ROW = 0x0085, 0x0205, 0x007D, 0x0006, 0x0208
_VERSION = 0x0600  # of BIFF, since Excel 97; 0x0500 before
_NO_NUMBER, _ERROR = 0xFFFF, 2  # in the result of a formula
_HIDDEN_ROW, _HIDDEN_COLUMN = 0x20, 0x01
_TWO_BYTES = 0x01  # a name is UTF-16


def find_xls_marks(file: BinaryIO, sheet: str, marks: SheetMarks) -> None:
    """Add the marks of the sheet with this name.

    Raises:
        ValueError: the file is not built as workbooks are.
    """
    book = read_stream(file, ("Workbook", "Book"))
    try:
        for kind, data in _list_records(book, _find_sheet(book, sheet)):
            _add(marks, kind, data)
    except (struct.error, IndexError) as error:
        raise ValueError("it is cut off") from error


def _find_sheet(book: bytes, sheet: str) -> int:
    """Return where the records of a sheet begin."""
    has_forms = unpack_from("<4xH", book)[0] >= _VERSION
    for kind, data in _list_records(book, 0):
        if kind != _SHEET:
            continue
        place, length = unpack_from("<I2xB", data)
        if not has_forms:
            name = data[7:].decode("cp1252", "replace")
        elif data[7] & _TWO_BYTES:
            name = data[8:].decode("utf-16-le")
        else:
            name = data[8:].decode("latin-1")
        if name[:length] == sheet:
            return int(place)
    raise ValueError(f"it has no sheet {sheet!r}")


def _list_records(book: bytes, place: int) -> Iterator[tuple[int, bytes]]:
    """Return kind and data of the records from a place to their end; those of charts inside are left out."""
    depth = 0
    while True:
        kind, length = unpack_from("<HH", book, place)
        depth += (kind == _BEGIN) - (kind == _END)
        if depth < 1:
            return
        if depth == 1:
            yield kind, book[place + 4 : place + 4 + length]
        place += 4 + length


def _add(marks: SheetMarks, kind: int, data: bytes) -> None:
    if kind == _FORMULA:
        row, column, result, mark = unpack_from("<HH2xB5xH", data)
        is_error = mark == _NO_NUMBER and result == _ERROR
    elif kind == _TRUTH_OR_ERROR:
        row, column, is_error = unpack_from("<HH3x?", data)
    else:
        is_error = False
    if is_error:
        marks.errors.setdefault(row, []).append(column)
    elif kind == _ROW and data[12] & _HIDDEN_ROW:
        marks.hidden.add(unpack_from("<H", data)[0])
    elif kind == _COLUMNS:
        first, last, form = unpack_from("<HH4xH", data)
        if form & _HIDDEN_COLUMN:
            marks.hidden_columns.append((first, last))
