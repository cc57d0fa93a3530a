"""Postcodes that were numbers in a sheet: whether they may have lost a leading zero.

Pure. Germany's postcodes have five digits, of which the first may be a zero; a number keeps none. Other
countries have other lengths; those are listed whose postcodes are digits alone. What a name begins with says
whose postcode it is: ``Plz`` and ``Plz_postfach`` go with ``Land``, ``range_plz`` with ``range_land``; that
of the beneficial owner, ``gwgWbPlz``, has no country, whatever the ``Land`` of the address is.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from oocli.bulk.sheet_values import NumberCell
from oocli.values.parsed import Unread

_DIGITS = 5  # of a country that is not listed
_MOST_DIGITS = 6
_WORDS = {3: "three", 4: "four"}
_NAMES = re.compile(r"(.*)plz.*|postleitzahl|postcode|zip(?:code)?", re.IGNORECASE)  # Plz_postfach, range_plz
_COUNTRIES = ("land", "country")
# Countries by the digits of their postcodes: their keys in onOffice, and how people write them.
_THREE: Mapping[str, tuple[str, ...]] = {
    "fro": ("fo", "färöer", "färöer inseln", "faroe islands"),
    "isl": ("is", "island", "iceland"),
}
_FOUR: Mapping[str, tuple[str, ...]] = {
    "alb": ("al", "albanien", "albania"),
    "arm": ("am", "armenien", "armenia"),
    "aut": ("at", "österreich", "austria"),
    "aus": ("au", "australien", "australia"),
    "bel": ("be", "belgien", "belgium"),
    "bgr": ("bg", "bulgarien", "bulgaria"),
    "che": ("ch", "schweiz", "switzerland"),
    "cpv": ("cv", "kap verde", "cape verde"),
    "cyp": ("cy", "zypern", "cyprus"),
    "dnk": ("dk", "dänemark", "denmark"),
    "geo": ("ge", "georgien", "georgia"),
    "grl": ("gl", "grönland", "greenland"),
    "hun": ("hu", "ungarn", "hungary"),
    "lie": ("li", "liechtenstein"),
    "lux": ("lu", "luxemburg", "luxembourg"),
    "lva": ("lv", "lettland", "latvia"),
    "mkd": ("mk", "mazedonien", "nordmazedonien", "north macedonia"),
    "nld": ("nl", "niederlande", "netherlands"),
    "nor": ("no", "norwegen", "norway"),
    "nzl": ("nz", "neuseeland", "new zealand"),
    "phl": ("ph", "philippinen", "philippines"),
    "svn": ("si", "slowenien", "slovenia"),
    "tun": ("tn", "tunesien", "tunisia"),
    "zaf": ("za", "südafrika", "south africa"),
}
_SIX: Mapping[str, tuple[str, ...]] = {
    "chn": ("cn", "china"),
    "ind": ("in", "indien", "india"),
    "kaz": ("kz", "kasachstan", "kazakhstan"),
    "rou": ("ro", "rumänien", "romania"),
    "rus": ("ru", "russland", "russische föderation", "russia"),
    "sgp": ("sg", "singapur", "singapore"),
}
_DIGITS_BY_COUNTRY: Mapping[str, int] = {
    name: digits
    for digits, countries in ((3, _THREE), (4, _FOUR), (6, _SIX))
    for key, names in countries.items()
    for name in (key, *names)
}


def may_be_lost(path: Sequence[str], value: Any) -> bool:
    """Say whether a cell is a postcode that was a number, and so short that a zero may be lost."""
    return isinstance(value, NumberCell) and len(value) < _MOST_DIGITS and bool(_NAMES.fullmatch(path[-1]))


def doubt_postcode(parameters: dict[str, Any], path: Sequence[str], column: str) -> None:
    """Replace a postcode by what is wrong with it, if those of the country beside it are longer."""
    record: Any = parameters
    for name in path[:-1]:
        record = record[name]
    text = str(record[path[-1]])
    match = _NAMES.fullmatch(path[-1])
    owner = (match[1] or "").lower() if match else ""
    country = _find_country(record, owner)
    if len(text) >= _DIGITS_BY_COUNTRY.get(country or "", _DIGITS):
        return
    other = ""
    if len(text) in _WORDS and (country is not None or not owner):
        other = f", or give the row a {owner}land whose postcodes have {_WORDS[len(text)]} digits"
    problem = f"{column}: {text} is a number in the sheet, and may have lost a zero; type it as text{other}"
    record[path[-1]] = Unread(text, problem, "a postcode")


def _find_country(record: Mapping[str, Any], owner: str) -> str | None:
    """Return the country, as it was typed, whose name begins as that of the postcode; None without one."""
    names = [owner + country for country in _COUNTRIES]
    return next((str(value).strip().lower() for name, value in record.items() if name.lower() in names), None)
