"""Turn typed text into the value of a documented parameter.

Pure. Numbers, yes and no, and dates are read as for fields; what the documentation's own
pages print stays as it is. A text that is nothing documented stays too, with a note of what is wrong with it.
"""

import re
from typing import Any

from oocli.catalogue import Parameter
from oocli.values.choices import read_boolean
from oocli.values.dates import read_date, read_datetime
from oocli.values.numbers import DecimalSign, read_number
from oocli.values.parsed import Reading, Unread

_AS_PRINTED = re.compile(r"(?:[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{2}-[0-9]{2}-[0-9]{4})(.*)", re.DOTALL)
_WITHOUT_ZONE = re.compile(r"(?:[ T][0-9]{2}:[0-9]{2}(?::[0-9]{2})?)?")


def read_parameter(parameter: Parameter, kind: str, text: str, *, sign: DecimalSign = "") -> Any:
    """Return the JSON value of a text for a parameter with a single value, or for one item of its list.

    ``kind`` is ``integer``, ``number``, ``boolean``, or any other for text, which is a date where
    the parameter's format says so. ``sign`` is the decimal sign, where it is known.
    """
    if text == "" and kind not in ("integer", "number", "boolean"):
        return text
    read = _read(parameter, kind, text, sign)
    if read.refusal is not None:
        return Unread.of(text, parameter.name, read.refusal)
    return _encode(read.value, kind, parameter)


def _read(parameter: Parameter, kind: str, text: str, sign: DecimalSign) -> Reading:
    if kind in ("integer", "number"):
        return read_number(text, whole=kind == "integer", sign=sign)
    if kind == "boolean":
        return read_boolean(text)
    if not parameter.format.startswith("date"):
        return Reading(text)
    printed = _AS_PRINTED.fullmatch(text)
    if printed and (text.startswith("0000-00-00") or _WITHOUT_ZONE.fullmatch(printed[1])):
        day = read_date(text.removesuffix(printed[1]))
        return Reading(text) if day.refusal is None else day
    if parameter.format == "date":
        return read_date(text)
    return read_datetime(text, utc=parameter.format.endswith("in UTC"))


def _encode(value: Any, kind: str, parameter: Parameter) -> Any:
    if kind == "integer":
        return int(value)
    if kind == "number":
        return float(value) if "." in value else int(value)
    if kind == "boolean":
        wants_number = any(type(permitted) is int for permitted in parameter.enum)
        return int(value) if wants_number else value == "1"
    return value
