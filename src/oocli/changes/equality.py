"""Whether two values of a field are the same, however each is written.

Pure. The kind of the field decides, never the look of a value: ``350000`` is ``350000.00`` in a
number field, but another text in a text field. What the API gives and what it takes are both understood:
``|a||b|`` and a list, ``0000-00-00`` and an empty text, line ends of either kind.
"""

import json
import re
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from oocli.values.key_lists import split_text

_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)(?:[ T](\d\d:\d\d)(?::(\d\d))?)?", re.ASCII)
_NO_DAY = "0000-00-00"
_TRUTH = {"1": True, "true": True, "ja": True, "0": False, "false": False, "nein": False}
_LONGEST = 300  # characters of a number
_PLACES = 2  # decimal places that onOffice keeps of a number
_NONE: tuple[Any, ...] = (None, "", [], {})


def are_same(one: Any, other: Any, kind: str) -> bool:
    """Say whether two values mean the same to a field of this kind, as ``values.find_kind`` names it.

    If the kind is unknown, a list of one key equals that key.
    """
    if not kind and (isinstance(one, list) or isinstance(other, list)):
        kind = "choices"
    if _normalize(one, kind) == _normalize(other, kind):
        return True
    return _is_json_of(one, other) or _is_json_of(other, one)


def is_still(current: Any, written: Any, kind: str, *, length: int | None = None) -> bool:
    """Say whether a field has what was written to it, in the form in which onOffice keeps it.

    It keeps an empty value as 0 in a number and as no in a boolean, rounds a number, and cuts a text to the
    field's ``length``.
    """
    if are_same(current, written, kind):
        return True
    if kind == "number" and _is_rounded(current, written):
        return True
    if kind in ("integer", "number", "boolean"):
        return _is_nothing(current, kind) and _is_nothing(written, kind)
    is_cut = isinstance(current, str) and isinstance(written, str) and length is not None
    return is_cut and len(current) == length and written.startswith(current)


def split_keys(value: Any) -> list[str]:
    """Return the keys of a multiselect value: a list, or a text as the API writes it, ``|a||b|``."""
    if value in _NONE:
        return []
    if isinstance(value, str):
        return split_text(value)
    items = value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else [value]
    return [_as_text(item) for item in items]


def is_empty(value: Any, kind: str) -> bool:
    """Say whether a value is empty."""
    return bool(_normalize(value, kind) == "")


def as_number(value: Any) -> Decimal | None:
    """Return a value as a number, or None if it is no number."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    text = str(value).strip()
    try:
        number = Decimal(text) if text and len(text) <= _LONGEST else None
    except InvalidOperation:
        return None
    return number if number is not None and number.is_finite() else None


def _normalize(value: Any, kind: str) -> Any:
    if value in _NONE:
        return ""
    normalize: Callable[[Any], Any] = _NORMALIZERS.get(kind, _as_text)
    return normalize(value)


def _is_json_of(text: Any, value: Any) -> bool:
    """Say whether a text is a list or an object as a sheet writes it: ``multiParkingLot`` in a cell."""
    if not isinstance(text, str) or not isinstance(value, list | Mapping):
        return False
    try:
        return bool(json.loads(text) == value)
    except (ValueError, RecursionError):
        return False


def _is_rounded(current: Any, written: Any) -> bool:
    """Say whether a number is another one rounded to the digits that it shows, and to cents at the least."""
    kept, given = as_number(current), as_number(written)
    if kept is None or given is None:
        return False
    places = max(_PLACES, -int(kept.as_tuple().exponent))
    return abs(kept - given) * 2 <= Decimal(1).scaleb(-places)


def _is_nothing(value: Any, kind: str) -> bool:
    return _normalize(value, kind) in ("", 0, False)


def _as_number(value: Any) -> Any:
    number = as_number(value)
    return _as_text(value) if number is None else number


def _as_truth(value: Any) -> Any:
    text = _as_text(value).strip().lower()
    return _TRUTH.get(text, text)


def _as_set(value: Any) -> Any:
    return frozenset(split_keys(value)) or ""


def _as_moment(value: Any) -> Any:
    text = _as_text(value).strip()
    if text.startswith(_NO_DAY):
        return ""
    found = _MOMENT.fullmatch(text)
    if found is None:
        return text
    day, minute, second = found.groups()
    return f"{day} {minute or '00:00'}:{second or '00'}"


def _as_text(value: Any) -> str:
    if isinstance(value, str):
        return value.replace("\r\n", "\n").replace("\r", "\n") if "\r" in value else value
    if isinstance(value, bool):
        return "1" if value else "0"
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


_NORMALIZERS: Mapping[str, Callable[[Any], Any]] = {
    "integer": _as_number,
    "number": _as_number,
    "boolean": _as_truth,
    "choices": _as_set,
    "date": _as_moment,
    "datetime": _as_moment,
}
