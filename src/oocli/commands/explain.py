"""``oocli explain``: what a call, an error code, a relation, a field or a signature means, offline.

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
from oocli.explanations.meanings import find_meanings, list_names, write_meanings
from oocli.explanations.relations import explain_relations
from oocli.interface.help import show_help, write_help
from oocli.interface.options import Command
from oocli.interface.topics import TOPICS
from oocli.text.spelling import ask


def build(_name: str) -> Any:
    """Return the command."""
    app = typer.Typer(rich_markup_mode=None, add_completion=False)
    app.command("explain", cls=Command, help=_HELP)(explain)
    return get_command(app)


_HELP = """Explain a call, an error code, a relation, a field, a signature or a request, without network.

A field is explained as `oocli fields MODULE` last showed it.

Examples:
  oocli explain read estate
  oocli explain get file address
  oocli explain error 141
  oocli explain relation buyer
  oocli explain relation
  oocli explain estate.objekttyp
  oocli explain signature
  oocli explain signature request.json
  oocli explain request estates.php
"""


def explain(
    ctx: typer.Context,
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="SUBJECT ...",
            help="VERB RESOURCE, error [CODE], relation [NAME], signature [FILE], request FILE, MODULE.FIELD",
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
        case ["request", *files]:
            from oocli.explanations.requests import explain_request

            explain_request(ctx.obj, files)
        case ["signature", *files]:
            from oocli.explanations.signatures import explain_signatures

            explain_signatures(ctx.obj, files)
        case [verb, resource, *rest] if verb in VERBS:
            explain_call(ctx, verb, resource, rest)
        case [word] if word in root.list_commands(ctx):
            _explain_command(ctx, word)
        case [name] if "." in name:
            explain_field(ctx.obj, name)
        case unknown:
            _explain_meaning(ctx, unknown)


def _explain_command(ctx: typer.Context, word: str) -> None:
    """Show the help of a command, or what a program has to know of it and those below it."""
    context: Context = ctx.obj
    if context.settings.get("output") in ("", "table"):
        show_help(ctx, [word])
        return
    from oocli.interface.command_records import list_commands

    context.output.write(list_commands(ctx, [word]))


def _explain_meaning(ctx: typer.Context, words: Sequence[str]) -> None:
    """Explain the one thing that the words mean, or show those that they may mean.

    Raises:
        UsageError: they mean nothing that oocli knows.
    """
    found = find_meanings(ctx.obj, words)
    if not found:
        raise _describe_unknown(ctx.obj, words)
    if len(found) > 1:
        write_meanings(ctx.obj, words, found)
        return
    match found[0].kind, found[0].subject.split():
        case "field", [name]:
            explain_field(ctx.obj, name)
            ctx.obj.voice.note(f"`oocli calls {' '.join(words)}` searches the calls")
        case "relation", [_, name]:
            explain_relations(ctx.obj, [name])
        case "error", [_, code]:
            explain_errors(ctx.obj, [code])
        case _, [verb, resource]:
            explain_call(ctx, verb, resource, ())


def _describe_unknown(context: Context, words: Sequence[str]) -> UsageError:
    """Say that nothing is called so, and what may have been meant."""
    first = words[0]
    if first.isdigit():
        hint = f"`oocli explain error {first}` explains an error code"
    else:
        near = ask(
            first,
            (*VERBS, "error", "relation", "request", "signature", *list_modules(), *list_names(context)),
        )
        topic = _find_topic(words)
        lead = f"`oocli help {topic}` explains that;" if topic else near.capitalize()
        hint = f"{lead} `oocli explain --help` shows what can be explained".lstrip()
    return UsageError(f"There is nothing called {' '.join(words)!r} to explain", hint=hint)


def _find_topic(words: Sequence[str]) -> str:
    """Return the topic of ``oocli help`` that the words name, whole or by one of its own words."""
    named = ("-".join(words).lower(), words[0].lower())
    return next((topic for topic in TOPICS if named[0] == topic or named[1] in topic.split("-")), "")
