"""``oocli commands``: every command as data, for programs that are to use oocli. Needs no network."""

from collections.abc import Mapping
from typing import Annotated, Any

import typer
from typer.main import get_command

from oocli.catalogue import VERBS
from oocli.context import Context
from oocli.errors import UsageError
from oocli.interface.options import Command

_COLUMNS = ("effect", "summary")


def build(_name: str) -> Any:
    """Return the command."""
    app = typer.Typer(rich_markup_mode=None, add_completion=False)
    app.command("commands", cls=Command, help=_HELP)(commands)
    return get_command(app)


_HELP = """List every command, with all that a program has to know of it.

As json each has its arguments and options with types, defaults and values, its effect, its exit codes
and the schemas of what it writes; the first record is oocli itself, with the options that all share.

Examples:
  oocli commands
  oocli commands read
  oocli commands read estate -o json
"""


def _list_first_words() -> tuple[str, ...]:
    from oocli.interface.command_facts import list_words

    return (*VERBS, *dict.fromkeys(words.split()[0] for words in list_words()))


def commands(
    ctx: typer.Context,
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="WORD ...",
            help="Only commands that begin so: read, get file ...",
            autocompletion=_list_first_words,
        ),
    ] = None,
) -> None:
    """Write a record for each command; on a terminal a line."""
    from oocli.interface.command_records import list_commands

    context: Context = ctx.obj
    found = list(list_commands(ctx, words or ()))
    if not found:
        raise UsageError(
            f"There is no command {' '.join(words or ())!r}", hint="`oocli commands` lists all of them"
        )
    if context.output.format == "table":
        found = [_shorten(record) for record in found if record["type"] == "command"]
    context.output.write(found, columns=_COLUMNS, heading="command", whole=("effect",))


def _shorten(record: Mapping[str, Any]) -> dict[str, Any]:
    elements = record["elements"]
    return {**record, "elements": {name: elements[name] for name in _COLUMNS}}
