"""What is asked of a download, as values. Pure."""

from pathlib import Path
from typing import NamedTuple


class RecordChoice(NamedTuple):
    """Which records are meant.

    Attributes:
        module: kind of record, case forgiven: ``estate``.
        numbers: numbers as they were typed; ``-`` stands for those on standard input.
        where: conditions that they fit.
        every: all there are.
    """

    module: str
    numbers: tuple[str, ...] = ()
    where: tuple[str, ...] = ()
    every: bool = False

    @property
    def is_one(self) -> bool:
        """Whether one record is named by its number, so that no other can be meant."""
        return len(self.numbers) == 1 and self.numbers[0] != "-" and not self.where and not self.every


class DownloadOptions(NamedTuple):
    """Everything that is asked of a download.

    Attributes:
        records: whose files.
        folder: directory to write to; made if it is not there.
        kinds: only files of these types; empty for all.
        only: the same, joined by commas, and words for groups of files.
        since: only files that were changed since a date, or within ``24h``, ``7d``.
        pattern: what files are called; empty for the usual names.
        size: of pictures; empty or ``original`` for the files as they are.
        jobs: requests in flight at most: a number, or ``auto``.
        replaces: files of the same name are replaced.
        deletes: files that onOffice no longer has are removed here.
        dry_run: show the actions that list the files, and send nothing.
    """

    records: RecordChoice
    folder: Path = Path()
    kinds: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    since: str = ""
    pattern: str = ""
    size: str = ""
    jobs: str = "auto"
    replaces: bool = False
    deletes: bool = False
    dry_run: bool = False
