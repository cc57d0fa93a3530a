"""Numbers as people write them, plain and German, with their units.

Pure. A text is read in both notations: with a decimal point and with a decimal comma, where
the other mark, a blank or an apostrophe may separate groups of three digits. What both can read, but
differently (``300.000``), is refused unless the decimal sign is known. The value is plain text such as
``-1234.50``; no digit of it is calculated.
"""

import re
from collections.abc import Mapping
from typing import Any, Literal

from oocli.text.lazy_pattern import lazy_pattern
from oocli.values.parsed import Reading, refuse

DecimalSign = Literal["", ".", ","]
"""What separates a number from its fraction; empty if unknown."""

FLOAT_DIGITS = 15  # digits that a double keeps of any number
INTEGER_DIGITS = 18  # digits that a 64-bit integer keeps

_BLANKS = " \u00a0\u2007\u2009\u202f"
_GROUP = f"[{_BLANKS}'\u2019]"
_MINUSES = "-\u2212"
_PLAIN = lazy_pattern(r"-?(?:0|[1-9][0-9]{0,11})(?:\.[0-9]{1,2})?")


def _write_notation(mark: str, point: str) -> re.Pattern[str]:
    grouped = rf"[1-9][0-9]{{0,2}}(?:(?:{mark}[0-9]{{3}})+|(?:{_GROUP}[0-9]{{3}})+)"
    nothing = r"-{1,2}|[\u2013\u2014]"  # 250.000,- and its like
    return lazy_pattern(
        rf"(?P<whole>{grouped}|[0-9]+|(?={point}[0-9]))(?:{point}(?:(?P<fraction>[0-9]+)|{nothing}))?"
    )


_NOTATIONS: Mapping[DecimalSign, re.Pattern[str]] = {
    ".": _write_notation(",", r"\."),
    ",": _write_notation(r"\.", ","),
}
_JSON = lazy_pattern(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")
_NO_DIGIT = lazy_pattern(r"[^0-9]")
_GROUP_SIZE = 3  # digits

_MONEY = frozenset(
    {"DATA_TYPE_MONETARY", "DATA_TYPE_MONETARY_OR_TEXT", "DATA_TYPE_MONETARY_WITHOUT_CURRENCY"}
)
_AREA = frozenset({"DATA_TYPE_AREA"})
_VOLUME = frozenset({"DATA_TYPE_VOLUME"})
_ENERGY = frozenset({"DATA_TYPE_ENERGY_REQUIRED"})
_UNITS: Mapping[str, frozenset[str]] = {
    **dict.fromkeys(("€", "eur", "euro"), _MONEY),
    **dict.fromkeys(("m²", "m2", "qm", "sqm"), _AREA),
    **dict.fromkeys(("m³", "m3", "cbm"), _VOLUME),
    **dict.fromkeys(("kwh/(m²a)", "kwh/(m²*a)", "kwh/(m²·a)", "kwh/(m² a)", "kwh/m²a"), _ENERGY),
    "%": frozenset({"DATA_TYPE_PERCENTAGE"}),
    "m": frozenset({"DATA_TYPE_LENGTH"}),
}
"""Units that leave the number as it is, with the measures that they belong to."""

_ONLY_THERE = frozenset({"m"})  # may need conversion into another unit if the measure is unknown
_UNKNOWN_MEASURES = frozenset({"", "DATA_TYPE_ALL", "DATA_TYPE_NONE", "DATA_TYPE_NUMERIC"})
_ANY_UNIT = "|".join(map(re.escape, sorted(_UNITS, key=len, reverse=True)))
_UNIT_BEHIND = lazy_pattern(rf"(.*?[0-9,.\-\u2013\u2014])[{_BLANKS}]*({_ANY_UNIT})", re.IGNORECASE)
_UNIT_BEFORE = lazy_pattern(rf"(€|eur|euro)[{_BLANKS}]*(.*)", re.IGNORECASE)
_SIGN = lazy_pattern(rf"([+\-\u2212]?)[{_BLANKS}]*(.*)")

_HOW = "write it like 1234.56 or 1234,56"
_HOW_WHOLE = "write it like 1234"
_HOW_JSON = "JSON writes it like 1234.56"


def read_number(text: str, *, whole: bool = False, sign: DecimalSign = "", measure: str = "") -> Reading:
    """Read a text as a number; its value is plain text such as ``-1234.50``.

    Args:
        text: what was typed.
        whole: whether it must have no fraction.
        sign: the decimal sign, if known.
        measure: the field's display format (``DATA_TYPE_AREA`` ...), which implies its unit.
    """
    if _PLAIN.fullmatch(text) and not (whole and "." in text):
        return Reading(text)
    body, minus, unit = _take_apart(text)
    expected, how = ("a whole number", _HOW_WHOLE) if whole else ("a number", _HOW)
    if unit and not _fits(unit, measure):
        return refuse(expected, how, why=f"{unit} is not the unit of this field")
    readings = _find_readings(body)
    if not readings:
        return refuse(expected, how)
    if len(set(readings.values())) > 1 and not sign:
        both = [minus + value for value in readings.values()]
        plain = [value for value in map(_write_plainly, both) if not (whole and "." in value)]
        return refuse(expected, f"write {' or '.join(plain)}", readings=tuple(map(_shorten, both)))
    value = readings.get(sign) or next(iter(readings.values()))
    return _settle(value, minus, whole=whole)


def read_json_number(value: Any, *, whole: bool = False) -> Reading:
    """Read a JSON value as a number: a number, or its text as JSON writes it; the value stays as it is."""
    expected = "a whole number" if whole else "a number"
    if isinstance(value, str):
        read = read_number(value, whole=whole) if _JSON.fullmatch(value) else refuse(expected, _HOW_JSON)
        return read if read.refusal else Reading(value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return refuse(expected, _HOW_JSON)
    if whole and value != int(value):
        return refuse(expected, "leave out the fraction")
    if isinstance(value, int) and abs(value) >= 10**INTEGER_DIGITS:
        return _refuse_digits(INTEGER_DIGITS)
    return Reading(value)


def find_sign(text: str) -> DecimalSign:
    """Return the decimal sign that a text reveals, because it cannot be read otherwise."""
    if "." not in text and "," not in text:
        return ""
    readings = _find_readings(_take_apart(text)[0])
    return next(iter(readings)) if len(readings) == 1 else ""


def find_mark(text: str) -> DecimalSign:
    """Return the mark in a text that is another number in each notation: the point of ``300.000``."""
    readings = _find_readings(_take_apart(text)[0])
    if len(set(readings.values())) < len(_NOTATIONS):
        return ""
    return "." if "." in text else ","


def has_cents(measure: str) -> bool:
    """Say whether the numbers of a display format have two decimal places in onOffice: money, areas."""
    return measure in _MONEY or measure in _AREA


def shows_groups(text: str) -> bool:
    """Say whether marks separate groups of digits in a text that is a number in one notation only."""
    body = _take_apart(text)[0]
    found = [match for notation in _NOTATIONS.values() if (match := notation.fullmatch(body))]
    return len(found) == 1 and _NO_DIGIT.search(found[0]["whole"]) is not None


def _take_apart(text: str) -> tuple[str, str, str]:
    """Return the number without sign and unit, then its minus sign and its unit, each may be empty."""
    body, unit = text.strip(_BLANKS + "\t\r\n"), ""
    if match := _UNIT_BEHIND.fullmatch(body):
        body, unit = match.groups()
    elif match := _UNIT_BEFORE.fullmatch(body):
        unit, body = match.groups()
    match = _SIGN.fullmatch(body)
    if match is None:
        return body, "", unit
    return match[2], "-" if match[1] and match[1] in _MINUSES else "", unit


def _fits(unit: str, measure: str) -> bool:
    measures = _UNITS[unit.lower()]
    return measure in measures or (measure in _UNKNOWN_MEASURES and unit.lower() not in _ONLY_THERE)


def _find_readings(body: str) -> dict[DecimalSign, str]:
    """Return what each notation reads, by its decimal sign; leave out one that cannot read it."""
    found: dict[DecimalSign, str] = {}
    for sign, notation in _NOTATIONS.items():
        if match := notation.fullmatch(body):
            whole = _NO_DIGIT.sub("", match["whole"]).lstrip("0") or "0"
            found[sign] = f"{whole}.{match['fraction']}" if match["fraction"] else whole
    return found


def _settle(value: str, minus: str, *, whole: bool) -> Reading:
    number, _, fraction = value.partition(".")
    if whole and fraction:
        if fraction.strip("0") or len(fraction) == _GROUP_SIZE:  # 1.950 is more likely meant to be 1950
            return refuse("a whole number", "leave out the fraction")
        value, fraction = number, ""
    most = INTEGER_DIGITS if whole else FLOAT_DIGITS
    if len((number + fraction).strip("0")) > most or len(number) > INTEGER_DIGITS:
        return _refuse_digits(most)
    return Reading(minus + value if value.strip("0.") else value)


def _refuse_digits(most: int) -> Reading:
    return refuse("a number that arrives unchanged", "round it", why=f"it has more than {most} digits")


def _write_plainly(value: str) -> str:
    """Write a number so that it can be read in one way only: ``1.2340``, because 1.234 could be 1234."""
    number, _, fraction = value.partition(".")
    fraction = fraction.rstrip("0")
    return f"{number}.{fraction}{'0' * (len(fraction) == _GROUP_SIZE)}" if fraction else number


def _shorten(value: str) -> str:
    number, _, fraction = value.partition(".")
    return f"{number}.{fraction.rstrip('0')}".rstrip(".")
