"""The marks of workbooks before .xlsx, in files that are built here record by record."""

import io
from struct import pack
from typing import NamedTuple

import pytest

from oocli.bulk.sheet_marks import SheetMarks
from oocli.bulk.xls_marks import find_xls_marks

_SECTOR, _SMALL, _FREE, _LAST, _TABLE = 512, 64, 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_COMPOUND = bytes.fromhex("d0cf11e0a1b11ae1")


class _Kind(NamedTuple):
    """How a kind of workbook is built."""

    stream: str
    version: int
    name: bytes


_OF_95 = _Kind("Book", 0x0500, pack("<B", 4) + b"B\xfcro")
_OF_97 = _Kind("Workbook", 0x0600, pack("<BB", 4, 0) + b"B\xfcro")
_IN_UTF_16 = _Kind("Workbook", 0x0600, pack("<BB", 4, 1) + "B\xfcro".encode("utf-16-le"))


def _record(kind: int, data: bytes = b"") -> bytes:
    return pack("<HH", kind, len(data)) + data


def _build_book(kind: _Kind) -> bytes:
    """Give a workbook: a chart in the sheet, whose records are not the sheet's; errors in B2 and C3."""
    begin = _record(0x0809, pack("<HH", kind.version, 0x10))
    error = _record(0x0006, pack("<HHHBBBBHHH", 1, 1, 0, 2, 0, 0x2A, 0, 0, 0xFFFF, 0))
    number = _record(0x0006, pack("<HHHdH", 1, 0, 0, 2.0, 0))
    typed = _record(0x0205, pack("<HHHBB", 2, 2, 0, 0x2A, 1)) + _record(0x0205, pack("<HHHBB", 2, 3, 0, 1, 0))
    rows = _record(0x0208, pack("<HHHHHHH", 4, 0, 3, 0, 0, 0, 0x20))
    columns = _record(0x007D, pack("<HHHHH", 5, 255, 0, 0, 1)) + _record(
        0x007D, pack("<HHHHH", 1, 2, 9, 0, 0)
    )
    chart = begin + _record(0x0205, pack("<HHHBB", 9, 9, 0, 0x2A, 1)) + _record(0x000A)
    sheet = begin + rows + columns + number + error + chart + typed + _record(0x000A)
    place = len(begin) + 4 + 6 + len(kind.name) + 4
    return begin + _record(0x0085, pack("<IH", place, 0) + kind.name) + _record(0x000A) + sheet


def _wrap(stream: bytes, name: str) -> io.BytesIO:
    """Give a compound file with one stream, which is so small that it lies in small sectors."""

    def entry(name: str, kind: int, start: int, size: int) -> bytes:
        text = name.encode("utf-16-le")
        return text.ljust(64, b"\0") + pack("<HB49xIIxxxx", len(text) + 2, kind, start, size)

    small = -(-len(stream) // _SMALL)
    large = -(-small * _SMALL // _SECTOR)
    table = [_TABLE, _LAST, _LAST, *(3 + n + 1 for n in range(large - 1)), _LAST]
    after = [*range(1, small), _LAST]
    header = _COMPOUND + pack("<16xHHHHH6xIIIIIIIII", 62, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, 2, 1, _LAST, 0)
    parts = (
        header + pack("<109I", 0, *[_FREE] * 108),
        pack("<128I", *table, *[_FREE] * (128 - len(table))),
        entry("Root Entry", 5, 3, small * _SMALL) + entry(name, 2, 0, len(stream)) + bytes(256),
        pack("<128I", *after, *[_FREE] * (128 - small)),
        stream.ljust(large * _SECTOR, b"\0"),
    )
    return io.BytesIO(b"".join(parts))


@pytest.mark.parametrize("kind", [_OF_95, _OF_97, _IN_UTF_16])
def test_marks_are_found(kind: _Kind) -> None:
    """Errors that were calculated and typed, hidden rows and columns; not in a chart, and no truth values."""
    marks = SheetMarks()
    find_xls_marks(_wrap(_build_book(kind), kind.stream), "B\xfcro", marks)
    assert marks == SheetMarks(errors={1: [1], 2: [2]}, hidden={4}, hidden_columns=[(5, 255)])


@pytest.mark.parametrize(
    ("file", "sheet", "message"),
    [
        (_wrap(_build_book(_OF_97), "Other"), "", "it has no Workbook"),
        (_wrap(_build_book(_OF_97)[:60], "Workbook"), "Büro", "it is cut off"),
        (io.BytesIO(_COMPOUND), "", "it is cut off"),
        (_wrap(_build_book(_OF_95), "Book"), "Another", "it has no sheet"),
    ],
)
def test_a_damaged_file_is_told(file: io.BytesIO, sheet: str, message: str) -> None:
    """Nothing is taken for a sheet without marks that could not be searched."""
    with pytest.raises(ValueError, match=message):
        find_xls_marks(file, sheet, SheetMarks())
