"""A file or standard input as rows: CSV, TSV, a JSON array, NDJSON.

Owns how a row is cut out of its format, and how some rows are written back in the same one;
what a column means is no business of this module. The input is copied once to a nameless
temporary file: it can then be read several times, whatever it was, and what was checked is
what is sent. Memory stays flat.
"""

import csv
import hashlib
import io
import json
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any, BinaryIO, TextIO

from oocli.bulk.json_values import read_json_array, read_json_lines
from oocli.disk.whole_file import find_place, follow
from oocli.errors import OocliError, UsageError

FORMATS = ("csv", "excel-de", "tsv", "json", "ndjson")

_BY_SUFFIX = {".csv": "csv", ".tsv": "tsv", ".tab": "tsv", ".json": "json"} | dict.fromkeys(
    (".ndjson", ".jsonl"), "ndjson"
)
_PIECE = 1 << 16  # bytes or characters
_LONGEST_CELL = (1 << 31) - 1  # characters; Python's own limit is shorter than an exposé or a picture
_BOM = b"\xef\xbb\xbf"

# What `-o csv --dialect excel-de` writes so that Excel reads it right.
_WRAPPED = re.compile(r'="([^"]*)"')
_QUOTED_FORMULA = re.compile(r"'+[=+\-@\t\r\n]")
_DECIMAL_COMMA = re.compile(r"(-?(?:0|[1-9]\d*)),(\d+)", re.ASCII)

_TSV_ESCAPE = re.compile(r"\\(.?)", re.DOTALL)
_TSV_MEANINGS = {"\\": "\\", "t": "\t", "n": "\n", "r": "\r"}


@dataclass(frozen=True)
class Row:
    """One row.

    Attributes:
        number: from 1 for the first row below a header, or the first JSON value; empty rows
            of a sheet count but are not given.
        values: column to value.
        is_text: whether the values are texts whose types have still to be found.
        source: cells or JSON value as they stand in the input.
        problem: why it cannot be used; empty when it can.
    """

    number: int
    values: dict[str, Any]
    is_text: bool
    source: Any
    problem: str = ""


@dataclass
class RowFile:
    """An input of rows, copied.

    Attributes:
        name: what it is called in messages.
        format: one of ``FORMATS``.
        digest: SHA-256 of its bytes, hexadecimal.
    """

    name: str
    format: str
    digest: str
    _copy: BinaryIO = field(repr=False)
    _delimiter: str = field(default=",", init=False)
    _header: list[str] = field(default_factory=list, init=False)

    def __iter__(self) -> Iterator[Row]:
        """Give the rows from the first one on; one reading at a time.

        Raises:
            UsageError: it is not UTF-8, or not what its format says; names the row.
        """
        with self._opened() as text:
            if self.format in ("json", "ndjson"):
                read = read_json_lines if self.format == "ndjson" else read_json_array
                yield from (_make_json_row(number, value) for number, value in read(text))
            else:
                yield from self._read_sheet(text)

    def write_some(self, target: Path, *, wanted: Callable[[int], bool]) -> int:
        """Write the rows of wanted numbers to a file, in the format of the input; give how many there are.

        The file appears whole or not at all, and may replace the input itself. A device or a
        pipe is written as it is.

        Raises:
            OocliError: it cannot be written.
        """
        count = 0
        try:
            place = find_place(follow(target))
            with place.taken(), place.open(encoding=self._encoding, newline="") as stream:
                rows = iter(self)
                first = next(rows, None)  # the header is known from here on
                encode = self._choose_encoder()
                stream.write(encode.start)
                for row in chain([first] if first else [], rows):
                    if wanted(row.number):
                        stream.write(
                            (encode.between if count else "") + encode.row(row.source) + encode.behind
                        )
                        count += 1
                stream.write(encode.end)
        except OSError as error:
            raise OocliError(f"Cannot write {target}", why=error.strerror or str(error)) from error
        return count

    @contextmanager
    def _opened(self) -> Iterator[TextIO]:
        self._copy.seek(0)
        text = io.TextIOWrapper(self._copy, encoding="utf-8-sig", newline="")
        try:
            yield text
        except UnicodeDecodeError as error:
            raise UsageError(
                f"{self.name} is not UTF-8 text",
                why=f"byte {error.object[error.start]:#04x} is none of it",
                hint="Save it as UTF-8; a spreadsheet calls that 'CSV UTF-8'",
            ) from error
        finally:
            if not self._copy.closed:  # by a reading that was left in its middle
                text.detach()

    @property
    def _encoding(self) -> str:
        self._copy.seek(0)
        return "utf-8-sig" if self._copy.read(len(_BOM)) == _BOM else "utf-8"

    def _read_sheet(self, text: TextIO) -> Iterator[Row]:
        first = text.readline()
        self._delimiter = "\t" if self.format == "tsv" else _find_delimiter(first, self.format)
        lines = chain([first] if first else [], text)
        sheet = _read_tsv(lines) if self.format == "tsv" else self._read_csv(lines)
        self._header = next(sheet, [])
        columns = self._check_header()
        for number, cells in enumerate(sheet, start=1):
            if any(cells):
                yield self._make_row(number, columns, cells)

    def _read_csv(self, lines: Iterable[str]) -> Iterator[list[str]]:
        csv.field_size_limit(_LONGEST_CELL)
        reader = csv.reader(lines, delimiter=self._delimiter, strict=True)
        try:
            yield from reader
        except csv.Error as error:
            raise UsageError(
                f"{self.name} is not CSV", why=f"{error}, before the end of line {reader.line_num}"
            ) from error

    def _check_header(self) -> list[str]:
        columns = [name.strip() for name in self._header]
        doubled = sorted({name for name in columns if name and columns.count(name) > 1})
        if doubled:
            raise UsageError(f"{self.name} has several columns {', '.join(doubled)}")
        if self._header and not any(columns):
            raise UsageError(
                f"{self.name} has no names in its first row", hint="The first row names the fields"
            )
        if len(columns) == 1 and "\t" in columns[0]:
            raise UsageError(
                f"The columns of {self.name} are separated by tabs", hint="--from-format tsv reads them"
            )
        return columns

    def _make_row(self, number: int, columns: list[str], cells: list[str]) -> Row:
        if len(cells) != len(columns):
            problem = f"it has {len(cells)} cells, the first row has {len(columns)}"
            return Row(number, {}, is_text=True, source=cells, problem=problem)
        nameless = [cell for name, cell in zip(columns, cells, strict=True) if cell and not name]
        try:
            values = {name: self._read_cell(cell) for name, cell in zip(columns, cells, strict=True) if name}
        except ValueError as error:
            return Row(number, {}, is_text=True, source=cells, problem=str(error))
        problem = f"{nameless[0]!r} stands in a column without a name" if nameless else ""
        return Row(number, values, is_text=True, source=cells, problem=problem)

    def _read_cell(self, cell: str) -> str:
        if self.format == "excel-de":
            return _read_excel_cell(cell)
        if self.format == "csv" and self._delimiter == ";" and _WRAPPED.fullmatch(cell):
            raise ValueError(f"{cell} is written for Excel; --from-format excel-de reads it")
        return _TSV_ESCAPE.sub(_unescape, cell) if self.format == "tsv" and "\\" in cell else cell

    def _choose_encoder(self) -> "_Encoder":
        if self.format == "json":
            return _Encoder("[", "]\n", _encode_json, between=",\n")
        if self.format == "ndjson":
            return _Encoder("", "", _encode_json, behind="\n")
        encode = "\t".join if self.format == "tsv" else self._encode_csv
        return _Encoder(f"{encode(self._header)}\n" if self._header else "", "", encode, behind="\n")

    def _encode_csv(self, cells: list[str]) -> str:
        line = io.StringIO()
        csv.writer(line, delimiter=self._delimiter, lineterminator="").writerow(cells)
        return line.getvalue()


@dataclass(frozen=True)
class _Encoder:
    """How rows are written: what stands before and after all of them, between two, and behind each."""

    start: str
    end: str
    row: Callable[[Any], str]
    between: str = ""
    behind: str = ""


@contextmanager
def open_rows(name: str, stdin: TextIO, *, row_format: str = "") -> Iterator[RowFile]:
    """Copy a file, or standard input for ``-``, and give its rows while the block runs.

    Without ``row_format`` the extension tells it, else the first character: ``[`` begins
    JSON, ``{`` NDJSON, anything else CSV.

    Raises:
        UsageError: it cannot be read, or there is no such format.
        OocliError: there is no room for the copy.
    """
    if row_format and row_format not in FORMATS:
        raise UsageError(
            f"There is no format {row_format!r} of rows", hint=f"Use one of: {', '.join(FORMATS)}"
        )
    with _open_copy() as copy:
        digest = hashlib.sha256()
        try:
            for piece in _read_pieces(name, stdin):
                digest.update(piece)
                _add(copy, piece)
        except OSError as error:
            raise UsageError(f"Cannot read {name}", why=error.strerror or str(error)) from error
        except UnicodeDecodeError as error:
            raise UsageError("Standard input is not UTF-8 text") from error
        found = row_format or _BY_SUFFIX.get(Path(name).suffix.lower()) or _guess_format(copy)
        yield RowFile("standard input" if name == "-" else name, found, digest.hexdigest(), copy)


def _open_copy() -> BinaryIO:
    try:
        return tempfile.TemporaryFile(buffering=0)
    except OSError as error:
        raise _describe_copy(error) from error


def _add(copy: BinaryIO, piece: bytes) -> None:
    try:
        while piece:
            piece = piece[copy.write(piece) :]
    except OSError as error:
        raise _describe_copy(error) from error


def _describe_copy(error: OSError) -> OocliError:
    return OocliError(
        "The input cannot be copied to the temporary directory",
        why=error.strerror or str(error),
        hint="Nothing was sent; TMPDIR names another directory",
    )


def _read_pieces(name: str, stdin: TextIO) -> Iterator[bytes]:
    if name == "-":
        binary = getattr(stdin, "buffer", None)
        if binary is not None:
            yield from iter(lambda: binary.read(_PIECE), b"")
        else:
            yield from (piece.encode() for piece in iter(lambda: stdin.read(_PIECE), ""))
        return
    with Path(name).open("rb") as file:
        yield from iter(lambda: file.read(_PIECE), b"")


def _guess_format(copy: BinaryIO) -> str:
    copy.seek(0)
    start = copy.read(_PIECE).removeprefix(_BOM).lstrip()[:1]
    return {b"[": "json", b"{": "ndjson"}.get(start, "csv")


def _find_delimiter(line: str, row_format: str) -> str:
    """Give what separates the names in the first line; the semicolon wins where there are more of it."""
    bare = re.sub(r'"[^"]*"', "", line)
    return ";" if row_format == "excel-de" or bare.count(";") > bare.count(",") else ","


def _read_excel_cell(cell: str) -> str:
    if wrapped := _WRAPPED.fullmatch(cell):
        return wrapped[1]
    if _QUOTED_FORMULA.match(cell):
        return cell[1:]
    return _DECIMAL_COMMA.sub(r"\1.\2", cell) if _DECIMAL_COMMA.fullmatch(cell) else cell


def _read_tsv(lines: Iterable[str]) -> Iterator[list[str]]:
    yield from (line.rstrip("\r\n").split("\t") for line in lines)


def _unescape(match: re.Match[str]) -> str:
    if match[1] not in _TSV_MEANINGS:
        raise ValueError(rf"{match[0]!r} is none of \t, \n, \r and \\, which stand for characters in TSV")
    return _TSV_MEANINGS[match[1]]


def _make_json_row(number: int, value: Any) -> Row:
    problem = "" if isinstance(value, dict) else "it is no JSON object"
    return Row(number, value if isinstance(value, dict) else {}, is_text=False, source=value, problem=problem)


def _encode_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
