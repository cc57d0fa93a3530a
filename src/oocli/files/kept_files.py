"""What is on this disk: how large a file is, and whether it is the one that it should be."""

import hashlib
from contextlib import suppress
from pathlib import Path

from oocli.files.file_inventory import Entry
from oocli.files.remote_files import RemoteFile
from oocli.files.saving import Written

_TOLERANCE = 2  # seconds; some disks keep times no finer
_PIECE = 1024 * 1024  # bytes


def measure(path: Path) -> int | None:
    """Return the size of a file in bytes; None where none is there."""
    try:
        return path.stat().st_size if path.is_file() else None
    except (OSError, ValueError):
        return None


def read_written(path: Path) -> Written:
    """Return size and content of a file as if it had just been written.

    Raises:
        OSError: it cannot be read.
    """
    size, digest = 0, hashlib.sha256()
    with path.open("rb") as stream:
        while piece := stream.read(_PIECE):
            size += len(piece)
            digest.update(piece)
    return Written(size, digest.hexdigest())


def holds(path: Path, written: Written) -> bool:
    """Say whether a file has this content.

    Raises:
        OSError: it cannot be read.
    """
    return measure(path) == written.size and read_written(path) == written


def is_as_written(path: Path, entry: Entry) -> bool:
    """Say whether a file is as oocli has left it.

    Raises:
        OSError: it cannot be read.
    """
    return holds(path, Written(entry.size, entry.sha256))


def is_unchanged(entry: Entry, file: RemoteFile, folder: Path, *, scale: str = "") -> bool:
    """Say whether a file is there as it is at onOffice, by what the inventory has of it.

    ``scale`` is the size in which a picture is wanted; empty for the file as it is.
    """
    size = entry.original if entry.scale else entry.size
    is_same = size == file.size and entry.modified == file.modified and file.modified is not None
    return is_same and entry.scale == scale and measure(folder / entry.file) == entry.size


def looks_the_same(path: Path, file: RemoteFile) -> bool:
    """Say whether a file of that size and time is there, so that it need not be fetched."""
    if file.size is None or file.modified is None or measure(path) != file.size:
        return False
    with suppress(OSError):
        return abs(path.stat().st_mtime - file.modified) <= _TOLERANCE
    return False
