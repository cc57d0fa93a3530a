"""What ``oocli fields`` writes: modules, the fields of one, one in full; fields as code; what has changed."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from oocli.catalogue.modules import list_modules
from oocli.context import Context
from oocli.fieldcode.code_wish import SQL_DIALECTS, CodeWish
from oocli.fields.facts import Field, FieldConfiguration
from oocli.fields.queries import FieldQuery, find_configurations, find_field, list_readable, search_fields
from oocli.interface.field_help import build_record, write_field

_MODULE_COLUMNS = ("module", "label", "fields")
_COLUMNS = tuple(Field("", "").as_json())
_BRIEF_COLUMNS = ("field", "label", "type", "length", "values")


def show_fields(context: Context, query: FieldQuery) -> None:
    """Show modules, the fields of one, or one field in full."""
    lookup = context.field_lookup(language=query.language)
    if context.output.format == "raw":
        context.output.write_bytes(lookup.ask([query.module] if query.module else []).body)
        return
    found = find_configurations(lookup, query)
    _note_age(context, found, query.module)
    if query.field:
        write_field(context, find_field(found[query.module], query.field))
    elif query.module or query.search or query.every:
        _list_fields(context, found, query)
    else:
        table = context.output.format == "table"
        records = (_module_record(configuration) for configuration in found.values())
        context.output.write(
            ({**record, "id": ""} if table else record for record in records), columns=_MODULE_COLUMNS
        )


def _note_age(context: Context, found: Mapping[str, FieldConfiguration], module: str) -> None:
    """Say it where the cache is old, and where a module has no fields to show."""
    now = context.now()
    oldest = min(configuration.fetched for configuration in found.values())
    if any(configuration.is_old(now) for configuration in found.values()):
        days = int((now - oldest) // 86400)
        context.voice.note(f"From the cache, {days} days old; --refresh asks again")
    if module and not found[module].facts:
        context.voice.note(f"{module} has no fields, or this API user may not see them")


def _list_fields(context: Context, found: Mapping[str, FieldConfiguration], query: FieldQuery) -> None:
    module = query.module
    listed = search_fields(found, query.search)
    if context.output.format == "table":
        columns = _BRIEF_COLUMNS if module else ("module", *_BRIEF_COLUMNS)
        rows = (_build_row(field, columns) for field in listed)
        context.output.write(rows, columns=columns if listed else (), whole=("module", "field"))
    else:
        records: Iterable[dict[str, Any]] = map(build_record, listed)
        if module and context.output.format == "ids":
            readable = list_readable(context.catalogue, module, listed)
            records = ({**build_record(field), "id": field.name} for field in readable)
        context.output.write(records, columns=_COLUMNS)
    if query.search and not listed:
        context.voice.note(f"No field has {query.search!r} in its name or label")


def _build_row(field: Field, columns: Iterable[str]) -> dict[str, Any]:
    """Return a field as a line of a table: of its values only how many there are, no id beside the name."""
    facts = {**field.as_json(), "values": len(field.permitted) or None}
    return {"id": "", "type": "field", "elements": {name: facts[name] for name in columns}}


def _module_record(configuration: FieldConfiguration) -> dict[str, Any]:
    known = list_modules().get(configuration.module)
    label = configuration.label or (known.title if known else "")
    elements = {"module": configuration.module, "label": label, "fields": len(configuration.facts)}
    return {"id": configuration.module, "type": "module", "elements": elements}


def make_wish(query: FieldQuery, code: str, shapes: Sequence[str], dialect: str) -> CodeWish:
    """Return which code is wanted, in which shape, and the command that asks for it."""
    shape = shapes[0] if shapes else "typed" if code == "sql" else "read"
    chosen = dialect or SQL_DIALECTS[0]
    words = ["oocli fields", query.module, query.field, f"--as {code}", f"--{shape}"]
    words += [f"--sql {chosen}"] if code == "sql" else []
    words += [f"--language {query.language}"] if query.language else []
    return CodeWish(code, shape, chosen, " ".join(filter(None, words)))


def show_code(context: Context, query: FieldQuery, wish: CodeWish) -> None:
    """Write fields as code."""
    from oocli.interface.field_code import write_fields

    found = find_configurations(context.field_lookup(language=query.language), query)
    _note_age(context, found, "")
    fields = (
        [find_field(found[query.module], query.field)] if query.field else search_fields(found, query.search)
    )
    write_fields(context, wish, found, fields, whole=not query.field and not query.search)


def show_changes(context: Context, query: FieldQuery, name: str, *, fails: bool) -> None:
    """Write what has changed since a file was written; ``fails`` ends with 9 where something has."""
    from oocli.interface.field_code import read_old_fields, write_changes

    old = read_old_fields(context, name, query.module)
    found = find_configurations(context.field_lookup(language=query.language), query)
    meant = found if query.every or query.module else {name: found[name] for name in old.named & found.keys()}
    records = [build_record(field) for field in search_fields(meant, "")]
    if old.modules:
        records += map(_module_record, found.values())
    write_changes(context, old, records, fails=fails)
