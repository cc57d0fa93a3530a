"""``oocli history``: the runs with ``--from`` and the uploads, the newest first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import typer
from typer.main import get_command

from oocli.interface.options import Command

if TYPE_CHECKING:
    from oocli.context import Context


def build(_name: str) -> Any:
    """Return the command."""
    app = typer.Typer(rich_markup_mode=None, add_completion=False)
    app.command("history", cls=Command, help=_HELP)(history)
    return get_command(app)


_HELP = """List the runs with --from and the uploads, and what became of their rows, the newest first.

Their files of results are kept for 30 days (OOCLI_KEEP_JOURNALS, in days), those that
--results named until you remove them. `oocli undo` takes such a run back.

Examples:
  oocli history
  oocli history -o ndjson
"""


def history(ctx: typer.Context) -> None:
    """Write a row for each run."""
    from oocli.bulk.history import COLUMNS, TABLE_COLUMNS, list_history, list_summaries
    from oocli.bulk.past_runs import remove_old

    context: Context = ctx.obj
    remove_old(context.environ, context.now())
    if context.output.format == "table":
        runs = list_summaries(context.environ)
        shown = ({"id": "", "elements": run} for run in runs)
        context.output.write(shown, columns=TABLE_COLUMNS if runs else ())
    elif context.output.format in ("json", "ndjson"):
        runs = list_history(context.environ)
        context.output.write(runs)
    else:
        runs = list_history(context.environ)
        context.output.write(({"id": run["results"], "elements": run} for run in runs), columns=COLUMNS)
    if not runs:
        context.voice.note("There are no runs yet: `oocli modify estate --from FILE` makes one.")
