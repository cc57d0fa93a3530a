"""``oocli fields``: the field configuration of this customer, by module and field."""

from collections.abc import Iterable, Mapping
from typing import Annotated, Any

import typer
from typer.main import get_command

from oocli.catalogue.modules import list_modules
from oocli.context import Context
from oocli.fields.facts import Field, FieldConfiguration
from oocli.fields.queries import FieldQuery, find_configurations, find_field, list_readable, search_fields
from oocli.interface.field_help import build_record, write_field
from oocli.interface.options import Command

_MODULE_COLUMNS = ("module", "label", "fields")
_COLUMNS = tuple(Field("", "").as_json())
_BRIEF_COLUMNS = ("field", "label", "type", "length", "values")


def build(_name: str) -> Any:
    """Return the command."""
    app = typer.Typer(rich_markup_mode=None, add_completion=False)
    app.command("fields", cls=Command, help=_HELP)(fields)
    return get_command(app)


_HELP = """Show the fields of this customer's onOffice: names, labels, types, permitted values.

Without a module: which modules there are. The answer is kept in the cache, because the
API takes seconds for it; --refresh asks again.

Examples:
  oocli --sandbox fields
  oocli --sandbox fields estate
  oocli --sandbox fields estate objekttyp
  oocli --sandbox fields estate --search preis
  oocli --sandbox fields --search Geburt --language ENG
"""


def fields(
    ctx: typer.Context,
    module: Annotated[
        str,
        typer.Argument(
            metavar="MODULE",
            help="estate, address, task, agentsLog, calendar, user ...",
            autocompletion=list_modules,
        ),
    ] = "",
    field: Annotated[
        str, typer.Argument(metavar="FIELD", help="One field in full, with its permitted values")
    ] = "",
    search: Annotated[
        str, typer.Option("--search", metavar="TEXT", help="Only fields with this in name or label")
    ] = "",
    language: Annotated[
        str,
        typer.Option("--language", metavar="CODE", help="Language of the labels, DEU or ENG [default DEU]"),
    ] = "",
    refresh: Annotated[
        bool, typer.Option("--refresh", help="Ask the API again, whatever is in the cache")
    ] = False,
) -> None:
    """Make a value of what was typed, and have it shown."""
    context: Context = ctx.obj
    show_fields(context, FieldQuery(module, field, search, language, refresh).checked(context.voice.warn))


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
    elif query.module or query.search:
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
        context.output.write(
            (_build_row(field, columns) for field in listed), columns=columns, whole=("module", "field")
        )
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
