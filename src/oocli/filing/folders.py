"""Files in directories, in the order that a person sees, and the record that their names say they go to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from oocli.errors import UsageError

_NOT_MEANT = {"thumbs.db", "desktop.ini"}
_DIGITS = re.compile(r"(\d+)")
_PARTS = re.compile(r"\d+|[^\W\d_]+|[\W_]+")


class FoundFile(NamedTuple):
    """A file, and what stands on the way to it.

    Attributes:
        path: where it is.
        names: its own name without the ending, then those of its directories up to the one that was
            given, or that it was given in.
    """

    path: Path
    names: tuple[str, ...]


def find_files(given: Sequence[Path]) -> Iterator[FoundFile]:
    """Return the files that are given, and those in directories, naturally ordered; hidden ones are none.

    What does not exist is given as it is: the check of the files tells of it.

    Raises:
        UsageError: a directory cannot be read.
    """
    for path in given:
        if path.is_dir():
            own = path.resolve().name
            for found in _walk(path):
                between = found.relative_to(path).parent.parts
                yield FoundFile(found, (found.stem, *reversed(between), own))
        else:
            yield FoundFile(path, (path.stem, path.absolute().parent.name))


def find_number(found: FoundFile) -> int:
    """Return the number that the first directory below the one given has, or else that one; 0 for none."""
    below, given = found.names[1:-1], found.names[-1]
    return next((int(name) for name in (*below[-1:], given) if name.isascii() and name.isdecimal()), 0)


def list_beginnings(name: str) -> list[str]:
    """Return what a name begins with, longest first, cut between letters, digits and signs.

    ``K0001_01`` gives ``K0001_01``, ``K0001_``, ``K0001`` and ``K``: never ``K00``, which is another number.
    """
    ends = [match.end() for match in _PARTS.finditer(name)]
    return [name[:end] for end in reversed(ends)]


def sort_naturally(names: Iterable[str]) -> list[str]:
    """Return names as a person sorts them: ``2.jpg`` before ``10.jpg``."""
    return sorted(names, key=lambda name: (_read_digits(name.casefold()), name))


def _read_digits(name: str) -> list[tuple[int, str]]:
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in _DIGITS.split(name)]


def _walk(folder: Path) -> Iterator[Path]:
    try:
        names = [path.name for path in folder.iterdir()]
    except OSError as error:
        raise UsageError(f"{folder} cannot be read", why=error.strerror or str(error)) from error
    shown = [name for name in names if not name.startswith(".") and name.lower() not in _NOT_MEANT]
    inner = [name for name in shown if (folder / name).is_dir()]
    for name in sort_naturally(set(shown) - set(inner)):
        yield folder / name
    for name in sort_naturally(inner):
        if not (folder / name).is_symlink():
            yield from _walk(folder / name)
