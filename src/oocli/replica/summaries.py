"""What a person is shown of a copy: how a run went, what differs, what the file has."""

from __future__ import annotations

import shlex
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from oocli.errors import DifferencesFound
from oocli.replica.copy_differences import list_differences, list_too_many
from oocli.replica.file import open_to_read
from oocli.replica.known import list_refused
from oocli.replica.limits import ANY_NUMBER
from oocli.replica.session import open_session, rehearse
from oocli.replica.status import read_status
from oocli.replica.synchronizing import conclude
from oocli.replica.tables import RELATION

if TYPE_CHECKING:
    from oocli.context import Context
    from oocli.paging.pace import Pace
    from oocli.replica.copy_differences import Difference, Missing
    from oocli.replica.synchronizing import Outcome
    from oocli.replica.wish import Wish

_COLUMNS = ("records", "inserted", "updated", "deleted", "state")
_STATUS_COLUMNS = ("table", "records", "gone", "read_at", "state", "lost_fields", "problem")
_CHECK_COLUMNS = ("record", "op", "field", "copy", "office")


def synchronize(context: Context, path: Path, wish: Wish, pace: Pace, *, is_rehearsal: bool) -> None:
    """Bring a copy up to date, and write what came of each table; a rehearsal leaves the file alone.

    Raises:
        PartlyDone: some tables are not up to date.
    """
    begin = rehearse if is_rehearsal else open_session
    with begin(context, path, wish, pace) as run:
        outcomes = run.run()
        refused = {
            table: found
            for table, names in wish.fields.items()
            if (found := list_refused(run.copy.db, table, names))
        }
    context.output.write(map(_build_row, outcomes), columns=_COLUMNS, heading="table")
    for outcome in outcomes:
        if not outcome.tally.listed and outcome.failure is None and outcome.table != RELATION:
            context.voice.warn(f"{outcome.table}: nothing came; there is nothing, or a right is missing")
    for table, names in refused.items():
        context.voice.warn(
            f"{table}: the API does not give {', '.join(names)}; `oocli fields {table}` lists what it has"
        )
    if is_rehearsal:
        context.voice.note(f"Nothing was changed in {path}")
    failure = conclude(outcomes)
    if failure is not None:
        raise failure


def compare(context: Context, path: Path, wish: Wish, pace: Pace, *, exits: bool) -> None:
    """Compare every value of a copy with onOffice, and write what differs.

    Raises:
        DifferencesFound: something does, and ``exits`` says that this is a failure.
        PartlyDone: some tables could not be read.
    """
    with open_to_read(path):
        pass
    with rehearse(context, path, wish._replace(most=ANY_NUMBER), pace) as run:
        failure = conclude(run.run())
        differences = list_differences(run.copy)
        found = context.output.write(
            map(_build_difference, differences), columns=_CHECK_COLUMNS, heading="table"
        )
        too_many = list_too_many(run.copy, wish.most)
    if failure is not None:
        raise failure
    if not found:
        context.voice.note(f"{path} equals onOffice")
        return
    text = f"{found:,} values differ" if found != 1 else "1 value differs"
    doubt, advice = _advise(path, too_many)
    if exits:
        raise DifferencesFound(f"{path} is not equal to onOffice: {text}", why=doubt, hint=advice)
    context.voice.note("; ".join(filter(None, (text, doubt, advice))))


def _advise(path: Path, too_many: Sequence[Missing]) -> tuple[str, str]:
    """Return why what was found may be no difference at all, and which command takes it over."""
    command = f"oocli sync {shlex.quote(str(path))} --full"
    if not too_many:
        return "", f"`{command}` mends it"
    doubt = ", ".join(f"{found.what}: {found.gone:,} of {found.there:,} are missing" for found in too_many)
    most = max(found.gone for found in too_many)
    return (
        f"{doubt}, more than may vanish at once: a right may be lost",
        f"`{command} --max-deletes {most}` mends it, if they are gone indeed",
    )


def show_status(context: Context, path: Path, tables: Collection[str] = ()) -> None:
    """Write what a copy has, without asking onOffice; of these tables, or of all."""
    with open_to_read(path) as copy:
        found = [one for one in read_status(copy) if not tables or one.table in tables]
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
