"""What formats with types of their own learn about the fields of a call: types, labels, keys."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from oocli.render.field_facts import FieldFacts

if TYPE_CHECKING:
    from oocli.call.field_options import CallFields


def read_facts(fields: CallFields) -> Mapping[str, FieldFacts]:
    """Return what is known about each field, by name; the configuration must have been fetched before."""
    listed = {
        field.name: FieldFacts(field.type, field.label, field.measure, field.permitted)
        for field in fields.configuration or ()
    }
    return {**{name: FieldFacts(kind) for name, kind in fields.unlisted.items()}, **listed}
