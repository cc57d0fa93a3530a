"""Queries of a copy, or of any SQLite file: they read, and cannot do anything else.

The file is opened read-only, and a statement that would write, attach another file or change
settings is refused by SQLite itself before it begins.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from oocli.errors import UsageError
from oocli.replica.file import explained, see_file
from oocli.replica.read_access import connected_to_read
from oocli.replica.run_lock import find_holder

if TYPE_CHECKING:
    from sqlite3 import Connection, Cursor

_PRIMARY = 0xFF  # the part of an error code that says what it is; the rest says where
_STEPS = 100_000  # of SQLite's machine between looks at Ctrl-C
_PRAGMAS = ("table_info", "table_xinfo", "table_list", "index_list", "index_info", "foreign_key_list")


class Answer(NamedTuple):
    """What a query gives.

    Attributes:
        columns: names, each of them once.
        rows: values in the order of the columns, as they come.
    """

    columns: tuple[str, ...]
    rows: Iterator[tuple[Any, ...]]


@contextmanager
def ask(path: Path, statement: str) -> Iterator[Answer]:
    """Carry out one statement that reads.

    Raises:
        UsageError: there is no such file, the statement cannot be read, or would write.
    """
    see_file(path)
    _see_text(statement)
    with explained(path), connected_to_read(path) as db:
        _guard(db)
        with _judged(db, path):
            cursor = db.execute(statement)
        if cursor.description is None:
            raise UsageError(
                "The statement gives no rows", hint="oocli sql takes SELECT and WITH, nothing that writes"
            )
        columns = _name_columns([column[0] for column in cursor.description])
        yield Answer(columns, _give_rows(db, cursor, path))


def _see_text(statement: str) -> None:
    if not statement.strip():
        raise UsageError("The statement is empty", hint="oocli sql takes SELECT and WITH")
    try:
        statement.encode()
    except UnicodeEncodeError as error:
        raise UsageError("The statement is not UTF-8 text", hint="Set the terminal to UTF-8") from error


def _guard(db: Connection) -> None:
    """Let SQLite refuse everything but reading, and look at Ctrl-C now and then."""
    import sqlite3

    allowed = {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION, sqlite3.SQLITE_RECURSIVE}

    def check(action: int, first: str | None, *_: str | None) -> int:
        if action in allowed:
            return sqlite3.SQLITE_OK
        if action == sqlite3.SQLITE_PRAGMA and first in _PRAGMAS:
            return sqlite3.SQLITE_OK
        if action == sqlite3.SQLITE_UPDATE and first == "sqlite_master":  # how json_each and its like begin
            return sqlite3.SQLITE_OK  # SQLite itself lets nobody write there
        return sqlite3.SQLITE_DENY

    db.set_authorizer(check)
    db.set_progress_handler(lambda: 0, _STEPS)


def _give_rows(db: Connection, cursor: Cursor, path: Path) -> Iterator[tuple[Any, ...]]:
    with _judged(db, path):
        yield from cursor


@contextmanager
def _judged(db: Connection, path: Path) -> Iterator[None]:
    """Tell what is wrong with a statement, at whichever row, from what is wrong with the file."""
    import sqlite3

    of_the_file = {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_CORRUPT,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_NOTADB,
    }
    try:
        yield
    except (sqlite3.Error, sqlite3.Warning) as error:
        if getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & _PRIMARY in of_the_file:
            raise
        raise _refuse(db, path, error) from error


def _refuse(db: Connection, path: Path, error: Exception) -> UsageError:
    """Say what is wrong with a statement; for an unknown table or column, which names look like it."""
    text = str(error)
    if "not authorized" in text or "denied" in text or "prohibited" in text:
        return UsageError(
            "oocli sql only reads", why=text, hint="sqlite3 and other tools can change a copy of the file"
        )
    if "bindings" in text:
        return UsageError(
            "The statement has a parameter, and oocli sql has no values for any",
            why=text,
            hint="Write the value in the place of ? or :name",
        )
    return UsageError(f"SQLite does not take the statement: {text}", hint=_advise(db, path, text))


def _advise(db: Connection, path: Path, text: str) -> str:
    from oocli.text.spelling import suggest

    db.set_authorizer(None)
    tables = [row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")]
    word = text.rpartition(":")[2].strip()
    if text.startswith("no such table"):
        known = [name for name in tables if not name.startswith("sqlite_")]
        near = suggest(word, dict.fromkeys(known))
        if near:
            return f"Did you mean {' or '.join(near)}?"
        holder = find_holder(path)
        if holder:
            return f"It may come in a moment: the file is being written by {holder}"
        return f"It has {', '.join(known) or 'no tables'}"
    if text.startswith("no such column"):
        columns = [
            row[0]
            for table in tables
            for row in db.execute("SELECT name FROM pragma_table_info(?)", (table,))
        ]
        near = suggest(word.rpartition(".")[2], dict.fromkeys(columns))
        return f"Did you mean {' or '.join(near)}?" if near else "The table `field` has every column"
    return ""


def _name_columns(names: list[str]) -> tuple[str, ...]:
    """Return each name once: a later one of the same name gets a number."""
    taken: dict[str, None] = {}
    for name in names:
        unique, number = name, 1
        while unique in taken:
            number += 1
            unique = f"{name}_{number}"
        taken[unique] = None
    return tuple(taken)
