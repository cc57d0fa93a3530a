"""What is asked of a download, as a value. Pure."""

from pathlib import Path
from typing import NamedTuple


class DownloadOptions(NamedTuple):
    """Everything that is asked of a download.

    Attributes:
        module: kind of record, case forgiven: ``estate``.
        record: number of the record.
        folder: directory to write to; made if it is not there.
        kinds: only files of these types; empty for all.
        replaces: files of the same name are replaced.
        dry_run: show the action that lists the files, and send nothing.
    """

    module: str
    record: int
    folder: Path = Path()
    kinds: tuple[str, ...] = ()
    replaces: bool = False
    dry_run: bool = False
