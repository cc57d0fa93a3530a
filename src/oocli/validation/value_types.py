"""Whether a JSON value is what the catalogue documents: one small function for each type or format.

Pure. Owns the scalar types, the date and language formats, permitted values and ranges, and the lossless
mends that the documentation's own examples use: ``"300"`` for a number, ``1`` or ``"true"`` for a boolean, a
number for text. A value is judged, never changed. Lists and objects, and which parameters there are, belong
to ``validation``.
"""

import json
import math
import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any, NamedTuple

from oocli.catalogue import Parameter
from oocli.text.spelling import ask


class Objection(NamedTuple):
    """One thing that does not fit the catalogue.

    Attributes:
        text: one sentence without a full stop; names the value and what to do.
        refuses: whether it stops the action; False for a warning.
    """

    text: str
    refuses: bool = True


def is_given(value: Any) -> bool:
    """Say whether an optional value counts as given: null and empty values do not."""
    return value is not None and value not in ([], {})


def fits(kind: str, value: Any) -> bool:
    """Say whether a value has a documented type, or gets it by a lossless mend."""
    if kind.startswith("array<"):
        items = value if isinstance(value, list) else [value]
        return all(fits(kind[len("array<") : -1], item) for item in items)
    if kind.startswith("map<"):
        return _is_object(value) and all(fits(kind[len("map<") : -1], item) for item in dict(value).values())
    return _KINDS[kind].fits(value)


def describe(kind: str) -> str:
    """Return a documented type in words: ``a whole number``, ``a list of texts``."""
    if kind.startswith("array<"):
        return f"a list of {_KINDS[kind[len('array<') : -1]].plural}"
    return _KINDS["object" if kind.startswith("map<") else kind].words


def show(value: Any) -> str:
    """Return a value as JSON, short enough for a sentence."""
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 100 else f"{text[:97]}..."


def same(first: Any, second: Any) -> bool:
    """Say whether two values are equal up to a lossless mend: ``1``, ``"1"``, ``true`` and ``"true"``."""
    return _canonical(first) == _canonical(second)


def list_words(words: list[str], joiner: str = "or") -> str:
    """Return words joined for a sentence: ``a, b or c``."""
    return f" {joiner} ".join(filter(None, (", ".join(words[:-1]), words[-1])))


def check_scalar(path: str, value: Any, kind: str, parameter: Parameter) -> Iterator[Objection]:
    """Find what is wrong with one value: its type, else whether it is permitted, in range, well formed."""
    if not fits(kind, value) and not _means_permitted(value, parameter):
        if kind == "string" and isinstance(value, bool):
            yield Objection(f"{path} is {show(value)}, {describe(kind)} is documented", refuses=False)
            return
        yield Objection(f"{path} must be {describe(kind)}, not {show(value)}{_explain(kind, value)}")
        return
    yield from _check_enum(path, value, kind, parameter)
    yield from _check_range(path, value, parameter)
    yield from _check_format(path, value, parameter)


def _explain(kind: str, value: Any) -> str:
    if kind == "number" and isinstance(value, str) and _could_be_two(value):
        return f"; it could be {float(value):g} or {value.replace('.', '')}"
    if kind == "integer" and isinstance(value, str) and re.fullmatch(r"-?0\d+", value):
        return "; the API matches nothing with leading zeros"
    return ""


def _check_enum(path: str, value: Any, kind: str, parameter: Parameter) -> Iterator[Objection]:
    permitted = parameter.enum
    if not permitted or any(_is_permitted(value, known, kind, parameter) for known in permitted):
        return
    if value == "" and not parameter.required:
        yield Objection(f"{path} is empty, which counts as not given", refuses=False)
        return
    if parameter.open and str(value).startswith(OWN_FIELD):
        return
    names = [str(known) for known in permitted]
    listed = ", ".join(names[:_SHOWN]) + (f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else "")
    refusal = f"{path} cannot be {show(value)}, permitted: {listed}"
    if parameter.open:
        refusal = f"{path} {show(value)} is not documented, it is sent as it is"
    yield Objection("; ".join(filter(None, (refusal, ask(str(value), names)))), refuses=not parameter.open)


_SHOWN = 24

GEO = "geo"
"""An undocumented operator that onOffice's own WordPress plugin sends: everything within a distance."""

OWN_FIELD = "ind_"
"""The beginning of the names of fields that a customer has set up."""


def _means_permitted(value: Any, parameter: Parameter) -> bool:
    """Say whether true or false stands for a permitted value, 1 or 0 in another form."""
    return isinstance(value, bool) and any(same(value, known) for known in parameter.enum)


def _is_permitted(value: Any, known: Any, kind: str, parameter: Parameter) -> bool:
    if kind == "boolean" or isinstance(value, bool):
        return same(value, known)
    if parameter.name == "op":  # operators are taken in any letter case
        return str(value).lower() in (str(known).lower(), GEO)
    return _write(value) == _write(known)


def _check_range(path: str, value: Any, parameter: Parameter) -> Iterator[Objection]:
    if parameter.min is None and parameter.max is None:
        return
    from decimal import Decimal  # 1.5 ms to load, and few parameters have a range

    if parameter.min is not None and Decimal(value) < parameter.min:
        yield Objection(f"{path} is {show(value)}, the smallest is {parameter.min}")
    if parameter.max is not None and Decimal(value) > parameter.max:
        yield Objection(f"{path} is {show(value)}, the greatest is {parameter.max}")


def _check_format(path: str, value: Any, parameter: Parameter) -> Iterator[Objection]:
    form = _FORMATS.get(parameter.format)
    if form is not None and value != "" and not form.fits(str(value)):
        yield Objection(f"{path} must be {form.words}, not {show(value)}")


def _write(value: Any) -> str:
    """Write a value as text, ``1.0`` like ``1``."""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _canonical(value: Any) -> str:
    if isinstance(value, bool):
        return str(int(value))
    text = _write(value)
    return {"true": "1", "false": "0"}.get(text.lower(), text)


def _could_be_two(text: str) -> bool:
    """Say whether a text is one number with a decimal point, and another if points separate thousands."""
    return re.fullmatch(r"-?[1-9]\d{0,2}\.\d{3}", text, re.ASCII) is not None


def _is_number(value: Any) -> bool:
    if isinstance(value, str):
        plain = re.fullmatch(r"-?(0|[1-9]\d{0,299})(\.\d{1,300})?", value, re.ASCII)
        return plain is not None and not _could_be_two(value)
    if isinstance(value, float):
        return math.isfinite(value)
    return isinstance(value, int) and not isinstance(value, bool)


def _is_integer(value: Any) -> bool:
    if isinstance(value, str):
        return re.fullmatch(r"-?(0|[1-9]\d{0,299})", value, re.ASCII) is not None
    return _is_number(value) and value == int(value)


def _is_boolean(value: Any) -> bool:
    return isinstance(value, bool | int | str) and _canonical(value) in ("0", "1")


def _is_text(value: Any) -> bool:
    return isinstance(value, str) or _is_number(value)


def _is_object(value: Any) -> bool:
    return isinstance(value, dict) or value == []  # PHP writes an empty object as an empty list


def _is_anything(value: Any) -> bool:
    return True


class _Kind(NamedTuple):
    """A type: whether a value has it, and its name in a sentence, singular and plural."""

    fits: Callable[[Any], bool]
    words: str
    plural: str = "values"


_KINDS = {
    "any": _Kind(_is_anything, "any value"),
    "string": _Kind(_is_text, "text", "texts"),
    "integer": _Kind(_is_integer, "a whole number", "whole numbers"),
    "number": _Kind(_is_number, "a number", "numbers"),
    "boolean": _Kind(_is_boolean, "true or false"),
    "object": _Kind(_is_object, "an object", "objects"),
}


def _is_day(text: str) -> bool:
    """Accept YYYY-MM-DD, the DD-MM-YYYY that one page prints, and the 0000-00-00 that clears a date."""
    if text.startswith("0000-00-00"):
        return True
    turned = re.sub(r"^(\d\d)-(\d\d)-(\d{4})", r"\3-\2-\1", text)
    try:
        date.fromisoformat(turned[:10])
    except ValueError:
        return False
    return re.fullmatch(r"([ T]\d\d:\d\d(:\d\d)?(\.\d+)?(Z|[+-]\d\d:?\d\d)?)?", turned[10:]) is not None


def _is_time(text: str) -> bool:
    return re.fullmatch(r"\d{1,3}:\d\d(:\d\d)?", text) is not None


def _is_three_letters(text: str) -> bool:
    return re.fullmatch(r"[A-Za-z]{3}", text) is not None


_FORMATS = {
    "date": _Kind(_is_day, "a date, YYYY-MM-DD"),
    "datetime": _Kind(_is_day, "a date and time, YYYY-MM-DD HH:MM:SS"),
    "datetime in UTC": _Kind(_is_day, "a date and time in UTC, YYYY-MM-DD HH:MM:SS"),
    "time": _Kind(_is_time, "a time, HH:MM:SS"),
    "iso3166-3": _Kind(_is_three_letters, "a code of three letters such as DEU"),
}
