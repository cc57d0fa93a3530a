"""What a sheet of a workbook holds besides its values: formulas without a result, and hidden rows.

Reads the XML of the sheet itself, because the reader of values gives an error as an empty cell, and so a
formula that a program has written and nobody calculated. Most sheets have none of it, which a search shows;
only others are parsed. The binary workbooks before .xlsx are not searched. Sources: ECMA-376, part 1,
18.3.1.4 (c) and 18.3.1.73 (row); OpenDocument 1.3, part 3, 9.1 (tables).
"""

import posixpath
import re
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile, is_zipfile

from oocli.errors import UsageError

_PIECE = 1 << 20  # bytes
_TRACE = re.compile(
    rb"""\st=["']e["']|\shidden=["'](?:1|true)["']"""
    rb"""|</(?:\w+:)?f>\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>|</(?:\w+:)?c>)|<(?:\w+:)?f\b[^>]*/>"""
)
_BOOK, _RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
_CONTENT = "content.xml"  # of an OpenDocument: all sheets
_OPEN_TRACE = re.compile(rb"""value-type="error"|:visibility="(?:collapse|filter)"|-spanned=|<text:tab""")
_MANY = 10_000  # rows at once: the rest of an empty sheet
_OVERLAP = 256  # bytes; longer than a trace
_PLACE = re.compile(r"([A-Z]+)([0-9]+)")


class SheetMarks(NamedTuple):
    """What was found in a sheet.

    Attributes:
        errors: row to the columns (``C``) with an error of a formula; rows count from 1.
        unsaved: row to the columns with a formula whose result was not saved.
        hidden: hidden rows.
        merged: first and last cell of each merged area, row and column counting from 0; only if the reader of
            values does not know them.
        tabs: row to the columns with a tab, if the reader of values drops it.
        is_searched: whether the kind of workbook can be searched; False leaves all of them empty.
    """

    errors: dict[int, list[str]]
    unsaved: dict[int, list[str]]
    hidden: set[int]
    merged: list[tuple[tuple[int, int], tuple[int, int]]]
    tabs: dict[int, list[str]]
    is_searched: bool = True


def find_marks(file: BinaryIO, sheet: str) -> SheetMarks:
    """Look for marks in the sheet with this name.

    Raises:
        UsageError: the file is not built as workbooks are.
    """
    marks = SheetMarks({}, {}, set(), [], {})
    if not is_zipfile(file):
        return marks._replace(is_searched=False)
    try:
        with ZipFile(file) as book:
            if _CONTENT in book.namelist():
                if any(_OPEN_TRACE.search(piece) for piece in _read_pieces(book, _CONTENT)):
                    _OpenSheet(sheet, marks).parse(book)
                return marks
            member = _find_member(book, sheet)
            if any(_TRACE.search(piece) for piece in _read_pieces(book, member)):
                _parse(book, member, marks)
    except (BadZipFile, KeyError, expat.ExpatError) as error:
        raise UsageError(
            f"The workbook cannot be searched for errors ({error})", hint="Save it again in the spreadsheet"
        ) from error
    return marks


def _find_member(book: ZipFile, sheet: str) -> str:
    """Return the member of the archive that holds a sheet."""
    targets = {each["Id"]: each["Target"] for each in _list_elements(book, _RELATIONS, "Relationship")}
    relation = {each["name"]: each["id"] for each in _list_elements(book, _BOOK, "sheet")}[sheet]
    return posixpath.normpath(posixpath.join("/xl", targets[relation])).lstrip("/")


def _list_elements(book: ZipFile, member: str, tag: str) -> list[dict[str, str]]:
    """Return the attributes of all elements with this name, without their namespaces."""
    found: list[dict[str, str]] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        if _cut(name) == tag:
            found.append({_cut(name): value for name, value in attributes.items()})

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.Parse(book.read(member), True)
    return found


def _cut(name: str) -> str:
    return name.rpartition(":")[2]


def _read_pieces(book: ZipFile, member: str) -> Iterator[bytes]:
    """Return the bytes of a member in pieces, each preceded by the end of the one before."""
    with book.open(member) as stream:
        before = b""
        while piece := stream.read(_PIECE):
            yield before + piece
            before = piece[-_OVERLAP:]


def _parse(book: ZipFile, member: str, marks: SheetMarks) -> None:
    sheet = _Sheet(marks)
    parser = expat.ParserCreate()
    parser.StartElementHandler = sheet.start
    parser.CharacterDataHandler = sheet.read
    parser.EndElementHandler = sheet.end
    with book.open(member) as stream:
        parser.ParseFile(stream)


class _Sheet:
    """One sheet of an .xlsx while its XML is read."""

    def __init__(self, marks: SheetMarks) -> None:
        self._marks = marks
        self._place: re.Match[str] | None = None  # of the cell that is being read
        self._element = ""
        self._is_open = False  # whether the cell has a formula, and no result so far

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._element = name = _cut(tag)
        if name == "row" and attributes.get("hidden") in ("1", "true"):
            self._marks.hidden.add(int(attributes["r"]))
        elif name == "c":
            kind, self._is_open = attributes.get("t"), False
            self._place = None if kind == "str" else _PLACE.fullmatch(attributes["r"])  # "" is a result
            if kind == "e" and self._place is not None:
                _add(self._marks.errors, self._place)
        elif name == "f":
            self._is_open = True

    def read(self, text: str) -> None:
        if self._element == "v" and text.strip():
            self._is_open = False

    def end(self, tag: str) -> None:
        self._element = ""
        if _cut(tag) == "c" and self._is_open and self._place is not None:
            _add(self._marks.unsaved, self._place)


def _add(places: dict[int, list[str]], place: re.Match[str]) -> None:
    places.setdefault(int(place[2]), []).append(place[1])


class _OpenSheet:
    """One sheet of an OpenDocument while its XML is read; rows and columns are known by their order."""

    def __init__(self, name: str, marks: SheetMarks) -> None:
        self._name, self._marks = name, marks
        self._is_read = False
        self._row = self._column = 0
        self._repeated = 1
        self._place = ""  # column of the cell that is being read

    def parse(self, book: ZipFile) -> None:
        parser = expat.ParserCreate()
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        with book.open(_CONTENT) as stream:
            parser.ParseFile(stream)

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        name, known = _cut(tag), {_cut(key): value for key, value in attributes.items()}
        if name == "table":
            self._is_read = known.get("name") == self._name
        elif not self._is_read:
            return
        elif name == "table-row":
            self._column, self._repeated = 0, int(known.get("number-rows-repeated", 1))
            if known.get("visibility") in ("collapse", "filter") and self._repeated < _MANY:
                self._marks.hidden.update(range(self._row + 1, self._row + 1 + self._repeated))
        elif name in ("table-cell", "covered-table-cell"):
            self._add_cell(attributes, known)
        elif name == "tab" and self._place not in (columns := self._marks.tabs.setdefault(self._row + 1, [])):
            columns.append(self._place)

    def _add_cell(self, attributes: dict[str, str], known: dict[str, str]) -> None:
        self._place = name_column(self._column)
        if "error" in attributes.values():
            for row in range(self._row, self._row + self._repeated):
                self._marks.errors.setdefault(row + 1, []).append(self._place)
        high, wide = int(known.get("number-rows-spanned", 1)), int(known.get("number-columns-spanned", 1))
        if high > 1 or wide > 1:
            last = (self._row + high - 1, self._column + wide - 1)
            self._marks.merged.append(((self._row, self._column), last))
        self._column += int(known.get("number-columns-repeated", 1))

    def _end(self, tag: str) -> None:
        if self._is_read and _cut(tag) == "table-row":
            self._row += self._repeated


def name_column(column: int) -> str:
    """Return a column, counting from 0, as a spreadsheet names it: ``C``."""
    letters, rest = "", column + 1
    while rest:
        rest, last = divmod(rest - 1, 26)
        letters = chr(ord("A") + last) + letters
    return letters
