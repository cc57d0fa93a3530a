"""The columns that a table has in the file, and which of them are read in this run.

Owns the making of tables, of new columns, and the change of a column's type. What has to be
read again for that is put on the list of ``_pending``, in the same transaction.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from oocli.fields.facts import Field
from oocli.replica.configured import Choice
from oocli.replica.known import FILL, FILLING, KEPT, REFUSED, UNLISTED, KnownField, read_fields
from oocli.replica.row_shape import Shape
from oocli.replica.sql_columns import Column, add_columns
from oocli.replica.statements import Sql, sql
from oocli.replica.stored import Misfit, store_as
from oocli.replica.views import drop_view

if TYPE_CHECKING:
    from sqlite3 import Connection

    from oocli.replica.tables import Table


@dataclass(frozen=True)
class Layout:
    """What is read of a table in this run.

    Attributes:
        columns: of the fields that are asked for.
        filling: fields whose column is new, so that their values are not changes.
    """

    columns: tuple[Column, ...]
    filling: frozenset[str] = frozenset()

    @property
    def fields(self) -> list[str]:
        """The fields that are asked for."""
        return [column.field for column in self.columns]

    def build_shape(self, table: Table) -> Shape:
        """Return what makes rows of records."""
        return Shape(self.columns, changed=table.changed, is_flat=not table.module)


class _Change(NamedTuple):
    """What the fields of a run need of the table.

    Attributes:
        added: columns to make.
        retyped: columns whose type is another one, with the kind of their values.
        filling: fields whose values all records lack.
    """

    added: list[Column]
    retyped: list[tuple[Column, str]]
    filling: frozenset[str]


def create_table(db: Connection, table: str) -> None:
    """Create a table without fields, unless it is there."""
    db.execute(
        sql(
            "CREATE TABLE IF NOT EXISTS {table} (_id INTEGER PRIMARY KEY, _changed TEXT,"
            " _read_run INTEGER NOT NULL, _deleted_at TEXT, _deleted_by INTEGER, _deleted_on TEXT,"
            " _other TEXT) STRICT",
            table=table,
        )
    )


def add_column(db: Connection, table: str, column: Column) -> None:
    """Add a column to a table."""
    statement = "ALTER TABLE {table} ADD COLUMN {column} {type}"
    db.execute(sql(statement, table=table, column=column.name, type=Sql(column.type)))


def add_unconfigured(
    db: Connection, table: str, columns: Sequence[Column], kinds: Mapping[str, str], *, at: str
) -> list[Column]:
    """Make the columns of elements that no configuration tells of, and give those that are new.

    ``columns`` are there; ``kinds`` are those of the elements, ``at`` the time, ISO in UTC.
    """
    added = add_columns(columns, kinds)
    if added:
        drop_view(db, table)
    for column in added:
        add_column(db, table, column)
        db.execute(
            "INSERT INTO field VALUES (?, ?, ?, '', '', ?, ?, ?)",
            (table, column.field, column.name, column.kind, KEPT, at),
        )
    return added


def lay_out(db: Connection, table: str, choice: Choice, *, at: str) -> Layout:
    """Make the columns of the fields to read, inside the caller's transaction, and give them.

    ``at`` is the time, ISO in UTC.
    """
    create_table(db, table)
    drop_view(db, table)
    known = read_fields(db, table)
    old = {name: Column(name, field.column, field.kind) for name, field in known.items() if field.column}
    change = _find_change(choice, known, old)
    for column in change.added:
        add_column(db, table, column)
    for column, kind in change.retyped:
        _change_type(db, table, column, kind)
    has_rows = db.execute(sql("SELECT 1 FROM {table} LIMIT 1", table=table)).fetchone() is not None
    filling = change.filling if has_rows else frozenset()
    if filling:
        _ask_for_all_again(db, table)
    names = {column.field: column.name for column in (*old.values(), *change.added)}
    columns = tuple(Column(name, names[name], kind) for name, kind in choice.kinds.items())
    _write_fields(db, table, choice.fields, columns, filling=filling, known=known, at=at)
    _mark_the_rest(db, table, known, choice, at)
    return Layout(columns, filling)


def finish_filling(db: Connection, table: str) -> None:
    """Take notice that every record has its new columns, once none is on the list any more."""
    left = db.execute("SELECT 1 FROM _pending WHERE table_name = ? AND reason = ?", (table, FILL)).fetchone()
    if left is None:
        db.execute("UPDATE field SET state = ? WHERE module = ? AND state = ?", (KEPT, table, FILLING))


def _find_change(choice: Choice, known: Mapping[str, KnownField], old: Mapping[str, Column]) -> _Change:
    retyped = [
        (old[name], kind)
        for name, kind in choice.kinds.items()
        if name in old and old[name].type != old[name]._replace(kind=kind).type
    ]
    late = {name for name in choice.kinds if name not in known or known[name].state != KEPT}
    return _Change(
        add_columns([*old.values()], choice.kinds),
        retyped,
        frozenset(late | {column.field for column, _ in retyped}),
    )


def _ask_for_all_again(db: Connection, table: str) -> None:
    db.execute(
        sql(
            "INSERT INTO _pending SELECT ?, _id, ? FROM {table} WHERE _deleted_at IS NULL"
            " ON CONFLICT DO UPDATE SET reason = excluded.reason",
            table=table,
        ),
        (table, FILL),
    )


def _change_type(db: Connection, table: str, column: Column, kind: str) -> None:
    """Return a column another type; its values are converted, and read again later."""

    def convert(value: Any) -> Any:
        stored = store_as(kind, value)
        return stored.nearest if isinstance(stored, Misfit) else stored

    db.create_function("convert_value", 1, convert, deterministic=True)
    spare = Column(column.field, "_new", kind)
    add_column(db, table, spare)
    for statement in (
        "UPDATE {table} SET {spare} = convert_value({column})",
        "ALTER TABLE {table} DROP COLUMN {column}",
        "ALTER TABLE {table} RENAME COLUMN {spare} TO {column}",
    ):
        db.execute(sql(statement, table=table, spare=spare.name, column=column.name))


def _write_fields(
    db: Connection,
    table: str,
    fields: Iterable[Field],
    columns: Iterable[Column],
    *,
    filling: frozenset[str],
    known: Mapping[str, KnownField],
    at: str,
) -> None:
    rows = []
    for field, column in zip(fields, columns, strict=True):
        state = FILLING if field.name in filling else KEPT
        old = known.get(field.name)
        since = old.since if old is not None and old.state == state else at
        rows.append((table, field.name, column.name, field.label, field.type, column.kind, state, since))
    db.executemany(
        "INSERT INTO field VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET"
        ' "column" = excluded."column", label = excluded.label, type = excluded.type, kind = excluded.kind,'
        " state = excluded.state, since = excluded.since",
        rows,
    )


def _mark_the_rest(
    db: Connection, table: str, known: Mapping[str, KnownField], choice: Choice, at: str
) -> None:
    """Keep in mind which fields the API refuses, or does not have any more; their values stay."""
    fresh = [name for name in choice.refused if name not in known or known[name].state != REFUSED]
    db.executemany(
        "INSERT INTO field VALUES (?, ?, '', '', '', '', ?, ?)"
        " ON CONFLICT DO UPDATE SET state = excluded.state, since = excluded.since",
        [(table, name, REFUSED, at) for name in fresh],
    )
    rest = known.keys() - choice.kinds.keys() - set(choice.refused)
    db.executemany(
        "UPDATE field SET state = ?, since = ? WHERE module = ? AND field = ?",
        [(UNLISTED, at, table, name) for name in sorted(rest) if known[name].state in (KEPT, FILLING)],
    )
