"""``--save``: the files that records carry, on disk or through a pipe; the catalogue says where they are."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from oocli.errors import RecordNotFound, UsageError
from oocli.files.saving import make_folder, read_content, save_files

if TYPE_CHECKING:
    from oocli.catalogue import Call
    from oocli.context import Context
    from oocli.paging.listing import Listing
    from oocli.request.actions import Action


def keep_files(context: Context, listing: Listing, target: str) -> Iterator[dict[str, Any]]:
    """Return the records with their files written to the target, a file or a directory.

    A file may have as many bytes as an answer (``--max-answer``), even if it was compressed.

    Raises:
        UsageError: the target is a directory that cannot be made, or this form of the call gives no file.
    """
    element = _find_element(listing.call)
    if target.endswith(("/", os.sep)):
        make_folder(Path(target))
    return save_files(
        listing,
        Path(target),
        element=element,
        compressed=is_compressed(listing.call, listing.action),
        limit=context.profile.max_answer * 2**20,
        warn=context.voice.warn,
    )


def pour_file(context: Context, listing: Listing) -> None:
    """Write the one file that comes to standard output; write the records only if they go elsewhere.

    Raises:
        UsageError: several files came, or this form of the call gives none; nothing was written.
        RecordNotFound: none came.
        OocliError: it is not as documented, is incomplete, or is too large; nothing was written.
    """
    element = _find_element(listing.call)
    compressed = is_compressed(listing.call, listing.action)
    limit = context.profile.max_answer * 2**20
    contents: list[bytes] = []
    records: list[dict[str, Any]] = []
    for record in listing:
        content = read_content(record, element, compressed=compressed, limit=limit)
        contents += [] if content is None else [content]
        records.append(_name_content(record, element))
    if len(contents) != 1:
        if contents:
            raise UsageError("Several files came, and --save - takes one", hint="Give a directory to --save")
        raise RecordNotFound(
            "No file came, so nothing was written",
            why="The answer has none, or the list of files was asked for, which never has their content",
            hint=f"`oocli {listing.call.name} --help` says how to ask for one",
        )
    context.output.write_file(contents[0])
    if context.output.file is not None:
        context.output.write(records)


def _find_element(call: Call) -> str:
    """Return the element that has the file; a form that ``--no-validate`` let through may have none."""
    binary = call.response.get("binary")
    if binary is None:
        raise UsageError(
            f"--save writes files, and it is not known where {call.name} has one here",
            hint=f"`oocli {call.name} --help` lists its forms; without --save the records are written",
        )
    return str(binary["element"])


def is_compressed(call: Call, action: Action) -> bool:
    """Say whether the file in the answer to an action is compressed."""
    return "compression" in call.response["binary"] and action.parameters.get("gzcompress") is not False


def _name_content(record: dict[str, Any], element: str) -> dict[str, Any]:
    """Return a record with the name of standard output instead of its content."""
    elements = record.get("elements")
    if not isinstance(elements, dict) or element not in elements:
        return record
    return {**record, "elements": {**elements, element: "-"}}
