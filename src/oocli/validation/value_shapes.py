"""Check lists, maps, objects and filters against what the catalogue documents.

Pure. Owns what is inside a parameter: its elements and keys, what is missing there, and the
shape of a filter's conditions. Single values belong to ``value_types``, conditions between keys
to ``rules``, the parameters of an action to ``validation``.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from oocli.catalogue import Parameter
from oocli.text.spelling import ask, suggest
from oocli.validation.rules import check_rules
from oocli.validation.value_types import (
    GEO,
    OWN_FIELD,
    Objection,
    check_scalar,
    describe,
    fits,
    is_given,
    list_words,
    show,
)
from oocli.values.parsed import Unread

_CONDITION = frozenset({"op", "val"})
_LISTS = frozenset({"in", "not in"})


def soften(objections: Iterable[Objection]) -> Iterator[Objection]:
    """Turn refusals into warnings that say why they are only warnings."""
    for objection in objections:
        note = " (unclear in the documentation, so only a warning)" if objection.refuses else ""
        yield Objection(objection.text + note, refuses=False)


def check_deprecation(name: str, deprecated: Any) -> Iterator[Objection]:
    """Say that a call or parameter is deprecated, and what to use; ``deprecated`` as in the catalogue."""
    if deprecated:
        facts = deprecated if isinstance(deprecated, Mapping) else {}
        successor, note = facts.get("use"), facts.get("note")
        advice = f", use {successor.replace('.', ' ')} instead" if successor else f": {note}" if note else ""
        yield Objection(f"{name} is deprecated{advice}", refuses=False)


def check_missing(
    known: Sequence[Parameter], values: Mapping[str, Any], prefix: str = ""
) -> Iterator[Objection]:
    """Find the required parameters that the values lack; an empty one is only a warning."""
    for parameter in known:
        if parameter.required:
            objections = _find_missing(parameter, values, prefix + parameter.name)
            yield from soften(objections) if parameter.unconfirmed else objections


def _find_missing(parameter: Parameter, values: Mapping[str, Any], path: str) -> Iterator[Objection]:
    if parameter.name not in values:
        wanted = f", one of {', '.join(map(str, parameter.enum))}" if parameter.enum else ""
        summary = f": {parameter.summary}" if parameter.summary else ""
        yield Objection(f"{path} is missing, it is required{wanted}{summary}")
    elif values[parameter.name] in ("", [], {}) and parameter.type != "any":
        yield Objection(f"{path} is required but empty", refuses=False)


def check_value(path: str, value: Any, parameter: Parameter) -> Iterator[Objection]:
    """Find everything that is wrong with the value of a parameter, also inside it.

    An optional value that is null or empty counts as not given.
    """
    if isinstance(value, Unread) or (not parameter.required and not is_given(value)):
        return
    yield from check_deprecation(path, parameter.deprecated)
    objections = _find_in_value(path, value, parameter)
    judges_keys = parameter.properties and fits("object", value)  # each key says itself what is unclear
    yield from soften(objections) if parameter.unconfirmed and not judges_keys else objections


def _find_in_value(path: str, value: Any, parameter: Parameter) -> Iterator[Objection]:
    if value is None and (parameter.nullable or parameter.type == "any"):
        return
    if not fits(parameter.type, value) and any(fits(kind, value) for kind in parameter.alt_types):
        return
    yield from _check_kind(path, value, parameter.type, parameter)


def _check_kind(path: str, value: Any, kind: str, parameter: Parameter) -> Iterator[Objection]:
    if isinstance(value, Unread):  # reported by a check of its own
        return
    inner = kind.partition("<")[2][:-1]
    if value is None and kind != "any":
        yield Objection(f"{path} is null, it must be {describe(kind)}")
    elif kind.startswith("array<"):
        yield from _check_list(path, value, inner, parameter)
    elif kind.startswith("map<"):
        yield from _check_map(path, value, inner, parameter)
    elif kind == "object":
        yield from _check_object(path, value, parameter)
    else:
        yield from check_scalar(path, value, kind, parameter)


def _check_list(path: str, value: Any, inner: str, parameter: Parameter) -> Iterator[Objection]:
    if _is_list_with_gaps(value):
        value = list(value.values())
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield from _check_kind(f"{path}[{index}]", item, inner, parameter)
    elif inner == "object" or not fits(inner, value):
        yield Objection(f"{path} must be {_describe_list(inner, parameter)}, not {show(value)}")
    else:
        yield from _check_kind(path, value, inner, parameter)


def _is_list_with_gaps(value: Any) -> bool:
    """Say whether this is what PHP makes from a list with gaps: an object with numbers as keys."""
    return isinstance(value, Mapping) and bool(value) and all(str(key).isdecimal() for key in value)


def _describe_list(inner: str, parameter: Parameter) -> str:
    if _holds_conditions(parameter):
        return 'a list of conditions such as [{"op": "=", "val": 1}]'
    return describe(f"array<{inner}>")


def _holds_conditions(parameter: Parameter) -> bool:
    return {key.name for key in parameter.properties} == _CONDITION


def _check_map(path: str, value: Any, inner: str, parameter: Parameter) -> Iterator[Objection]:
    if not fits("object", value):
        yield Objection(f"{path} must be {describe('object')}, not {show(value)}")
    elif parameter.properties and "object" not in inner:  # then they are keys of the map, not of its elements
        yield from _check_object(path, value, parameter)
    else:
        for key, item in dict(value).items():
            yield from _check_filter_field(path, key, parameter)
            yield from _check_kind(f"{path}.{key}", item, inner, parameter)


def _check_filter_field(path: str, key: str, parameter: Parameter) -> Iterator[Objection]:
    if parameter.filter_fields and key not in parameter.filter_fields:
        question = ask(key, parameter.filter_fields) or f"permitted: {', '.join(parameter.filter_fields)}"
        yield Objection(f"{path} cannot filter on {key}; {question}")
    elif key in parameter.filter_fields_excluded:
        yield Objection(f"{path} cannot filter on {key}, the API refuses this field")


def _check_object(path: str, value: Any, parameter: Parameter) -> Iterator[Objection]:
    if not fits("object", value):
        keys = [key.name for key in parameter.properties if not key.names_any_field]
        yield Objection(f"{path} must be an object{_list_keys(keys)}, not {show(value)}")
        return
    values = dict(value)
    known = {key.name: key for key in parameter.properties}
    is_geo = _holds_conditions(parameter) and str(values.get("op")).lower() == GEO
    for name, item in values.items() if known else ():
        if is_geo and name not in known:  # loc, min, max and country: the place and its surroundings
            continue
        key = known.get(name) or _find_pattern(name, parameter.properties)
        if name not in known:
            yield from doubt_name(f"{path}.{name}", name, [*known], is_field=key is not None)
        if key is not None:
            yield from check_value(f"{path}.{name}", item, key)
    yield from check_missing(parameter.properties, values, f"{path}.")
    yield from check_rules(parameter.rules, values, path)
    if _holds_conditions(parameter):
        yield from _check_condition(path, values)


def _list_keys(keys: Sequence[str]) -> str:
    return f" with {list_words([*keys], 'and')}" if 0 < len(keys) <= 6 else ""


def _find_pattern(name: str, known: Sequence[Parameter]) -> Parameter | None:
    """Return the entry that stands for every field (``<field name>``, ``<field name>__von``), or None."""
    patterns = [key for key in known if key.names_any_field]
    return next((key for key in patterns if name.endswith(key.name.partition(">")[2])), None)


def doubt_name(path: str, name: str, known: Sequence[str], *, is_field: bool) -> Iterator[Objection]:
    """Warn about an undocumented name; about a field only if it is similar to a documented name."""
    if name.startswith(OWN_FIELD):
        return
    near = _find_near(name, tuple(known), is_field=is_field)
    if near:
        yield Objection(f"{path} is not documented; did you mean {' or '.join(near)}?", refuses=False)
    elif not is_field:
        yield Objection(f"{path} is not documented, it is sent as it is", refuses=False)


@lru_cache(maxsize=1000)  # every row has the same columns
def _find_near(name: str, known: tuple[str, ...], *, is_field: bool) -> tuple[str, ...]:
    others = [other for other in known if not other.startswith("<")]
    if is_field:
        others = [other for other in others if _is_slip(name, other)]  # few, and comparing is expensive
    return tuple(suggest(name, others)) if others else ()


def _is_slip(name: str, other: str) -> bool:
    return name.lower() == other.lower() or (len(other) > 7 and abs(len(name) - len(other)) <= 1)


def _check_condition(path: str, condition: Mapping[str, Any]) -> Iterator[Objection]:
    """Check that the value of a filter's condition has the shape that its operator wants."""
    if not condition.keys() >= _CONDITION:
        return
    operator, value = str(condition["op"]).lower(), condition["val"]
    if operator in _LISTS and not (isinstance(value, list) and value):
        yield Objection(f"{path}.val must be a list of values for {operator}, not {show(value)}")
    elif operator == "between" and not (isinstance(value, list) and len(value) == 2):
        yield Objection(
            f"{path}.val must be a list of two values, from and to, for between, not {show(value)}"
        )
    elif operator not in {*_LISTS, "between"} and isinstance(value, list | dict):
        yield Objection(f"{path}.val must be one value for {operator}, not {show(value)}; use in for several")
