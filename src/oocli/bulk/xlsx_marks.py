"""The marks of a sheet of an .xlsx, searched in its XML.

Most sheets have none, which a search of the bytes shows; only others are parsed. Source: ECMA-376, part 1,
18.3.1.4 (c) and 18.3.1.73 (row).
"""

import posixpath
import re
from xml.parsers import expat
from zipfile import ZipFile

from oocli.bulk.sheet_marks import SheetMarks
from oocli.bulk.zip_members import cut_prefix, read_pieces

_TRACE = re.compile(
    rb"""\st=["']e["']|\shidden=["'](?:1|true)["']"""
    rb"""|</(?:\w+:)?f>\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>|</(?:\w+:)?c>)|<(?:\w+:)?f\b[^>]*/>"""
)
_BOOK, _RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
_PLACE = re.compile(r"([A-Z]+)([0-9]+)")


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
        self._place: re.Match[str] | None = None  # of the cell that is being read
        self._element = ""
        self._is_open = False  # whether the cell has a formula, and no result so far

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._element = name = cut_prefix(tag)
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
        if cut_prefix(tag) == "c" and self._is_open and self._place is not None:
            _add(self._marks.unsaved, self._place)


def _add(places: dict[int, list[str]], place: re.Match[str]) -> None:
    places.setdefault(int(place[2]), []).append(place[1])
