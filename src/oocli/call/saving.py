"""``--save``: the files that records carry, written to disk; the catalogue says where they are."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from oocli.files.saving import make_folder, save_files

if TYPE_CHECKING:
    from oocli.context import Context
    from oocli.paging.listing import Listing


def keep_files(context: Context, listing: Listing, target: str) -> Iterator[dict[str, Any]]:
    """Return the records with their files written to the target, a file or a directory.

    A file may have as many bytes as an answer (``--max-answer``), also one that was compressed.

    Raises:
        UsageError: the target is a directory that cannot be made.
    """
    if target.endswith(("/", os.sep)):
        make_folder(Path(target))
    binary = listing.call.response["binary"]
    compressed = "compression" in binary and listing.action.parameters.get("gzcompress") is not False
    return save_files(
        listing,
        Path(target),
        element=binary["element"],
        compressed=compressed,
        limit=context.profile.max_answer * 2**20,
        warn=context.voice.warn,
    )
