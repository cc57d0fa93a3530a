"""The catalogue's conditions between values: one small function for each demand.

Pure. Owns what the keys of ``catalogue.Rule`` mean; single values and their types belong to
``value_types``. Names in a rule are those of values at the same level, dotted for deeper ones.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from oocli.catalogue import Rule
from oocli.validation.value_types import Objection, describe, fits, is_given, list_words, same, show


def check_rules(rules: Sequence[Rule], values: Mapping[str, Any], path: str = "") -> Iterator[Objection]:
    """Find the rules that the values break; ``path`` names the object that holds the values."""
    prefix = f"{path}." if path else ""
    for rule in rules:
        if not all(_holds(_look_up(values, name), wanted) for name, wanted in _when(rule).items()):
            continue
        for demand, check in _DEMANDS.items():
            for text in check(rule.get(demand, ()), values, prefix):
                yield Objection(
                    text + _tell_condition(rule, prefix) + _tell_reason(rule),
                    refuses=demand != "ignored" and not rule.get("unconfirmed", False),
                )


def _when(rule: Rule) -> Mapping[str, Any]:
    return rule.get("when", {})


def _look_up(values: Mapping[str, Any], name: str) -> Any:
    """Return the value under a dotted name; None if it is not given."""
    found: Any = values
    for part in name.split("."):
        found = found.get(part) if isinstance(found, Mapping) else None
    return found


def _is_given(values: Mapping[str, Any], name: str) -> bool:
    return is_given(_look_up(values, name))


def _holds(value: Any, wanted: Any) -> bool:
    if wanted == "given":
        return is_given(value)
    if wanted == "several":
        return isinstance(value, list) and len(value) > 1
    if wanted == "object":
        return isinstance(value, Mapping)
    if not is_given(value):
        return None in wanted
    return _has_any(value, wanted)


def _has_any(value: Any, wanted: Sequence[Any]) -> bool:
    items = value if isinstance(value, list) else [value]
    return any(same(item, known) for item in items for known in wanted if known is not None)


def _tell_condition(rule: Rule, prefix: str) -> str:
    parts = [_tell_part(prefix + name, wanted) for name, wanted in _when(rule).items()]
    return f" when {list_words(parts, 'and')}" if parts else ""


def _tell_part(name: str, wanted: Any) -> str:
    if isinstance(wanted, str):
        return f"{name} is {_WANTED[wanted]}"
    return f"{name} is {list_words(['not given' if value is None else _plain(value) for value in wanted])}"


_WANTED = {"given": "given", "several": "a list of several", "object": "an object"}


def _tell_reason(rule: Rule) -> str:
    return f" ({rule['reason']})" if "reason" in rule else ""


def _plain(value: Any) -> str:
    return value if isinstance(value, str) else show(value)


def _require(names: Sequence[str], values: Mapping[str, Any], prefix: str) -> Iterator[str]:
    for name in names:
        if not _is_given(values, name):
            yield f"{prefix}{name} is missing, it is required"


def _require_any(choices: Sequence[Any], values: Mapping[str, Any], prefix: str) -> Iterator[str]:
    sets = [[choice] if isinstance(choice, str) else choice for choice in choices]
    if sets and not any(all(_is_given(values, name) for name in names) for names in sets):
        place = f"{prefix[:-1]} needs" if prefix else "the call needs"
        words = [list_words(names, "and") for names in sets]
        yield f"{place} {list_words(words) if len(words) == sum(map(len, sets)) else ', or '.join(words)}"


def _exclude(names: Sequence[str], values: Mapping[str, Any], prefix: str) -> Iterator[str]:
    given = [prefix + name for name in names if _is_given(values, name)]
    if len(given) > 1:
        yield f"{list_words(given, 'and')} exclude each other, give one of them"


def _forbid(names: Sequence[str], values: Mapping[str, Any], prefix: str) -> Iterator[str]:
    for name in names:
        if _is_given(values, name):
            yield f"{prefix}{name} cannot be given"


def _note_ignored(names: Sequence[str], values: Mapping[str, Any], prefix: str) -> Iterator[str]:
    for name in names:
        if _is_given(values, name):
            yield f"{prefix}{name} has no effect"


def _want_single(names: Sequence[str], values: Mapping[str, Any], prefix: str) -> Iterator[str]:
    for name in names:
        if _holds(_look_up(values, name), "several"):
            yield f"{prefix}{name} takes one value only"


def _compare(pairs: Mapping[str, Sequence[str]], values: Mapping[str, Any], prefix: str) -> Iterator[str]:
    for name, others in dict(pairs).items():
        value = _look_up(values, name)
        known = [_look_up(values, other) for other in others]
        if value is not None and not any(_has_any(other, [value]) for other in known if other is not None):
            yield f"{prefix}{name} is {show(value)}, it must be the value of {list_words(list(others))}"


def _want_values(pairs: Mapping[str, Sequence[Any]], values: Mapping[str, Any], prefix: str) -> Iterator[str]:
    for name, wanted in dict(pairs).items():
        value = _look_up(values, name)
        if value is None or not _has_any(value, wanted):
            yield f"{prefix}{name} must be or contain {list_words([_plain(known) for known in wanted])}"


def _limit_keys(pairs: Mapping[str, Sequence[str]], values: Mapping[str, Any], prefix: str) -> Iterator[str]:
    for name, keys in dict(pairs).items():
        value = _look_up(values, name)
        for key in value if isinstance(value, Mapping) else ():
            if key not in keys:
                yield f"{prefix}{name} takes only {list_words(list(keys))}, not {key},"


def _want_types(pairs: Mapping[str, str], values: Mapping[str, Any], prefix: str) -> Iterator[str]:
    for name, kind in dict(pairs).items():
        value = _look_up(values, name)
        if value is not None and not fits(kind, value):
            yield f"{prefix}{name} must be {describe(kind)}, not {show(value)},"


_DEMANDS: Mapping[str, Callable[[Any, Mapping[str, Any], str], Iterator[str]]] = {
    "required": _require,
    "any_of": _require_any,
    "exclusive": _exclude,
    "forbidden": _forbid,
    "ignored": _note_ignored,
    "single": _want_single,
    "among": _compare,
    "has": _want_values,
    "keys": _limit_keys,
    "types": _want_types,
}
