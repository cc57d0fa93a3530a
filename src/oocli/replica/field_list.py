"""The fields themselves as a table: which there are, what they are called, and which are read.

Fields of tables that the copy has are in it anyway; here are also those that nobody reads.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from oocli.errors import GuardError
from oocli.replica.change_log import Line, write_lines
from oocli.replica.configured import list_configured
from oocli.replica.known import LISTED
from oocli.replica.tables import FIELD
from oocli.replica.views import write_permitted
from oocli.values.value_kinds import find_kind

if TYPE_CHECKING:
    from sqlite3 import Connection

    from oocli.fields.facts import Field, FieldConfiguration
    from oocli.replica.change_log import Run
    from oocli.replica.file import Copy
    from oocli.replica.keeping import Tally


class _Facts(NamedTuple):
    """What the API says of a field."""

    label: str
    type: str


def keep_fields(copy: Copy, configurations: Mapping[str, FieldConfiguration], run: Run, tally: Tally) -> None:
    """Bring the fields of tables up to date, by table, and count what is done.

    Raises:
        GuardError: tables have no fields any more; those that the copy has stay as they were.
    """
    lost = [table for table, known in configurations.items() if not any(known) and _has_fields(copy, table)]
    with copy.writing() as db:
        for table, configuration in configurations.items():
            if table in lost:
                continue
            fields = list_configured(configuration)
            lines = list(_find_changes(_read_known(db, table), fields, table))
            _write(db, table, fields, run.at)
            write_permitted(db, table, fields.values())
            if run.keeps_lines:
                write_lines(db, run, lines)
            tally.listed += len(fields)
            tally.inserted += sum(line.op == "insert" for line in lines)
            tally.updated += sum(line.op == "update" for line in lines)
            tally.deleted += sum(line.op == "delete" for line in lines)

    if lost:
        raise GuardError(
            f"field: no field of {', '.join(lost)} is configured any more; nothing was removed",
            why="A right that is lost looks like that",
            hint="See to the rights of the API user",
        )


def _has_fields(copy: Copy, table: str) -> bool:
    statement = "SELECT 1 FROM field WHERE module = ? AND type <> ''"
    return copy.db.execute(statement, (table,)).fetchone() is not None


def _read_known(db: Connection, table: str) -> dict[str, tuple[str, _Facts]]:
    """Return state and facts of the fields that the file knows."""
    rows = db.execute("SELECT field, state, label, type FROM field WHERE module = ?", (table,))
    return {name: (state, _Facts(label, kind)) for name, state, label, kind in rows}


def _find_changes(
    known: Mapping[str, tuple[str, _Facts]], fields: Mapping[str, Field], table: str
) -> Iterator[Line]:
    """Return what has changed; a field that is kept and not configured any more stays in the list."""
    for name, field in fields.items():
        now = _Facts(field.label, field.type)
        _, before = known.get(name, ("", None))
        if before != now:
            was = before or (None, None)
            pairs = zip(_Facts._fields, was, now, strict=True)
            changed = {fact: [old, new] for fact, old, new in pairs if old != new}
            yield Line("update" if before else "insert", FIELD, f"{table}/{name}", changed)
    for name, (state, _) in known.items():
        if state == LISTED and name not in fields:
            yield Line("delete", FIELD, f"{table}/{name}", {})


def _write(db: Connection, table: str, fields: Mapping[str, Field], at: str) -> None:
    db.executemany(
        "INSERT INTO field VALUES (?, ?, '', ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET"
        " label = excluded.label, type = excluded.type",
        [
            (table, name, field.label, field.type, find_kind(field) or "text", LISTED, at)
            for name, field in fields.items()
        ],
    )
    gone = db.execute("SELECT field FROM field WHERE module = ? AND state = ?", (table, LISTED)).fetchall()
    db.executemany(
        "DELETE FROM field WHERE module = ? AND field = ?",
        [(table, name) for (name,) in gone if name not in fields],
    )
