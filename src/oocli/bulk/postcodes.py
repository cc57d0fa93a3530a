"""Postcodes that are numbers, in a sheet or in JSON, or were: whether they may have lost a leading zero.

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

DIGITS = 5
"""Digits of the postcodes of a country that is not listed."""

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
_FIVE: Mapping[str, tuple[str, ...]] = {  # some of those with zeros in front; five is what is expected anyway
    "deu": ("de", "deutschland", "germany"),
    "esp": ("es", "spanien", "spain"),
    "fra": ("fr", "frankreich", "france"),
    "ita": ("it", "italien", "italy"),
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
    for digits, countries in ((3, _THREE), (4, _FOUR), (5, _FIVE), (6, _SIX))
    for key, names in countries.items()
    for name in (key, *names)
}


def is_postcode(path: Sequence[str]) -> bool:
    """Say whether a value under a path is a postcode."""
    return _NAMES.fullmatch(path[-1]) is not None


def may_be_lost(path: Sequence[str], value: Any) -> bool:
    """Say whether a value is a postcode that is, was or may have been a number, and may have lost a zero."""
    if isinstance(value, NumberCell) or type(value) is int:
        return len(str(value)) < _MOST_DIGITS and is_postcode(path)
    return isinstance(value, str) and len(value) < DIGITS and value.isdecimal() and is_postcode(path)


def doubt_postcode(parameters: dict[str, Any], path: Sequence[str], column: str, *, source: Any) -> str:
    """Replace a postcode by what is wrong with it, if those of its country are longer and it was a number.

    A text is left as it is: a spreadsheet that has saved CSV wrote it so, without its zero, but so may
    people. Gives a sentence about it, where its country stands beside it; else nothing. ``source`` is what
    the file has.
    """
    record: Any = parameters
    for name in path[:-1]:
        record = record[name]
    match = _NAMES.fullmatch(path[-1])
    owner = (match[1] or "").lower() if match else ""
    country, text = _find_country(record, owner), str(source)
    digits = _DIGITS_BY_COUNTRY.get(country or "", DIGITS)
    if len(text) >= digits:
        return ""
    if isinstance(source, NumberCell | int):
        place = " in the sheet" if isinstance(source, NumberCell) else ""
        problem = f"{column}: {text} is a number{place}, and may have lost a zero; type it as text"
        if len(text) in _WORDS and (country is not None or not owner):
            problem += f", or give the row a {owner}land whose postcodes have {_WORDS[len(text)]} digits"
        record[path[-1]] = Unread(text, problem, "a postcode")
    elif country in _DIGITS_BY_COUNTRY:
        why = f"postcodes of its country have {digits}; a spreadsheet may have taken a zero away"
        return f"{column}: {text} has {len(text)} digits, {why}"
    return ""


def _find_country(record: Mapping[str, Any], owner: str) -> str | None:
    """Return the country, as it was typed, whose name begins as that of the postcode; None without one."""
    names = [owner + country for country in _COUNTRIES]
    return next((str(value).strip().lower() for name, value in record.items() if name.lower() in names), None)
