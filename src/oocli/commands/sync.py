"""``oocli sync``: keep a copy of the office in one SQLite file, or look whether it is right."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.main import get_command

from oocli.context import Context
from oocli.errors import DifferencesFound, UsageError
from oocli.interface.options import Command
from oocli.text.german_time import german_time

if TYPE_CHECKING:
    from oocli.paging.pace import Pace
    from oocli.replica.comparing import Difference
    from oocli.replica.synchronizing import Outcome
    from oocli.replica.wish import Wish

_COLUMNS = ("records", "inserted", "updated", "deleted", "state")
_STATUS_COLUMNS = ("table", "records", "gone", "read_at", "state", "lost_fields", "problem")
_CHECK_COLUMNS = ("record", "op", "field", "copy", "office")


def build(_name: str) -> Any:
    """Return the command."""
    app = typer.Typer(rich_markup_mode=None, add_completion=False)
    app.command("sync", cls=Command, help=_HELP)(sync)
    return get_command(app)


_HELP = """Keep a copy of the office in one SQLite file: what is new, what has changed, what is gone.

Tables: estate address task agentslog calendar user searchcriteria relation; all of them where none
is named. The file remembers tables, fields and relations for later runs. Reads; changes nothing in
onOffice. docs/sync.md says how it works.

Examples:
  oocli --sandbox sync crm.db
  oocli --sandbox sync crm.db estate relation --fields estate=Id,objekttitel,ort,kaufpreis
  oocli sync --status crm.db
  oocli --sandbox sync --check crm.db --exit-code
"""


def list_tables() -> list[str]:
    """Return the names of tables."""
    from oocli.replica.tables import NAMES

    return list(NAMES)


def sync(
    ctx: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE", help="The SQLite file; made where there is none")],
    tables: Annotated[
        list[str] | None,
        typer.Argument(metavar="TABLE ...", help="Tables to read", autocompletion=list_tables),
    ] = None,
    fields: Annotated[
        list[str] | None,
        typer.Option(
            "--fields",
            metavar="TABLE=NAMES",
            help="Fields to keep, or @all [default @all]; adds to what the file has",
        ),
    ] = None,
    relations: Annotated[
        str, typer.Option("--relations", metavar="TYPES", help="Relation types, separated by commas, or none")
    ] = "",
    calendar: Annotated[
        str, typer.Option("--calendar", metavar="FROM..TO", help="Days of appointments [default -1y..2y]")
    ] = "",
    sweep: Annotated[
        str,
        typer.Option(
            "--sweep",
            metavar="WHEN",
            help="Look through all records for what is gone: auto (once a day above 50,000), always, never",
        ),
    ] = "auto",
    max_deletes: Annotated[
        str,
        typer.Option(
            "--max-deletes",
            metavar="N",
            help="Rows of a table that may be gone at once, 5% or 200 [default 5%, at least 10]",
        ),
    ] = "",
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
        str, typer.Option("--jobs", metavar="N", help="Requests in flight at most; auto is 4")
    ] = "auto",
    batch: Annotated[
        str, typer.Option("--batch", metavar="N", help="Actions in one request; auto is 5")
    ] = "auto",
) -> None:
    """Read into the file, or look at it.

    Raises:
        UsageError: options do not fit together, or are none.
        PartlyDone: some tables are not up to date.
        DifferencesFound: the copy differs, and ``--exit-code`` was given.
    """
    from oocli.call.extent import read_pace
    from oocli.call.options import ReadingOptions
    from oocli.replica.limits import read_most_deletes
    from oocli.replica.tables import find_names
    from oocli.replica.wish import Wish, read_calendar, read_fields, read_relations, read_sweep

    context: Context = ctx.obj
    if sum((check, status, dry_run)) > 1:
        raise UsageError("Choose one of --check, --status and --dry-run")
    if exit_code and not check:
        raise UsageError("--exit-code belongs to --check")
    path = Path(file)
    if status:
        _show_status(context, path)
        return
    wish = Wish(
        tables=tuple(find_names(tables or ())),
        fields=read_fields(fields or ()),
        relations=read_relations(relations),
        calendar=read_calendar(calendar, date.fromisoformat(german_time(context.now())[:10])),
        sweep=read_sweep(sweep),
        most=read_most_deletes(max_deletes),
        purges=purge,
        keeps_history=history,
        is_full=full or check,
    )
    pace = read_pace(ReadingOptions(jobs=jobs, batch=batch))
    context.output.check()
    if check:
        _compare(context, path, wish, pace, exits=exit_code)
    else:
        _synchronize(context, path, wish, pace, is_rehearsal=dry_run)


def _synchronize(context: Context, path: Path, wish: Wish, pace: Pace, *, is_rehearsal: bool) -> None:
    from oocli.replica.session import open_session, rehearse
    from oocli.replica.synchronizing import conclude
    from oocli.replica.tables import RELATION

    begin = rehearse if is_rehearsal else open_session
    with begin(context, path, wish, pace) as run:
        outcomes = run.run()
    context.output.write(map(_build_row, outcomes), columns=_COLUMNS, heading="table")
    for outcome in outcomes:
        if not outcome.tally.listed and outcome.failure is None and outcome.table != RELATION:
            context.voice.warn(f"{outcome.table}: nothing came; there is nothing, or a right is missing")
    if is_rehearsal:
        context.voice.note(f"Nothing was changed in {path}")
    failure = conclude(outcomes)
    if failure is not None:
        raise failure


def _compare(context: Context, path: Path, wish: Wish, pace: Pace, *, exits: bool) -> None:
    from oocli.replica.comparing import list_differences
    from oocli.replica.file import open_to_read
    from oocli.replica.session import rehearse
    from oocli.replica.synchronizing import conclude

    with open_to_read(path):
        pass
    with rehearse(context, path, wish, pace) as run:
        failure = conclude(run.run())
        differences = list_differences(run.copy)
        found = context.output.write(
            map(_build_difference, differences), columns=_CHECK_COLUMNS, heading="table"
        )
    if failure is not None:
        raise failure
    text = f"{found:,} values differ" if found != 1 else "1 value differs"
    if found and exits:
        raise DifferencesFound(
            f"{path} is not equal to onOffice: {text}", hint=f"`oocli sync {path} --full` mends it"
        )
    context.voice.note(f"{text}; `oocli sync {path} --full` mends it" if found else f"{path} equals onOffice")


def _show_status(context: Context, path: Path) -> None:
    from oocli.replica.file import open_to_read
    from oocli.replica.status import read_status

    with open_to_read(path) as copy:
        found = list(read_status(copy))
        described = copy.read_fact("account_described", "")
    context.output.write(
        (
            {"id": "", "type": "table", "elements": {**one._asdict(), "lost_fields": list(one.lost_fields)}}
            for one in found
        ),
        columns=_STATUS_COLUMNS,
        rows=True,
    )
    context.voice.note(f"{path} is a copy of {described}")


def _build_row(outcome: Outcome) -> dict[str, Any]:
    tally = outcome.tally
    return {
        "id": outcome.table,
        "type": "table",
        "elements": {
            "records": tally.listed,
            "inserted": tally.inserted,
            "updated": tally.updated,
            "deleted": tally.deleted,
            "state": "ok" if outcome.failure is None else outcome.failure.message,
        },
    }


def _build_difference(difference: Difference) -> dict[str, Any]:
    elements = {
        "record": difference.record,
        "op": difference.op,
        "field": difference.field,
        "copy": difference.kept,
        "office": difference.found,
    }
    return {"id": difference.table, "type": "difference", "elements": elements}
