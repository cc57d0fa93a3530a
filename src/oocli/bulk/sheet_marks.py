"""What a sheet of a workbook says beside its values: errors of formulas, and rows that are not shown.

Reads the XML of the sheet itself, for what reads the values gives an error as an empty cell. Most
sheets have neither, which a search tells; only others are parsed.
Source: ECMA-376, part 1, 18.3.1.4 (c) and 18.3.1.73 (row).
"""

import posixpath
import re
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile

from oocli.errors import UsageError

_PIECE = 1 << 20  # bytes
_TRACE = re.compile(rb"""\st=["']e["']|\shidden=["'](?:1|true)["']""")
_BOOK, _RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
_OVERLAP = 32  # bytes; longer than a trace
_PLACE = re.compile(r"([A-Z]+)([0-9]+)")


class SheetMarks(NamedTuple):
    """What was found in a sheet.

    Attributes:
        errors: row to the columns (``C``) with an error of a formula; rows count from 1.
        hidden: rows that are not shown.
    """

    errors: dict[int, list[str]]
    hidden: set[int]


def find_marks(file: BinaryIO, sheet: str) -> SheetMarks:
    """Look for marks in the sheet of a name.

    Raises:
        UsageError: the file is not built as workbooks are.
    """
    marks = SheetMarks({}, set())
    try:
        with ZipFile(file) as book:
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
    """Return the attributes of all elements of a name, without their namespaces."""
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
    """Return the bytes of a member in pieces, each with the end of the one before."""
    with book.open(member) as stream:
        before = b""
        while piece := stream.read(_PIECE):
            yield before + piece
            before = piece[-_OVERLAP:]


def _parse(book: ZipFile, member: str, marks: SheetMarks) -> None:
    def start(tag: str, attributes: dict[str, str]) -> None:
        name = _cut(tag)
        if name == "row" and attributes.get("hidden") in ("1", "true"):
            marks.hidden.add(int(attributes["r"]))
        elif name == "c" and attributes.get("t") == "e" and (place := _PLACE.fullmatch(attributes["r"])):
            marks.errors.setdefault(int(place[2]), []).append(place[1])

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    with book.open(member) as stream:
        parser.ParseFile(stream)
