"""The values that options and arguments may have: one function for each source of values.

A source is named in ``words.json`` or by ``place``, and gives pairs of a value and its meaning. ``entry`` is
the catalogue entry of the current call, empty elsewhere.
"""

from __future__ import annotations

from oocli.completion.names import Names, list_files

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

    Pairs = Iterable[tuple[str, str]]
    Entry = Mapping[str, Any]


def list_values(
    option: Mapping[str, Any], text: str, entry: Entry, names: Names, before: list[str]
) -> list[tuple[str, str]]:
    """Return the values that an option or argument takes and that begin as typed.

    ``option`` has ``values`` (fixed ones, mapped to their meanings), ``several`` (commas join them) or
    ``source``; ``before`` are the arguments before this one.
    """
    source = _SOURCES.get(option.get("source", ""))
    if source is not None:
        return source(text, entry, names, before)
    if text.startswith("@") and option.get("value") == "JSON":
        return _prefix("@", _list_paths(text[1:], entry, names, before))
    values = option.get("values", {}).items()
    return _join(values, text) if option.get("several") else match(values, text)


def match(pairs: Pairs, text: str) -> list[tuple[str, str]]:
    """Keep what begins as typed; letter case counts only if that leaves something."""
    known = list(pairs)
    exact = [pair for pair in known if pair[0].startswith(text)]
    return exact or [pair for pair in known if pair[0].lower().startswith(text.lower())]


def _join(pairs: Pairs, text: str) -> list[tuple[str, str]]:
    """Match the last of several values joined by commas, without those already there."""
    given, comma, last = text.rpartition(",")
    left = [pair for pair in pairs if pair[0] not in given.split(",")]
    return _prefix(given + comma, match(left, last))


def _prefix(prefix: str, pairs: Pairs) -> list[tuple[str, str]]:
    return [(prefix + value, summary) for value, summary in pairs]


# Sources


def _list_paths(text: str, _entry: Entry, _names: Names, _before: list[str]) -> list[tuple[str, str]]:
    return [(path, "") for path in list_files(text)]


def _list_profiles(text: str, _entry: Entry, names: Names, _before: list[str]) -> list[tuple[str, str]]:
    return match(names.profiles().items(), text)


def _list_relations(text: str, _entry: Entry, names: Names, _before: list[str]) -> list[tuple[str, str]]:
    return match(names.relations().items(), text)


def _list_fields(text: str, entry: Entry, names: Names, _before: list[str]) -> list[tuple[str, str]]:
    return _join(_find_fields(entry, names).items(), text)


def _list_sort_fields(text: str, entry: Entry, names: Names, _before: list[str]) -> list[tuple[str, str]]:
    """Return field names, also after a minus, which sorts downwards."""
    given, comma, last = text.rpartition(",")
    sign = "-" if last.startswith("-") else ""
    found = match(_find_fields(entry, names).items(), last[len(sign) :])
    return _prefix(given + comma + sign, found)


def _list_conditions(text: str, entry: Entry, names: Names, _before: list[str]) -> list[tuple[str, str]]:
    """Return field names with an equals sign, then the values of the field."""
    filters = _find_parameter(entry, "filter").get("filter_fields", ())
    known = dict.fromkeys(filters, "") or _find_fields(entry, names)
    return _assign(text, known, lambda name: _find_permitted(entry, names, name))


def _list_settings(text: str, entry: Entry, names: Names, _before: list[str]) -> list[tuple[str, str]]:
    """Return the fields that can be written with an equals sign, then the values of the field."""
    inside = entry.get("fields_in") == "parameters.data"
    documented = _find_parameter(entry, "data").get("properties", ()) if inside else entry.get("parameters")
    items = {item["name"]: item for item in documented or () if not item["name"].startswith("<")}
    known = {name: item.get("summary", "") for name, item in items.items()}
    cached = names.fields(entry.get("fields_module", "")) if entry.get("free_fields") else {}
    known = {**_label(cached), **known}
    return _assign(
        text,
        known,
        lambda name: list_permitted(items[name]) if name in items else _find_permitted(entry, names, name),
    )


def _list_ids(text: str, entry: Entry, _names: Names, _before: list[str]) -> list[tuple[str, str]]:
    """Return the permitted words for a resourceid that is not a number."""
    resourceid = entry.get("resourceid") or {}
    return match([(value, resourceid.get("meaning", "")) for value in resourceid.get("enum", ())], text)


def _list_parameters(text: str, entry: Entry, _names: Names, _before: list[str]) -> list[tuple[str, str]]:
    """Return the documented parameters with an equals sign, then their values."""
    items = {item["name"]: item for item in entry.get("parameters") or ()}
    known = {name: item.get("summary", "") for name, item in items.items() if not name.startswith("<")}
    return _assign(text, known, lambda name: list_permitted(items.get(name, {})))


def _list_names(text: str, _entry: Entry, names: Names, before: list[str]) -> list[tuple[str, str]]:
    """Return the cached fields of the module that the previous word names."""
    return match(_label(names.fields(before[0])).items(), text)


def _list_subjects(text: str, entry: Entry, names: Names, before: list[str]) -> list[tuple[str, str]]:
    """Return what ``explain`` explains: verbs and their calls, error codes, relations, signatures, fields."""
    module, dot, _ = text.partition(".")
    if dot and not before:
        return match(
            ((f"{module}.{name}", label) for name, label in _label(names.fields(module)).items()), text
        )
    verbs = {word: node["help"] for word, node in names.words["commands"].items() if node.get("verb")}
    if not before:
        found = {
            **verbs,
            "error": "What an error code means",
            "relation": "What a relation type means",
            "signature": "How actions are signed",
            "request": "What a request of another program does",
        }
    elif before == ["error"]:
        found = names.error_codes()
    elif before == ["relation"]:
        found = names.relations()
    elif before in (["signature"], ["request"]):
        return _list_paths(text, entry, names, before)
    elif len(before) == 1 and before[0] in verbs:
        found = names.resources(before[0])
    else:
        found = {}
    return match(found.items(), text)


_SOURCES = {
    "conditions": _list_conditions,
    "fields": _list_fields,
    "files": _list_paths,
    "ids": _list_ids,
    "names": _list_names,
    "parameters": _list_parameters,
    "profiles": _list_profiles,
    "relations": _list_relations,
    "settings": _list_settings,
    "sort_fields": _list_sort_fields,
    "subjects": _list_subjects,
}


# Fields and parameters of a call


def _assign(text: str, known: Mapping[str, str], find: Any) -> list[tuple[str, str]]:
    """Match ``NAME=``, and after the equals sign the value: a permitted one, or a file after ``@``."""
    name, equals, value = text.partition("=")
    if not equals:
        return match([(f"{name}=", summary) for name, summary in known.items()], text)
    if value.startswith("@"):
        return _prefix(f"{name}=@", [(path, "") for path in list_files(value[1:])])
    return _prefix(f"{name}=", match(find(name).items(), value))


def list_permitted(item: Mapping[str, Any]) -> dict[str, str]:
    """Return the documented values of a parameter as they are typed, with their meaning."""
    if item.get("enum") and not item.get("type", "").startswith("map"):
        return {_write(value): "" for value in item["enum"]}
    if item.get("type") == "boolean":
        return {"true": "", "false": ""}
    return dict(item.get("known_values") or {})


def _write(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _find_parameter(entry: Entry, name: str) -> Mapping[str, Any]:
    found = [item for item in entry.get("parameters") or () if item["name"] == name]
    return found[0] if found else {}


def _find_fields(entry: Entry, names: Names) -> dict[str, str]:
    """Return the fields that a call reads: those that it documents, and perhaps those of the cache."""
    data = _find_parameter(entry, "data")
    if data.get("enum"):
        return list_permitted(data)
    cached = names.fields(entry.get("fields_module", ""))
    documented = {**dict.fromkeys(entry.get("default_fields", ()), ""), **list_permitted(data)}
    return {**documented, **_label(cached)}


def _label(fields: Mapping[str, Any]) -> dict[str, str]:
    return {name: facts.get("label") or "" for name, facts in fields.items() if isinstance(facts, dict)}


def _find_permitted(entry: Entry, names: Names, name: str) -> dict[str, str]:
    """Return the keys of a select field with their labels, as the cache knows them."""
    facts = names.fields(entry.get("fields_module", "")).get(name)
    permitted = facts.get("permittedvalues") if isinstance(facts, dict) else None
    return permitted if isinstance(permitted, dict) else {}
