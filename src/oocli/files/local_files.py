"""The files of this machine that are to be uploaded: looked at before anything is sent, read in pieces."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from oocli.errors import UsageError


@dataclass(frozen=True)
class LocalFile:
    """A file of this machine that can be uploaded.

    Attributes:
        path: where it is.
        size: bytes.
        changed: time of its last change, in nanoseconds.
    """

    path: Path
    size: int
    changed: int

    @property
    def name(self) -> str:
        """What it is called at onOffice; one character for an umlaut, also where the disk has two."""
        return unicodedata.normalize("NFC", self.path.name)


def check_files(paths: Sequence[Path]) -> list[LocalFile]:
    """Return files that can be uploaded.

    Raises:
        UsageError: some cannot; with every problem at once.
    """
    found = {path: find_problem(path) for path in paths}
    problems = [problem for problem in found.values() if problem]
    spellings: dict[Path, list[Path]] = {}
    for path in paths:
        if not found[path]:
            spellings.setdefault(path.resolve(), []).append(path)
    problems += [f"{first} is given twice" for first, *others in spellings.values() if others]
    if problems:
        raise UsageError(
            "Nothing was sent: not every file can be uploaded" if len(paths) > 1 else problems.pop(0),
            why="\n".join(problems),
        )
    return [look_at(path) for path in paths]


def find_problem(path: Path) -> str:
    """Say why a path cannot be uploaded; empty where it can."""
    try:
        path.name.encode()
    except UnicodeEncodeError:
        return f"{str(path)!a} has a name that is not UTF-8 text, rename it"
    try:
        if path.is_dir():
            return f"{path} is a directory, give the files in it"
        if not path.exists():
            return f"{path} does not exist"
        if not path.is_file():
            return f"{path} is not an ordinary file"
        with path.open("rb") as stream:
            return "" if stream.read(1) else f"{path} is empty"
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        return f"{path} cannot be read: {reason}"


def look_at(path: Path) -> LocalFile:
    """Return a file as it is now.

    Raises:
        UsageError: it cannot be read.
    """
    try:
        found = path.stat()
    except OSError as error:
        raise UsageError(f"{path} cannot be read", why=error.strerror or str(error)) from error
    return LocalFile(path, found.st_size, found.st_mtime_ns)


def read_piece(file: LocalFile, start: int, size: int) -> bytes:
    """Return so many bytes of the content from a place on; fewer where it ends.

    Raises:
        UsageError: it cannot be read.
    """
    try:
        with file.path.open("rb", buffering=0) as stream:
            stream.seek(start)
            pieces = []
            while size and (piece := stream.read(size)):
                pieces.append(piece)
                size -= len(piece)
            return b"".join(pieces)
    except OSError as error:
        raise UsageError(f"{file.path} cannot be read", why=error.strerror or str(error)) from error
