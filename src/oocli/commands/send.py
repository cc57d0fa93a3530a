"""``oocli send``: raw JSON, one action, a list of actions, or a whole request."""

from typing import Annotated, Any

import typer
from typer.main import get_command

from oocli.interface.options import Command
from oocli.snippets import LANGUAGES


def build(_name: str) -> Any:
    """Return the command."""
    app = typer.Typer(rich_markup_mode=None, add_completion=False)
    app.command("send", cls=Command, help=_HELP)(send)
    return get_command(app)


_HELP = """Send raw JSON: an action, a list of actions, a whole request, or several of them in a row.

All actions go in one request, in their order; so are the API's results in the output. Timestamp
and signature are filled in; a token in the JSON is replaced by the profile's. Messages call an
action by its identifier, else by its number, which counts from 1.

Examples:
  oocli --sandbox send action.json
  oocli --sandbox send actions.ndjson
  echo '{"actionid": "read", "resourcetype": "user", "parameters": {"data": ["Nr"]}}' | oocli --sandbox send -
"""


def send(
    ctx: typer.Context,
    file: Annotated[
        str, typer.Argument(metavar="FILE", help="File of JSON or NDJSON; - is standard input")
    ] = "",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", "-n", help="Print the actions and send nothing")
    ] = False,
    language: Annotated[
        str,
        typer.Option(
            "--as",
            metavar="LANGUAGE",
            help=f"Print a program that sends the actions: {', '.join(LANGUAGES)}",
            autocompletion=lambda: list(LANGUAGES),
        ),
    ] = "",
    yes: Annotated[bool, typer.Option("--yes", help="Answer every question with yes")] = False,
    cache: Annotated[
        str,
        typer.Option("--cache", metavar="TIME", help="Keep answers, and take those no older than 10m, 24h"),
    ] = "",
) -> None:
    """Make a value of what was typed, and have it sent."""
    from oocli.call.raw_sending import RawOptions, run_raw

    run_raw(ctx.obj, RawOptions(file, dry_run, language, yes, cache))
