"""A file of which no rows are read: by its name, or because its text is of another format.

Pure. ``encodings`` tells what is no text, ``no_workbook`` what is no workbook.
"""

from collections.abc import Mapping
from typing import NamedTuple

BEGINNING = 64  # characters that tell formats apart

_SAVE = "Save it as .xlsx, or as CSV; a spreadsheet calls that 'CSV UTF-8'"
_READ_BACK = "-o csv, tsv, json, ndjson and xlsx write what is read again"
_BY_ENDING: Mapping[str, tuple[str, str]] = {
    **dict.fromkeys((".yaml", ".yml"), ("YAML", "Make JSON of it: yq -o json . FILE")),
    **dict.fromkeys((".numbers", ".xlsb", ".fods"), ("a workbook", _SAVE)),
    ".md": ("Markdown", _READ_BACK),
    ".geojson": ("GeoJSON", _READ_BACK),
    ".parquet": ("Parquet", _READ_BACK),
}
_LINES = "--from-format ndjson reads one object a line"
_ARRAY = "--from-format json reads an array"
_SHEET = "--from-format csv reads a sheet"


class Mistake(NamedTuple):
    """What a file is instead.

    Attributes:
        what: it is, as a noun.
        hint: what to do.
    """

    what: str
    hint: str


def guess_format(start: str) -> str:
    """Return the format of a text that begins so."""
    return {"[": "json", "{": "ndjson"}.get(start.lstrip()[:1], "csv")


def find_unread_ending(ending: str) -> Mistake | None:
    """Return what a file with this ending is of which no rows are read; None if that is not known."""
    return Mistake(*_BY_ENDING[ending]) if ending in _BY_ENDING else None


def find_other_text(start: str, row_format: str) -> Mistake | None:
    """Return what a text is that begins so and is not of a format; None if it may be of it.

    ``start`` has its first characters, at most ``BEGINNING``.
    """
    begin = start.lstrip()
    first = begin[:1]
    if not first:
        return None
    if first == "<":
        return Mistake("HTML or XML", f"Open it in a spreadsheet. {_SAVE}")
    if begin.startswith("{\\rtf"):
        return Mistake("RTF", "Save its table as CSV")
    if row_format == "json":
        return None if first == "[" else Mistake("no JSON array", _LINES if first == "{" else _SHEET)
    if row_format == "ndjson":
        return (
            None
            if first == "{"
            else Mistake("not one JSON object a line", _ARRAY if first == "[" else _SHEET)
        )
    hint = {"[": _ARRAY, "{": _LINES}.get(first, "")
    return Mistake("JSON, not a sheet", hint) if hint else None
