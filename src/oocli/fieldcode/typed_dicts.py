"""Fields as Python types: a TypedDict for each module with Literals of its keys, and the labels of keys.

Pure. In the notation of a call, since names of fields need not be identifiers. A field need not be there:
an answer has those that were asked for.
"""

from collections.abc import Iterator, Mapping, Sequence

from oocli.fieldcode.code_wish import CodeWish
from oocli.fieldcode.held_values import HeldValues, find_values
from oocli.fieldcode.module_fields import ModuleFields, name_types
from oocli.fieldcode.quoting import quote, write_remark

_SIMPLE = {
    "text": "str",
    "integer": "int",
    "number": "float",
    "boolean": "bool",
    "day": "str",
    "date": "str",
    "time": "str",
    "null": "None",
}


def write(wish: CodeWish, modules: Sequence[ModuleFields]) -> str:
    """Return a module of Python with ``Estate``, ``EstateRecord`` and ``ESTATE_LABELS``."""
    names = name_types(modules)
    body = "\n\n".join("\n".join(_write_module(module, names[module.name], wish.shape)) for module in modules)
    typing = [word for word in ("Any", "Final", "Literal", "TypedDict") if word in body]
    return f"# {write_remark(wish.origin)}\nfrom typing import {', '.join(typing)}\n\n{body}\n"


def _write_module(module: ModuleFields, name: str, shape: str) -> Iterator[str]:
    yield f"# {write_remark(module.label or module.name)}"
    yield f"{name} = TypedDict("
    yield f"    {quote(name)},"
    yield "    {"
    for field in module.list_fields(shape):
        values = find_values(field, shape, is_structured=field.name in module.structured)
        remark = f"  # {write_remark(field.label)}" if field.label else ""
        yield f"        {quote(field.name)}: {_write_type(values)},{remark}"
    yield "    },"
    yield "    total=False,"
    yield ")"
    if module.record_type and shape != "write":
        yield f"\n\nclass {name}Record(TypedDict):"
        yield '    """A record: its number, its type, its fields."""\n'
        yield "    id: int | str"
        yield f"    type: Literal[{quote(module.record_type)}]"
        yield f"    elements: {name}"
    yield f"\n\n{name.upper()}_LABELS: Final[dict[str, dict[str, str]]] = {{"
    for field_name, labels in module.list_labels(shape):
        yield f"    {quote(field_name)}: {{"
        yield from (f"        {quote(key)}: {quote(label)}," for key, label in labels)
        yield "    },"
    yield "}"


def _write_type(values: HeldValues) -> str:
    keys = f"Literal[{', '.join(map(quote, (*values.keys, *values.blanks)))}]" if values.keys else "str"
    words: Mapping[str, str] = {"key": keys, "keys": f"list[{keys}]"}
    return " | ".join(words.get(kind) or _SIMPLE[kind] for kind in values.kinds) or "Any"
