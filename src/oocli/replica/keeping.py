"""Records into their table: compared with what is there, written, and what has changed kept as lines.

Everything of one call of ``keep`` is written inside the caller's transaction.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from oocli.replica.change_log import Line, Run, write_lines
from oocli.replica.file_columns import Layout, add_column
from oocli.replica.known import KEPT
from oocli.replica.row_shape import Row, Shape
from oocli.replica.sql_columns import Column, add_columns
from oocli.replica.statements import Sql, quote_all, sql
from oocli.replica.tables import Table
from oocli.replica.views import drop_view

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

    def keep(self, records: Sequence[Mapping[str, Any]]) -> list[Row]:
        """Write records where they differ from what is there; give their rows."""
        if not self.table.module:
            self._add_columns(records)
        rows = {row.number: row for row in map(self._shape.build_row, records)}
        if self.is_empty and not self.run.keeps_lines:
            self._write(rows.values())
            self.tally.inserted += len(rows)
            return [*rows.values()]
        old = self._read_old(rows)
        lines = []
        for row in rows.values():
            line = self._compare(row, old.get(row.number))
            if line is not None:
                lines.append(line)
        self.tally.inserted += sum(line.op == "insert" for line in lines)
        self.tally.updated += sum(line.op == "update" for line in lines)
        changed = {int(line.id) for line in lines}
        self._write(row for row in rows.values() if self.table.changed or row.number in changed)
        if self.run.keeps_lines:
            write_lines(self.db, self.run, lines)
        return [*rows.values()]

    def _write(self, rows: Iterable[Row]) -> None:
        run = self.run.number
        self.db.executemany(
            self._upsert, ((row.number, *row.values, row.stamp, run, row.other) for row in rows)
        )

    def _set_columns(self, columns: Sequence[Column]) -> None:
        self._shape: Shape = Layout(tuple(columns)).build_shape(self.table)
        names = [column.name for column in columns]
        self._names = [*(column.field for column in columns), _OTHER]
        written = ["_id", *names, "_changed", "_read_run", "_other"]
        table = self.table.name
        self._upsert = sql(
            "INSERT INTO {table} ({written}) VALUES ({marks})"
            " ON CONFLICT (_id) DO UPDATE SET {settings}, _deleted_at = NULL",
            table=table,
            written=quote_all(written),
            marks=Sql(", ".join("?" * len(written))),
            settings=Sql(", ".join(sql("{name} = excluded.{name}", name=name) for name in written[1:])),
        )
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

    def _compare(self, row: Row, old: tuple[Any, ...] | None) -> Line | None:
        new = (*row.values, row.other)
        if old == new:
            return None
        if old is None and not self.run.keeps_lines:
            return Line("insert", self.table.name, str(row.number), {})
        before = (None,) * len(new) if old is None else old
        changed = {
            name: [was, value]
            for name, was, value in zip(self._names, before, new, strict=True)
            if was != value and (old is None or name not in self.layout.filling)
        }
        op = "insert" if old is None else "update" if changed else "fill"
        return Line(op, self.table.name, str(row.number), changed)

    def _add_columns(self, records: Sequence[Mapping[str, Any]]) -> None:
        """Make columns of elements that come for the first time; of nothing but the record's number none."""
        elements = (name for record in records for name in self._shape.list_elements(record))
        kinds = {name: "any" for name in elements if name.lower() != "id"}
        added = add_columns(self._shape.columns, kinds)
        if not added:
            return
        drop_view(self.db, self.table.name)
        for column in added:
            add_column(self.db, self.table.name, column)
            self.db.execute(
                "INSERT INTO field VALUES (?, ?, ?, '', '', 'any', ?, ?)",
                (self.table.name, column.field, column.name, KEPT, self.run.at),
            )
        is_empty = self.is_empty
        self._set_columns([*self._shape.columns, *added])
        self.is_empty = is_empty
