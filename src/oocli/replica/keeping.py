"""Records into their table: compared with what is there, written, and what has changed kept as lines.

Everything of one call of ``keep`` is written inside the caller's transaction.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from oocli.replica.change_log import Line, Run, write_lines
from oocli.replica.file_columns import Layout, add_unconfigured
from oocli.replica.row_shape import Rows, Shape
from oocli.replica.sql_columns import Column
from oocli.replica.statements import quote_all, sql
from oocli.replica.tables import Table
from oocli.replica.upsert import Upsert

if TYPE_CHECKING:
    from sqlite3 import Connection

_OTHER = "_other"


@dataclass
class Tally:
    """What was done with the records of a table.

    Attributes:
        listed: that the office has.
        inserted: new ones.
        updated: that have other values.
        deleted: that were marked as gone.
    """

    listed: int = 0
    inserted: int = 0
    updated: int = 0
    deleted: int = 0


@dataclass
class Keeper:
    """Keeps the records of one table in one run.

    Attributes:
        db: the connection to the copy.
        table: whose records.
        layout: the columns that are read.
        run: number and time, and whether changes are written down.
        tally: counts what is done.
        is_empty: whether the table was empty; each record is then expected once.
    """

    db: Connection
    table: Table
    layout: Layout
    run: Run
    tally: Tally = field(default_factory=Tally)
    is_empty: bool = field(init=False)

    def __post_init__(self) -> None:
        self._set_columns(self.layout.columns)

    def keep(self, records: Sequence[Mapping[str, Any]]) -> Rows:
        """Write records where they differ from what is there; give their rows."""
        if not self.table.module:
            self._add_columns(records)
        rows = self._shape.build_rows(records)
        if self.is_empty and not self.run.keeps_lines:
            self._upsert.write(self.db, rows)
            self.tally.inserted += len(rows.numbers)
        else:
            self._write_changes(rows)
        return rows

    def _write_changes(self, rows: Rows) -> None:
        """Write rows that differ, and their lines; of a table with stamps all, because of these."""
        old, new = self._read_old(rows.numbers), rows.by_number()
        found = (self._compare(number, values, old.get(number)) for number, values in new.items())
        lines = [line for line in found if line is not None]
        self.tally.inserted += sum(line.op == "insert" for line in lines)
        self.tally.updated += sum(line.op == "update" for line in lines)
        changed = {int(line.id) for line in lines}
        self._upsert.write(self.db, rows if self.table.changed else rows.choose(changed))
        if self.run.keeps_lines:
            write_lines(self.db, self.run, lines)

    def _set_columns(self, columns: Sequence[Column]) -> None:
        self._shape: Shape = Layout(tuple(columns)).build_shape(self.table)
        names = [column.name for column in columns]
        self._names = [*(column.field for column in columns), _OTHER]
        table = self.table.name
        self._upsert = Upsert(table, names, run=self.run.number)
        self._select = sql(
            "SELECT {read} FROM {table} WHERE _id IN (SELECT value FROM json_each(?))",
            table=table,
            read=quote_all(["_id", "_deleted_at", *names, "_other"]),
        )
        has_rows = self.db.execute(sql("SELECT 1 FROM {table} LIMIT 1", table=table)).fetchone()
        self.is_empty = has_rows is None

    def _read_old(self, numbers: Iterable[int]) -> dict[int, tuple[Any, ...]]:
        """Return the values that are there of records not marked as gone, then what fits no column."""
        if self.is_empty:
            return {}
        text = "[" + ",".join(map(str, numbers)) + "]"
        return {row[0]: row[2:] for row in self.db.execute(self._select, (text,)) if row[1] is None}

    def _compare(self, number: int, new: tuple[Any, ...], old: tuple[Any, ...] | None) -> Line | None:
        if old == new:
            return None
        if old is None and not self.run.keeps_lines:
            return Line("insert", self.table.name, str(number), {})
        before = (None,) * len(new) if old is None else old
        changed = {
            name: [was, value]
            for name, was, value in zip(self._names, before, new, strict=True)
            if was != value and (old is None or name not in self.layout.filling)
        }
        op = "insert" if old is None else "update" if changed else "fill"
        return Line(op, self.table.name, str(number), changed)

    def _add_columns(self, records: Sequence[Mapping[str, Any]]) -> None:
        """Make columns of elements that come for the first time; of nothing but the record's number none."""
        elements = (name for elements in self._shape.list_elements(records) for name in elements)
        kinds = {name: "any" for name in elements if name.lower() != "id"}
        known = self._shape.columns
        added = add_unconfigured(self.db, self.table.name, known, kinds, at=self.run.at)
        if not added:
            return
        is_empty = self.is_empty
        self._set_columns([*known, *added])
        self.is_empty = is_empty
