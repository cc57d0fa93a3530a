"""The sandbox's records in SQLite: a file or memory, made and filled when first opened.

Safe for many threads and several processes: readers see one state of the records for a
whole action, writers queue. A file is filled inside one transaction, so whoever opens it
at the same time waits and then finds it complete.
"""

import contextlib
import json
import queue
import sqlite3
import threading
import weakref
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Literal

from oocli.errors import OocliError, UsageError
from oocli.sandbox.copied.configure import build_entries
from oocli.sandbox.copied.filling import write_records
from oocli.sandbox.copied.source import Office
from oocli.sandbox.records.configuration import Modules
from oocli.sandbox.records.schema import VERSION, create_indexes, create_tables
from oocli.sandbox.seed import fill

_BUSY_SECONDS = 60.0
_MEMORY = ":memory:"


class _OtherVersion(sqlite3.DatabaseError):
    """The file is a sandbox, but not one of this version."""


class Store:
    """Connections to one set of records; ``Store.open`` makes it.

    Attributes:
        path: the file, or ``:memory:``.
    """

    def __init__(self, path: Path | Literal[":memory:"]) -> None:
        self.path = path
        self._modules: dict[int, Modules] = {}
        self._idle: queue.LifoQueue[sqlite3.Connection] = queue.LifoQueue()
        self._all: list[sqlite3.Connection] = []
        self._writing = threading.Lock()
        self._close_all = weakref.finalize(self, _close, self._all)

    @classmethod
    def open(
        cls,
        path: Path | Literal[":memory:"],
        *,
        seed: int = 1,
        estates: int = 300,
        addresses: int = 200,
        anew: bool = False,
        office: Office | None = None,
    ) -> "Store":
        """Open the records; missing ones are made from ``seed``, with these numbers of estates and addresses.

        ``anew`` throws away what is there; whoever has the file open sees the new records. A file of another
        version to which nothing was written since it was made is thrown away too. An ``office`` gives its
        fields, and its records if it has any.

        Raises:
            UsageError: the file is something else, cannot be opened, or holds what was written
                with another version of oocli.
        """
        store = cls(path)
        try:
            if isinstance(path, Path):
                path.parent.mkdir(parents=True, exist_ok=True)
            db = store._connect()
            numbers = {"seed": seed, "estates": estates, "addresses": addresses}
            _prepare(db, numbers, anew=anew, office=office)
        except (OSError, sqlite3.Error) as error:
            store.close()
            why = (isinstance(error, OSError) and error.strerror) or str(error)
            raise UsageError(
                f"{path} cannot be used as the sandbox's file", why=why, hint=_advise(path, error)
            ) from error
        store._idle.put(db)
        return store

    @contextlib.contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Return a connection that sees one unchanging state of the records."""
        db = self._take()
        try:
            db.execute("BEGIN")
            yield db
        except sqlite3.OperationalError as error:
            raise self._explain(error) from error
        finally:
            db.rollback()
            self._idle.put(db)

    @contextlib.contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Return a connection that alone may write; what it wrote lasts unless the block raises."""
        db = self._take()
        try:
            with self._writing:
                db.execute("BEGIN IMMEDIATE")
                yield db
                db.execute("UPDATE fact SET value = value + 1 WHERE name = 'revision'")
                db.commit()
        except sqlite3.OperationalError as error:
            raise self._explain(error) from error
        finally:
            db.rollback()
            self._idle.put(db)

    def facts(self) -> dict[str, Any]:
        """Return ``seed``, ``estates``, ``addresses``, ``revision``, and ``made``: the revision at first.

        A copy of an office also has ``source`` and ``copied``: of which office, and when.
        """
        with self.reading() as db:
            return dict(db.execute("SELECT name, value FROM fact"))

    def find_modules(self, db: sqlite3.Connection) -> Modules:
        """Return the field configuration that the columns are made from; whoever resets may change it."""
        (made,) = db.execute("SELECT value FROM fact WHERE name = 'made'").fetchone()
        if made not in self._modules:
            rows = db.execute("SELECT name, entry FROM module").fetchall()
            self._modules = {made: Modules({name: json.loads(entry) for name, entry in rows} or None)}
        return self._modules[made]

    def close(self) -> None:
        """Close every connection; a store that is no longer used does so by itself."""
        self._close_all()

    def _explain(self, error: sqlite3.OperationalError) -> OocliError:
        hint = _advise(self.path, error)
        return OocliError(f"The sandbox's file {self.path} failed", why=str(error), hint=hint)

    def _take(self) -> sqlite3.Connection:
        """Return an idle connection; a store in memory has exactly one, so callers wait for it."""
        try:
            return self._idle.get(block=self.path == _MEMORY)
        except queue.Empty:
            return self._connect()

    def _connect(self) -> sqlite3.Connection:
        db = sqlite3.connect(
            self.path,
            timeout=_BUSY_SECONDS,
            isolation_level=None,
            check_same_thread=False,
            cached_statements=256,
        )
        self._all.append(db)
        db.execute("PRAGMA synchronous = NORMAL")
        db.execute("PRAGMA case_sensitive_like = OFF")
        return db


def _close(connections: list[sqlite3.Connection]) -> None:
    for db in connections:
        db.close()


def _prepare(
    db: sqlite3.Connection, numbers: Mapping[str, int], *, anew: bool = False, office: Office | None = None
) -> None:
    """Create and fill the tables unless that is done; ``anew`` throws away what is there."""
    if anew or _version(db) != VERSION:
        db.execute("PRAGMA synchronous = OFF")  # a crash loses nothing that cannot be made again
        db.execute("BEGIN EXCLUSIVE")
        if anew or _version(db) == 0:
            _make(db, numbers, office)
        elif _version(db) != VERSION and (found := _find_untouched(db)) is not None:
            _make(db, found, None)
        db.commit()
        with contextlib.suppress(
            sqlite3.OperationalError
        ):  # another process has it open: slower, still right
            db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA synchronous = NORMAL")
    if _version(db) != VERSION:
        raise _OtherVersion("it was written by another version of oocli")


def _make(db: sqlite3.Connection, numbers: Mapping[str, int], office: Office | None) -> None:
    """Replace what is there by new records, inside the caller's transaction."""
    revision = _clear(db)
    facts: dict[str, Any] = {"revision": revision, "made": revision}
    entries = build_entries(office) if office else {}
    modules = Modules(entries or None)
    create_tables(db, modules)
    rows = [(name, json.dumps(entry, ensure_ascii=False)) for name, entry in entries.items()]
    db.executemany("INSERT INTO module VALUES (?, ?)", rows)
    if office:
        facts |= {"source": office.source, "copied": office.copied}
    if office and office.records is not None:
        write_records(db, modules, office)
    else:
        fill(db, **numbers)
    create_indexes(db)
    db.executemany("INSERT INTO fact VALUES (?, ?)", facts.items())
    db.execute(f"PRAGMA user_version = {VERSION}")


def _find_untouched(db: sqlite3.Connection) -> dict[str, int] | None:
    """Return the numbers a sandbox was made with if nothing was written to it since; else None.

    A copy of an office cannot be made again here. Up to version 5 no file says at which revision it was made;
    a revision above 0 may come from a reset, but that is unknown.
    """
    try:
        facts = dict(db.execute("SELECT name, value FROM fact"))
        if facts["revision"] != facts.get("made", 0) or "source" in facts:
            return None
        return {name: int(facts[name]) for name in ("seed", "estates", "addresses")}
    except (sqlite3.Error, KeyError, TypeError, ValueError):
        return None


def _advise(path: Path | str, error: Exception) -> str:
    """Say what to do about a file that failed; ``reset`` throws away only sandboxes."""
    import shlex

    name = shlex.quote(str(path))
    if isinstance(error, _OtherVersion) or str(error).startswith("no such"):
        return f"oocli sandbox reset --state {name} starts afresh"
    if isinstance(error, OSError | sqlite3.OperationalError):
        return "OOCLI_DATA_DIR names another directory for it"
    return f"mv {name} {shlex.quote(f'{path}.old')} makes room for a new one"


def _clear(db: sqlite3.Connection) -> int:
    """Drop the tables of a sandbox and give the revision to begin with; other tables are not touched."""
    tables = [row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    if not tables:
        return 0
    if not {"fact", "estate", "pattern"} <= set(tables):
        db.rollback()
        raise sqlite3.DatabaseError("it holds other tables than a sandbox's")
    (revision,) = db.execute("SELECT value FROM fact WHERE name = 'revision'").fetchone()
    for table in tables:
        if not table.startswith("sqlite_"):
            db.execute(f'DROP TABLE "{table}"')
    return int(revision) + 1


def _version(db: sqlite3.Connection) -> int:
    return int(db.execute("PRAGMA user_version").fetchone()[0])
