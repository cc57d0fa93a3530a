"""``oocli sync``: keep a copy of the office in one SQLite file, or look whether it is right."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

import typer
from typer.main import get_command

from oocli.context import Context
from oocli.interface.copy_options import CopyFile, Fields, MaxDeletes, Tables
from oocli.interface.options import Command
from oocli.text.german_time import german_time


def build(_name: str) -> Any:
    """Return the command."""
    app = typer.Typer(rich_markup_mode=None, add_completion=False)
    app.command("sync", cls=Command, help=_HELP)(sync)
    return get_command(app)


_HELP = """Keep a copy of the office in one SQLite file: what is new, what has changed, what is gone.

Tables: estate address task agentslog calendar user searchcriteria relation file field; where none is
named all of them but file. The file remembers tables, fields and relations for later runs. Reads;
changes nothing in onOffice. docs/sync.md says how it works.

Examples:
  oocli --sandbox sync crm.db
  oocli --sandbox sync crm.db estate relation --fields estate=Id,objekttitel,ort,kaufpreis
  oocli sync --status crm.db
  oocli --sandbox sync --check crm.db --exit-code
"""


def sync(
    ctx: typer.Context,
    file: CopyFile,
    tables: Tables = None,
    fields: Fields = None,
    relations: Annotated[
        str | None,
        typer.Option("--relations", metavar="TYPES", help="Relation types, separated by commas, or none"),
    ] = None,
    calendar: Annotated[
        str | None,
        typer.Option("--calendar", metavar="FROM..TO", help="Days of appointments [default -1y..2y]"),
    ] = None,
    sweep: Annotated[
        str | None,
        typer.Option(
            "--sweep",
            metavar="WHEN",
            help="Look through all records for what is gone: auto (once a day above 50,000), always, never"
            " [default auto]",
        ),
    ] = None,
    max_deletes: MaxDeletes = None,
    purge: Annotated[bool, typer.Option("--purge", help="Remove what is gone instead of marking it")] = False,
    history: Annotated[
        bool, typer.Option("--history", help="Keep every change in the table _change, from now on")
    ] = False,
    full: Annotated[bool, typer.Option("--full", help="Read every record, whatever its last change")] = False,
    check: Annotated[
        bool, typer.Option("--check", help="Compare every value with onOffice, and change nothing")
    ] = False,
    exit_code: Annotated[
        bool, typer.Option("--exit-code", help="With --check: exit with 9 where anything differs")
    ] = False,
    status: Annotated[
        bool, typer.Option("--status", help="Say what the file has, without asking onOffice")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("-n", "--dry-run", help="Say what would change, and change nothing")
    ] = False,
    jobs: Annotated[
        str | None, typer.Option("--jobs", metavar="N", help="Requests in flight at most; auto is 4")
    ] = None,
    batch: Annotated[
        str | None, typer.Option("--batch", metavar="N", help="Actions in one request; auto is 5")
    ] = None,
) -> None:
    """Read into the file, or look at it.

    Raises:
        UsageError: options do not fit together, or are none.
        PartlyDone: some tables are not up to date.
        DifferencesFound: the copy differs, and ``--exit-code`` was given.
    """
    from oocli.call.asked import ReadingOptions
    from oocli.call.extent import read_pace
    from oocli.replica.file import read_path
    from oocli.replica.limits import read_most_deletes
    from oocli.replica.summaries import compare, show_status, synchronize
    from oocli.replica.tables import find_names
    from oocli.replica.ways import check_options
    from oocli.replica.wish import Wish, read_calendar, read_fields, read_relations, read_sweep

    context: Context = ctx.obj
    check_options(
        {
            "--fields": fields,
            "--relations": relations,
            "--calendar": calendar,
            "--sweep": sweep,
            "--max-deletes": max_deletes,
            "--purge": purge,
            "--history": history,
            "--full": full,
            "--check": check,
            "--exit-code": exit_code,
            "--status": status,
            "--dry-run": dry_run,
            "--jobs": jobs,
            "--batch": batch,
        }
    )
    path = read_path(file)
    names = tuple(find_names(tables or ()))
    if status:
        show_status(context, path, names)
        return
    wish = Wish(
        tables=names,
        fields=read_fields(fields or ()),
        relations=read_relations(relations),
        calendar=read_calendar(calendar, date.fromisoformat(german_time(context.now())[:10])),
        sweep=read_sweep(sweep),
        most=read_most_deletes(max_deletes),
        purges=purge,
        keeps_history=history,
        is_full=full or check,
    )
    usual = ReadingOptions()
    pace = read_pace(
        usual._replace(
            jobs=usual.jobs if jobs is None else jobs, batch=usual.batch if batch is None else batch
        )
    )
    context.output.check()
    if check:
        compare(context, path, wish, pace, exits=exit_code)
    else:
        synchronize(context, path, wish, pace, is_rehearsal=dry_run)
