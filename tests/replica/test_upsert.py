"""Rows into their table: the same whether their values stand in the statement or are bound."""

import sqlite3
from collections.abc import Iterator
from typing import Any

import pytest

from oocli.replica.file_columns import add_column, create_table
from oocli.replica.row_shape import Rows
from oocli.replica.sql_columns import Column
from oocli.replica.upsert import Upsert

MANY = 200


@pytest.fixture
def db() -> Iterator[sqlite3.Connection]:
    """Give a table with a column of each type."""
    connection = sqlite3.connect(":memory:")
    create_table(connection, "estate")
    for kind in ("text", "integer", "number", "any"):
        add_column(connection, "estate", Column(kind, kind, kind))
    yield connection
    connection.close()


def write(db: sqlite3.Connection, kind: str, values: list[Any]) -> list[tuple[Any, ...]]:
    """Write a row for each value, and give what stands there, with its type."""
    rows = Rows([*range(len(values))], [None] * len(values), [values], [None] * len(values))
    Upsert("estate", [kind], run=7).write(db, rows)
    return db.execute(
        f'SELECT _id, "{kind}", typeof("{kind}"), _read_run FROM estate ORDER BY _id'
    ).fetchall()


@pytest.mark.parametrize(
    ("kind", "value", "stored"),
    [
        ("text", None, "null"),
        ("text", "", "text"),
        ("text", "[]", "text"),
        ("text", "O'Neill''s \"Haus\" {a} -- ? ?1 :x", "text"),
        ("text", "Köln\nam Rhein 🏠", "text"),
        ("text", "half\0way", "text"),
        ("text", "x" * 5000, "text"),
        ("text", "0.00", "text"),
        ("integer", 0, "integer"),
        ("integer", -(2**63) + 1, "integer"),
        ("integer", 2**63 - 1, "integer"),
        ("number", 0.0, "real"),
        ("number", 51.04382123456789, "real"),
        ("number", 1e300, "real"),
        ("any", 1, "integer"),
        ("any", 1.0, "real"),
        ("any", "1", "text"),
        ("any", 0.0, "real"),
    ],
)
def test_what_all_rows_have_alike_is_stored_as_it_is(
    kind: str, value: Any, stored: str, db: sqlite3.Connection
) -> None:
    """Many rows with one value have it, in its type, and so have few."""
    for count in (1, MANY):
        assert write(db, kind, [value] * count) == [(at, value, stored, 7) for at in range(count)]


@pytest.mark.parametrize("odd", [None, "", "a ", "b"])
def test_one_row_that_differs_keeps_its_value(odd: str | None, db: sqlite3.Connection) -> None:
    """First, last or between."""
    for place in (0, MANY // 2, MANY - 1):
        values: list[Any] = ["a"] * MANY
        values[place] = odd
        assert [row[1] for row in write(db, "text", values)] == values


def test_values_that_are_equal_and_of_two_types_stay_what_they_are(db: sqlite3.Connection) -> None:
    """0 and 0.0 are no one value in a column of any type."""
    values = [0, *[0.0] * (MANY - 2), 0]
    assert [row[2] for row in write(db, "any", values)] == ["integer", *["real"] * (MANY - 2), "integer"]


def test_rows_that_are_there_are_written_anew(db: sqlite3.Connection) -> None:
    """They are not gone any more, whatever stood there."""
    write(db, "text", ["old"] * MANY)
    db.execute("UPDATE estate SET _deleted_at = '2026-01-01', _deleted_by = 3, _other = '{}'")
    assert {row[1] for row in write(db, "text", [""] * MANY)} == {""}
    assert db.execute("SELECT DISTINCT _deleted_at, _deleted_by, _other FROM estate").fetchall() == [
        (None,) * 3
    ]


def test_no_rows_are_written_as_nothing(db: sqlite3.Connection) -> None:
    """A page may be empty."""
    assert write(db, "text", []) == []
