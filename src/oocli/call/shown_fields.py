"""What the cached field configuration says about the look of a call's values in a table.

Asks for nothing: without a cache only the fields are known that a module always has, and only by their kind.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from oocli.render.shapes import NUMBER, TEXT, Shape

if TYPE_CHECKING:
    from oocli.call.field_options import CallFields
    from oocli.context import Context
    from oocli.fields.facts import Field
    from oocli.request.actions import Action

_KINDS = {
    **dict.fromkeys(("integer", "float"), NUMBER),
    **dict.fromkeys(("boolean", "date", "datetime", "singleselect", "multiselect"), TEXT),
    **dict.fromkeys(("varchar", "text", "blob", "freetext"), TEXT),
}


def read_shapes(context: Context, fields: CallFields, action: Action) -> Mapping[str, Shape]:
    """Return what is known about the fields of a call, by name; nothing if no table is written.

    Labels and grouped numbers are for a person: not for a pipe, and not with ``--plain``.
    """
    if context.output.format not in ("table", "md") or not fields.call.fields_module:
        return {}
    is_read = context.output.is_read and not context.settings.is_set("plain")
    return dict(_list_shapes(fields, is_shown=is_read and not is_formatted(action)))


def is_formatted(action: Action) -> bool:
    """Say whether the API itself formats numbers and labels for display: then 720.000 is not 720."""
    return bool(action.parameters.get("formatoutput"))


def _list_shapes(fields: CallFields, *, is_shown: bool) -> Iterator[tuple[str, Shape]]:
    for name, kind in fields.unlisted.items():
        yield name, Shape(_KINDS.get(kind, ""))
    for field in fields.configuration or ():
        yield field.name, build_shape(field) if is_shown else Shape(_KINDS.get(field.type, ""))


def build_shape(field: Field) -> Shape:
    """Return what is known about a field; whole numbers are not grouped: they may be ids or years."""
    labels = {key: label for key, label in field.permitted.items() if key and label}
    return Shape(
        TEXT if labels else _KINDS.get(field.type, ""), is_grouped=field.type == "float", labels=labels
    )
