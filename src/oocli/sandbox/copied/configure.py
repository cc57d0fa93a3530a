"""The field configuration of a copy: what the customer's ``get fields`` says, on the sandbox's columns.

A field that ships is stored as before, with the customer's description; one that only the customer has
becomes a column; one that the customer does not have stays a column that nobody can name. Modules without
fields in the answer (the API user may not see them) stay as they ship.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from oocli.sandbox.copied.source import Office
from oocli.sandbox.records.configuration import Modules, read_entry

_STORED = frozenset(
    {"varchar", "text", "blob", "integer", "float", "boolean", "date", "datetime", "time"}
    | {"singleselect", "multiselect"}
)
_NOT_STORED = "''"
_TOLD = frozenset(["label", "length", "default", "values", "tab", "table", "measure", "real", "dependencies"])
_LONGEST = 1_000_000  # characters
_KEYS = frozenset({"id", "nr", "pattern"})  # columns that no field describes; SQLite ignores case


def build_entries(office: Office) -> dict[str, dict[str, Any]]:
    """Return module to its entry in the form of ``modules/<name>.json``, for every module of the customer."""
    names = dict.fromkeys([*office.fields, *Modules().names()])
    return {name: _build_entry(name, office) for name in names}


def _build_entry(name: str, office: Office) -> dict[str, Any]:
    shipped = read_entry(name)
    german, english = _without_label(office.fields.get(name)), _without_label(office.english.get(name))
    if not german:
        return shipped if name in Modules.NAMES else {}
    label = [_find_label(each.get(name), name) for each in (office.fields, office.english or office.fields)]
    kept = {item["name"]: item for item in shipped.get("fields", ()) if item["name"] not in german}
    known = {item["name"]: item for item in shipped.get("fields", ())}
    taken = {own.lower() for own in known} | _KEYS
    told = [
        _merge(field, facts, english.get(field, facts), shipped=known.get(field), taken=taken)
        for field, facts in german.items()
    ]
    return {"label": label, "fields": [*told, *map(_hide, kept.values())]}


def _without_label(elements: Any) -> dict[str, Mapping[str, Any]]:
    """Return the fields of a module; PHP sends a list if there are none, and a label among them."""
    if not isinstance(elements, Mapping):
        return {}
    return {name: facts for name, facts in elements.items() if isinstance(facts, Mapping)}


def _find_label(elements: Any, name: str) -> str:
    label = elements.get("label") if isinstance(elements, Mapping) else None
    return label if isinstance(label, str) else name


def _hide(item: Mapping[str, Any]) -> dict[str, Any]:
    """Return a field that the customer does not have; a field that ``get fields`` never names stays known."""
    return dict(item) if item.get("listed") is False else {**item, "absent": True}


def _merge(
    name: str,
    german: Mapping[str, Any],
    english: Mapping[str, Any],
    *,
    shipped: Mapping[str, Any] | None,
    taken: Iterable[str],
) -> dict[str, Any]:
    """Return the entry of a field that the customer has."""
    told_type = str(german.get("type") or "varchar")
    told = _describe(name, german, english)
    if shipped is None:
        stored = told_type if told_type in _STORED else "varchar"
        entry = {"name": name, "type": stored, **told}
        if stored != told_type:
            entry["shown"] = told_type
        return entry if name.lower() not in taken else {**entry, "column": _NOT_STORED, "system": True}
    own = {key: value for key, value in shipped.items() if key not in _TOLD}
    if "shown" in shipped:  # choices and default are not given then; those that ship apply
        for key in ("values", "default", "dependencies"):
            told.pop(key, None)
            if key in shipped:
                told[key] = shipped[key]
    if "number" in own and not all(key.lstrip("-").isdecimal() for key in told.get("values", ())):
        del own["number"]
    if told_type not in (shipped.get("shown"), shipped["type"]):
        own["type"] = told_type if told_type in _STORED else "varchar"
        own["shown"] = told_type
    return {**own, **told}


def _describe(name: str, german: Mapping[str, Any], english: Mapping[str, Any]) -> dict[str, Any]:
    """Return the description of a field, without empty parts."""
    labels = [str(facts.get("label") or name) for facts in (german, english)]
    keys, words = _read_choices(german), _read_choices(english)
    default, length = german.get("default"), german.get("length")
    told: dict[str, Any] = {"label": labels}
    if keys:
        told["values"] = {key: [label, words.get(key, label)] for key, label in keys.items()}
    if isinstance(default, str | int) and not isinstance(default, bool) and default != "":
        told["default"] = str(default)
    if str(length).isdecimal() and 0 < int(str(length)[:9]) <= _LONGEST:
        told["length"] = int(str(length))
    for key, said in (("tab", "content"), ("table", "tablename"), ("measure", "fieldMeasureFormat")):
        if isinstance(german.get(said), str):
            told[key] = german[said]
    if isinstance(german.get("dependencies"), Mapping) and german["dependencies"]:
        told["dependencies"] = dict(german["dependencies"])
    if isinstance(english.get("type"), str) and english["type"] != german.get("type"):
        told["real"] = english["type"]
    return told


def _read_choices(facts: Mapping[str, Any]) -> dict[str, str]:
    """Return key to label; a list has the keys 0, 1, 2 ..."""
    permitted = facts.get("permittedvalues")
    if isinstance(permitted, Mapping):
        return {str(key): str(label) for key, label in permitted.items()}
    if isinstance(permitted, list):
        return {str(at): str(label) for at, label in enumerate(permitted)}
    return {}
