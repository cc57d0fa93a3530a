"""What is gone: missing in a complete sweep, missing again when asked for, and not too much of it.

A lost right looks like an empty office. So what is missing is asked for once more, together
with records that are known to be there: an answer that has none of these says nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from oocli.errors import GuardError
from oocli.replica.asking import read_result
from oocli.replica.change_log import Line, Run, write_lines
from oocli.replica.limits import MostDeletes, build_too_many
from oocli.replica.record_ids import read_ids
from oocli.replica.statements import Sql, sql
from oocli.replica.sweep import split
from oocli.replica.tables import Table

if TYPE_CHECKING:
    from sqlite3 import Connection

    from oocli.replica.asking import Office
    from oocli.replica.file import Copy
    from oocli.request.actions import Action

_WITNESSES = 20
_QUORUM = 0.8  # of the witnesses must come; one or the other may be deleted meanwhile
_FIRST_AND_LAST = (
    "SELECT id FROM temp.found ORDER BY id LIMIT ?",
    "SELECT id FROM temp.found ORDER BY id DESC LIMIT ?",
)
ALL = Sql("1")
"""The condition that every record fulfils."""


def list_missing(db: Connection, table: str, *, inside: Sql = ALL) -> list[int]:
    """Return the records of the copy that were not found; ``inside`` says which should have been."""
    rows = db.execute(
        sql(
            "SELECT _id FROM {table} WHERE _deleted_at IS NULL AND ({inside})"
            " AND _id NOT IN (SELECT id FROM temp.found) ORDER BY _id",
            table=table,
            inside=inside,
        )
    )
    return [row[0] for row in rows]


def count_there(db: Connection, table: str) -> int:
    """Return the records of the copy that are not marked as gone."""
    statement = sql("SELECT count(*) FROM {table} WHERE _deleted_at IS NULL", table=table)
    return int(db.execute(statement).fetchone()[0])


def check_missing(copy: Copy, table: str, missing: int, most: MostDeletes) -> None:
    """See that no more is missing than may vanish.

    Raises:
        GuardError: it is more, or all.
    """
    there = count_there(copy.db, table)
    if missing and not most.allows(missing, there):
        raise build_too_many(table, missing, there)


def confirm_by_number(copy: Copy, office: Office, table: Table, missing: list[int]) -> None:
    """Ask for what is missing once more, together with records that are there.

    Raises:
        GuardError: some are there after all, or not even the others came.
        OocliError: a request failed.
    """
    witnesses = [
        row[0] for statement in _FIRST_AND_LAST for row in copy.db.execute(statement, (_WITNESSES // 2,))
    ]

    def build() -> Iterator[Action]:
        for part in split(missing, max(1, office.most_numbers - _WITNESSES)):
            yield table.build_fetch([], [*part, *witnesses])

    unseen = set(missing)
    for found in office.ask_all(build()):
        came = {*read_ids(read_result(found).records)}
        if came & unseen or len(came & set(witnesses)) < _QUORUM * len(witnesses):
            raise GuardError(
                f"{table.name}: the list of records was not complete; nothing was marked as gone",
                why="Records that it did not have are there, or none came when they were asked for",
                hint="Run it again",
            )


def mark(copy: Copy, table: str, missing: list[int], run: Run) -> None:
    """Mark records as gone; their relations go when these are read."""
    for part in split(missing):
        with copy.writing() as db:
            db.executemany(
                sql("UPDATE {table} SET _deleted_at = ? WHERE _id = ?", table=table),
                [(run.at, number) for number in part],
            )
            db.executemany(
                "DELETE FROM _pending WHERE table_name = ? AND id = ?", [(table, number) for number in part]
            )
            if run.keeps_lines:
                write_lines(db, run, (Line("delete", table, str(number), {}) for number in part))


def purge(copy: Copy, table: str) -> int:
    """Remove the records that are marked as gone; give how many."""
    with copy.writing() as db:
        return int(db.execute(sql("DELETE FROM {table} WHERE _deleted_at IS NOT NULL", table=table)).rowcount)
