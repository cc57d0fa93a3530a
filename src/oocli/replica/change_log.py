"""What has changed, a line each: kept in the file with the change itself, given on afterwards.

A line is given only after it is in the file, and given again until whoever gets the lines has
had them (``_fact`` ``given``). A line of ``fill`` is none: a column that is new to a record.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from sqlite3 import Connection

    from oocli.replica.file import Copy

RELATION = "relation"
FILL = "fill"
_PATIENCE = "-30 days"


class Line(NamedTuple):
    """One change.

    Attributes:
        op: ``insert``, ``update`` or ``delete``.
        table: of the record.
        id: of the record; of a relation ``type/parent/child``.
        changed: field to its value before and after.
    """

    op: str
    table: str
    id: str
    changed: Mapping[str, Any]

    def as_json(self) -> dict[str, Any]:
        """Return the line as it is written, records under their number."""
        known: Any = int(self.id) if self.id.lstrip("-").isdecimal() else self.id
        return {"op": self.op, "table": self.table, "id": known, "changed": dict(self.changed)}


class Run(NamedTuple):
    """One run on a file.

    Attributes:
        number: counted from 1.
        at: when it began, ISO in UTC.
        keeps_lines: whether changes are written down.
    """

    number: int
    at: str
    keeps_lines: bool = False


def build_relation_line(op: str, kind: str, pair: tuple[int, int]) -> Line:
    """Return the line of a relation that has come or gone."""
    facts = {"type": kind, "parent_id": pair[0], "child_id": pair[1]}
    changed = {name: [None, value] if op == "insert" else [value, None] for name, value in facts.items()}
    return Line(op, RELATION, f"{kind}/{pair[0]}/{pair[1]}", changed)


def write_lines(db: Connection, run: Run, lines: Iterable[Line]) -> None:
    """Keep lines, inside the caller's transaction."""
    db.executemany(
        "INSERT INTO _change (run, at, op, table_name, id, changed) VALUES (?, ?, ?, ?, ?, ?)",
        [
            (run.number, run.at, line.op, line.table, line.id, json.dumps(line.changed, ensure_ascii=False))
            for line in lines
            if line.op != FILL
        ],
    )


def begin_giving(copy: Copy) -> None:
    """From now on keep lines for somebody who waits; what was kept before is nobody's."""
    if not copy.read_fact("watched", False):
        (last,) = copy.db.execute("SELECT coalesce(max(seq), 0) FROM _change").fetchone()
        copy.write_facts({"watched": True, "given": last})


def read_lines(copy: Copy, size: int) -> Iterator[list[tuple[int, Line]]]:
    """Return the lines that nobody has had yet, so many at a time, each with its place in the file."""
    last = int(copy.read_fact("given", 0))
    while True:
        rows = copy.db.execute(
            "SELECT seq, op, table_name, id, changed FROM _change WHERE seq > ? ORDER BY seq LIMIT ?",
            (last, size),
        ).fetchall()
        if not rows:
            return
        yield [(seq, Line(op, table, number, json.loads(text))) for seq, op, table, number, text in rows]
        last = rows[-1][0]


def note_given(copy: Copy, seq: int) -> None:
    """Take notice that all lines up to this place were had; without a history they have served."""
    with copy.writing() as db:
        copy.write_facts({"given": seq})
        if not copy.read_fact("history", False):
            db.execute("DELETE FROM _change WHERE seq <= ?", (seq,))


def forget_old_lines(copy: Copy, run: Run) -> None:
    """Drop lines that nobody has come for in a month, where no history is kept."""
    if not copy.read_fact("history", False):
        copy.db.execute("DELETE FROM _change WHERE datetime(at) < datetime(?, ?)", (run.at, _PATIENCE))
