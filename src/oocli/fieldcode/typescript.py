"""Fields as TypeScript: an interface for each module, and its keys with their labels as an object.

Pure. A field need not be there: an answer has those that were asked for.
"""

from collections.abc import Iterator, Mapping, Sequence

from oocli.fieldcode.code_wish import CodeWish
from oocli.fieldcode.held_values import HeldValues, find_values
from oocli.fieldcode.module_fields import ModuleFields, name_types
from oocli.fieldcode.quoting import quote, write_remark

_SIMPLE = {
    "text": "string",
    "integer": "number",
    "number": "number",
    "boolean": "boolean",
    "day": "string",
    "date": "string",
    "time": "string",
    "null": "null",
}


def write(wish: CodeWish, modules: Sequence[ModuleFields]) -> str:
    """Return a file of TypeScript that exports ``Estate``, ``EstateRecord`` and ``estateLabels``."""
    names = name_types(modules)
    parts = [f"// {write_remark(wish.origin)}"]
    for module in modules:
        name = names[module.name]
        parts.append("\n".join(_write_labels(module, name, wish.shape)))
        parts.append("\n".join(_write_fields(module, name, wish.shape)))
        if module.record_type and wish.shape != "write":
            parts.append("\n".join(_write_record(module, name)))
    return "\n\n".join(parts) + "\n"


def _name_labels(name: str) -> str:
    return f"{name[0].lower()}{name[1:]}Labels"


def _write_labels(module: ModuleFields, name: str, shape: str) -> Iterator[str]:
    yield f"/** The keys of {write_remark(module.name)} with their labels, by field. */"
    yield f"export const {_name_labels(name)} = {{"
    for field_name, labels in module.list_labels(shape):
        yield f"  {_write_name(field_name)}: {{"
        yield from (f"    {_write_name(key)}: {quote(label)}," for key, label in labels)
        yield "  },"
    yield "} as const;"


def _write_name(name: str) -> str:
    """Return the name of a property; the one name that would mean something else in brackets."""
    return f"[{quote(name)}]" if name == "__proto__" else quote(name)


def _write_fields(module: ModuleFields, name: str, shape: str) -> Iterator[str]:
    yield f"/** {write_remark(module.label or module.name)} */"
    yield f"export interface {name} {{"
    for field in module.list_fields(shape):
        values = find_values(field, shape, is_structured=field.name in module.structured)
        if field.label:
            yield f"  /** {write_remark(field.label)} */"
        yield f"  {_write_name(field.name)}?: {_write_type(values, name, field.name)};"
    yield "}"


def _write_record(module: ModuleFields, name: str) -> Iterator[str]:
    yield f"export interface {name}Record {{"
    yield "  id: number | string;"
    yield f"  type: {quote(module.record_type)};"
    yield f"  elements: {name};"
    yield "}"


def _write_type(values: HeldValues, name: str, field: str) -> str:
    keys = f"keyof (typeof {_name_labels(name)})[{quote(field)}]" if values.keys else "string"
    words: Mapping[str, Sequence[str]] = {
        "key": (keys, *map(quote, values.blanks)),
        "keys": (f"({keys})[]",),
    }
    types = [word for kind in values.kinds for word in words.get(kind) or (_SIMPLE[kind],)]
    return " | ".join(dict.fromkeys(types)) or "unknown"
