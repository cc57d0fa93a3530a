"""What every input of rows can do, and the choice of its reader."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol, TextIO

from oocli.bulk.decimal_signs import Cell
from oocli.bulk.headers import ColumnRules
from oocli.bulk.row_opening import open_rows
from oocli.bulk.rows import Row
from oocli.errors import UsageError
from oocli.text.formats import find_read


class RowInput(Protocol):
    """Rows that can be read several times; one reading at a time."""

    @property
    def name(self) -> str:
        """Its name in messages."""

    @property
    def format(self) -> str:
        """``csv``, ``ndjson``, ``xlsx`` ..."""

    @property
    def is_named(self) -> bool:
        """Whether the format was named rather than found."""

    @property
    def unit(self) -> str:
        """What its row numbers count: ``line`` of a text, ``row`` of a sheet."""

    @property
    def digest(self) -> str:
        """SHA-256 of what is read, hexadecimal."""

    @property
    def is_sheet(self) -> bool:
        """Whether it has a header and cells."""

    @property
    def may_be_excel_de(self) -> bool:
        """Whether it could be read as German Excel writes it."""

    @property
    def columns(self) -> list[str]:
        """The names in the header, without blanks around them; empty for a column without a name."""

    def check_header(self) -> None:
        """Check that the names in the header can be told apart."""

    def describe(self) -> str:
        """Say in a few words how it is read."""

    def __iter__(self) -> Iterator[Row]:
        """Return the rows from the first one on."""

    def list_cells(self, wanted: Callable[[str], bool]) -> Iterator[Cell]:
        """Return the texts of some columns exactly as they are."""

    def write_some(
        self, target: Path, *, wanted: Callable[[int], bool], explain: Callable[[int], str] | None = None
    ) -> int:
        """Write the wanted rows, by number, to a file in the format of the input; give how many there are.

        ``explain`` gives what was wrong with a row, which is then written with it.
        """


def open_input(
    name: str, stdin: TextIO, *, row_format: str = "", sheet: str = "", rules: ColumnRules
) -> AbstractContextManager[RowInput]:
    """Copy a file, or standard input for ``-``, and give its rows while the block runs.

    ``sheet`` names the sheet of a workbook; empty for the first one. Errors in columns that ``rules`` leave
    out are none.

    Raises:
        UsageError: it cannot be read, or a sheet is named and it is not a workbook.
        OocliError: there is no room for the copy.
    """
    if (row_format or find_read(Path(name).suffix.lower())) == "xlsx":
        from oocli.bulk.workbook import open_workbook

        return open_workbook(name, stdin, sheet=sheet, is_named=bool(row_format), rules=rules)
    if sheet:
        raise UsageError(
            "--sheet is for workbooks", hint="--from-format xlsx reads a workbook that is not named .xlsx"
        )
    return open_rows(name, stdin, row_format=row_format)
