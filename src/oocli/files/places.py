"""Where each file goes in the directory, so that none has the name of another and names last.

Pure. Letter case makes no difference, as on many disks. A file keeps the name under which it is there
already, unless it is to be called otherwise now; any other gets its name by the order of the list.
"""

import re
from collections.abc import Iterable

from oocli.files.file_inventory import NAME, Entry, Key, find_key
from oocli.files.file_names import find_free_name
from oocli.files.name_patterns import NamePattern
from oocli.files.remote_files import RemoteFile
from oocli.text.letter_case import fold_case

_NUMBERED = re.compile(r"-\d+(?=\.[^./]*\Z|\Z)", re.ASCII)


class Places:
    """Gives files their paths below the directory."""

    def __init__(self, pattern: NamePattern, present: Iterable[Entry]) -> None:
        """Take what files are called, and what is in the directory."""
        self._pattern = pattern
        self._taken: dict[str, Key | None] = {fold_case(NAME): None}
        self._kept: dict[Key, str] = {}
        for entry in present:
            self._taken[fold_case(entry.file)] = entry.key
            self._kept[entry.key] = entry.file

    def find(self, file: RemoteFile) -> str:
        """Return the path of a file, with ``/``."""
        key, wish = find_key(file), self._pattern.render(file)
        kept = self._kept.get(key)
        if kept is not None and self._taken[fold_case(kept)] == key and _is_wish(kept, wish):
            return kept
        folder, slash, name = wish.rpartition("/")

        def is_taken(free: str) -> bool:
            return self._taken.get(fold_case(f"{folder}{slash}{free}"), key) != key

        path = f"{folder}{slash}{find_free_name(name, is_taken)}"
        self._taken[fold_case(path)] = key
        return path


def _is_wish(path: str, wish: str) -> bool:
    """Say whether a path is what is wished, perhaps with a number."""
    return path == wish or _NUMBERED.sub("", path, count=1) == wish
