"""Records by number: fetched in batches, kept a request at a time, and what has to be fetched again.

A record whose stamp is not settled yet is on the list of ``_pending`` for the next run, and so
is one that was listed and did not come.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from oocli.errors import PartlyDone
from oocli.replica.asking import Found, read_result
from oocli.replica.file_columns import finish_filling
from oocli.replica.row_shape import Rows
from oocli.replica.stamps import find_surely_settled, is_settled
from oocli.replica.sweep import list_wanted
from oocli.replica.tables import Table

if TYPE_CHECKING:
    from sqlite3 import Connection

    from oocli.replica.asking import Office
    from oocli.replica.file import Copy
    from oocli.replica.keeping import Keeper
    from oocli.request.actions import Action
    from oocli.wire.messages import Result

_UNSETTLED, _MISSED = "unsettled", "missed"


def fetch_wanted(copy: Copy, office: Office, keeper: Keeper, *, show: Callable[[int], None]) -> None:
    """Fetch what is on the list and keep it; ``show`` is told how many have come.

    Raises:
        PartlyDone: records were listed now and at the last run, and did not come either time.
        OocliError: a request failed; what came before it is kept.
    """
    table, done, lost = keeper.table, 0, 0
    fields = keeper.layout.fields

    def build() -> Iterator[Action]:
        for numbers in list_wanted(copy.db, office.most_numbers):
            yield table.build_fetch(fields, numbers)

    for found in office.ask(build()):
        read = [(one, read_result(one)) for one in found]
        with copy.writing():
            lost += sum(_keep(keeper, one, result) for one, result in read)
        done += sum(len(read_numbers(table, one.action)) for one in found)
        show(done)
    with copy.writing() as db:
        finish_filling(db, table.name)
    if lost:
        raise PartlyDone(
            f"{table.name}: {lost:,} records are listed, and do not come when they are asked for",
            why="They were missing at the last run, too",
            hint=f"`oocli read {table.resourcetype}` shows whether they can be read",
        )


def read_numbers(table: Table, action: Action) -> Sequence[int]:
    """Return the numbers that an action of ``build_fetch`` asks for."""
    given: Any = action.parameters.get(table.number)
    numbers: Sequence[int] = given if given else action.parameters["filter"][table.number][0]["val"]
    return numbers


def _keep(keeper: Keeper, found: Found, result: Result) -> int:
    """Keep what came for one action; give how many have been missing twice."""
    db, table = keeper.db, keeper.table
    asked = read_numbers(table, found.action)
    rows = keeper.keep(result.records)
    came = set(rows.numbers)
    missed = [number for number in asked if number not in came]
    lost = [number for number in missed if _is_pending(db, table.name, number, _MISSED)]
    db.executemany(
        "DELETE FROM _pending WHERE table_name = ? AND id = ?", [(table.name, number) for number in asked]
    )
    note_unsettled(db, table.name, rows, found.server_time)
    db.executemany("INSERT INTO _pending VALUES (?, ?, ?)", [(table.name, one, _MISSED) for one in missed])
    return len(lost)


def note_unsettled(db: Connection, table: str, rows: Rows, server_time: float) -> None:
    """Put records that may change once more under the same stamp on the list of the next run.

    ``server_time`` is the server's clock when they were read, or before that, in Unix seconds.
    """
    unsettled = _list_unsettled(rows, server_time)
    if unsettled:
        db.executemany(
            "INSERT OR REPLACE INTO _pending VALUES (?, ?, ?)",
            [(table, one, _UNSETTLED) for one in unsettled],
        )


def _list_unsettled(rows: Rows, server_time: float) -> list[int]:
    """Return the records that may change once more without another stamp; most were changed long ago."""
    settled = find_surely_settled(server_time)
    if _are_all_below(settled, rows.stamps):
        return []
    length = len(settled)
    return [
        number
        for number, stamp in zip(rows.numbers, rows.stamps, strict=True)
        if not (stamp and len(stamp) == length and stamp[0] in "12" and stamp < settled)
        and not is_settled(stamp, server_time)
    ]


def _are_all_below(settled: str, stamps: Sequence[str | None]) -> bool:
    """Say at one go whether every stamp of a page has the usual length and lies before this one."""
    texts = {stamp or "" for stamp in stamps}
    return set(map(len, texts)) == {len(settled)} and min(texts) >= "1" and max(texts) < settled


def _is_pending(db: Any, table: str, number: int, reason: str) -> bool:
    found = db.execute(
        "SELECT 1 FROM _pending WHERE table_name = ? AND id = ? AND reason = ?", (table, number, reason)
    )
    return found.fetchone() is not None
