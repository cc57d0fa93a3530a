"""Number and stamp of all records, into a table of the connection's own, and whether they are all.

The numbers stand on disk, not in memory: an office may have a million. ``found`` has them,
``wanted`` those that have to be fetched.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from oocli.errors import GuardError
from oocli.replica.asking import Office
from oocli.replica.first_transaction import transaction
from oocli.replica.record_ids import read_ids
from oocli.replica.statements import Sql, sql
from oocli.replica.tables import Table

if TYPE_CHECKING:
    from sqlite3 import Connection

_AT_ONCE = 500  # records that are taken in at a time
_ATTEMPTS = 3  # an office where much is going on may be swept again


class Sweep(NamedTuple):
    """What a sweep has found.

    Attributes:
        seen: records.
        is_whole: whether it was asked for all records, not only for the latest.
    """

    seen: int
    is_whole: bool = True


def sweep_all(db: Connection, office: Office, table: Table) -> Sweep:
    """Read number and stamp of every record into ``found``; once more where counts and numbers disagree.

    Raises:
        GuardError: they go on to disagree; nothing can be said of what is missing.
        PartlyDone: the reading itself knows that records may be missing.
    """
    for _ in range(_ATTEMPTS):
        clear(db)
        listing = office.list_all(table.build_sweep())
        _take_in(db, listing, table)
        seen = count_found(db)
        after = office.count(table.build_sweep())
        before = listing.total if after is not None else None
        if after is None or before is None or (seen >= min(before, after) and (after or not seen)):
            return Sweep(seen)
    raise GuardError(
        f"{table.name}: {seen:,} records came, where {before:,} were counted before and {after:,} after it",
        why="An answer may have been incomplete, or a right was lost meanwhile; nothing was marked as gone",
        hint="Run it again",
    )


def sweep_latest(db: Connection, office: Office, table: Table, since: str) -> Sweep:
    """Read number and stamp of the records changed since into ``found``; nothing is said of the others."""
    clear(db)
    _take_in(db, office.list_all(table.build_sweep(since)), table)
    return Sweep(count_found(db), is_whole=False)


def clear(db: Connection) -> None:
    """Make the tables of a sweep, empty."""
    db.execute("CREATE TEMP TABLE IF NOT EXISTS found (id INTEGER PRIMARY KEY, stamp TEXT)")
    db.execute("CREATE TEMP TABLE IF NOT EXISTS wanted (id INTEGER PRIMARY KEY)")
    db.execute("DELETE FROM temp.found")
    db.execute("DELETE FROM temp.wanted")


def add_found(db: Connection, rows: Iterable[tuple[int, str | None]]) -> None:
    """Take in numbers and stamps."""
    db.executemany("INSERT OR REPLACE INTO temp.found VALUES (?, ?)", rows)


def count_found(db: Connection) -> int:
    """Return the number of records found."""
    return int(db.execute("SELECT count(*) FROM temp.found").fetchone()[0])


def choose_wanted(db: Connection, table: str, sweep: Sweep, *, every: bool) -> int:
    """Put on the list what has to be fetched, everything or what is unknown or changed; give how many."""
    unknown = "t._id IS NULL OR t._deleted_at IS NOT NULL OR t._changed IS NOT f.stamp"
    db.execute(
        sql(
            "INSERT OR IGNORE INTO temp.wanted"
            " SELECT f.id FROM temp.found AS f LEFT JOIN {table} AS t ON t._id = f.id WHERE {condition}",
            table=table,
            condition=Sql("1" if every else unknown),
        )
    )
    db.execute(
        "INSERT OR IGNORE INTO temp.wanted SELECT id FROM _pending WHERE table_name = ?"
        " AND (NOT ? OR id IN (SELECT id FROM temp.found))",
        (table, sweep.is_whole),
    )
    return int(db.execute("SELECT count(*) FROM temp.wanted").fetchone()[0])


def list_wanted(db: Connection, size: int) -> Iterator[list[int]]:
    """Return the numbers on the list, in parts."""
    last = None
    while True:
        rows = db.execute(
            "SELECT id FROM temp.wanted WHERE :last IS NULL OR id > :last ORDER BY id LIMIT :size",
            {"last": last, "size": size},
        ).fetchall()
        if not rows:
            return
        yield [row[0] for row in rows]
        last = rows[-1][0]


def split(records: Iterable[Any], size: int = _AT_ONCE) -> Iterator[list[Any]]:
    """Return an iterable in lists of so many."""
    rest = iter(records)
    while part := list(islice(rest, size)):
        yield part


def _take_in(db: Connection, records: Iterable[Mapping[str, Any]], table: Table) -> None:
    for part in split(records):
        with transaction(db):
            add_found(db, _read_stamps(part, table))


def _read_stamps(records: Sequence[Mapping[str, Any]], table: Table) -> Iterator[tuple[int, str | None]]:
    for number, record in zip(read_ids(records), records, strict=True):
        elements = record.get("elements")
        stamp = elements.get(table.changed) if isinstance(elements, Mapping) else None
        yield number, None if stamp is None else str(stamp)
