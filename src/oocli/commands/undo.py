"""``oocli undo``: what a run has changed is made as it was before."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer
from typer.main import get_command

from oocli.errors import UsageError
from oocli.interface.options import Command


def build(_name: str) -> Any:
    """Return the command."""
    app = typer.Typer(rich_markup_mode=None, add_completion=False)
    app.command("undo", cls=Command, help=_HELP)(undo)
    return get_command(app)


_HELP = """Take back what a run of `oocli modify ... --from` has changed.

The records are read, the way back is shown as `old → new`, and after a yes it is sent as a run with a
journal of its own, which can be undone in turn. A record that was changed again since is left, and told.
What a run has created or uploaded is listed with the command that deletes or archives it.

Examples:
  oocli undo results.ndjson --dry-run
  oocli undo --last
"""


def undo(
    ctx: typer.Context,
    results: Annotated[
        Path | None, typer.Argument(metavar="RESULTS", help="Its file of results; `oocli history` lists them")
    ] = None,
    last: Annotated[bool, typer.Option("--last", help="The newest run that can be undone")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Answer every question with yes")] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", "-n", help="Show what would change and send nothing")
    ] = False,
    force: Annotated[
        bool, typer.Option("--force", help="Take back also what was changed again since")
    ] = False,
    own_results: Annotated[
        str, typer.Option("--results", metavar="FILE", help="NDJSON with what became of each row")
    ] = "",
    batch: Annotated[int | None, typer.Option("--batch", metavar="N", help="Rows in one request")] = None,
    jobs: Annotated[
        int | None, typer.Option("--jobs", metavar="N", help="Requests in flight at most")
    ] = None,
) -> None:
    """Find the run and take it back."""
    from oocli.bulk.undo import UndoOptions, find_last, find_past
    from oocli.bulk.undo import undo as take_back

    if (results is not None) == last:
        raise UsageError(
            "Which run is to be undone?" if not last else "RESULTS and --last name two runs",
            hint="`oocli undo --last` takes the newest one, `oocli history` lists them",
        )
    past = find_last(ctx.obj) if results is None else find_past(ctx.obj, results)
    take_back(ctx.obj, past, UndoOptions(yes, dry_run, force, own_results, batch, jobs))
