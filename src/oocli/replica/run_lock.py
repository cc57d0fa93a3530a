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
    place = path.with_name(f"{path.name}.lock")
    lock = _take(place, path)
    try:
        holder = {"pid": os.getpid(), "since": datetime.fromtimestamp(now, UTC).isoformat(timespec="seconds")}
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
            raise _describe_holder(place, path)
        if _is_same(lock, place):
            return lock
        os.close(lock)


def _is_same(lock: int, place: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(lock), place.stat())
    except FileNotFoundError:
        return False


def _describe_holder(place: Path, path: Path) -> GuardError:
    who = "another run"
    with suppress(OSError, ValueError, KeyError, TypeError):
        holder = json.loads(place.read_text("utf-8")[:_MOST])
        who = f"process {holder['pid']}, since {holder['since']}"
    return GuardError(
        f"{path} is being written by {who}",
        hint="Wait until that run has ended; one that was killed holds nothing",
    )
