"""The marks of a sheet of an .xlsx, searched in its XML.

Most sheets have none, which a search of the bytes shows; only others are parsed. Source: ECMA-376, part 1,
18.3.1.4 (c), 18.3.1.13 (col) and 18.3.1.73 (row); a place is optional, and goes on from the one before.
"""

import posixpath
import re
from xml.parsers import expat
from zipfile import ZipFile

from oocli.bulk.sheet_marks import SheetMarks, read_column
from oocli.bulk.zip_members import cut_prefix, read_pieces

_TRACE = re.compile(
    rb"""\st=["']e["']|\shidden=["'](?:1|true)["']"""
    rb"""|</(?:\w+:)?f>\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>|</(?:\w+:)?c>)|<(?:\w+:)?f\b[^>]*/>"""
)
_BOOK, _RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"


def find_xlsx_marks(book: ZipFile, sheet: str, marks: SheetMarks) -> None:
    """Add the marks of the sheet with this name.

    Raises:
        KeyError, expat.ExpatError: the archive is not built as workbooks are.
    """
    member = _find_member(book, sheet)
    if any(_TRACE.search(piece) for piece in read_pieces(book, member)):
        _parse(book, member, marks)


def _find_member(book: ZipFile, sheet: str) -> str:
    """Return the member of the archive that holds a sheet."""
    targets = {each["Id"]: each["Target"] for each in _list_elements(book, _RELATIONS, "Relationship")}
    relation = {each["name"]: each["id"] for each in _list_elements(book, _BOOK, "sheet")}[sheet]
    return posixpath.normpath(posixpath.join("/xl", targets[relation])).lstrip("/")


def _list_elements(book: ZipFile, member: str, tag: str) -> list[dict[str, str]]:
    """Return the attributes of all elements with this name, without their namespaces."""
    found: list[dict[str, str]] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        if cut_prefix(name) == tag:
            found.append({cut_prefix(name): value for name, value in attributes.items()})

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.Parse(book.read(member), True)
    return found


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
        self._row = self._column = -1  # of the cell that is being read
        self._is_text = False  # whether its result is a text, which may be empty
        self._element = ""
        self._is_open = False  # whether the cell has a formula, and no result so far

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._element = name = cut_prefix(tag)
        is_hidden = attributes.get("hidden") in ("1", "true")
        if name == "row":
            self._row, self._column = int(attributes.get("r", self._row + 2)) - 1, -1
            if is_hidden:
                self._marks.hidden.add(self._row)
        elif name == "col" and is_hidden:
            self._marks.hidden_columns.append((int(attributes["min"]) - 1, int(attributes["max"]) - 1))
        elif name == "c":
            self._start_cell(attributes.get("r", ""), attributes.get("t", ""))
        elif name == "f":
            self._is_open = True

    def _start_cell(self, place: str, kind: str) -> None:
        self._column = read_column(place.rstrip("0123456789")) if place else self._column + 1
        self._is_open, self._is_text = False, kind == "str"
        if kind == "e":
            self._add(self._marks.errors)

    def read(self, text: str) -> None:
        if self._element == "v" and text.strip():
            self._is_open = False

    def end(self, tag: str) -> None:
        self._element = ""
        if cut_prefix(tag) == "c" and self._is_open and not self._is_text:
            self._add(self._marks.unsaved)

    def _add(self, places: dict[int, list[int]]) -> None:
        places.setdefault(self._row, []).append(self._column)
