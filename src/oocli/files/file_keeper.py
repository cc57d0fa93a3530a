"""Put files into a directory, one that appears whole or not at all, and nothing over what is not oocli's."""

import os
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from oocli.errors import AddressRefused, OocliError, PartlyDone, UsageError
from oocli.files import FileOutcome
from oocli.files.file_inventory import Entry, Inventory, find_key
from oocli.files.kept_files import holds, is_as_written, is_unchanged, looks_the_same, read_written
from oocli.files.remote_files import RemoteFile
from oocli.files.saving import Written, check_size, write_whole
from oocli.files.shortcuts import write_shortcut


class Placed(NamedTuple):
    """A file and where it goes.

    Attributes:
        file: the file.
        place: its path below the directory, with ``/``.
        scale: size in which a picture is wanted; empty for the file as it is.
        address: where it is in that size.
    """

    file: RemoteFile
    place: str
    scale: str = ""
    address: str = ""


@dataclass(frozen=True)
class Keeper:
    """Keeps files in the directory of an inventory.

    Attributes:
        inventory: what is in the directory, kept up to date.
        replaces: other files of the same name may be replaced.
    """

    inventory: Inventory
    replaces: bool = False

    @property
    def folder(self) -> Path:
        """The directory."""
        return self.inventory.folder

    def find_present(self, placed: Placed) -> FileOutcome | None:
        """Return the outcome of a file that is there already; None where it has to be fetched."""
        if self.replaces:
            return None
        entry, path = self.inventory.find(find_key(placed.file)), self.folder / placed.place
        if entry is not None and is_unchanged(entry, placed.file, self.folder, scale=placed.scale):
            return self._leave(placed, entry)
        if placed.scale or (entry is not None and entry.scale):
            return None
        return self._adopt(placed) if looks_the_same(path, placed.file) else None

    def keep_link(self, placed: Placed) -> FileOutcome:
        """Write a link as a shortcut, and return its outcome."""
        content = write_shortcut(placed.file.url)
        if not content:
            return tell(placed.file, "skipped", reason="A link, but not to a web address")
        path = self.folder / placed.place
        is_there = path.is_file() and path.read_bytes() == content
        return (self._adopt(placed) if is_there else None) or self.keep(placed, [content], told=len(content))

    def keep(self, placed: Placed, pieces: Iterable[bytes], *, told: int | None) -> FileOutcome:
        """Write a file of ``told`` bytes, and return its outcome."""
        try:
            written = self._write(placed, pieces, told)
        except OocliError as failure:
            return tell(placed.file, "error", failure=failure)
        return tell(placed.file, "ok", self.folder / placed.place, size=written.size)

    def remove(self, entry: Entry) -> bool:
        """Take away a file that is as it was written, and say whether it is gone.

        Raises:
            OocliError: it cannot be removed.
        """
        path = self.folder / entry.file
        try:
            if os.path.lexists(path) and not is_as_written(path, entry):
                return False
            path.unlink(missing_ok=True)
        except OSError as error:
            raise OocliError(f"Cannot remove {path}", why=error.strerror or str(error)) from error
        self._remove_empty(path.parent)
        return True

    def _leave(self, placed: Placed, entry: Entry) -> FileOutcome | None:
        """Leave a file that is there, or call it what it is called now; None where that cannot be."""
        path, old = self.folder / placed.place, self.folder / entry.file
        if path == old:
            return tell(placed.file, "skipped", path, size=entry.size, reason="It is there already")
        try:
            if os.path.lexists(path):
                return None
            path.parent.mkdir(parents=True, exist_ok=True)
            old.replace(path)
            self.inventory.add(entry._replace(file=placed.place))
        except (OSError, OocliError):
            return None
        self._remove_empty(old.parent)
        return tell(placed.file, "skipped", path, size=entry.size, reason=f"It was there as {entry.file}")

    def _adopt(self, placed: Placed) -> FileOutcome | None:
        """Take a file for what it seems to be; None where it cannot be read."""
        path = self.folder / placed.place
        try:
            written = read_written(path)
            self.inventory.add(_describe(placed, written))
        except (OSError, OocliError):
            return None
        return tell(placed.file, "skipped", path, size=written.size, reason="It is there already")

    def _write(self, placed: Placed, pieces: Iterable[bytes], told: int | None) -> Written:
        """Write a file unless another one is there that may not be replaced, and note it.

        Raises:
            UsageError: there is.
            PartlyDone: it did not come whole.
            OocliError: it cannot be written; and what ``pieces`` raise.
        """
        path = self.folder / placed.place
        entry = self.inventory.find(find_key(placed.file))

        def check(written: Written) -> None:
            check_size(written.size, told)
            if os.path.lexists(path) and not self._may_replace(path, written, entry):
                raise UsageError(
                    f"{path} is there already, and is another file",
                    hint="--force replaces it; --dir DIR writes elsewhere",
                )

        _make_way(path)
        written = write_whole(path, pieces, modified=placed.file.modified, check=check, sweeps=False)
        self.inventory.add(_describe(placed, written))
        if entry is not None and entry.file != placed.place:
            self.remove(entry)
        return written

    def _may_replace(self, path: Path, written: Written, entry: Entry | None) -> bool:
        """Say whether a file that is there is the same one, or is as oocli has left it."""
        if self.replaces or holds(path, written):
            return True
        return entry is not None and self.folder / entry.file == path and is_as_written(path, entry)

    def _remove_empty(self, folder: Path) -> None:
        with suppress(OSError):
            while folder != self.folder:
                folder.rmdir()
                folder = folder.parent


def _make_way(path: Path) -> None:
    """See that a file can be written there, and make its directory."""
    try:
        if path.exists() and not path.is_file():
            raise UsageError(
                f"{path} is there already, and is not a file",
                why="It is a directory, a pipe or a device, or leads to one",
                hint="--dir DIR writes elsewhere",
            )
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OocliError(f"Cannot write {path}", why=error.strerror or str(error)) from error


def explain_address(file: RemoteFile) -> PartlyDone:
    """Return the failure of a file of which the API gives no content."""
    return PartlyDone(
        f"The API gives an address of {file.title} and not its content",
        why=f"That is so for every file of an {file.owner.module}; the address is valid for a short time",
        hint="Open the addresses under `url` in the output, for example in a browser",
    )


def explain_size(file: RemoteFile, refused: AddressRefused) -> PartlyDone:
    """Return the failure of a picture that the API has in a size at an address that is not opened."""
    return PartlyDone(
        f"The API gives an address of {file.title} in that size that oocli does not open: {refused.why}",
        why="Who writes a record may have it lead anywhere; only addresses of onOffice are opened",
        hint="The addresses stand under `url` in the output; without --size the files come as they are",
    )


def tell(
    file: RemoteFile,
    status: str,
    path: Path | None = None,
    *,
    size: int | None = None,
    url: str = "",
    reason: str = "",
    failure: OocliError | None = None,
) -> FileOutcome:
    """Return what became of a file; ``url`` is another address than its own."""
    facts: dict[str, Any] = {
        "path": None if path is None else str(path),
        "bytes": file.size if size is None else size,
        "type": file.kind or None,
        "url": url or file.url or None,
    }
    return FileOutcome(file.title, status, file.id, facts, reason, failure, record=file.owner.record)


def _describe(placed: Placed, written: Written) -> Entry:
    file = placed.file
    return Entry(
        id=file.id,
        record=file.owner.record,
        file=placed.place,
        type=file.kind,
        title=str(file.elements.get("title") or file.title),
        size=written.size,
        sha256=written.sha256,
        module=file.owner.module,
        modified=file.modified,
        original=file.size if placed.scale else None,
        scale=placed.scale,
    )
