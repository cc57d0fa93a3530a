"""The marks of a sheet of an .xlsx, searched in its XML.

Most sheets have none, which a search of the bytes shows; only others are parsed. Source: ECMA-376, part 1,
18.3.1.4 (c), 18.3.1.13 (col), 18.3.1.73 (row) and 18.5.1.2 (table). A place is optional, and goes on from the
one before.
"""

import posixpath
import re
from collections.abc import Collection, Iterator
from string import ascii_uppercase
from xml.parsers import expat
from zipfile import ZipFile

from oocli.bulk.sheet_marks import SheetMarks, read_column
from oocli.bulk.zip_members import cut_prefix, read_pieces

_TRACE = re.compile(
    rb"""\st=["']e["']|\shidden=["'](?:1|true)["']"""
    rb"""|</(?:\w+:)?f>\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>|</(?:\w+:)?c>)|<(?:\w+:)?f\b[^>]*/>"""
)
_YES = ("1", "true")
_FORMULA = rb"<(?:\w+:)?f\b"
_BOOK, _RELATIONS, _STYLES = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml"
_PERCENT_FORMATS = ("9", "10")  # that every workbook has without saying so; 18.8.30
_NO_MARK = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')  # parts of a number format that are text


def find_xlsx_marks(book: ZipFile, sheet: str, marks: SheetMarks) -> None:
    """Add the marks of the sheet with this name.

    A program that has calculated nothing may say so, and save 0 as the result of each formula.

    Raises:
        KeyError, expat.ExpatError: the archive is not built as workbooks are.
    """
    member = _find_member(book, sheet)
    marks.totals.update(_list_totals(book, member))
    is_open = any(each.get("fullCalcOnLoad") in _YES for each in _list_elements(book, _BOOK, "calcPr"))
    percents = _list_percent_styles(book) if _STYLES in book.namelist() else frozenset()
    traces = [_TRACE.pattern, *([_FORMULA] if is_open else [])]
    if percents:
        traces.append(rb'\ss=["\'](?:%b)["\']' % "|".join(percents).encode())
    trace = re.compile(b"|".join(traces))
    if any(trace.search(piece) for piece in read_pieces(book, member)):
        _parse(book, member, _Sheet(marks, percents, is_open=is_open))


def _list_totals(book: ZipFile, member: str) -> Iterator[int]:
    """Return the rows that are the totals of tables in a sheet: the last one of each table that has one."""
    folder, name = posixpath.split(member)
    relations = f"{folder}/_rels/{name}.rels"
    if relations in book.namelist():
        for each in _list_elements(book, relations, "Relationship"):
            if each["Type"].endswith("/table"):
                table = posixpath.normpath(posixpath.join("/", folder, each["Target"])).lstrip("/")
                for known in _list_elements(book, table, "table") if table in book.namelist() else ():
                    if known.get("totalsRowCount", "0") != "0":
                        yield int(known["ref"].rpartition(":")[2].lstrip(ascii_uppercase)) - 1


def _list_percent_styles(book: ZipFile) -> frozenset[str]:
    """Return the styles of cells whose numbers are shown in percent."""
    formats = {
        each["numFmtId"]
        for each in _list_elements(book, _STYLES, "numFmt")
        if "%" in _NO_MARK.sub("", each["formatCode"])
    }
    used = [each.get("numFmtId", "") for each in _list_elements(book, _STYLES, "xf", inside="cellXfs")]
    percents = formats.union(_PERCENT_FORMATS)
    return frozenset(str(place) for place, name in enumerate(used) if name in percents)


def _find_member(book: ZipFile, sheet: str) -> str:
    """Return the member of the archive that holds a sheet."""
    targets = {each["Id"]: each["Target"] for each in _list_elements(book, _RELATIONS, "Relationship")}
    relation = {each["name"]: each["id"] for each in _list_elements(book, _BOOK, "sheet")}[sheet]
    return posixpath.normpath(posixpath.join("/xl", targets[relation])).lstrip("/")


def _list_elements(book: ZipFile, member: str, tag: str, *, inside: str = "") -> list[dict[str, str]]:
    """Return the attributes of all elements with this name, without their namespaces."""
    found: list[dict[str, str]] = []
    around: list[str] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        if cut_prefix(name) == tag and (not inside or inside in around):
            found.append({cut_prefix(name): value for name, value in attributes.items()})
        around.append(cut_prefix(name))

    def end(name: str) -> None:
        around.pop()

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.Parse(book.read(member), True)
    return found


def _parse(book: ZipFile, member: str, sheet: "_Sheet") -> None:
    parser = expat.ParserCreate()
    parser.StartElementHandler = sheet.start
    parser.CharacterDataHandler = sheet.read
    parser.EndElementHandler = sheet.end
    with book.open(member) as stream:
        parser.ParseFile(stream)


class _Sheet:
    """One sheet of an .xlsx while its XML is read."""

    def __init__(self, marks: SheetMarks, percents: Collection[str], *, is_open: bool) -> None:
        self._marks = marks
        self._percents = percents
        self._zero = "0" if is_open else ""  # what is no result of a formula
        self._row = self._column = -1  # of the cell that is being read
        self._is_text = False  # whether its result is a text, which may be empty
        self._element = ""
        self._is_open = False  # whether the cell has a formula, and no result so far

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._element = name = cut_prefix(tag)
        is_hidden = attributes.get("hidden") in _YES
        if name == "row":
            self._row, self._column = int(attributes.get("r", self._row + 2)) - 1, -1
            if is_hidden:
                self._marks.hidden.add(self._row)
        elif name == "col" and is_hidden:
            self._marks.hidden_columns.append((int(attributes["min"]) - 1, int(attributes["max"]) - 1))
        elif name == "c":
            self._start_cell(attributes.get("r", ""), attributes.get("t", ""))
            if attributes.get("s") in self._percents:
                self._marks.percents.setdefault(self._column, set()).add(self._row)
        elif name == "f":
            self._is_open = True

    def _start_cell(self, place: str, kind: str) -> None:
        self._column = read_column(place.rstrip("0123456789")) if place else self._column + 1
        self._is_open, self._is_text = False, kind == "str"
        if kind == "e":
            self._add(self._marks.errors)

    def read(self, text: str) -> None:
        if self._element == "v" and text.strip() not in ("", self._zero):
            self._is_open = False

    def end(self, tag: str) -> None:
        self._element = ""
        if cut_prefix(tag) == "c" and self._is_open and not self._is_text:
            self._add(self._marks.unsaved)

    def _add(self, places: dict[int, list[int]]) -> None:
        places.setdefault(self._row, []).append(self._column)
