"""Transactions: one for a block, which may stand in another, and the first one of a new file.

A log of what is written (WAL) never keeps a reader waiting, and has every page written twice. A file that
has no records yet has no readers either. So what is written to it in the first second is one transaction
without such a log: each page is written once, and the disk is waited for once.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite3 import Connection

_LONGEST = 1.0  # seconds; who is killed meanwhile has lost no more, and who reads has waited no longer


@contextmanager
def transaction(db: Connection) -> Iterator[None]:
    """Keep what the block writes when it ends, or none of it; inside another one as far as that is kept."""
    is_inner = db.in_transaction
    db.execute("SAVEPOINT inner" if is_inner else "BEGIN IMMEDIATE")
    is_done = False
    try:
        yield
        db.execute("RELEASE inner" if is_inner else "COMMIT")
        is_done = True
    finally:
        if not is_done and db.in_transaction:
            db.execute("ROLLBACK TO inner" if is_inner else "ROLLBACK")
            if is_inner:
                db.execute("RELEASE inner")


class FirstTransaction:
    """What is written to a new file at first; every other transaction stands in it."""

    def __init__(self, db: Connection, *, now: Callable[[], float] = time.monotonic) -> None:
        """Begin it; ``now`` gives seconds since any moment."""
        self._db = db
        self._now = now
        self._end = now() + _LONGEST
        db.execute("BEGIN IMMEDIATE")

    @property
    def is_long(self) -> bool:
        """Whether it has lasted for long enough."""
        return self._now() >= self._end

    def end(self) -> None:
        """Keep what was written, and write to a log from now on.

        No reader comes in between, who could keep the log from being begun, and all that is written later
        waiting: the lock of the commit is not let go of before.
        """
        from sqlite3 import OperationalError

        self._db.execute("PRAGMA locking_mode = EXCLUSIVE")
        if self._db.in_transaction:  # SQLite itself ends it where the disk is full
            self._db.execute("COMMIT")
        self._db.execute("PRAGMA locking_mode = NORMAL")  # lets go at the end of what comes next
        with suppress(OperationalError):  # we read something just now: then from the next run on
            self._db.execute("PRAGMA journal_mode = WAL")
