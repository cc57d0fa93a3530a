"""What came of a call, shown: its records, and what there is to say beside them."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, Any

from oocli.call import reading as call_reading
from oocli.call.outcome import describe_write
from oocli.call.shown_fields import is_formatted, read_shapes
from oocli.errors import RecordNotFound
from oocli.paging.remainder import describe_extent

if TYPE_CHECKING:
    from oocli.call.field_options import CallFields, Convert
    from oocli.catalogue import Call
    from oocli.context import Context
    from oocli.paging.listing import Listing
    from oocli.request.actions import Action


def show(
    context: Context, action: Action, listing: Listing, convert: Convert, *, save: str, fields: CallFields
) -> None:
    """Write the records of a listing, and say how many there are of how many.

    ``convert`` is what they go through before they are rendered; ``save`` is the file or
    directory for what the records carry; empty leaves it in them.

    Raises:
        RecordNotFound: one record was asked for by its number and did not come.
    """
    if context.output.format == "raw":
        with context.output.open() as stream, listing.explained():
            for answer in listing.answers():
                stream.write(answer.body.decode("utf-8", "replace") + "\n")
                stream.flush()
        return
    if action.verb not in ("read", "get") and context.output.format == "table":
        with listing.explained():
            records = list(listing)
        show_write(context, listing.call, action, records)
        return
    by_id = action.verb == "read" and bool(action.resourceid)
    columns = action.parameters.get("data")
    columns = columns if isinstance(columns, list) else ()
    saved = _save(listing, action, save) if save else listing
    with listing.explained(), call_reading.watched(context, listing):
        context.output.write(
            convert(saved),
            columns=columns,
            single=by_id,
            shapes=read_shapes(context, fields, action),
            as_sent=is_formatted(action),
        )
    if by_id and not listing.shown:
        raise RecordNotFound(
            f"There is no {action.resourcetype} {action.resourceid}, or this API user may not read it",
            why="The API answers with an empty success in both cases",
            hint=f"`oocli read {action.resourcetype}` lists what can be read",
        )
    extent = (
        "" if by_id else describe_extent(listing.call, action, listing.extent, listing.shown, listing.total)
    )
    if extent:
        context.voice.note(extent)
    if not listing.shown and not listing.total and listing.call.effect == "read":
        from oocli.client.empty_success import explain_nothing

        context.voice.note(explain_nothing(action))


def show_write(context: Context, call: Call, action: Action, records: Sequence[Mapping[str, Any]]) -> None:
    """Say in a table's place what a write did, and what the API told of it beyond success."""
    outcome = describe_write(call, action, records)
    context.output.write_text(f"{outcome.sentence}\n")
    if outcome.facts:
        context.output.write([{"id": "", "type": "", "elements": outcome.facts}], single=True)
    if outcome.look:
        context.voice.note(f"`oocli {_repeat_place(context)}{outcome.look}` shows it")


def _repeat_place(context: Context) -> str:
    """Give the options that say where a command that was typed goes to, for another one."""
    if context.settings.is_typed("sandbox"):
        return "--sandbox "
    name = context.settings.get("profile") if context.settings.is_typed("profile") else ""
    return f"--profile {quote(name)} " if name else ""


def _save(listing: Listing, action: Action, target: str) -> Iterator[dict[str, Any]]:
    """Give the records with their files written to the target; the catalogue says where they are."""
    from oocli.files.saving import make_folder, save_files

    if target.endswith(("/", os.sep)):
        make_folder(Path(target))
    binary = listing.call.response["binary"]
    compressed = "compression" in binary and action.parameters.get("gzcompress") is not False
    return save_files(listing, Path(target), element=binary["element"], compressed=compressed)
