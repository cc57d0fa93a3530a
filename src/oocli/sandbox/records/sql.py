"""Statements put together from names of tables and columns; every value stays a ``?``.

Names come from the schema and the field configuration, never from a request.
"""

import sqlite3
from collections.abc import Mapping, Sequence
from typing import Any


def quote(name: str) -> str:
    """Quote a column name."""
    return '"' + name.replace('"', '""') + '"'


def quote_text(text: str) -> str:
    """Quote a text where SQLite takes no ``?``: as the default of a column."""
    return "'" + text.replace("'", "''") + "'"


def select(columns: Sequence[str], source: str, *, where: str = "1", tail: str = "") -> str:
    """Return ``SELECT columns FROM source WHERE where tail``."""
    return " ".join(("SELECT", ", ".join(columns), "FROM", source, "WHERE", where, tail))


def exists(source: str, where: str) -> str:
    """Return the condition that a row of ``source`` fulfils ``where``."""
    return f"EXISTS ({select(['1'], source, where=where)})"


def among(column: str) -> str:
    """Return the condition that a column is among the values of one parameter, a JSON list."""
    return f"{column} IN ({select(['value'], 'json_each(?)')})"


def insert(db: sqlite3.Connection, table: str, values: Mapping[str, Any]) -> int:
    """Insert one row and give its row number."""
    names = ", ".join(quote(name) for name in values)
    marks = ", ".join("?" * len(values))
    cursor = db.execute(
        " ".join(("INSERT INTO", table, f"({names}) VALUES ({marks})")), tuple(values.values())
    )
    return cursor.lastrowid or 0


def insert_all(db: sqlite3.Connection, table: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows that all have the same columns."""
    if rows:
        names = ", ".join(quote(name) for name in rows[0])
        marks = ", ".join("?" * len(rows[0]))
        statement = " ".join(("INSERT INTO", table, f"({names}) VALUES ({marks})"))
        db.executemany(statement, [tuple(row.values()) for row in rows])


def update(db: sqlite3.Connection, table: str, key: str, record_id: Any, values: Mapping[str, Any]) -> bool:
    """Change one row; say whether there is one."""
    names = ", ".join(f"{quote(name)} = ?" for name in values) or f"{quote(key)} = {quote(key)}"
    statement = " ".join(("UPDATE", table, "SET", names, "WHERE", quote(key), "= ?"))
    return db.execute(statement, (*values.values(), record_id)).rowcount > 0
