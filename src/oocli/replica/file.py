"""The file of a copy: opened, recognised, and never half written.

Owns the connection, what the file says about itself, and what a failure of SQLite means. One process
writes (``run_lock``); readers see the state before or after a transaction.
"""

from __future__ import annotations

import json
import os
import shlex
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from oocli.errors import DiskFull, GuardError, OocliError, UsageError
from oocli.replica.first_transaction import FirstTransaction, transaction
from oocli.replica.migrations import VERSION, migrate
from oocli.replica.read_access import connected_to_read
from oocli.replica.run_lock import find_holder, follow
from oocli.replica.statements import Sql, sql

if TYPE_CHECKING:
    from sqlite3 import Connection

APPLICATION = 0x6F6F636C  # "oocl", in the header of the file
_NEEDED = (3, 37)  # of SQLite: STRICT tables
_BUSY_SECONDS = 60.0

_SCHEMA = Path(__file__).parent / "schema.sql"


class Copy:
    """An open file.

    Attributes:
        path: where it lies, for messages.
        db: the connection, in autocommit; ``writing`` makes transactions of it.
        is_new: whether nothing but empty tables has been written to it yet.
    """

    def __init__(self, path: Path, db: Connection, *, is_new: bool = False) -> None:
        self.path = path
        self.db = db
        self.is_new = is_new
        self._first: FirstTransaction | None = None
        self._has_begun = True

    @contextmanager
    def beginning(self) -> Iterator[None]:
        """Keep what is written to a new file in the first second in one transaction, which costs less.

        It begins with the first thing that is written, so that nobody waits for an answer of onOffice. Who
        is killed in it leaves an empty copy. For a file that has been there nothing is different.
        """
        self._has_begun = not self.is_new
        self.is_new = False
        try:
            yield
        finally:
            self._end_first()

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Return the connection; what the block writes is kept when it ends, or none of it."""
        if not self._has_begun:
            self._has_begun, self._first = True, FirstTransaction(self.db)
        with transaction(self.db):
            yield self.db
        if self._first is not None and self._first.is_long:
            self._end_first()

    def _end_first(self) -> None:
        first, self._first, self._has_begun = self._first, None, True
        if first is not None:
            first.end()

    def has_table(self, name: str) -> bool:
        """Say whether a table of records is there."""
        return self.db.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (name,)).fetchone() is not None

    def read_fact(self, name: str, default: Any = None) -> Any:
        """Return what the file says about itself under a name, as JSON keeps it."""
        row = self.db.execute("SELECT value FROM _fact WHERE name = ?", (name,)).fetchone()
        return default if row is None else json.loads(row[0])

    def write_facts(self, facts: Mapping[str, Any]) -> None:
        """Let the file say this about itself."""
        self.db.executemany(
            "INSERT INTO _fact VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value",
            [(name, json.dumps(value, ensure_ascii=False)) for name, value in facts.items()],
        )


@contextmanager
def open_copy(
    path: Path, *, account: str = "", described: str = "", shown: Path | None = None
) -> Iterator[Copy]:
    """Open a copy to write, and make it where there is none; ``account`` is whose records it has.

    ``shown`` is what messages call it, where that is another file than this.

    Raises:
        UsageError: it is not a copy, of another account, or of a later oocli.
        OocliError: it cannot be written, or the disk is full.
    """
    import sqlite3

    _check_sqlite(sqlite3.sqlite_version_info)
    shown = shown or path
    path = follow(path)
    _make_private(path, shown)
    with explained(shown):
        db = sqlite3.connect(path, timeout=_BUSY_SECONDS, isolation_level=None)
        try:
            is_new = not db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
            copy = Copy(shown, db, is_new=is_new)
            _prepare(copy)
            _claim(copy, account, described)
            db.execute("PRAGMA synchronous = NORMAL")
            yield copy
        finally:
            db.close()


@contextmanager
def open_to_read(path: Path) -> Iterator[Copy]:
    """Open a copy without changing anything in it.

    Raises:
        UsageError: there is none, it is not a copy, or of a later oocli.
    """
    see_file(path)
    with explained(path), connected_to_read(path) as db:
        copy = Copy(path, db)
        _recognise(copy)
        yield copy


def read_path(text: str) -> Path:
    """Return the file that was typed.

    Raises:
        UsageError: nothing was, as where a variable of a script is empty.
    """
    hint = "Name a file, such as crm.db"
    if not text.strip():
        raise UsageError("The name of the file is empty", hint=hint)
    if text == "-":
        raise UsageError("A copy is a file, and cannot be written to a pipe or read from one", hint=hint)
    return Path(text)


def see_file(path: Path) -> None:
    """See that there is a file to read.

    Raises:
        UsageError: there is none, or something else of that name.
    """
    if path.is_file():
        return
    if path.exists():
        what = "a directory" if path.is_dir() else "no plain file"
        raise UsageError(f"{path} is {what}", hint="Name a file, such as crm.db")
    raise UsageError(f"There is no file {path}", hint=f"`oocli sync {shlex.quote(str(path))}` makes it")


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn what SQLite says of a file into what it means; a failure of the output is none of the file's."""
    import sqlite3

    try:
        yield
    except sqlite3.Error as error:
        raise explain(path, error) from error


def explain(path: Path, error: Exception) -> OocliError:
    """Return the failure that an error of SQLite is."""
    text = str(error)
    if "locked" in text:
        return _describe_lock(path)
    if "full" in text:
        return DiskFull(
            f"{path} cannot grow: the disk is full",
            why="What was written before is whole, and what is missing is read by the next run",
            hint="Make room, then run it again",
        )
    if "not a database" in text or "malformed" in text:
        return UsageError(
            f"{path} is not a copy that `oocli sync` has made", why=text, hint="Name another file"
        )
    if "readonly" in text:
        return _build_read_only(path)
    return OocliError(
        f"{path} cannot be used",
        why=text,
        hint="Is the directory yours, is there room, and is the disk whole?",
    )


def _build_read_only(path: Path) -> OocliError:
    return OocliError(
        f"{path} may only be read",
        why="Its mode, or the disk, lets nobody write to it",
        hint="Make it writable, or name another file",
    )


def _describe_lock(path: Path) -> GuardError:
    """Say who may keep a file locked: the first second of a run that makes it, or another program."""
    holder = find_holder(path)
    if holder:
        return GuardError(
            f"{path} is being made by {holder}",
            why="Nobody reads a new file while its first records are written",
            hint="Try again in a moment",
        )
    return GuardError(
        f"{path} is locked by another program",
        why="One that has it open has begun to write, and has not ended that",
        hint="Let that program end what it does, or close it",
    )


def _check_sqlite(version: tuple[int, ...]) -> None:
    if version < _NEEDED:
        raise OocliError(
            "This Python comes with an SQLite that is too old for a copy",
            why=f"It has {'.'.join(map(str, version))}, and {'.'.join(map(str, _NEEDED))} is needed",
            hint="Use a Python that comes with a later one, such as any from python.org",
        )


def _make_private(path: Path, shown: Path) -> None:
    """Make an empty file that only its owner reads; what SQLite puts beside it has the same mode.

    Raises:
        OocliError: it cannot be made, or may only be read; SQLite notices that late, and leaves its files.
    """
    if path.exists() and not os.access(path, os.W_OK):
        raise _build_read_only(shown)
    try:
        if not path.exists():
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except OSError as error:
        raise OocliError(f"{shown} cannot be used", why=error.strerror or str(error)) from error


def _prepare(copy: Copy) -> None:
    """Make the tables of a new file, or recognise what there is; then let it be written to."""
    db = copy.db
    db.execute("PRAGMA temp_store = FILE")
    db.execute("PRAGMA page_size = 8192")  # of a new file: a record with all its fields has some kB
    db.execute("PRAGMA wal_autocheckpoint = 2000")  # pages: each time the disk is waited for
    if copy.is_new:
        db.execute("PRAGMA synchronous = OFF")  # nothing to lose yet
        _create(copy)
        return
    version = _recognise(copy)
    db.execute("PRAGMA journal_mode = WAL")
    if version < VERSION:
        with copy.writing():
            migrate(db, version)


def _create(copy: Copy) -> None:
    with copy.writing() as db:
        for statement in _SCHEMA.read_text("utf-8").split(";\n"):
            db.execute(statement)
        db.execute(sql("PRAGMA application_id = {number}", number=Sql(APPLICATION)))
        db.execute(sql("PRAGMA user_version = {number}", number=Sql(VERSION)))


def _recognise(copy: Copy) -> int:
    """Return the version of the tables; refuse a file that is not a copy, or of a later oocli.

    Raises:
        UsageError: it is one of these.
    """
    (application,) = copy.db.execute("PRAGMA application_id").fetchone()
    (version,) = copy.db.execute("PRAGMA user_version").fetchone()
    if application != APPLICATION:
        raise UsageError(f"{copy.path} is not a copy that `oocli sync` has made", hint="Name another file")
    if version > VERSION:
        raise UsageError(
            f"{copy.path} was written by a later oocli",
            why=f"its tables have version {version}, and this oocli knows {VERSION}",
            hint="Update oocli",
        )
    return int(version)


def _claim(copy: Copy, account: str, described: str) -> None:
    """Write whose records a new copy has, and refuse those of somebody else."""
    kept = copy.read_fact("account")
    if kept is None:
        with copy.writing():
            copy.write_facts({"account": account, "account_described": described})
    elif kept != account:
        raise UsageError(
            f"{copy.path} is a copy of another account",
            why=f"It was made from {copy.read_fact('account_described')}, and this is {described}",
            hint="Choose the profile that it was made with, or another file",
        )
