"""``oocli fields``: the field configuration of this customer, by module and field."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated, Any

import typer
from typer.main import get_command

from oocli.catalogue.modules import list_modules, suggest_modules
from oocli.context import Context
from oocli.errors import UsageError
from oocli.fields.facts import Field, FieldConfiguration
from oocli.fields.lookup import FieldLookup
from oocli.interface.field_help import build_record, find_unlisted, write_field
from oocli.interface.options import Command

_MODULE_COLUMNS = ("module", "label", "fields")
_COLUMNS = tuple(Field("", "").as_json())
_BRIEF_COLUMNS = ("field", "label", "type", "length", "values")


def build(_name: str) -> Any:
    """Give the command."""
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
    """Show modules, the fields of one, or one field in full."""
    context: Context = ctx.obj
    name = _find_module(context, module)
    lookup = context.field_lookup(language=_read_language(language))
    if context.output.format == "raw":
        context.output.write_bytes(lookup.ask([name] if name else []).body)
        return
    found = _find(lookup, name, refresh=refresh)
    _note_age(context, found, name)
    if field:
        write_field(context, _find_field(found[name], field))
    elif name or search:
        _list_fields(context, found, name, search)
    else:
        table = context.output.format == "table"
        records = (_module_record(configuration) for configuration in found.values())
        context.output.write(
            ({**record, "id": ""} if table else record for record in records), columns=_MODULE_COLUMNS
        )


def _find_module(context: Context, module: str) -> str:
    """Give the API's spelling of a module; another one than the main modules with a warning.

    Raises:
        UsageError: it is nearly a known one, or the name of a field of one.
    """
    known = list_modules()
    folded = {name.lower(): name for name in known}
    if not module or module.lower() in folded:
        return folded.get(module.lower(), "")
    if near := suggest_modules(module):
        raise UsageError(
            f"There is no module {module!r}, did you mean {' or '.join(near)}?",
            hint=f"The modules are {', '.join(known)}",
        )
    context.voice.warn(
        f"oocli does not know a module {module!r}, it is asked for as it is;"
        f" `oocli fields --search {module}` looks for a field in every module."
    )
    return module


def _read_language(code: str) -> str:
    if code and not (len(code) == 3 and code.isascii() and code.isalpha()):
        raise UsageError(
            f"--language {code!r} is no language of onOffice", hint="Three letters, such as DEU or ENG"
        )
    return code.upper()


def _find(lookup: FieldLookup, module: str, *, refresh: bool) -> Mapping[str, FieldConfiguration]:
    """Give the module that was asked for, or every module, from the cache unless refreshed."""
    main = list_modules()
    if not module:
        return lookup.fetch_all(list(main)) if refresh else lookup.find_all(main)
    return lookup.fetch([module]) if refresh else {module: lookup.find(module)}


def _note_age(context: Context, found: Mapping[str, FieldConfiguration], module: str) -> None:
    """Say it where the cache is old, and where a module has no fields to show."""
    now = context.now()
    oldest = min(configuration.fetched for configuration in found.values())
    if any(configuration.is_old(now) for configuration in found.values()):
        days = int((now - oldest) // 86400)
        context.voice.note(f"From the cache, {days} days old; --refresh asks again")
    if module and not found[module].facts:
        context.voice.note(f"{module} has no fields, or this API user may not see them")


def _find_field(configuration: FieldConfiguration, name: str) -> Field:
    """Give a field by its name, case forgiven; one that is not listed where it is known nevertheless.

    Raises:
        UsageError: there is none; says which one may have been meant.
    """
    module = configuration.module
    field = configuration.find_in_any_case(name) or find_unlisted(module, name)
    if field is not None:
        return field
    near = configuration.suggest(name)
    raise UsageError(
        f"{module} has no field {name!r}",
        hint=f"Did you mean {' or '.join(near)}?"
        if near
        else f"`oocli fields {module}` lists them; with --refresh also one that is new",
    )


def _list_fields(context: Context, found: Mapping[str, FieldConfiguration], module: str, search: str) -> None:
    wanted = search.strip().casefold()
    listed = [
        field
        for configuration in found.values()
        for field in configuration
        if wanted in field.name.casefold() or wanted in field.label.casefold()
    ]
    if context.output.format == "table":
        columns = _BRIEF_COLUMNS if module else ("module", *_BRIEF_COLUMNS)
        context.output.write(
            (_build_row(field, columns) for field in listed), columns=columns, whole=("module", "field")
        )
    else:
        is_named = module and context.output.format == "ids"
        records = _name_readable(context, module, listed) if is_named else map(build_record, listed)
        context.output.write(records, columns=_COLUMNS)
    if search and not listed:
        context.voice.note(f"No field has {search!r} in its name or label")


def _name_readable(context: Context, module: str, fields: Iterable[Field]) -> Iterator[dict[str, Any]]:
    """Give the fields that ``--fields`` takes, under their names; a call may take fewer than there are."""
    call = context.catalogue.find("read", module)
    data = call.parameter("data") if call is not None else None
    documented = {str(name) for name in data.enum} if data is not None else set()
    for field in fields:
        if not documented or field.name in documented or field.name.startswith("ind_"):
            yield {**build_record(field), "id": field.name}


def _build_row(field: Field, columns: Iterable[str]) -> dict[str, Any]:
    """Give a field as a line of a table: of its values only how many there are, and no id beside the name."""
    facts = {**field.as_json(), "values": len(field.permitted) or None}
    return {"id": "", "type": "field", "elements": {name: facts[name] for name in columns}}


def _module_record(configuration: FieldConfiguration) -> dict[str, Any]:
    known = list_modules().get(configuration.module)
    label = configuration.label or (known.title if known else "")
    elements = {"module": configuration.module, "label": label, "fields": len(configuration.facts)}
    return {"id": configuration.module, "type": "module", "elements": elements}
