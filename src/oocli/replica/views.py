"""The views of a copy: records that exist, with labels in the place of keys; and the labels themselves."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from oocli.replica.statements import Sql, name_view, sql, write_text

if TYPE_CHECKING:
    from sqlite3 import Connection

    from oocli.fields.facts import Field

_LABEL_OF_KEY = (
    "coalesce((SELECT p.label FROM permitted_value AS p WHERE p.module = {table} AND p.field = {field}"
    " AND p.key = CAST(t.{column} AS TEXT)), t.{column}) AS {column}"
)
_LABELS_OF_KEYS = (
    "(SELECT group_concat(coalesce((SELECT p.label FROM permitted_value AS p WHERE p.module = {table}"
    " AND p.field = {field} AND p.key = j.value), j.value), ', ')"
    " FROM json_each(t.{column}) AS j) AS {column}"
)


def write_permitted(db: Connection, table: str, fields: Iterable[Field]) -> None:
    """Replace the keys and labels of these fields; those of a field that is not given any more stay."""
    known = list(fields)
    db.executemany(
        "DELETE FROM permitted_value WHERE module = ? AND field = ?",
        [(table, field.name) for field in known],
    )
    db.executemany(
        "INSERT INTO permitted_value VALUES (?, ?, ?, ?)",
        [(table, field.name, key, label) for field in known for key, label in field.permitted.items()],
    )


def create_view(db: Connection, table: str) -> None:
    """Create the view of a table: a column for each field, labels of several keys joined by commas."""
    drop_view(db, table)
    rows = db.execute(
        'SELECT f.field, f."column", f.kind, EXISTS (SELECT 1 FROM permitted_value AS p'
        " WHERE p.module = f.module AND p.field = f.field)"
        " FROM field AS f WHERE f.module = ? AND f.\"column\" <> ''",
        (table,),
    ).fetchall()
    shown = [_show(table, field, column, kind, has_labels=bool(has)) for field, column, kind, has in rows]
    db.execute(
        sql(
            "CREATE VIEW {view} AS SELECT {shown} FROM {table} AS t WHERE _deleted_at IS NULL",
            view=name_view(table),
            shown=Sql(", ".join(["_id", *shown])),
            table=table,
        )
    )


def drop_view(db: Connection, table: str) -> None:
    """Drop the view of a table, which would stand in the way of changes to its columns."""
    db.execute(sql("DROP VIEW IF EXISTS {view}", view=name_view(table)))


def _show(table: str, field: str, column: str, kind: str, *, has_labels: bool) -> str:
    if not has_labels:
        return sql("t.{column} AS {column}", column=column)
    template = _LABELS_OF_KEYS if kind == "choices" else _LABEL_OF_KEY
    return sql(template, table=write_text(table), field=write_text(field), column=column)
