"""A file that appears whole or not at all, and replaces one that is there.

Devices and pipes are written directly, since a file that replaced one would help nobody. So are names such as
``/dev/stdout``: they may lead to a file that somebody is writing.
"""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any, NamedTuple

_NAMES_OF_OPEN_FILES = (("/", "dev"), ("/", "proc"))


class FileTarget(NamedTuple):
    """Where a file is written.

    Attributes:
        target: the file that is meant.
        part: what is written first and then replaces the target; the target itself where that is no file.
    """

    target: Path
    part: Path

    @property
    def is_special(self) -> bool:
        """Whether the target is written directly."""
        return self.part == self.target

    def open(self, *, encoding: str | None = None, newline: str | None = None) -> IO[Any]:
        """Open the part for writing: text where there is an encoding, else bytes.

        Raises:
            OSError: it cannot be opened.
        """
        mode = ("a" if self.is_special else "w") + ("" if encoding else "b")
        return self.part.open(mode, encoding=encoding, newline=newline)

    @contextmanager
    def taken(self, *, sweeps: bool = True) -> Iterator[None]:
        """Replace the target by the part when the block ends well; else remove the part.

        With ``sweeps``, first look for what killed runs have left of it.

        Raises:
            OSError: the target cannot be replaced.
        """
        if sweeps and not self.is_special:
            remove_left_parts([self.target])
        try:
            yield
            if not self.is_special:
                self.part.replace(self.target)
        finally:
            if not self.is_special:
                with suppress(OSError):
                    self.part.unlink(missing_ok=True)


def follow(name: Path) -> Path:
    """Return the file that a typed name means: a link stays, and the file it leads to is written."""
    return name if _stands_for_open_file(name) else name.resolve()


def find_target(target: Path) -> FileTarget:
    """Return where a file is written; a link is replaced unless it was followed before."""
    is_special = _stands_for_open_file(target) or (target.exists() and not target.is_file())
    return FileTarget(
        target, target if is_special else target.with_name(f".{target.name}.{os.getpid()}.part")
    )


def remove_left_parts(targets: Iterable[Path]) -> None:
    """Remove what killed runs have left beside these files, but not what a run is still writing."""
    by_folder: dict[Path, set[str]] = {}
    for target in targets:
        by_folder.setdefault(target.parent, set()).add(target.name)
    for folder, names in by_folder.items():
        with suppress(OSError):
            for entry in folder.iterdir():
                name, _, number = entry.name.removesuffix(".part").rpartition(".")
                is_part = entry.name.endswith(".part") and name[:1] == "." and name[1:] in names
                if is_part and number.isascii() and number.isdecimal() and not _runs(int(number)):
                    entry.unlink(missing_ok=True)


def _runs(process: int) -> bool:
    """Say whether there is such a process; Windows protects open files itself."""
    if os.name != "posix":
        return False
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return process > 0


def _stands_for_open_file(name: Path) -> bool:
    return name.parts[:2] in _NAMES_OF_OPEN_FILES
