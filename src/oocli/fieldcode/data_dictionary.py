"""Fields as a document: a data dictionary in Markdown, a table for each module and one for each list of keys.

Pure.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from oocli.fieldcode.code_wish import CodeWish
from oocli.fieldcode.held_values import find_values
from oocli.fieldcode.module_fields import ModuleFields
from oocli.fieldcode.quoting import write_remark
from oocli.fields.facts import Field

_SPECIAL = re.compile(r"[\\`*_\[\]<>|#&]")
_HEADS = {"read": "In the answer of a read", "write": "To write", "typed": "With --typed"}


def write(wish: CodeWish, modules: Sequence[ModuleFields]) -> str:
    """Return the document."""
    parts = ["# Fields", f"<!-- {write_remark(wish.origin)} -->"]
    for module in modules:
        title = f"## {_escape(module.name)}" + (f": {_escape(module.label)}" if module.label else "")
        fields = module.list_fields(wish.shape)
        parts += [title, "\n".join(_write_fields(module, fields, wish.shape))]
        for field in fields:
            if field.permitted:
                label = f" ({_escape(field.label)})" if field.label else ""
                parts.append(f"### {_escape(module.name)}.{_escape(field.name)}{label}")
                parts.append("\n".join(_write_keys(field)))
    return "\n\n".join(parts) + "\n"


def _write_fields(module: ModuleFields, fields: Iterable[Field], shape: str) -> Iterator[str]:
    yield _write_row(["Field", "Label", "Type", "Length", _HEADS[shape], "Default"])
    yield _write_row(["---"] * 6)
    for field in fields:
        values = find_values(field, shape, is_structured=field.name in module.structured)
        made = f"{values.describe()}, made of {', '.join(field.compound)}" if field.compound else ""
        facts = (
            field.name,
            field.label,
            field.type,
            "" if field.length is None else str(field.length),
            made or values.describe(),
            "" if field.default in (None, "", [], {}) else str(field.default),
        )
        yield _write_row(map(_escape, facts))


def _write_keys(field: Field) -> Iterator[str]:
    above = bool(field.dependencies)
    yield _write_row(["Key", "Label", *(["Of"] if above else [])])
    yield _write_row(["---"] * (3 if above else 2))
    for key in sorted(field.permitted):
        of = [field.dependencies.get(key, "")] if above else []
        yield _write_row(map(_escape, (key, field.permitted[key], *of)))


def _write_row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _escape(text: str) -> str:
    """Return a text in which nothing is markup."""
    return _SPECIAL.sub(r"\\\g<0>", write_remark(text))
