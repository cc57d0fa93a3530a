"""Postcodes that were numbers in a sheet: whether they may have lost a leading zero.

Pure. Germany's postcodes have five digits, of which the first may be a zero; a number keeps none.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from oocli.bulk.sheet_values import NumberCell
from oocli.values.parsed import Unread

_DIGITS = 5
_SHORT_DIGITS = 4
_NAMES = ("plz", "postleitzahl", "postcode", "zip")
_COUNTRY = "land"
# Countries whose postcodes are four digits: their keys in onOffice, and how people write them.
_SHORT_BY_KEY: Mapping[str, tuple[str, ...]] = {
    "aut": ("at", "österreich", "austria"),
    "aus": ("au", "australien", "australia"),
    "bel": ("be", "belgien", "belgium"),
    "bgr": ("bg", "bulgarien", "bulgaria"),
    "che": ("ch", "schweiz", "switzerland"),
    "cyp": ("cy", "zypern", "cyprus"),
    "dnk": ("dk", "dänemark", "denmark"),
    "hun": ("hu", "ungarn", "hungary"),
    "lie": ("li", "liechtenstein"),
    "lux": ("lu", "luxemburg", "luxembourg"),
    "lva": ("lv", "lettland", "latvia"),
    "nld": ("nl", "niederlande", "netherlands"),
    "nor": ("no", "norwegen", "norway"),
    "nzl": ("nz", "neuseeland", "new zealand"),
    "svn": ("si", "slowenien", "slovenia"),
    "zaf": ("za", "südafrika", "south africa"),
}
_SHORT = frozenset(_SHORT_BY_KEY).union(*_SHORT_BY_KEY.values())


def is_lost(path: Sequence[str], value: Any) -> bool:
    """Say whether a cell is a postcode that was a number and is shorter than German ones."""
    return isinstance(value, NumberCell) and path[-1].lower() in _NAMES and len(value) < _DIGITS


def doubt_postcode(parameters: dict[str, Any], path: Sequence[str], column: str) -> None:
    """Replace a postcode by what is wrong with it, unless the country beside it has such short ones."""
    record: Any = parameters
    for name in path[:-1]:
        record = record[name]
    text = str(record[path[-1]])
    if len(text) == _SHORT_DIGITS and _find_country(record) in _SHORT:
        return
    problem = (
        f"{column}: {text} is a number in the sheet, and may have lost a zero; type it as text,"
        f" or give the row a {_COUNTRY} whose postcodes have four digits"
    )
    record[path[-1]] = Unread(text, problem, "a postcode")


def _find_country(record: Mapping[str, Any]) -> str:
    found = next((value for name, value in record.items() if name.lower() == _COUNTRY), "")
    return str(found).strip().lower()
