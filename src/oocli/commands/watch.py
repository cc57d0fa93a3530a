"""``oocli watch``: keep a copy up to date, and say what changes, a line each."""

from __future__ import annotations

from typing import Annotated, Any

import typer
from typer.main import get_command

from oocli.context import Context
from oocli.interface.copy_options import CopyFile, Fields, MaxDeletes, Tables
from oocli.interface.options import Command

_SILENT = 2  # -qq; what is said for days is said at once, and not kept for the end


def build(_name: str) -> Any:
    """Return the command."""
    app = typer.Typer(rich_markup_mode=None, add_completion=False)
    app.command("watch", cls=Command, help=_HELP)(watch)
    return get_command(app)


_HELP = """Keep a copy of the office up to date, and say what changes: one line of JSON for each change.

{"op": "update", "table": "estate", "id": 13, "changed": {"kaufpreis": [300000.0, 350000.0]}}; op is
insert, update or delete. The first reading of a table gives no lines. With --exec the lines go to
the standard input of a command; one that fails gets them again. docs/sync.md says more.

Examples:
  oocli --sandbox watch crm.db --once
  oocli watch crm.db estate --every 5m --exec 'python publish.py'
"""


def watch(
    ctx: typer.Context,
    file: CopyFile,
    tables: Tables = None,
    fields: Fields = None,
    every: Annotated[
        str,
        typer.Option("--every", metavar="SPAN", help="Time between two runs, a minute at least [default 5m]"),
    ] = "5m",
    once: Annotated[bool, typer.Option("--once", help="One run, then end")] = False,
    command: Annotated[
        str | None,
        typer.Option("--exec", metavar="COMMAND", help="Start this for the lines; no shell reads it"),
    ] = None,
    max_deletes: MaxDeletes = None,
) -> None:
    """Run again and again, or once.

    Raises:
        UsageError: the interval or the command is none.
        OocliError: a run failed, with ``--once``, or in a way that will not pass.
    """
    from functools import partial

    from oocli.paging.pace import Pace
    from oocli.replica.account import identify
    from oocli.replica.file import read_path
    from oocli.replica.handing_on import read_command, run_command, write_on
    from oocli.replica.limits import read_most_deletes
    from oocli.replica.session import open_session
    from oocli.replica.synchronizing import Lines
    from oocli.replica.tables import find_names
    from oocli.replica.watching import Watch, read_interval
    from oocli.replica.wish import Wish, read_fields

    context: Context = ctx.obj
    seconds = read_interval(every, is_local=identify(context.profile).is_local)
    wish = Wish(
        tables=tuple(find_names(tables or ())),
        fields=read_fields(fields or ()),
        most=read_most_deletes(max_deletes),
    )
    words = None if command is None else read_command(command)
    path = read_path(file)
    if not path.exists():
        context.voice.note(f"{path} is made; lines are for what changes from now on")
    with context.output.open() as stream:
        watcher = Watch(
            begin=partial(open_session, context, path, wish, Pace(), lines=Lines.WATCHED),
            hand_on=run_command(words, context.environ) if words else write_on(stream),
            sleep=context.sleep,
            warn=context.voice.tell if context.settings.quietness < _SILENT else lambda _: None,
            every=seconds,
        )
        if once:
            watcher.run_once()
        else:
            watcher.run_on()
