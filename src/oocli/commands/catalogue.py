"""``oocli calls``: the documented calls, listed and searched. Needs no network and no profile."""

from typing import Annotated, Any

import typer
from typer.main import get_command

from oocli.catalogue import VERBS, Call
from oocli.catalogue.call_query import CallQuery, describe_nothing, find_calls, list_parts
from oocli.catalogue.call_search import list_parameters
from oocli.context import Context
from oocli.interface.options import Command

_COLUMNS = ("verb", "resource", "module", "title")


def build(_name: str) -> Any:
    """Return the command."""
    app = typer.Typer(rich_markup_mode=None, add_completion=False)
    app.command("calls", cls=Command, help=_HELP)(calls)
    return get_command(app)


_HELP = """List the documented calls, or search them. Several words must all be found.

Names are searched first, then titles and modules, parameters, and notes.

Examples:
  oocli calls
  oocli calls mail
  oocli calls estate file
  oocli calls --verb get --module estates
  oocli calls listlimit -o json
"""


def calls(
    ctx: typer.Context,
    words: Annotated[
        list[str] | None,
        typer.Argument(metavar="WORD ...", help="Part of a name, title, module, parameter or note"),
    ] = None,
    verb: Annotated[
        str,
        typer.Option(
            "--verb",
            metavar="VERB",
            help=f"Only calls of one verb: {', '.join(VERBS)}",
            autocompletion=lambda: VERBS,
        ),
    ] = "",
    module: Annotated[
        str,
        typer.Option(
            "--module",
            metavar="MODULE",
            help="Only calls of one part of onOffice",
            autocompletion=lambda ctx: list_parts(ctx.obj.catalogue),
        ),
    ] = "",
) -> None:
    """Find the calls that fit and write one row each; the best matches stand first."""
    context: Context = ctx.obj
    known = list(context.catalogue)
    query = CallQuery(tuple(words or ()), verb, module)
    finds = find_calls(known, query)
    found = finds.items
    if not found and context.output.format == "table":
        context.voice.tell(describe_nothing(known, query.words))
        return
    if found and not finds.is_whole:
        context.voice.note("No call matches all of these words; these match most of them")
    brief = context.output.format == "table" and len(found) != 1
    context.output.write(
        map(_as_row if brief else _as_record, found),
        columns=_COLUMNS,
        heading="call",
        whole=("verb", "resource"),
    )


def _as_row(call: Call) -> dict[str, Any]:
    """Return a call as a line of a table; its id would only repeat verb and resource."""
    elements = dict(zip(_COLUMNS, (call.verb, call.resourcetype, call.module, call.title), strict=True))
    return {"id": "", "type": "call", "elements": elements}


def _as_record(call: Call) -> dict[str, Any]:
    elements = {
        "verb": call.verb,
        "resource": call.resourcetype,
        "module": call.module,
        "title": call.title,
        "effect": call.effect,
        "deprecated": bool(call.deprecated),
        "forms": list(call.variants),
        "parameters": list(list_parameters(call)),
        "required": [parameter.name for parameter in call.parameters if parameter.required],
        "example": call.example,
        "doc": call.doc,
    }
    return {"id": f"{call.verb}.{call.resourcetype}", "type": "call", "elements": elements}
