"""The marks of a sheet of an OpenDocument, searched in its XML.

Most sheets have none, which a search of the bytes shows; only others are parsed. Source: OpenDocument 1.3,
part 3, 9.1 (tables).
"""

import re
from xml.parsers import expat
from zipfile import ZipFile

from oocli.bulk.sheet_marks import Area, SheetMarks
from oocli.bulk.zip_members import cut_prefix, read_pieces

CONTENT = "content.xml"
"""The member of the archive that holds all sheets."""

_TRACE = re.compile(
    rb"""value-type="(?:error|percentage)"|:visibility="(?:collapse|filter)"|-spanned=|<text:tab"""
    rb"""|:formula="[^"]*"(?![^>]*value-type=)"""
)
_HIDDEN = ("collapse", "filter")
_MANY = 10_000  # rows at once: the rest of an empty sheet


def find_ods_marks(book: ZipFile, sheet: str, marks: SheetMarks) -> None:
    """Add the marks of the sheet with this name.

    Raises:
        expat.ExpatError: the archive is not built as workbooks are.
    """
    if any(_TRACE.search(piece) for piece in read_pieces(book, CONTENT)):
        _OpenSheet(sheet, marks).parse(book)


class _OpenSheet:
    """One sheet of an OpenDocument while its XML is read; rows and columns are known by their order."""

    def __init__(self, name: str, marks: SheetMarks) -> None:
        self._name, self._marks = name, marks
        self._is_read = False
        self._row = self._column = 0
        self._repeated = 1
        self._place = 0  # column of the cell that is being read

    def parse(self, book: ZipFile) -> None:
        parser = expat.ParserCreate()
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        with book.open(CONTENT) as stream:
            parser.ParseFile(stream)

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        name, known = cut_prefix(tag), {cut_prefix(key): value for key, value in attributes.items()}
        if name == "table":
            self._is_read, self._column = known.get("name") == self._name, 0
        elif not self._is_read:
            return
        elif name == "table-column":
            first = self._column
            self._column += int(known.get("number-columns-repeated", 1))
            if known.get("visibility") in _HIDDEN:
                self._marks.hidden_columns.append((first, self._column - 1))
        elif name == "table-row":
            self._column, self._repeated = 0, int(known.get("number-rows-repeated", 1))
            if known.get("visibility") in _HIDDEN and self._repeated < _MANY:
                self._marks.hidden.update(range(self._row, self._row + self._repeated))
        elif name in ("table-cell", "covered-table-cell"):
            self._add_cell(attributes, known)
        elif name == "tab" and self._place not in (columns := self._marks.tabs.setdefault(self._row, [])):
            columns.append(self._place)

    def _add_cell(self, attributes: dict[str, str], known: dict[str, str]) -> None:
        self._place = self._column
        repeated = int(known.get("number-columns-repeated", 1))
        kinds = [value for key, value in attributes.items() if cut_prefix(key) == "value-type"]
        columns = range(self._column, self._column + repeated)
        rows = range(self._row, self._row + self._repeated)
        if "error" in kinds:
            for row in rows:
                self._marks.errors.setdefault(row, []).extend(columns)
        elif "formula" in known and not kinds:
            for row in rows:
                self._marks.unsaved.setdefault(row, []).extend(columns)
        elif "percentage" in kinds:
            for column in columns:
                self._marks.percents.setdefault(column, set()).update(rows)
        high, wide = int(known.get("number-rows-spanned", 1)), int(known.get("number-columns-spanned", 1))
        if high > 1 or wide > 1:
            area = Area(self._row, self._column, self._row + high - 1, self._column + wide - 1)
            self._marks.merged.append(area)
        self._column += repeated

    def _end(self, tag: str) -> None:
        if self._is_read and cut_prefix(tag) == "table-row":
            self._row += self._repeated
