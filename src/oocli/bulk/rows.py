"""A file or standard input as rows: CSV, TSV, a JSON array, NDJSON.

Owns how a row is cut out of its format, and written back in the same one. Leaves the meaning of columns to
others, how bytes are text to ``encodings``, how text is cells to ``sheet_form``, which format it has to
``row_opening``. Every reading starts at the beginning: what was checked is what is sent. Memory stays flat.
"""

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple, TextIO

from oocli.bulk.cell_decoders import choose_decoder
from oocli.bulk.decimal_signs import Cell
from oocli.bulk.headers import check_names, name_column
from oocli.bulk.input_copy import InputCopy
from oocli.bulk.json_values import read_json_array, read_json_lines
from oocli.bulk.mistaken_formats import BEGINNING
from oocli.bulk.row_encoders import RowEncoder, encode_json_rows, encode_sheet_rows
from oocli.bulk.sheet_form import SAMPLE, SheetForm, find_form, is_blank
from oocli.disk.whole_file import find_target, follow
from oocli.errors import OocliError, UsageError

_ENCODINGS = {"utf-8": "UTF-8", "utf-8-sig": "UTF-8", "utf-16": "UTF-16", "cp1252": "Windows-1252"}
_LONGEST_CELL = (1 << 31) - 1  # characters; Python's own limit is shorter than an exposé or a picture


class Row(NamedTuple):
    """One row.

    Attributes:
        number: from 1 for the first row below a header, or the first JSON value; empty rows
            of a sheet, also those with blanks only, count but are not given.
        line: number of its first line in the file, from 1, as an editor counts.
        values: column to value.
        is_text: whether the values are texts whose types are still to be found.
        source: cells or JSON value as in the input.
        problem: why it cannot be used; empty when it can.
        doubts: warnings about a row that can be used.
    """

    number: int
    line: int
    values: dict[str, Any]
    is_text: bool
    source: Any
    problem: str = ""
    doubts: tuple[str, ...] = ()


@dataclass
class RowFile:
    """An input of rows, copied; one reading at a time.

    Attributes:
        name: its name in messages.
        format: one of ``text.formats.ROW_FORMATS`` that is a text.
        is_named: whether the format was named rather than found.
    """

    name: str
    format: str
    is_named: bool
    _copy: InputCopy = field(repr=False)

    unit = "line"

    @property
    def digest(self) -> str:
        """SHA-256 of its bytes, hexadecimal."""
        return self._copy.digest

    @property
    def is_sheet(self) -> bool:
        """Whether it has a header and cells."""
        return self.format not in ("json", "ndjson")

    @cached_property
    def form(self) -> SheetForm:
        """How the sheet is cut into cells."""
        with self._opened() as text:
            return find_form(
                text.read(SAMPLE), self.format, encoding=self._copy.encoding, is_named=self.is_named
            )

    @property
    def may_be_excel_de(self) -> bool:
        """Whether it could be read as German Excel writes it."""
        return self.format == "csv" and self.form.delimiter == ";"

    @cached_property
    def header(self) -> list[str]:
        """The cells of the first row that is not empty; none if there is no such row, and for JSON."""
        if not self.is_sheet:
            return []
        form = self.form  # read before this reading begins
        with self._opened() as text:
            return next((cells for _, cells in self._cut(text, form) if not is_blank(cells)), [])

    @property
    def columns(self) -> list[str]:
        """The names in the header, without blanks around them; empty for a column without a name."""
        return [name.strip() for name in self.header]

    def check_header(self) -> None:
        """See that the names in the header can be told apart.

        Raises:
            UsageError: one stands there twice, or none stands there at all.
        """
        if self.is_sheet:
            check_names(self.columns, self.name)

    def describe(self) -> str:
        """Say in a few words how the file is read: ``cells separated by semicolons, Windows-1252``."""
        cells = f"cells separated by {self.form.describe()}" if self.is_sheet else self.format.upper()
        return f"{cells}, {_ENCODINGS[self._copy.encoding]}"

    def __iter__(self) -> Iterator[Row]:
        """Return the rows from the first one on.

        Raises:
            UsageError: it is not text, or not what its format says; names the row.
        """
        if self.is_sheet:
            yield from self._read_sheet()
            return
        read = read_json_lines if self.format == "ndjson" else read_json_array
        with self._opened() as text:
            yield from (_make_json_row(number, line, value) for number, line, value in read(text))

    def read_start(self) -> str:
        """Return the first characters, as many as tell formats apart."""
        with self._opened() as text:
            return text.read(BEGINNING)

    def list_cells(self, wanted: Callable[[str], bool]) -> Iterator[Cell]:
        """Return the texts of some columns just as they stand in the file.

        Raises:
            UsageError: as for reading the rows.
        """
        if self.is_sheet:
            places = [(index, name) for index, name in enumerate(self.columns) if name and wanted(name)]
            if not places:
                return
            with self._opened() as text:
                for line, cells in self._cut_below_header(text):
                    for index, name in places:
                        if index < len(cells):
                            yield Cell(line, name, cells[index])
            return
        for row in self:
            elements = row.values.get("elements")
            values = elements if isinstance(elements, Mapping) else row.values
            for name, cell in values.items():
                if isinstance(cell, str) and wanted(name):
                    yield Cell(row.line, name, cell)

    def write_some(
        self, target: Path, *, wanted: Callable[[int], bool], explain: Callable[[int], str] | None = None
    ) -> int:
        """Write the rows of wanted numbers to a file, in the format of the input; give how many there are.

        ``explain`` gives what was wrong with a row, which is then written with it. The file appears
        whole or not at all, and may replace the input itself. A device or a pipe is written directly.

        Raises:
            OocliError: it cannot be written.
        """
        count = 0
        encode = self._choose_encoder(explains=explain is not None)
        try:
            written = find_target(follow(target))
            with written.taken(), written.open(encoding=self._copy.encoding, newline="") as stream:
                stream.write(encode.start)
                for row in self:
                    if wanted(row.number):
                        error = None if explain is None else self._flatten(explain(row.number))
                        between = encode.between if count else ""
                        stream.write(between + encode.row(row.source, error) + encode.behind)
                        count += 1
                stream.write(encode.end)
        except OSError as error:
            raise OocliError(f"Cannot write {target}", why=error.strerror or str(error)) from error
        return count

    def _flatten(self, text: str) -> str:
        """Return a text on one line, with characters that the input's encoding has."""
        encoding = self._copy.encoding
        return " ".join(text.split()).encode(encoding, "replace").decode(encoding).removeprefix("\ufeff")

    @contextmanager
    def _opened(self) -> Iterator[TextIO]:
        file = self._copy.file
        file.seek(0)
        text = io.TextIOWrapper(file, encoding=self._copy.encoding, newline="")
        try:
            yield text
        except UnicodeDecodeError as error:
            raise UsageError(
                f"{self.name} is neither UTF-8 nor Windows-1252 text",
                why=f"byte {error.object[error.start]:#04x} is in neither of them",
                hint="Save it as UTF-8; a spreadsheet calls that 'CSV UTF-8'",
            ) from error
        finally:
            if not file.closed:  # by a reading that was abandoned halfway
                text.detach()

    def _read_sheet(self) -> Iterator[Row]:
        self.check_header()
        columns = self.columns
        decode = choose_decoder(self.form)
        names = list(filter(None, columns))
        with self._opened() as text:
            for number, (line, cells) in enumerate(self._cut_below_header(text), start=1):
                if is_blank(cells):
                    continue
                if len(cells) != len(columns):
                    found = "1 cell" if len(cells) == 1 else f"{len(cells)} cells"
                    problem = f"it has {found}, the first row has {len(columns)}"
                    yield Row(number, line, {}, is_text=True, source=cells, problem=problem)
                    continue
                problem = "" if len(names) == len(columns) else find_nameless(columns, cells)
                try:
                    values = dict(zip(columns, map(decode, cells) if decode else cells, strict=True))
                except ValueError as error:
                    values, problem = {}, str(error)
                values.pop("", None)
                yield Row(number, line, values, is_text=True, source=cells, problem=problem)

    def _choose_encoder(self, *, explains: bool) -> RowEncoder:
        if self.is_sheet:
            return encode_sheet_rows(self.form, self.header, explains=explains)
        return encode_json_rows(as_lines=self.format == "ndjson")

    def _cut(self, text: TextIO, form: SheetForm) -> Iterator[tuple[int, list[str]]]:
        """Return the cells of each row with its first line; the header first, empty lines included."""
        for _ in range(1, form.first_line):
            text.readline()
        if form.escapes:
            for line, row in enumerate(text, start=form.first_line):
                yield line, row.rstrip("\r\n").split(form.delimiter)
            return
        csv.field_size_limit(_LONGEST_CELL)
        reader = csv.reader(text, delimiter=form.delimiter, strict=True)
        line = form.first_line
        try:
            for cells in reader:
                yield line, cells
                line = form.first_line + reader.line_num
        except csv.Error as error:
            raise UsageError(
                f"{self.name} cannot be split into cells",
                why=f"{error}, before the end of line {form.first_line - 1 + reader.line_num}",
            ) from error

    def _cut_below_header(self, text: TextIO) -> Iterator[tuple[int, list[str]]]:
        rows = self._cut(text, self.form)
        for _, cells in rows:
            if not is_blank(cells):
                break
        return rows


def find_nameless(columns: Sequence[str], cells: Sequence[str]) -> str:
    """Say which cell is in a column without a name; nothing if there is none."""
    for index, (name, cell) in enumerate(zip(columns, cells, strict=True)):
        if cell and not name:
            return f"{cell!r} is in {name_column(index)}, which has no name"
    return ""


def _make_json_row(number: int, line: int, value: Any) -> Row:
    problem = "" if isinstance(value, dict) else "it is not a JSON object"
    values = value if isinstance(value, dict) else {}
    return Row(number, line, values, is_text=False, source=value, problem=problem)
