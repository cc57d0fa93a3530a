"""``files.ndjson``: which files of which records are in a directory, a line each.

A line is added when a file has appeared, and the whole is written anew when a run ends: a run that
is killed has told of every file that it has written, or of all but the last one. What stands there
was written by who can write in the directory, so a path is only used if it stays in it.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import IO, Any, NamedTuple

from oocli.errors import OocliError, UsageError
from oocli.files.remote_files import Owner, RemoteFile
from oocli.files.saving import write_whole

NAME = "files.ndjson"


class Key(NamedTuple):
    """What a file is known by.

    Attributes:
        owner: the record that it belongs to.
        id: its number, as text.
    """

    owner: Owner
    id: str


class Entry(NamedTuple):
    """A file that is in the directory.

    Attributes:
        id: its number at onOffice.
        record: number of the record.
        file: its path below the directory, with ``/``.
        type: its type; may be empty.
        title: its title, or what it is called where it has none.
        size: bytes.
        sha256: of its content.
        module: kind of the record.
        modified: Unix seconds of its last change at onOffice, or None.
        original: bytes of the file at onOffice where it was fetched in another size, or None.
        scale: that size: ``small``; empty for the original.
    """

    id: Any
    record: int
    file: str
    type: str
    title: str
    size: int
    sha256: str
    module: str
    modified: int | None
    original: int | None = None
    scale: str = ""

    @property
    def key(self) -> Key:
        """What it is known by."""
        return Key(Owner(self.module, self.record), str(self.id))

    def as_line(self) -> str:
        """Return its line."""
        told = self._asdict()
        if not self.scale:
            del told["original"], told["scale"]
        return json.dumps(told, ensure_ascii=False) + "\n"


def find_key(file: RemoteFile) -> Key:
    """Return what a file is known by."""
    return Key(file.owner, str(file.id))


class Inventory:
    """What is in one directory; made by ``read``."""

    def __init__(self, folder: Path, entries: Iterable[Entry], *, cut: int | None = None) -> None:
        """Take the directory, and what stands in its file, of which no more than ``cut`` bytes are whole."""
        self.folder = folder
        self._cut = cut
        self._touched: set[Key] = set()
        self._stream: IO[bytes] | None = None
        self._entries = {entry.key: entry for entry in entries}

    @classmethod
    def read(cls, folder: Path) -> "Inventory":
        """Return the inventory of a directory, which may not be there.

        Raises:
            UsageError: its file cannot be read, or is something else.
        """
        path = folder / NAME
        try:
            text = path.read_text("utf-8")
        except FileNotFoundError:
            text = ""
        except (OSError, UnicodeDecodeError) as error:
            reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
            raise UsageError(f"Cannot read {path}", why=str(reason)) from error
        whole, newline, torn = text.rpartition("\n")  # of a run that was killed the last line may be torn
        cut = len(f"{whole}{newline}".encode()) if torn else None
        return cls(folder, _read_entries(path, whole), cut=cut)

    def find(self, key: Key) -> Entry | None:
        """Return what stands there of a file."""
        return self._entries.get(key)

    def list_entries(self) -> Iterator[Entry]:
        """Return all that stand there."""
        yield from list(self._entries.values())

    def add(self, entry: Entry) -> None:
        """Note a file that is there now, at once.

        Raises:
            OocliError: the file cannot be written.
        """
        self._entries[entry.key] = entry
        self._touched.add(entry.key)
        path = self.folder / NAME
        try:
            if self._stream is None:
                self._stream = path.open("ab", buffering=0)
                if self._cut is not None:
                    self._stream.truncate(self._cut)
            self._stream.write(entry.as_line().encode())
        except OSError as error:
            raise OocliError(f"Cannot write {path}", why=error.strerror or str(error)) from error

    def remove(self, key: Key) -> None:
        """Forget a file that is no longer there."""
        self._entries.pop(key, None)
        self._touched.add(key)

    def close(self) -> None:
        """Let go of the file."""
        if self._stream is not None:
            self._stream.close()
            self._stream = None

    def write(self) -> None:
        """Write all of it anew, in the order of the records, without files that are no longer there.

        What another run has told meanwhile stays.

        Raises:
            OocliError: it cannot be written, or is no longer what it was.
        """
        self.close()
        for entry in Inventory.read(self.folder).list_entries():
            if entry.key not in self._touched:
                self._entries[entry.key] = entry
        kept = [entry for entry in self._entries.values() if (self.folder / entry.file).is_file()]
        kept.sort(key=lambda entry: (entry.module, entry.record, entry.file))
        if kept or (self.folder / NAME).exists():
            write_whole(self.folder / NAME, (entry.as_line().encode() for entry in kept))


def _read_entries(path: Path, text: str) -> Iterator[Entry]:
    for number, line in enumerate(text.split("\n") if text else (), start=1):
        entry = _read_entry(line)
        if entry is None:
            raise UsageError(
                f"{path} is not a list of downloaded files: line {number} cannot be read",
                hint="Move it away; files that are there are not fetched again",
            )
        yield entry


def _read_entry(line: str) -> Entry | None:
    try:
        told = json.loads(line)
    except (ValueError, RecursionError):
        return None
    if not isinstance(told, Mapping):
        return None
    try:
        entry = Entry(**{name: told[name] for name in Entry._fields if name in told})
    except TypeError:
        return None
    kinds = ((str, entry.file, entry.type, entry.title, entry.sha256, entry.module, entry.scale),)
    is_text = all(isinstance(value, kind) for kind, *values in kinds for value in values)
    numbers = (entry.record, entry.size, entry.modified or 0, entry.original or 0)
    is_right = is_text and all(isinstance(number, int) for number in numbers)
    return entry if is_right and _stays_inside(entry.file) else None


def _stays_inside(file: str) -> bool:
    """Say whether a path leads to a file below the directory, on every system."""
    parts = PurePosixPath(file).parts
    is_absolute = PurePosixPath(file).is_absolute() or bool(PureWindowsPath(file).anchor)
    return bool(parts) and not is_absolute and ".." not in parts and "\\" not in file and "\0" not in file
