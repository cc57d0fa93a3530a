"""Fields as a JSON Schema, draft 2020-12: keys with their labels as ``oneOf`` of ``const`` and ``title``.

Pure. A record of any of the modules fits the schema. What is written has no record around it,
only fields, and no other fields than those; of several modules each has its own schema, under ``$defs``.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from oocli.fieldcode.code_wish import CodeWish
from oocli.fieldcode.held_values import HeldValues, find_values
from oocli.fieldcode.module_fields import ModuleFields, name_types

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_MOMENT = f"^{_DAY}([T ][0-9]{{2}}:[0-9]{{2}}(:[0-9]{{2}})?)?$"
_SIMPLE: Mapping[str, Mapping[str, Any]] = {
    "text": {"type": "string"},
    "integer": {"type": "integer"},
    "number": {"type": "number"},
    "boolean": {"type": "boolean"},
    "day": {"type": "string", "format": "date", "pattern": f"^{_DAY}$"},
    "date": {"type": "string", "pattern": _MOMENT},
    "time": {"type": "string", "pattern": _MOMENT},
    "null": {"type": "null"},
}


def write(wish: CodeWish, modules: Sequence[ModuleFields]) -> str:
    """Return the schema; its ``$defs`` have the fields of each module under the name of its type."""
    names = name_types(modules)
    definitions: dict[str, Any] = {}
    roots = []
    for module in modules:
        name = names[module.name]
        definitions[name] = _describe_fields(module, wish.shape)
        if module.record_type and wish.shape != "write":
            name = f"{name}Record"
            definitions[name] = _describe_record(module, names[module.name])
            roots.append(name)
        elif len(modules) == 1:
            roots.append(name)
    references = [{"$ref": f"#/$defs/{name}"} for name in roots]
    about = f": {modules[0].name}" if len(modules) == 1 else ""
    schema = {
        "$schema": _DIALECT,
        "$comment": wish.origin,
        "title": f"Fields of onOffice{about}",
        **(references[0] if len(references) == 1 else {"anyOf": references} if references else {}),
        "$defs": definitions,
    }
    text = json.dumps(schema, ensure_ascii=False, indent=2)
    return text.encode("utf-8", "backslashreplace").decode("utf-8") + "\n"


def _describe_fields(module: ModuleFields, shape: str) -> dict[str, Any]:
    properties = {}
    for field in module.list_fields(shape):
        values = find_values(field, shape, is_structured=field.name in module.structured)
        label = {"title": field.label} if field.label else {}
        properties[field.name] = {**label, **_describe_values(values)}
    described = {"title": module.label or module.name, "type": "object", "properties": properties}
    return {**described, "additionalProperties": False} if shape == "write" else described


def _describe_record(module: ModuleFields, fields: str) -> dict[str, Any]:
    return {
        "title": f"A record of {module.label or module.name}",
        "type": "object",
        "properties": {
            "id": {"type": ["integer", "string"]},
            "type": {"const": module.record_type},
            "elements": {"$ref": f"#/$defs/{fields}"},
        },
        "required": ["id", "type", "elements"],
    }


def _describe_values(values: HeldValues) -> dict[str, Any]:
    """Return what a value has to be; nothing where it may be anything."""
    alternatives = [_describe_kind(kind, values) for kind in values.kinds]
    if "text" in values.kinds and values.keys and "keys" not in values.kinds:
        alternatives.insert(0, _describe_keys(values))  # a text that has keys, and takes any other
    if len(alternatives) > 1:
        return {"anyOf": alternatives}
    return alternatives[0] if alternatives else {}


def _describe_kind(kind: str, values: HeldValues) -> dict[str, Any]:
    if kind == "key":
        return _describe_keys(values)
    if kind == "keys":
        keys = _describe_keys(values) if values.keys else {"type": "string"}
        return {"type": "array", "items": keys}
    if kind == "text" and values.length is not None:
        return {**_SIMPLE[kind], "maxLength": values.length}
    return dict(_SIMPLE[kind])


def _describe_keys(values: HeldValues) -> dict[str, Any]:
    keys: list[dict[str, Any]] = [
        {"const": key, **({"title": label} if label else {})} for key, label in values.keys.items()
    ]
    return {"oneOf": [*keys, *({"const": text, "title": "nothing chosen"} for text in values.blanks)]}
