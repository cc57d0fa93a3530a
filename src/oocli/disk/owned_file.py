"""A file that appears whole and that only its owner may read, in a folder that only its owner may enter."""

import os
from contextlib import suppress
from pathlib import Path

from oocli.errors import OocliError


def write_owned(path: Path, content: bytes) -> None:
    """Replace the content of a file as a whole; missing folders are made.

    Raises:
        OSError: it cannot be written.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    part.unlink(missing_ok=True)  # left by a run that was killed
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(content)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def list_files(folder: Path, pattern: str) -> list[Path]:
    """Return the files of a folder that fit, by name; none where it is missing or may not be looked into."""
    try:
        return sorted(folder.glob(pattern))
    except OSError:
        return []


def remove_files(folder: Path, pattern: str) -> int:
    """Remove such files, what killed runs left of them, and the folder if it is then empty; give how many.

    Raises:
        OocliError: a file cannot be removed.
    """
    removed = 0
    try:
        for path in (*folder.glob(pattern), *folder.glob(".*.part")):
            path.unlink(missing_ok=True)
            removed += 1
    except OSError as error:
        raise OocliError(f"{folder} cannot be cleared", why=error.strerror or str(error)) from error
    with suppress(OSError):  # it holds somebody else's file, or does not exist
        folder.rmdir()
    return removed


def remove_all_files(folder: Path, pattern: str) -> int:
    """Remove such files from every folder in a folder, as ``remove_files`` does; give how many.

    Raises:
        OocliError: a file cannot be removed.
    """
    return sum(remove_files(inner, pattern) for inner in list_files(folder, "*") if inner.is_dir())
