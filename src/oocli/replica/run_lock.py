"""One run on a file at a time: a lock that ends with its process, however that ends.

The lock is a file beside the copy, locked by the system, that says who holds it and since when.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from oocli.disk.private_file import take_lock
from oocli.errors import GuardError, OocliError

_MOST = 1000  # characters that a lock file is read of


@contextmanager
def locked(path: Path, *, now: float) -> Iterator[None]:
    """Hold the lock of a file while the block runs; ``now`` in Unix seconds.

    Raises:
        GuardError: another run holds it.
        OocliError: the directory cannot be written.
    """
    place = _name_lock(path)
    lock = _take(place, path)
    try:
        holder = {"pid": os.getpid(), "since": datetime.fromtimestamp(now, UTC).isoformat(timespec="seconds")}
        with suppress(OSError):  # the disk is full: it is locked all the same
            os.ftruncate(lock, 0)
            os.write(lock, json.dumps(holder).encode())
        yield
    finally:
        with suppress(OSError):  # Windows removes no file that is open
            place.unlink()
        os.close(lock)


def _take(place: Path, path: Path) -> int:
    """Open the lock file and lock it; again where its last holder has removed it meanwhile."""
    while True:
        try:
            lock = os.open(place, os.O_CREAT | os.O_RDWR, 0o600)
        except OSError as error:
            raise OocliError(f"{path} cannot be used", why=f"{place}: {error.strerror}") from error
        if not take_lock(lock):
            os.close(lock)
            raise _describe_holder(path)
        if _is_same(lock, place):
            return lock
        os.close(lock)


def _is_same(lock: int, place: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(lock), place.stat())
    except FileNotFoundError:
        return False


def follow(path: Path) -> Path:
    """Return the file that a path means, whatever links lead to it; its lock and its log lie beside that.

    The whole path, because SQLite means something else by names such as ``:memory:``.
    """
    return Path(os.path.realpath(path))


def find_holder(path: Path) -> str:
    """Return which other process holds the lock of a file, and since when; "" where none does."""
    holder = _read_holder(path)
    if holder is None or holder.pid == os.getpid() or not _is_held(_name_lock(path)):
        return ""
    return str(holder)


class _Holder(NamedTuple):
    """Who holds a lock, as the lock file has it.

    Attributes:
        pid: number of the process.
        since: when it took the lock, ISO in UTC.
    """

    pid: int
    since: str

    def __str__(self) -> str:
        return f"process {self.pid}, since {self.since}"


def _read_holder(path: Path) -> _Holder | None:
    with suppress(OSError, ValueError, KeyError, TypeError):
        kept = json.loads(_name_lock(path).read_text("utf-8")[:_MOST])
        return _Holder(kept["pid"], kept["since"])
    return None


def _is_held(place: Path) -> bool:
    """Say whether a process holds the lock; the file of one that was killed may still lie there."""
    try:
        lock = os.open(place, os.O_RDWR)
    except OSError:
        return place.exists()
    try:
        return not take_lock(lock)
    finally:
        os.close(lock)


def _name_lock(path: Path) -> Path:
    place = follow(path)
    return place.with_name(f"{place.name}.lock")


def _describe_holder(path: Path) -> GuardError:
    return GuardError(
        f"{path} is being written by {_read_holder(path) or 'another run'}",
        hint="Wait until that run has ended; one that was killed holds nothing",
    )
