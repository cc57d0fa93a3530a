"""Files of a directory that onOffice no longer has: told, and taken away where that is asked for.

A file that somebody has changed here stays. A record whose files cannot be listed, or not all of them,
has lost none.
"""

from collections.abc import Iterator, Sequence

from oocli.errors import OocliError
from oocli.files import FileOutcome
from oocli.files.file_inventory import Entry, Inventory, find_key
from oocli.files.file_keeper import Keeper
from oocli.files.remote_files import FileList


def find_gone(inventory: Inventory, lists: Sequence[FileList]) -> list[Entry]:
    """Return what is there of these records and no longer in their lists; of a list with gaps nothing."""
    known = [listed for listed in lists if listed.failure is None and listed.gap is None]
    owners = {listed.owner for listed in known}
    there = {find_key(file) for listed in known for file in listed.files}
    return [
        entry for entry in inventory.list_entries() if entry.key.owner in owners and entry.key not in there
    ]


def settle_gone(keeper: Keeper, gone: Sequence[Entry], *, deletes: bool) -> Iterator[FileOutcome]:
    """Return the outcome of each: ``gone`` where it stays, ``deleted``, or ``error``."""
    for entry in gone:
        path = keeper.folder / entry.file
        if not path.is_file():
            keeper.inventory.remove(entry.key)
            continue
        if not deletes:
            yield _tell(keeper, entry, "gone", "onOffice no longer has it; --delete removes it")
            continue
        try:
            is_removed = keeper.remove(entry)
        except OocliError as failure:
            yield _tell(keeper, entry, "error", failure=failure)
            continue
        if is_removed:
            keeper.inventory.remove(entry.key)
            yield _tell(keeper, entry, "deleted", "onOffice no longer has it")
        else:
            yield _tell(keeper, entry, "gone", "onOffice no longer has it; it was changed here, so it stays")


def _tell(
    keeper: Keeper, entry: Entry, status: str, reason: str = "", *, failure: OocliError | None = None
) -> FileOutcome:
    path = keeper.folder / entry.file
    facts = {
        "path": str(path),
        "bytes": entry.size,
        "type": entry.type or None,
        "url": None,
    }
    return FileOutcome(path.name, status, entry.id, facts, reason, failure, record=entry.record)
