"""A file that one process alone writes for a long time, and replaces as a whole at the end.

Owns how it is opened, locked, read and written; knows nothing of its content. Nothing is
buffered: what could not be written because the disk was full is not written later unasked.
"""

import io
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path
from typing import BinaryIO

from oocli.disk.private_file import take_lock
from oocli.errors import OocliError, UsageError

_LOCKED_BYTE = (1 << 31) - 2  # beyond any end of file, because Windows lets nobody read a locked byte


def open_kept(path: Path) -> io.FileIO:
    """Open a file for reading and writing by its owner alone: errors can name people.

    Raises:
        UsageError: it is a device or a pipe, which would not keep what is written.
        OSError: it cannot be opened.
    """
    if path.exists() and not path.is_file():
        raise UsageError(f"{path} is not a file, so it cannot keep the results of a run")
    flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0)
    return io.FileIO(os.open(path, flags, 0o600), "r+")


def lock_kept(path: Path, stream: io.FileIO, *, hint: str) -> None:
    """Take the lock of an open file; the system lets go of it when the file is closed.

    Raises:
        UsageError: files cannot be locked there; ``hint`` says what to do.
        OocliError: another process has it, or has just replaced it.
    """
    try:
        os.lseek(stream.fileno(), _LOCKED_BYTE, os.SEEK_SET)
        is_ours = take_lock(stream.fileno())
    except OSError as error:
        raise UsageError(
            f"{path} cannot be locked, so nothing would keep another oocli from sending the same rows",
            why=error.strerror or str(error),
            hint=hint,
        ) from error
    if not is_ours:
        raise _refuse_written(path)
    with suppress(FileNotFoundError):
        if os.path.samestat(os.fstat(stream.fileno()), path.stat()):
            stream.seek(0)
            return
    raise OocliError(f"Another oocli has just written {path}", hint="Run the command again")


def refuse_busy(path: Path) -> None:
    """See that no other process is writing a file; where files cannot be locked, none is known.

    Raises:
        OocliError: one is.
        OSError: it cannot be opened.
    """
    with path.open("rb") as stream:
        try:
            os.lseek(stream.fileno(), _LOCKED_BYTE, os.SEEK_SET)
            is_free = take_lock(stream.fileno())
        except OSError:
            return
    if not is_free:
        raise _refuse_written(path)


@contextmanager
def reading(stream: io.FileIO, place: int = 0) -> Iterator[BinaryIO]:
    """Read an open file, buffered, from a position on while the block runs; it is not closed."""
    reader = io.BufferedReader(stream)
    try:
        reader.seek(place)
        yield reader
    finally:
        reader.detach()


def write_all(stream: io.FileIO, data: bytes | bytearray) -> None:
    """Write to an open file, to the last byte.

    Raises:
        OSError: it cannot be written; a part of it may be.
    """
    left = memoryview(data)
    while left:
        left = left[stream.write(left) :]


def keep_as(path: Path, name: Path) -> Path:
    """Give a file a second name with a number, ``results-1.ndjson``, under which it stays once replaced.

    Raises:
        OSError: that cannot be done here.
    """
    names = (name.with_name(f"{name.stem}-{number}{name.suffix}") for number in count(1))
    other = next(free for free in names if not free.exists())
    try:
        other.hardlink_to(path)
    except OSError:  # another disk, or a file system without links
        shutil.copy2(path, other)
    return other


def replace_kept(target: Path, old: io.FileIO, part: Path, new: io.FileIO, *, hint: str) -> io.FileIO:
    """Put a locked file in the place of another; give it back open, with its lock.

    Raises:
        OSError: that cannot be done here.
    """
    if os.name != "nt":
        part.replace(target)
        old.close()
        return new
    new.close()
    old.close()  # Windows cannot replace an open file
    part.replace(target)
    again = open_kept(target)
    lock_kept(target, again, hint=hint)
    return again


def _refuse_written(path: Path) -> OocliError:
    return OocliError(f"Another oocli is writing {path}", hint="Wait until it has ended")
