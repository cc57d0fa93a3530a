"""``oocli fields``: the field configuration of this customer, by module and field."""

from typing import Annotated, Any

import typer
from typer.main import get_command

from oocli.catalogue.modules import list_modules
from oocli.context import Context
from oocli.errors import UsageError
from oocli.fieldcode import LANGUAGES, check_wish
from oocli.fieldcode.code_wish import SHAPES, SQL_DIALECTS
from oocli.fields.queries import FieldQuery
from oocli.interface.field_showing import make_wish, show_changes, show_code, show_fields
from oocli.interface.options import Command


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
        show_code(context, query, make_wish(query, code, shapes, dialect))
    elif diff:
        show_changes(context, query, diff, fails=exit_code)
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
