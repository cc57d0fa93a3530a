"""``--resume FILE``: a reading into a file, which continues where it was interrupted."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from oocli.call.progress_line import watched
from oocli.errors import UsageError
from oocli.paging.resume import Resumption, open_resumption
from oocli.paging.walks import Extent, is_walked_by_id
from oocli.render import Layout, choose
from oocli.text.counted import count

if TYPE_CHECKING:
    from oocli.call.asked import CallOptions
    from oocli.call.field_options import Convert
    from oocli.catalogue import Call
    from oocli.context import Context
    from oocli.paging.listing import Listing
    from oocli.request.actions import Action


def resume(context: Context, listing: Listing, options: CallOptions, convert: Convert) -> None:
    """Append the records of a listing to an NDJSON file.

    Raises:
        UsageError: the reading or its format cannot be continued, or the file belongs to another reading.
        OocliError: a page failed; what came before it is in the file.
    """
    name = options.reading.resume
    is_flat = context.settings.is_set("flat")
    _refuse_contradictions(context, options, listing.call, listing.action)
    question = _describe_reading(
        listing.call,
        listing.action,
        profile=context.profile.name,
        flat=is_flat,
        typed=options.fields.typed,
    )
    file: Resumption = open_resumption(Path(name), question)
    listing = replace(
        listing,
        extent=Extent(every=True, after=file.last_id),
        way_on=f"the same command continues {name}",
    )
    renderer = choose("ndjson", Layout(flat=is_flat))
    with file.writing() as stream, listing.explained(), watched(context, listing):
        renderer.render(convert(listing), stream)
    context.voice.note(
        f"{count(listing.shown, 'record was', 'records were')} added to {name}, which is complete"
    )


def _refuse_contradictions(context: Context, options: CallOptions, call: Call, action: Action) -> None:
    """Refuse a reading that does not go by Id, or does not end in this file."""
    reading = options.reading
    if reading.resume == "-":
        raise UsageError("--resume needs a file that it can continue", hint="Give it a name")
    if not is_walked_by_id(call, action):
        raise UsageError(
            "--resume continues by Id, so it takes no order, no offset and no other language",
            hint=f"Leave out {_list_obstacles(call, action)}",
        )
    if reading.limit is not None or reading.only_count:
        option = "--count" if reading.only_count else "--limit"
        raise UsageError(f"--resume reads to the end, so it takes no {option}")
    if context.settings.get("output_file") or context.settings.get("output") not in ("", "ndjson"):
        raise UsageError(
            "--resume FILE writes NDJSON to FILE", hint="Leave out --output-file, or use -o ndjson"
        )


def _list_obstacles(call: Call, action: Action) -> str:
    """Name, as options, the parameters that keep a reading from going in the order of Id."""
    names = {"sortby": "--sort", (call.paging and call.paging.offset) or "": "--offset"}
    unless = call.paging.walk_unless if call.paging else ()
    found = [
        names.get(name, f"--{name}") for name in (*names, *unless) if name and action.parameters.get(name)
    ]
    return " and ".join(found) or "--resume"


def _describe_reading(call: Call, action: Action, *, profile: str, flat: bool, typed: bool) -> dict[str, Any]:
    """Return what must be the same when a reading is continued: account, question and form."""
    omitted = {"extendedclaim", call.paging.limit if call.paging else ""}
    parameters = {name: value for name, value in action.parameters.items() if name not in omitted}
    fields = parameters.pop("data", None)
    conditions = parameters.pop("filter", None)
    return {
        "call": call.name,
        "profile": profile,
        "fields": fields,
        "filter": conditions,
        "parameters": parameters,
        "flat": flat,
        "typed": typed,
    }
