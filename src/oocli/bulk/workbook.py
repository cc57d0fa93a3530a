"""A sheet of a workbook as rows. The only module that reads with python-calamine, imported when one is read.

Owns what a cell, an error of a formula, a merged cell and a hidden row become. Others own what a column
means; the type of a field decides what a text is.
"""

import hashlib
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, BinaryIO, TextIO, cast

from oocli.bulk.compound_file import is_cut_off
from oocli.bulk.decimal_signs import Cell
from oocli.bulk.headers import ERROR, ColumnRules, check_names
from oocli.bulk.input_copy import copy_input
from oocli.bulk.mark_search import find_marks
from oocli.bulk.no_workbook import find_no_workbook
from oocli.bulk.rows import Row, find_nameless
from oocli.bulk.sheet_findings import SheetFindings
from oocli.bulk.sheet_marks import Area, SheetMarks, name_column, name_place
from oocli.bulk.sheet_values import read_cell
from oocli.disk.whole_file import find_target, follow
from oocli.errors import MissingExtra, OocliError, UsageError
from oocli.render import Layout, choose

try:
    from python_calamine import (
        CalamineError,
        CalamineSheet,
        CalamineWorkbook,
        SheetTypeEnum,
        SheetVisibleEnum,
    )
except ImportError as error:
    raise MissingExtra("A workbook", package="python-calamine", extra="excel") from error

_ID = "_id"


@dataclass
class WorkbookRows:
    """A sheet of a workbook, copied.

    Attributes:
        name: name of the file in messages.
        is_named: whether the format was named rather than found.
        sheets: names of all sheets.
        digest: SHA-256 of the file and the name of the sheet, hexadecimal.
    """

    name: str
    is_named: bool
    sheets: Sequence[str]
    digest: str
    _sheet: CalamineSheet = field(repr=False)
    _marks: SheetMarks = field(repr=False)
    _rules: ColumnRules = field(repr=False)

    format = "xlsx"
    unit = "row"
    is_sheet = True
    may_be_excel_de = False

    @cached_property
    def header(self) -> list[str]:
        """The cells of the first row that is not empty; none if there is no such row."""
        return list(map(_read_name, self._first[1]))

    @cached_property
    def _first(self) -> tuple[int, Sequence[Any]]:
        return next(self._list_filled(), (0, ()))

    @property
    def columns(self) -> list[str]:
        """The names in the header, without blanks around them; empty for a column without a name."""
        return [name.strip() for name in self.header]

    def check_header(self) -> None:
        """See that the names in the header can be told apart.

        Raises:
            UsageError: one occurs twice, or there are none; the sheet is empty; or a column with values has
                no name because of an error or a merged cell.
        """
        others = ", ".join(self._list_others())
        if not self.header and others:
            raise UsageError(
                f"The sheet {self._sheet.name!r} of {self.name} is empty",
                hint=f"--sheet NAME reads another: {others}",
            )
        check_names(self.columns, self.name)
        if missing := self._find_lost_names():
            places = " and ".join(map(name_column, missing))
            have = (
                f"Column {places} of {self.name} has"
                if len(missing) == 1
                else f"Columns {places} of {self.name} have"
            )
            raise UsageError(
                f"{have} values and no name",
                why="; ".join(dict.fromkeys(missing.values())),
                hint="The first row names the fields, one in each cell",
            )

    def _find_lost_names(self) -> dict[int, str]:
        """Return the columns with values and no name, where a reason can be told; the reason of each."""
        reasons = self._findings.explain_nameless(self._first[0] - 1, self.columns)
        rows = self._list_below_header() if reasons else ()
        filled = {index for _, _, values in rows for index in reasons if _is_seen(values[index])}
        return {index: reasons[index] for index in sorted(filled)}

    def describe(self) -> str:
        """Say which sheet is read, and which are not."""
        others = self._list_others()
        return f"sheet {self._sheet.name!r}" + (f", not {', '.join(others)}" if others else "")

    def _list_others(self) -> list[str]:
        return [repr(name) for name in self.sheets if name != self._sheet.name]

    def __iter__(self) -> Iterator[Row]:
        """Return the rows from the first one below the header on."""
        self.check_header()
        columns = self.columns
        is_named = all(columns)
        for number, line, values in self._list_below_header():
            if not self._is_filled(line, values, self._ignored):
                continue
            texts, spoilt = self._read_cells(line, values)
            problem = "; ".join((*self._findings.list_errors(line - 1, self._ignored), *spoilt))
            if not problem and not is_named:
                problem = find_nameless(columns, texts)
            cells = {name: text for name, text in zip(columns, texts, strict=True) if name}
            doubts = tuple(self._findings.list_doubts(line - 1, columns, texts, ignored=self._ignored))
            yield Row(number, line, cells, is_text=True, source=values, problem=problem, doubts=doubts)

    def list_cells(self, wanted: Callable[[str], bool]) -> Iterator[Cell]:
        """Return the texts of some columns; a number shows nothing about how people write numbers."""
        places = [(index, name) for index, name in enumerate(self.columns) if name and wanted(name)]
        for _, line, values in self._list_below_header():
            for index, name in places:
                if isinstance(text := values[index], str):
                    yield Cell(line, name, text)

    def write_some(
        self, target: Path, *, wanted: Callable[[int], bool], explain: Callable[[int], str] | None = None
    ) -> int:
        """Write the rows of wanted numbers to a workbook, each with what was wrong; give how many there are.

        Raises:
            OocliError: it cannot be written.
        """
        columns = self.columns
        names = [name for name in dict.fromkeys((*columns, ERROR)) if name and name != _ID]

        def make_record(row: Row) -> dict[str, Any]:
            values = dict(zip(columns, row.source, strict=True))
            if explain is not None:
                values[ERROR] = explain(row.number)
            return {"id": values.pop(_ID, None), "elements": values}

        asked = tuple(names if explain is not None or ERROR in columns else names[:-1])
        writer = choose("xlsx", Layout(columns=asked, numbered=_ID in columns))
        try:
            written = find_target(follow(target))
            with written.taken(), written.open(encoding="utf-8") as stream:
                rows = (make_record(row) for row in self if wanted(row.number))
                return writer.render(rows, cast(TextIO, stream))
        except OSError as error:
            raise OocliError(f"Cannot write {target}", why=error.strerror or str(error)) from error

    def _list_filled(self) -> Iterator[tuple[int, list[Any]]]:
        """Return number and values of each row from the header on; rows count from 1, as in a spreadsheet."""
        has_begun = False
        for line, values in enumerate(self._sheet.iter_rows(), start=1):
            has_begun = has_begun or self._is_filled(line, values)
            if has_begun:
                yield line, values

    def _list_below_header(self) -> Iterator[tuple[int, int, list[Any]]]:
        rows = self._list_filled()
        next(rows, None)
        for number, (line, values) in enumerate(rows, start=1):
            yield number, line, values

    def _is_filled(self, line: int, values: Sequence[Any], ignored: Collection[int] = ()) -> bool:
        return any(map(_is_seen, values)) or any(self._findings.list_errors(line - 1, ignored))

    @cached_property
    def _ignored(self) -> frozenset[int]:
        """Indexes of the columns that are left out."""
        return frozenset(index for index, name in enumerate(self.columns) if self._rules.is_ignored(name))

    def _read_cells(self, line: int, values: Sequence[Any]) -> tuple[list[str], list[str]]:
        """Return the texts of a row, and what is wrong with those that are not left out."""
        texts, spoilt = [], []
        for index, value in enumerate(values):
            try:
                texts.append(read_cell(value))
            except ValueError as error:
                texts.append("")
                if index not in self._ignored:
                    spoilt.append(f"{name_place(line - 1, index)} is {error}")
        return texts, spoilt

    @cached_property
    def _findings(self) -> SheetFindings:
        known = self._sheet.merged_cell_ranges
        merged = self._marks.merged if known is None else [Area(*first, *last) for first, last in known]
        return SheetFindings(self._marks, merged)


@contextmanager
def open_workbook(
    name: str,
    stdin: TextIO,
    *,
    sheet: str = "",
    is_named: bool = False,
    rules: ColumnRules,
) -> Iterator[WorkbookRows]:
    """Copy a workbook, and give the rows of a sheet (by default the first visible) while the block runs.

    What is wrong with a cell does not matter where ``rules`` leave its column out.

    Raises:
        UsageError: it cannot be read, or has no such sheet.
        OocliError: there is no room for the copy.
    """
    shown = "standard input" if name == "-" else name
    with copy_input(name, stdin, is_text=False) as copy:
        book = _open(copy.file, shown)
        names = [
            each.name
            for each in book.sheets_metadata
            if each.visible == SheetVisibleEnum.Visible and each.typ == SheetTypeEnum.WorkSheet
        ]
        if sheet and sheet not in book.sheet_names:
            raise UsageError(
                f"{shown} has no sheet {sheet!r}", hint=f"It has {', '.join(map(repr, book.sheet_names))}"
            )
        if not book.sheet_names:
            raise UsageError(f"{shown} has no sheet")
        chosen = sheet or (names or book.sheet_names)[0]
        copy.file.seek(0)
        marks = find_marks(copy.file, chosen)
        digest = hashlib.sha256(f"{copy.digest} {chosen}".encode()).hexdigest()
        try:
            with _panics_explained():
                page = book.get_sheet_by_name(chosen)
        except (CalamineError, ValueError) as error:
            raise UsageError(f"The sheet {chosen!r} of {shown} cannot be read", why=str(error)) from error
        yield WorkbookRows(shown, is_named, book.sheet_names, digest, page, marks, rules)


def _read_name(value: Any) -> str:
    try:
        return read_cell(value)
    except ValueError:
        return str(value)


def _is_seen(value: Any) -> bool:
    return not isinstance(value, str) or bool(value.strip())


def _open(file: BinaryIO, shown: str) -> CalamineWorkbook:
    try:
        if is_cut_off(file):
            raise ValueError("it is cut off")
        file.seek(0)
        with _panics_explained():
            return CalamineWorkbook.from_filelike(file)
    except (CalamineError, ValueError) as error:
        found = find_no_workbook(file)
        raise UsageError(
            f"{shown} is not a workbook that can be read", why=found.what or str(error), hint=found.hint
        ) from error


@contextmanager
def _panics_explained() -> Iterator[None]:
    """Make an error of what Rust does at some damaged files: it panics, which in Python is no Exception.

    Raises:
        ValueError: it did.
    """
    try:
        yield
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise ValueError(f"it is damaged ({error})") from error
