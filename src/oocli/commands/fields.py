"""``oocli fields``: the field configuration of this customer, by module and field."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated, Any

import typer
from typer.main import get_command

from oocli.catalogue.modules import list_modules
from oocli.context import Context
from oocli.errors import UsageError
from oocli.fieldcode import LANGUAGES, check_wish
from oocli.fieldcode.code_wish import SHAPES, SQL_DIALECTS, CodeWish
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
  oocli --sandbox fields estate --as typescript --typed
  oocli --sandbox fields estate --as sql --sql duckdb
  oocli --sandbox fields estate --diff estate.json --exit-code
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
    every: Annotated[
        bool, typer.Option("--all", help="The fields of every module, not the list of modules")
    ] = False,
    code: Annotated[
        str,
        typer.Option(
            "--as",
            metavar="CODE",
            help=f"Write the fields as code: {', '.join(LANGUAGES)}",
            autocompletion=lambda: LANGUAGES,
        ),
    ] = "",
    as_read: Annotated[
        bool, typer.Option("--read", help="With --as: what a read answers [default, but for sql]")
    ] = False,
    as_written: Annotated[bool, typer.Option("--write", help="With --as: what a write takes")] = False,
    as_typed: Annotated[
        bool, typer.Option("--typed", help="With --as: what --typed gives [default for sql]")
    ] = False,
    dialect: Annotated[
        str,
        typer.Option(
            "--sql",
            metavar="NAME",
            help=f"With --as sql: {', '.join(SQL_DIALECTS)} [default {SQL_DIALECTS[0]}]",
            autocompletion=lambda: SQL_DIALECTS,
        ),
    ] = "",
    diff: Annotated[
        str,
        typer.Option(
            "--diff",
            metavar="FILE",
            help="What has changed since `oocli fields -o json` printed FILE; asks the API again",
        ),
    ] = "",
    exit_code: Annotated[
        bool, typer.Option("--exit-code", help="With --diff: exit code 9 where something has changed")
    ] = False,
) -> None:
    """Make a value of what was typed, and have it shown."""
    context: Context = ctx.obj
    asked = FieldQuery(module, field, search, language, refresh or bool(diff), every)
    shapes = [
        name for name, is_meant in zip(SHAPES, (as_read, as_written, as_typed), strict=True) if is_meant
    ]
    check_wish(code, shapes, dialect)
    _check_diff(asked, code, diff, exit_code=exit_code)
    query = asked.checked(context.voice.warn)
    if code:
        _write_code(context, query, _make_wish(query, code, shapes, dialect))
    elif diff:
        _write_diff(context, query, diff, fails=exit_code)
    else:
        show_fields(context, query)


def _check_diff(query: FieldQuery, code: str, diff: str, *, exit_code: bool) -> None:
    """See that what goes with --diff is there, and nothing else.

    Raises:
        UsageError: it is not.
    """
    if exit_code and not diff:
        raise UsageError("--exit-code is for --diff", hint="Add --diff FILE")
    if diff and code:
        raise UsageError("--diff compares the configuration, --as writes code of it", hint="Use one of them")
    if diff and (query.field or query.search):
        raise UsageError("--diff compares whole modules", hint="Leave out FIELD and --search")


def _make_wish(query: FieldQuery, code: str, shapes: Sequence[str], dialect: str) -> CodeWish:
    shape = shapes[0] if shapes else "typed" if code == "sql" else "read"
    chosen = dialect or SQL_DIALECTS[0]
    words = ["oocli fields", query.module, query.field, f"--as {code}", f"--{shape}"]
    words += [f"--sql {chosen}"] if code == "sql" else []
    words += [f"--language {query.language}"] if query.language else []
    return CodeWish(code, shape, chosen, " ".join(filter(None, words)))


def _write_code(context: Context, query: FieldQuery, wish: CodeWish) -> None:
    from oocli.interface.field_code import write_fields

    found = find_configurations(context.field_lookup(language=query.language), query)
    _note_age(context, found, "")
    fields = (
        [find_field(found[query.module], query.field)] if query.field else search_fields(found, query.search)
    )
    write_fields(context, wish, found, fields, whole=not query.field and not query.search)


def _write_diff(context: Context, query: FieldQuery, name: str, *, fails: bool) -> None:
    from oocli.interface.field_code import read_old_fields, write_changes

    old = read_old_fields(context, name, query.module)
    found = find_configurations(context.field_lookup(language=query.language), query)
    meant = found if query.every or query.module else {name: found[name] for name in old.named & found.keys()}
    records = [build_record(field) for field in search_fields(meant, "")]
    if old.modules:
        records += map(_module_record, found.values())
    write_changes(context, old, records, fails=fails)


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
