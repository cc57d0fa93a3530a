"""Values as computers want them: numbers, booleans, lists and ISO dates, by the types of fields.

Pure. The API writes most values as text: ``"350000.00"``, ``"1"``, ``"|a||b|"``,
``"0000-00-00"``. Here the type of a field decides what a value becomes, never how the
value looks. What does not fit its type stays as it came: nothing is lost.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

from oocli.values.key_lists import split_text

_NUMBER = re.compile(r"-?[0-9]+(?:\.([0-9]+))?", re.ASCII)
_DAY = re.compile(r"(\d{4}-\d\d-\d\d)(?:[ T](\d\d:\d\d(?::\d\d)?))?", re.ASCII)
_GERMAN_DAY = re.compile(r"(\d\d)-(\d\d)-(\d{4})(?:[ T](\d\d:\d\d(?::\d\d)?))?", re.ASCII)
_EMPTY_DAY = "0000-00-00"
_MIDNIGHT = ("", "00:00", "00:00:00")
_DIGITS_KEPT = 15  # what a double keeps of any number
_LONGEST = 300  # characters of a number; Python refuses to read thousands of digits
_GREATEST = 10**_LONGEST  # what a double can hold at all
_TRUTH: Mapping[Any, bool] = {
    "1": True, "true": True, "ja": True,
    "0": False, "false": False, "nein": False,
}  # fmt: skip


def type_value(value: Any, kind: str) -> Any:
    """Return one value as the type of its field wants it.

    ``integer`` and ``float``: a number, None for an empty text. ``boolean``: true or false, None
    for an empty text. ``multiselect``: a list of keys. ``date``: ``YYYY-MM-DD``; ``datetime``:
    ``YYYY-MM-DDTHH:MM:SS`` without an offset, for the API's times are German local time;
    None for the API's empty date. Every other type leaves the value alone.
    """
    return CONVERTERS[kind](value) if kind in CONVERTERS else value


def _as_number(value: Any, *, whole: bool) -> Any:
    if not isinstance(value, str):
        return value
    text = value.strip()
    if not text:
        return None
    match = _NUMBER.fullmatch(text)
    if match is None or len(text) > _LONGEST:
        return value
    if whole and not (match[1] or "").strip("0"):
        return int(text.partition(".")[0])
    digits = text.lstrip("-").replace(".", "").strip("0")
    return float(text) if len(digits) <= _DIGITS_KEPT else value


def _as_integer(value: Any) -> Any:
    return _as_number(value, whole=True)


def _as_float(value: Any) -> Any:
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) < _GREATEST:
        return float(value) if float(value) == value else value
    return _as_number(value, whole=False)


def _as_boolean(value: Any) -> Any:
    if value is None or isinstance(value, bool):
        return value
    text = str(value).strip().lower()
    return _TRUTH.get(text, value) if text else None


def _as_list(value: Any) -> Any:
    if value is None or value == "":
        return []
    if isinstance(value, str):
        return split_text(value)
    if isinstance(value, Mapping):  # a PHP list with gaps
        return list(value.values())
    return value if isinstance(value, list) else [value]


def _as_date(value: Any) -> Any:
    day, time = _split_day(value)
    if day is None:
        return time
    return day if time in _MIDNIGHT else f"{day}T{time}"


def _as_datetime(value: Any) -> Any:
    day, time = _split_day(value)
    if day is None:
        return time
    return f"{day}T{time}" if time else day


def _split_day(value: Any) -> tuple[str | None, Any]:
    """Return day (ISO) and time of a text, or None and what the value becomes where it is not a date."""
    if not isinstance(value, str):
        return None, value
    text = value.strip()
    if not text or text.startswith(_EMPTY_DAY):
        return None, None
    if match := _DAY.fullmatch(text):
        return match[1], match[2] or ""
    if match := _GERMAN_DAY.fullmatch(text):
        return f"{match[3]}-{match[2]}-{match[1]}", match[4] or ""
    return None, value


CONVERTERS: Mapping[str, Callable[[Any], Any]] = {
    "integer": _as_integer,
    "float": _as_float,
    "boolean": _as_boolean,
    "multiselect": _as_list,
    "date": _as_date,
    "datetime": _as_datetime,
}
"""What gives the value, for each type whose values are no texts."""
