"""``oocli watch``: keep a copy up to date, and say what changes, a line each."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.main import get_command

from oocli.context import Context
from oocli.errors import UsageError
from oocli.interface.copy_options import CopyFile, Fields, MaxDeletes, Tables
from oocli.interface.options import Command

if TYPE_CHECKING:
    from oocli.replica.handing_on import HandOn
    from oocli.terminal.output import Output

_FORMATS = ("ndjson", "json")  # a line is JSON in either
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
    path = read_path(file)
    with ExitStack() as stack:
        watcher = Watch(
            begin=partial(open_session, context, path, wish, Pace(), lines=Lines.WATCHED),
            hand_on=_choose_receiver(context, command, is_once=once, stack=stack),
            sleep=context.sleep,
            warn=context.voice.tell if context.settings.quietness < _SILENT else lambda _: None,
            every=seconds,
        )
        if not path.exists():
            context.voice.note(f"{path} is made; lines are for what changes from now on")
        if once:
            watcher.run_once()
        else:
            watcher.run_on()


def _choose_receiver(context: Context, command: str | None, *, is_once: bool, stack: ExitStack) -> HandOn:
    """Return who gets the lines: a command, a file, or standard output; ``stack`` closes what is opened.

    Raises:
        UsageError: they are asked for in a way in which they cannot be given.
    """
    from oocli.replica.handing_on import read_command, run_command, write_on, write_whole

    output = context.output
    _see_format(output, is_typed=context.settings.is_typed("output"))
    if command is not None and output.file:
        raise UsageError("--exec and --output-file exclude each other", hint="Leave one of them out")
    if command is not None:
        return run_command(read_command(command), context.environ)
    if not output.is_whole:
        return write_on(stack.enter_context(output.open()))
    if not is_once:
        raise UsageError(
            f"{output.file} would only appear when watch ends",
            hint=f"Add the lines to it with `>> {output.file}` in place of --output-file, or say --once",
        )
    output.check()
    return write_whole(output.open)


def _see_format(output: Output, *, is_typed: bool) -> None:
    """See that nobody expects another format of lines, by name or by the name of a file.

    Raises:
        UsageError: somebody does.
    """
    from oocli.text.formats import find_written

    named = find_written(output.file.suffix.lower()) if output.file else ""
    chosen = output.format if is_typed else named
    if chosen not in ("", *_FORMATS):
        raise UsageError(
            f"watch gives a line of JSON for each change, and has no {chosen}",
            hint=f"Say -o {_FORMATS[0]}; `sync --history` keeps changes for `oocli sql`, in every format",
        )
