"""A sheet of a workbook as rows. The only module that reads with python-calamine, imported when one is read.

Owns what a cell, an error of a formula, a merged cell and a hidden row become. Others own what a column
means; the type of a field decides what a text is.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, BinaryIO, TextIO, cast

from oocli.bulk.decimal_signs import Cell
from oocli.bulk.headers import ERROR, ColumnRules, check_names
from oocli.bulk.input_copy import copy_input
from oocli.bulk.mark_search import find_marks
from oocli.bulk.no_workbook import find_no_workbook
from oocli.bulk.rows import Row, find_nameless
from oocli.bulk.sheet_marks import SheetMarks, name_column
from oocli.bulk.sheet_values import read_cell
from oocli.disk.whole_file import find_target, follow
from oocli.errors import MissingExtra, OocliError, UsageError
from oocli.render import Layout, choose

try:
    from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetVisibleEnum
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

    @cached_property
    def header(self) -> list[str]:
        """The cells of the first row that is not empty; none if there is no such row."""
        return [str(value) for value in next(self._list_filled(), (0, []))[1]]

    @property
    def columns(self) -> list[str]:
        """The names in the header, without blanks around them; empty for a column without a name."""
        return [name.strip() for name in self.header]

    def check_header(self) -> None:
        """See that the names in the header can be told apart.

        Raises:
            UsageError: one occurs twice, or there are none; or the sheet is empty.
        """
        others = ", ".join(self._list_others())
        if not self.header and others:
            raise UsageError(
                f"The sheet {self._sheet.name!r} of {self.name} is empty",
                hint=f"--sheet NAME reads another: {others}",
            )
        check_names(self.columns, self.name)

    def describe(self) -> str:
        """Say which sheet is read, which are not, and what cannot be seen."""
        others = self._list_others()
        unseen = "" if self._marks.is_searched else "; in .xls errors of formulas are empty cells"
        return f"sheet {self._sheet.name!r}" + (f", not {', '.join(others)}" if others else "") + unseen

    def _list_others(self) -> list[str]:
        return [repr(name) for name in self.sheets if name != self._sheet.name]

    def __iter__(self) -> Iterator[Row]:
        """Return the rows from the first one below the header on."""
        self.check_header()
        columns = self.columns
        is_named = all(columns)
        for number, line, values in self._list_below_header():
            if not self._is_filled(line, values):
                continue
            texts, spoilt = self._read_cells(line, values)
            problem = "; ".join((*self._list_errors(line), *spoilt))
            if not problem and not is_named:
                problem = find_nameless(columns, texts)
            cells = {name: text for name, text in zip(columns, texts, strict=True) if name}
            doubts = tuple(self._list_doubts(line))
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
            return {"id": values.get(_ID), "elements": values}

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

    def _is_filled(self, line: int, values: Sequence[Any]) -> bool:
        marks = self._marks
        return line in marks.errors or line in marks.unsaved or any(value != "" for value in values)

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

    def _list_errors(self, line: int) -> Iterator[str]:
        """Name the cells of a row, apart from those left out, with a formula that came to nothing."""
        marks = self._marks
        if line in marks.errors or line in marks.unsaved:
            ignored = set(map(name_column, self._ignored))
            for columns, told in (
                (marks.errors, "a formula came to an error in {}"),
                (marks.unsaved, "the file has no result of the formula in {}; save it in a spreadsheet"),
            ):
                if found := [f"{name}{line}" for name in columns.get(line, ()) if name not in ignored]:
                    yield told.format(", ".join(found))

    def _list_doubts(self, line: int) -> Iterator[str]:
        if line in self._marks.hidden:
            yield "the row is hidden in the sheet, and is sent all the same"
        if columns := self._marks.tabs.get(line):
            places = " and ".join(f"{column}{line}" for column in columns)
            yield f"the tab in {places} is lost: .ods is read without tabs, .xlsx with them"
        for (first, left), (last, right) in self._merged:
            if first < line <= last + 1:
                place = f"{name_place(first, left)}:{name_place(last, right)}"
                yield f"{place} is one merged cell, whose value stands in {name_place(first, left)} only"

    @cached_property
    def _merged(self) -> Sequence[tuple[tuple[int, int], tuple[int, int]]]:
        return self._sheet.merged_cell_ranges or self._marks.merged


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
        names = [each.name for each in book.sheets_metadata if each.visible == SheetVisibleEnum.Visible]
        if sheet and sheet not in book.sheet_names:
            raise UsageError(
                f"{shown} has no sheet {sheet!r}", hint=f"It has {', '.join(map(repr, book.sheet_names))}"
            )
        chosen = sheet or (names or book.sheet_names)[0]
        copy.file.seek(0)
        marks = find_marks(copy.file, chosen)
        digest = hashlib.sha256(f"{copy.digest} {chosen}".encode()).hexdigest()
        try:
            page = book.get_sheet_by_name(chosen)
        except CalamineError as error:
            raise UsageError(f"The sheet {chosen!r} of {shown} cannot be read", why=str(error)) from error
        yield WorkbookRows(shown, is_named, book.sheet_names, digest, page, marks, rules)


def name_place(row: int, column: int) -> str:
    """Return the place of a cell, whose row and column count from 0, as a spreadsheet names it: ``C5``."""
    return f"{name_column(column)}{row + 1}"


def _open(file: BinaryIO, shown: str) -> CalamineWorkbook:
    file.seek(0)
    try:
        return CalamineWorkbook.from_filelike(file)
    except CalamineError as error:
        found = find_no_workbook(file)
        raise UsageError(
            f"{shown} is not a workbook that can be read", why=found.what or str(error), hint=found.hint
        ) from error
