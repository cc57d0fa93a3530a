"""Workbooks of Excel: records as a sheet of typed cells, and a sheet that explains its columns.

The only module that writes with XlsxWriter, imported when a workbook is chosen. A row is written to
disk as it comes, so that memory stays flat; the file is put together at the end, and nothing is
given of one that could not be written whole.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryDirectory
from typing import Any, TextIO

from oocli.errors import MissingExtra, OocliError
from oocli.render.batches import split
from oocli.render.encoding import find_bytes, replace_surrogates
from oocli.render.field_facts import FieldFacts
from oocli.render.flat import Sheet, flatten, take_elements
from oocli.render.layout import Layout
from oocli.render.sheet_cells import LONGEST_TEXT, SheetCell, choose_cell

try:
    from xlsxwriter import Workbook
    from xlsxwriter.exceptions import XlsxWriterException
    from xlsxwriter.worksheet import Worksheet
except ImportError as error:
    raise MissingExtra("-o xlsx", package="XlsxWriter", extra="excel") from error

MOST_ROWS = 1_048_576
"""Rows that a sheet of Excel has, its header among them."""

MOST_COLUMNS = 16_384
"""Columns that a sheet of Excel has."""

RECORDS, FIELDS = "Records", "Fields"
"""Names of the sheets."""

_SAMPLE = 500  # records that tell columns and widths
_NARROWEST, _WIDEST = 8, 60  # of a column, in characters
_FIELD_COLUMNS = ("field", "label", "type", "key", "label of the key")
_FORMATS = {
    "header": {"bold": True, "bottom": 1},
    "text": {"num_format": "@"},
    "money": {"num_format": "#,##0.00"},  # Excel shows it with the marks of its reader
    "date": {"num_format": "dd.mm.yyyy"},
    "datetime": {"num_format": "dd.mm.yyyy hh:mm"},
    "time": {"num_format": "[hh]:mm:ss"},  # of a day, or a span
}
_WIDTHS = {
    "time": len("30:00:00"),
    "date": len("28.11.2026"),
    "datetime": len("28.11.2026 08:30"),
    "money": len("1.000.000,00"),
}
_HINT = "-o csv has no such limit"


class WorkbookRenderer:
    """Write a workbook: header frozen and with a filter, every cell of the type of its field, no formula."""

    def __init__(self, layout: Layout, *, most_rows: int = MOST_ROWS) -> None:
        self.notes: list[str] = []
        self._layout = layout
        self._most_rows = most_rows

    def render(self, records: Iterable[dict[str, Any]], stream: TextIO) -> int:
        """Write the workbook when all records have come; give their number.

        Raises:
            OocliError: Excel cannot hold them; nothing was written.
        """
        target = find_bytes(stream)
        with _make_folder() as folder:
            file = folder / "book.xlsx"
            options = {"constant_memory": True, "tmpdir": str(folder), "strings_to_urls": False}
            book = Workbook(str(file), options)
            formats = {kind: book.add_format(look) for kind, look in _FORMATS.items()}
            page = _Page(book.add_worksheet(RECORDS), formats, self._most_rows)
            sheet = Sheet(self._layout.columns, numbered=self._layout.numbered, rows=self._layout.rows)
            with _closed_on_failure(book):
                count = self._write_records(records, page, sheet)
                if any(name in self._layout.known for name in sheet.columns):
                    self._write_fields(
                        _Page(book.add_worksheet(FIELDS), formats, self._most_rows), sheet.columns
                    )
                book.close()
            with file.open("rb") as written:
                copyfileobj(written, target)
        stream.flush()
        self.notes += sheet.notes()
        return count

    def _write_records(self, records: Iterable[dict[str, Any]], page: "_Page", sheet: Sheet) -> int:
        batches = split(records, first=_SAMPLE)
        first = next(batches, [])
        spread = take_elements if self._layout.rows else flatten
        sample = [row for record in first for row in spread(record)]
        sheet.open(sample)
        facts = [self._layout.known.get(name, FieldFacts()) for name in sheet.columns]

        def choose(row: dict[str, Any]) -> list[SheetCell]:
            values = zip(sheet.columns, sheet.values(row), facts, strict=True)
            return [choose_cell(name, value, known) for name, value, known in values]

        cells = list(map(choose, sample))
        page.begin(sheet.columns, cells, are_texts=[known.is_text for known in facts])
        for line in cells:
            page.add(line)
        count = len(first)
        for batch in batches:
            for record in batch:
                for row in spread(record):
                    page.add(choose(row))
            count += len(batch)
        page.end()
        return count

    def _write_fields(self, page: "_Page", columns: Sequence[str]) -> None:
        known = [(name, self._layout.known[name]) for name in columns if name in self._layout.known]
        rows = [[_text(cell) for cell in row] for name, facts in known for row in _explain(name, facts)]
        page.begin(_FIELD_COLUMNS, rows, are_texts=[True] * len(_FIELD_COLUMNS))
        for row in rows:
            page.add(row)
        page.end()


class _Page:
    """One sheet, which is written from top to bottom."""

    def __init__(self, sheet: Worksheet, formats: dict[str, Any], most_rows: int) -> None:
        self._sheet = sheet
        self._formats = formats
        self._columns: Sequence[str] = ()
        self._row = 0
        self._most_rows = most_rows
        self._writers: dict[str, Callable[..., Any]] = {
            "text": sheet.write_string,
            "number": sheet.write_number,
            "money": sheet.write_number,
            "boolean": sheet.write_boolean,
            "date": sheet.write_datetime,
            "datetime": sheet.write_datetime,
            "time": sheet.write_datetime,
        }

    def begin(
        self, columns: Sequence[str], sample: Sequence[Sequence[SheetCell]], *, are_texts: Sequence[bool]
    ) -> None:
        """Write the header; what is typed later into a column of texts stays text."""
        if len(columns) > MOST_COLUMNS:
            raise OocliError(
                f"A sheet of Excel has {MOST_COLUMNS:,} columns, these records have {len(columns):,}",
                hint=f"Name those that you want in --fields; {_HINT}",
            )
        self._columns = columns
        for index, name in enumerate(columns):
            width = max([_measure(_text(name)) + 3, *(_measure(row[index]) for row in sample)])
            look = self._formats["text"] if are_texts[index] else None
            self._sheet.set_column(index, index, min(max(width, _NARROWEST), _WIDEST), look)
            self._sheet.write_string(0, index, replace_surrogates(name), self._formats["header"])
        self._sheet.freeze_panes(1, 0)

    def add(self, cells: Sequence[SheetCell]) -> None:
        """Write a row."""
        self._row += 1
        if self._row >= self._most_rows:
            raise OocliError(
                f"A sheet of Excel has {self._most_rows:,} rows, and there are more",
                hint=f"Narrow the reading; {_HINT}",
            )
        for index, (kind, value) in enumerate(cells):
            if kind == "blank":
                continue
            if kind == "text" and len(value) * 2 > LONGEST_TEXT:
                self._check_length(index, value)
            self._writers[kind](self._row, index, value, self._formats.get(kind))

    def end(self) -> None:
        """Put the filter above all rows, and no mark at digits that are meant as text."""
        last = max(len(self._columns) - 1, 0)
        self._sheet.autofilter(0, 0, self._row, last)
        self._sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{MOST_ROWS}"})

    def _check_length(self, index: int, text: str) -> None:
        length = len(text.encode("utf-16-le")) // 2
        if length > LONGEST_TEXT:
            raise OocliError(
                f"A cell of Excel has {LONGEST_TEXT:,} characters, {self._columns[index]} in row"
                f" {self._row + 1:,} has {length:,}",
                hint=f"Leave {self._columns[index]} out of --fields; {_HINT}",
            )


def _explain(name: str, facts: FieldFacts) -> Iterator[tuple[str, ...]]:
    """Return the rows that explain a field: its name, then its keys."""
    yield name, facts.label, facts.type, "", ""
    for key, label in facts.permitted.items():
        yield name, "", "", key, label


def _text(text: str) -> SheetCell:
    return SheetCell("text", replace_surrogates(text)) if text else SheetCell("blank")


def _measure(cell: SheetCell) -> int:
    """Return how many characters a cell needs."""
    if cell.kind in _WIDTHS:
        return _WIDTHS[cell.kind] + 1
    return 0 if cell.kind == "blank" else len(str(cell.value).partition("\n")[0]) + 1


@contextmanager
def _closed_on_failure(book: Workbook) -> Iterator[None]:
    """Close the files of a workbook that is given up, without putting it together."""
    try:
        yield
    finally:
        sheets: list[Any] = book.worksheets()
        for sheet in sheets:
            sheet.row_data_fh.close()


@contextmanager
def _make_folder() -> Iterator[Path]:
    try:
        with TemporaryDirectory(prefix="oocli-", ignore_cleanup_errors=True) as name:
            yield Path(name)
    except (OSError, XlsxWriterException) as error:
        raise OocliError(
            "The workbook cannot be put together in the temporary directory",
            why=getattr(error, "strerror", "") or str(error),
            hint="TMPDIR names another directory",
        ) from error
