"""How a file is opened by who only reads: nothing is changed in it, and nothing is left beside it.

A file with a log (WAL) makes SQLite put two files of its own beside it, also for a reader. Who may write
takes them away again. For anybody else there are three ways, in this order:

- there is nothing in a log: the file has everything, and is read as it lies, without locks. Should somebody
  begin to write meanwhile, what was read may be half of one state and half of another: that is told;
- somebody writes, so that SQLite's files are there: they are used as they are, with SQLite's locks;
- the log was copied along with the file, or who wrote was killed: nobody has it open, and SQLite would have
  to write to read it. So it reads a double of our own.
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from oocli.errors import GuardError, OocliError
from oocli.replica.run_lock import follow

if TYPE_CHECKING:
    from sqlite3 import Connection

_PATIENCE = 5.0  # seconds; the first transaction of a new file takes one
_STEP = 0.1  # seconds in SQLite between two looks at Ctrl-C
_PRIMARY = 0xFF  # the part of an error code that says what it is; the rest says where
_HAS_LOG = b"\x02\x02"  # of bytes 18 and 19 of the file
_AS_IT_LIES = "ro&immutable=1"


@contextmanager
def connected_to_read(
    path: Path, *, may_write: bool | None = None, patience: float = _PATIENCE
) -> Iterator[Connection]:
    """Connect to read one state of a file; waits so many seconds for who keeps readers out.

    ``may_write`` says whether files can be put beside it; None finds it out.

    Raises:
        GuardError: somebody wrote to it meanwhile, and nothing kept them from it.
        OocliError: there is no room for what SQLite sorts.
        sqlite3.Error: it cannot be read, or is locked for longer.
    """
    import sqlite3

    shown, path = path, follow(path)
    before = _look(path)
    with ExitStack() as stack:
        able = _may_write(path) if may_write is None else may_write
        db, is_guarded = _open(path, shown, stack, may_write=able, end=time.monotonic() + patience)
        try:
            yield db
        except sqlite3.Error as error:
            if not is_guarded and _look(path) != before:
                raise _describe_change(shown) from error
            if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL:
                raise _describe_full(shown) from error
            raise
        if not is_guarded and _look(path) != before:
            raise _describe_change(shown)


def _open(
    path: Path, shown: Path, stack: ExitStack, *, may_write: bool, end: float
) -> tuple[Connection, bool]:
    """Return a connection, closed by ``stack``, and whether SQLite keeps writers away from what is read."""
    import sqlite3

    in_the_way = (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY)

    def attempt(mode: str) -> Connection | None:
        try:
            return _connect(path, mode, stack, end=end)
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & _PRIMARY not in in_the_way:
                raise
            return None

    db = attempt("rw") if may_write else None  # a full disk has no room for SQLite's own files
    if db is not None:
        return db, True
    if _may_lie(path):
        return _connect(path, _AS_IT_LIES, stack, end=end), False
    is_alone = _has_log(path) and not _name(path, "-shm").exists()
    db = None if is_alone else attempt("ro")  # fails where SQLite has to mend what a killed writer left
    return db or _connect(_duplicate(path, shown, stack), "rw", stack, end=end), True


def _may_write(path: Path) -> bool:
    return os.access(path.parent, os.W_OK) and os.access(path, os.W_OK)


def _may_lie(path: Path) -> bool:
    """Say whether a file has everything in itself, and needs SQLite's own files only for its locks."""
    log = _name(path, "-wal")
    return _has_log(path) and not (log.exists() and log.stat().st_size)


def _name(path: Path, ending: str) -> Path:
    """Return the name of a file that SQLite puts beside another."""
    return path.with_name(f"{path.name}{ending}")


def _has_log(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(20)[18:] == _HAS_LOG
    except OSError:  # SQLite says so, too
        return False


def _duplicate(path: Path, shown: Path, stack: ExitStack) -> Path:
    """Return a double of a file and its log.

    Raises:
        OocliError: they cannot be read, or there is no room for them.
    """
    try:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="oocli-")))
        for place in (path, _name(path, "-wal"), _name(path, "-journal")):
            if place.exists():
                shutil.copyfile(place, folder / place.name)
    except OSError as error:
        raise OocliError(
            f"{shown} and its log cannot be read where they are, nor be copied to read them there",
            why=error.strerror or str(error),
            hint="See to the rights of both, and to the room for temporary files",
        ) from error
    return folder / path.name


def _connect(path: Path, mode: str, stack: ExitStack, *, end: float) -> Connection:
    import sqlite3

    db = sqlite3.connect(f"{path.as_uri()}?mode={mode}", uri=True, timeout=_STEP, isolation_level=None)
    is_begun = False
    try:
        db.execute("PRAGMA query_only = 1")
        _begin(db, end)
        is_begun = True
    finally:
        if not is_begun:
            db.close()
    stack.callback(db.close)
    return db


def _begin(db: Connection, end: float) -> None:
    """Begin to read one state; nobody keeps it from us any more."""
    import sqlite3

    db.execute("BEGIN")
    while True:
        try:
            db.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > end:
                raise
        else:
            return


def _look(path: Path) -> tuple[int, int, int] | None:
    """Return what changes when somebody writes to a file; None where it is gone."""
    try:
        facts = path.stat()
    except OSError:
        return None
    return facts.st_ino, facts.st_size, facts.st_mtime_ns


def _describe_change(path: Path) -> GuardError:
    return GuardError(
        f"{path} was written to while it was being read, so what came may be wrong",
        why="It may only be read here, where nothing can keep a run of `oocli sync` away from it meanwhile",
        hint="Run it again",
    )


def _describe_full(path: Path) -> OocliError:
    return OocliError(
        f"There is no room for temporary files, so {path} cannot be read",
        why="SQLite writes there what it has to sort, and nothing to the file itself",
        hint="Make room, or name another directory in SQLITE_TMPDIR",
    )
