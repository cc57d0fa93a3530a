"""``oocli explain``: what a call, an error code, a relation or a field means, without network.

The first three ship with oocli; a field comes from the cache of ``oocli fields``. Needs no
table library: on a terminal it writes plain text.
"""

from collections.abc import Sequence
from typing import Annotated, Any

import typer
from typer.main import get_command

from oocli.catalogue import VERBS
from oocli.catalogue.modules import list_modules
from oocli.context import Context
from oocli.errors import UsageError
from oocli.explanations.calls import explain_call
from oocli.explanations.error_codes import explain_errors
from oocli.explanations.fields import explain_field
from oocli.explanations.relations import explain_relations
from oocli.interface.help import show_help, write_help
from oocli.interface.options import Command
from oocli.text.spelling import ask


def build(_name: str) -> Any:
    """Give the command."""
    app = typer.Typer(rich_markup_mode=None, add_completion=False)
    app.command("explain", cls=Command, help=_HELP)(explain)
    return get_command(app)


_HELP = """Explain a call, an error code, a relation or a field, without network.

A field is explained as `oocli fields MODULE` last showed it.

Examples:
  oocli explain read estate
  oocli explain get file address
  oocli explain error 141
  oocli explain relation buyer
  oocli explain relation
  oocli explain estate.objekttyp
"""


def explain(
    ctx: typer.Context,
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="SUBJECT ...", help="VERB RESOURCE, error [CODE], relation [NAME], or MODULE.FIELD"
        ),
    ] = None,
) -> None:
    """Find out what the words name and explain it."""
    root: Any = ctx.find_root().command
    match words or []:
        case []:
            write_help(ctx)
        case ["error", *codes]:
            explain_errors(ctx.obj, codes)
        case ["relation", *names]:
            explain_relations(ctx.obj, names)
        case [verb, resource, *rest] if verb in VERBS:
            explain_call(ctx, verb, resource, rest)
        case [word] if word in root.list_commands(ctx):
            show_help(ctx, [word])
        case [name] if "." in name:
            explain_field(ctx.obj, name)
        case unknown:
            raise _describe_unknown(ctx.obj, unknown)


def _describe_unknown(context: Context, words: Sequence[str]) -> UsageError:
    """Say that nothing is called so, and what may have been meant."""
    first = words[0]
    verbs = context.catalogue.verbs_of(first)
    if first.isdigit():
        hint = f"`oocli explain error {first}` explains an error code"
    elif verbs:
        hint = " or ".join(f"`oocli explain {verb} {first}`" for verb in verbs)
    else:
        near = ask(first, (*VERBS, "error", "relation", *list_modules()))
        hint = f"{near.capitalize()} `oocli explain --help` shows what can be explained".lstrip()
    return UsageError(f"There is nothing called {' '.join(words)!r} to explain", hint=hint)
