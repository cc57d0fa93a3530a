"""The search for the marks of a sheet, in the bytes of the workbook itself.

The reader of values gives an error as an empty cell, and so a formula that a program has written and nobody
calculated.
"""

from typing import BinaryIO
from xml.parsers import expat
from zipfile import ZipFile, is_zipfile

from oocli.bulk.ods_marks import CONTENT, find_ods_marks
from oocli.bulk.sheet_marks import SheetMarks
from oocli.bulk.xls_marks import find_xls_marks
from oocli.bulk.xlsx_marks import find_xlsx_marks
from oocli.bulk.zip_members import DAMAGED
from oocli.errors import UsageError


def find_marks(file: BinaryIO, sheet: str) -> SheetMarks:
    """Look for marks in the sheet with this name.

    Raises:
        UsageError: the file is not built as workbooks are.
    """
    marks = SheetMarks()
    try:
        if not is_zipfile(file):
            find_xls_marks(file, sheet, marks)
            return marks
        with ZipFile(file) as book:
            find = find_ods_marks if CONTENT in book.namelist() else find_xlsx_marks
            find(book, sheet, marks)
    except (*DAMAGED, expat.ExpatError) as error:
        raise UsageError(
            f"The workbook cannot be searched for errors of formulas ({error})",
            why="An error would be taken for an empty cell",
            hint="Save it as .xlsx in the spreadsheet",
        ) from error
    return marks
