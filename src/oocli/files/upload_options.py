"""What is asked of an upload, as values. Pure."""

from pathlib import Path
from typing import Any, NamedTuple

BLOCK = 512 * 1024
"""Characters of base64 in one request, unless asked otherwise; onOffice documents no limit."""


class UploadOptions(NamedTuple):
    """Everything that is asked of an upload.

    Attributes:
        files: files of this machine.
        records: (module, number) of the record that they are for; more than one is an error.
        parameters: (name, value) of the linking call's further parameters, by the API's own names;
            a ``position`` is that of the first file.
        block: characters of base64 in one request; a multiple of 4.
        dry_run: show what would be sent, and send nothing.
        no_validate: send without looking at the catalogue.
    """

    files: tuple[Path, ...]
    records: tuple[tuple[str, int], ...] = ()
    parameters: tuple[tuple[str, Any], ...] = ()
    block: int = BLOCK
    dry_run: bool = False
    no_validate: bool = False
