"""What people are told about one field: its facts, then its values, as lines of text.

``oocli fields MODULE FIELD`` and ``oocli explain MODULE.FIELD`` write the same.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from oocli.catalogue import Catalogue
from oocli.context import Context
from oocli.fields.facts import Field
from oocli.text.visible import make_visible
from oocli.text.wrapping import wrap, wrap_beside

_WIDEST = 110
_LONGEST_KEY = 40
_WRITING = {
    "multiselect": """a list of keys, which replaces the old one: '{name}:=["{key}"]'; [] empties it""",
    "singleselect": "one key: {name}={key}; nothing after the = empties it",
}


def write_field(context: Context, field: Field) -> None:
    """Write a field as text for a person, and as a record in every other format."""
    if context.output.format == "table":
        context.output.write_text("".join(f"{line}\n" for line in describe_field(context, field)))
    else:
        context.output.write([build_record(field)], single=True)


def build_record(field: Field) -> dict[str, Any]:
    """Return a field as a record, under the API's own words."""
    return {"id": f"{field.module}.{field.name}", "type": "field", "elements": field.as_json()}


def describe_field(context: Context, field: Field) -> list[str]:
    """Return the lines about a field, wrapped to the terminal."""
    width = min(context.output.size[0], _WIDEST)
    head = " ".join(filter(None, (f"{field.module}.{field.name}", field.label)))
    rows = [(name, text) for name, text in _list_facts(field, find_meaning(context.catalogue, field)) if text]
    values = [(key, _describe_value(field, key)) for key in field.permitted]
    return [
        *wrap(make_visible(head), width),
        *_align(rows, width),
        *(["", "Values:", *_align(values, width)] if values else []),
    ]


def find_meaning(catalogue: Catalogue, field: Field) -> str:
    """Return what the documentation says about a field, or nothing."""
    call = catalogue.find("read", field.module)
    data = call.parameter("data") if call is not None else None
    return data.known_values.get(field.name, "") if data is not None else ""


def _list_facts(field: Field, meaning: str) -> list[tuple[str, str]]:
    writing = _WRITING.get(field.type, "") if field.permitted else ""
    return [
        ("Type", field.type),
        ("Meaning", meaning),
        ("Length", "" if field.length is None else f"{field.length} characters"),
        ("Default", "" if field.default in (None, "", [], {}) else _show(field.default)),
        ("Display", field.measure.removeprefix("DATA_TYPE_").replace("_", " ").lower()),
        ("Made of", ", ".join(field.compound)),
        ("To set", writing.format(name=field.name, key=next(iter(field.permitted), ""))),
        ("Filters", _describe_filters(field.filters)),
    ]


def _describe_value(field: Field, key: str) -> str:
    above = field.dependencies.get(key)
    return field.permitted[key] + (f" (of {above})" if above else "")


def _describe_filters(filters: Mapping[str, Any]) -> str:
    return "; ".join(f"{name}: {_show(value)}" for name, value in filters.items())


def _show(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _align(rows: Sequence[tuple[str, str]], width: int) -> list[str]:
    """Set names left and wrapped texts right; nothing in them controls the terminal."""
    shown = [(make_visible(name), make_visible(text)) for name, text in rows]
    left = min(max((len(name) for name, _ in shown), default=0), _LONGEST_KEY) + 4
    return [line for name, text in shown for line in wrap_beside(f"  {name}  ", text or "-", width, left)]
