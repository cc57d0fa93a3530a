"""Who deleted records, and when: from onOffice's own log, which administrators alone may read.

Nothing depends on it: where the log is refused, or does not have them, the records are
marked as gone all the same.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from oocli.errors import OocliError
from oocli.replica.statements import sql
from oocli.replica.stored import store_as
from oocli.request.actions import Action
from oocli.text.german_time import german_time

if TYPE_CHECKING:
    from sqlite3 import Connection

    from oocli.replica.asking import Office
    from oocli.replica.file import Copy
    from oocli.replica.tables import Table

_MARGIN = timedelta(days=1)  # clocks differ, and so do time zones
_PATIENCE = timedelta(days=30)  # of a table whose last reading nobody knows
_MOST_ENTRIES = 10_000
_PAGE = 500


class Deletion(NamedTuple):
    """An entry of the log.

    Attributes:
        user: number of the user; None where it cannot be read.
        at: time of the entry, German local time in ISO.
    """

    user: int | None
    at: str | None


def note_deletions(copy: Copy, office: Office, table: Table, gone: Collection[int], *, now: float) -> None:
    """Write beside records that are marked as gone who deleted them and when, as far as the log tells.

    ``now`` in Unix seconds; the log is read from the last complete reading of the table.
    """
    if not gone or not table.log:
        return
    action = _build_action(table, _find_start(copy.db, table.name, now))
    found: dict[int, Deletion] = {}
    with suppress(OocliError):  # most API users may not read it
        found.update(_list_deletions(office, action, gone))
    with copy.writing() as db:
        db.executemany(
            sql(
                "UPDATE {table} SET _deleted_by = ?, _deleted_on = ?"
                " WHERE _id = ? AND _deleted_at IS NOT NULL",
                table=table.name,
            ),
            [(entry.user, entry.at, number) for number, entry in found.items()],
        )


def _build_action(table: Table, since: str) -> Action:
    condition = {"dateTime": [{"op": ">=", "val": since}]}
    parameters = {"module": table.log, "action": "delete", "filter": condition, "listlimit": _PAGE}
    return Action("read", "log", parameters=parameters)


def _find_start(db: Connection, table: str, now: float) -> str:
    """Return since when a record of the table may have been deleted: German local time."""
    row = db.execute("SELECT coalesce(swept_at, read_at) FROM _table WHERE name = ?", (table,)).fetchone()
    if row is None or row[0] is None:
        last = datetime.fromtimestamp(now, UTC) - _PATIENCE
    else:
        last = datetime.fromisoformat(row[0])
    return german_time((last - _MARGIN).timestamp())


def _list_deletions(office: Office, action: Action, gone: Collection[int]) -> Iterator[tuple[int, Deletion]]:
    """Return the entries of these records, in the order of the log."""
    wanted = set(gone)
    for elements in _list_elements(islice(office.list_all(action), _MOST_ENTRIES)):
        numbers = {store_as("integer", elements.get(name)) for name in ("resourceId", "resourcePk")}
        user = store_as("integer", elements.get("userId"))
        at = store_as("datetime", elements.get("dateTime"))
        for number in numbers & wanted:
            yield number, Deletion(user if isinstance(user, int) else None, at)


def _list_elements(entries: Iterable[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    for entry in entries:
        elements = entry.get("elements")
        if isinstance(elements, Mapping):
            yield elements
