"""Numbers as the reader writes them, with the marks of the locale in the environment. Pure.

The locales of a machine are not asked: which of them are installed differs from one to the next,
and containers have none. The marks are those of the Unicode CLDR; a locale that is not listed here
leaves numbers as they are, which no reader can take for something else.
"""

import re
from collections.abc import Mapping
from typing import NamedTuple

from oocli.text.lazy_pattern import lazy_pattern

# As the API writes a number: 301600.00. What begins with a needless zero is text, such as a postcode.
_NUMBER = lazy_pattern(r"(-?)(0|[1-9]\d*)(\.\d+)?", re.ASCII)

# In the order in which POSIX looks at them; an empty one counts as missing.
_VARIABLES = ("LC_ALL", "LC_NUMERIC", "LANG")

_SPACE = "\u00a0"
_NARROW_SPACE = "\u202f"
_APOSTROPHE = "\u2019"


class NumberStyle(NamedTuple):
    """How numbers are written somewhere.

    Attributes:
        group: stands between groups of three digits.
        point: stands before the decimals.
    """

    group: str
    point: str

    def write(self, text: str) -> str:
        """Return a number of the API in this style; any other text as it is. No digit is lost or added."""
        match = _NUMBER.fullmatch(text)
        if match is None:
            return text
        sign, whole, decimals = match.groups("")
        start = len(whole) % 3
        groups = [whole[:start], *(whole[at : at + 3] for at in range(start, len(whole), 3))]
        return sign + self.group.join(filter(None, groups)) + decimals.replace(".", self.point, 1)

    def without_unicode(self) -> "NumberStyle":
        """Return the style for a terminal that has ASCII only."""
        plain = {_SPACE: " ", _NARROW_SPACE: " ", _APOSTROPHE: "'"}
        return self._replace(group=plain.get(self.group, self.group))


# Languages, and territories that differ from the rest of their language.
_STYLES = {
    NumberStyle(".", ","): "ca da de el es eu gl hr id is it lb mk nl pt ro sl sr tr vi",
    NumberStyle(",", "."): (
        "cy en ga he ja ko ms th zh es_DO es_GT es_HN es_MX es_NI es_PA es_PE es_PR es_SV es_US"
    ),
    NumberStyle(_SPACE, ","): (
        "be bg cs eo et fi hu hy ka kk lt lv nb nn no pl ru sk sq sv uk de_AT pt_PT es_CR en_ZA"
    ),
    NumberStyle(_NARROW_SPACE, ","): "fr",
    NumberStyle(_APOSTROPHE, "."): "gsw rm de_CH de_LI it_CH en_CH",
}


def read_style(environ: Mapping[str, str]) -> NumberStyle | None:
    """Return the style of the reader's locale, from ``LC_ALL``, ``LC_NUMERIC`` or ``LANG``; None leaves all.

    ``C``, ``POSIX`` and unknown locales leave numbers as they are.
    """
    chosen = next(filter(None, map(environ.get, _VARIABLES)), None) or ""
    name = re.split(r"[.@]", chosen)[0].replace("-", "_")
    styles = {place: style for style, places in _STYLES.items() for place in places.split()}
    return styles.get(name) or styles.get(name.partition("_")[0])
