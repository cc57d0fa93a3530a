"""Files without a name, for what is too large for memory while it comes.

They stand on the disk that the download goes to: the usual place for such files may be memory, too.
They are gone when they are closed, also when oocli is killed.
"""

import os
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import IO
from weakref import WeakSet


class Spool:
    """Opens files without a name in a directory; several threads may use it at once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._opened: WeakSet[IO[bytes]] = WeakSet()

    def open(self) -> IO[bytes]:
        """Return an empty file.

        Raises:
            OSError: it cannot be opened.
        """
        file = _open(self._folder)
        self._opened.add(file)
        return file

    def measure(self) -> int:
        """Return how many bytes stand in the files that are open."""
        size = 0
        for file in list(self._opened):
            with suppress(OSError, ValueError):
                size += os.fstat(file.fileno()).st_size
        return size


def _open(folder: Path) -> IO[bytes]:
    folder.mkdir(parents=True, exist_ok=True)
    return tempfile.TemporaryFile(dir=folder)
