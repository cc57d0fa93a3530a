"""Cells whose type in the sheet is not that of their field: what a spreadsheet has made of something else.

Pure. A truth value is no amount; ``3-4`` that became a day was a house number; a phone number that became a
number has lost its zero. Postcodes have a module of their own.
"""

from typing import NamedTuple

from oocli.bulk.sheet_values import MomentCell, NumberCell, TruthCell
from oocli.catalogue import Parameter

_PHONES = ("telefon", "telefax", "phone", "mobil", "fax")
_NO_TRUTH = {
    "integer": "a whole number",
    "number": "a number",
    "date": "a date",
    "datetime": "a date and time",
}
_KINDS = {"string": "text", "integer": "integer", "number": "number"}  # of documented parameters


class Misfit(NamedTuple):
    """What is odd about a cell.

    Attributes:
        text: one sentence, without the column.
        expected: what it should be, if it cannot be sent: ``a number``; empty for a doubt.
    """

    text: str
    expected: str = ""


def find_misfit(cell: object, name: str, kind: str) -> Misfit | None:
    """Return what is odd about a cell of a field, whose values are of a kind; None if nothing is."""
    if isinstance(cell, TruthCell) and kind not in ("boolean", ""):
        expected = _NO_TRUTH.get(kind, "")
        rest = f", not {expected}" if expected else f", and is sent as {cell}"
        return Misfit(f"{cell.shown} is a truth value in the sheet{rest}", expected)
    if isinstance(cell, MomentCell) and kind == "text":
        return Misfit(f"{cell} is a date or time in the sheet; type it as text if it is meant otherwise")
    if isinstance(cell, NumberCell) and kind in ("text", "") and name.lower().startswith(_PHONES):
        return Misfit(f"{cell} is a number in the sheet, and may have lost a zero or a plus; type it as text")
    return None


def find_documented_kind(parameter: Parameter) -> str:
    """Return the kind of the values of a documented parameter; empty where it does not matter."""
    if parameter.type == "string" and parameter.format in ("date", "datetime"):
        return parameter.format
    return _KINDS.get(parameter.type, "")
