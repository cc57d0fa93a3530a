"""``oocli calls``: the documented calls, listed and searched. Needs no network and no profile."""

from collections.abc import Sequence
from typing import Annotated, Any

import typer
from typer.main import get_command

from oocli.catalogue import VERBS, Call
from oocli.catalogue.call_query import CallQuery, describe_nothing, find_calls, list_parts
from oocli.catalogue.call_search import list_parameters
from oocli.context import Context
from oocli.explanations.meanings import Meaning, find_meanings, find_others
from oocli.interface.options import Command

_COLUMNS = ("verb", "resource", "module", "title")
_OTHERS, _ALONE = 3, 10  # fields, relations and errors: beside calls, and where there are none
_ROOM = 40  # columns of a name beside which a terminal of 80 has room for titles


def build(_name: str) -> Any:
    """Return the command."""
    app = typer.Typer(rich_markup_mode=None, add_completion=False)
    app.command("calls", cls=Command, help=_HELP)(calls)
    return get_command(app)


_HELP = """List the documented calls, or search them. Several words must all be found.

Names are searched first, then titles and modules, parameters, and notes; German words lead to the
English ones. Fields, relations and error codes that are called so follow, each as `explain` takes it.

Examples:
  oocli calls
  oocli calls mail
  oocli calls estate file
  oocli calls Kaufpreis
  oocli calls Signatur falsch
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
    others = [] if verb or module else _find_others(context, query.words, alone=not finds.items)
    found = () if others and not finds.is_whole else finds.items
    if not (found or others) and context.output.format == "table":
        context.voice.tell(describe_nothing(known, query.words))
        return
    if found and not finds.is_whole:
        context.voice.note("No call matches all of these words; these match most of them")
    others = others[: _OTHERS if found else _ALONE]
    brief = context.output.format == "table" and (len(found) != 1 or others)
    shown = [*map(_as_record, found), *map(_as_explained, others)]
    context.output.write(
        map(_as_row, shown) if brief else shown,
        columns=_COLUMNS,
        heading="call",
        whole=("verb", "resource"),
    )


def _find_others(context: Context, words: Sequence[str], *, alone: bool) -> list[Meaning]:
    """Return what the words may mean beside calls; alone, what has less to do with them too."""
    if not words:
        return []
    others = [other for other in find_others(context, words) if len(other.subject) <= _ROOM]
    return find_meanings(context, words) if alone and not others else others


def _as_row(record: dict[str, Any]) -> dict[str, Any]:
    """Return a record as a line of a table; its id would only repeat verb and resource."""
    elements = {name: record["elements"][name] for name in _COLUMNS}
    return {"id": "", "type": "call", "elements": elements}


def _as_explained(other: Meaning) -> dict[str, Any]:
    """Return what is no call in the columns of calls: verb and resource are what to type behind `oocli`."""
    row = ("explain", other.subject, f"{other.kind}s", other.title)
    return {"id": other.subject, "type": other.kind, "elements": dict(zip(_COLUMNS, row, strict=True))}


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
