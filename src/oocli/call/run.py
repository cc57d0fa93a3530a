"""The one path that every call takes: inputs to action, action through the client, records to a renderer."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from oocli.call import reading as call_reading
from oocli.call.field_options import CallFields, Convert
from oocli.catalogue import Call
from oocli.call.shown_fields import is_formatted, read_shapes
from oocli.context import Context
from oocli.disk.inputs import read_json_object, read_text
from oocli.errors import RecordNotFound, UsageError
from oocli.interface.dry_run import show_actions
from oocli.paging.walks import Extent
from oocli.request.actions import Action, Inputs, build

if TYPE_CHECKING:
    from oocli.call.options import CallOptions
    from oocli.paging.listing import Listing


def run_call(context: Context, call: Call, options: CallOptions) -> None:
    """Take the one path of every call: build, validate, send, render.

    Raises:
        UsageError: what was typed cannot be read, or the catalogue refuses it.
        ApiError: the API refused it; and everything that ``Client.send`` raises.
    """
    inputs, reading, sending = options.inputs, options.reading, options.sending
    if inputs.id and inputs.resourceid not in ("", inputs.id):
        raise UsageError("The ID is given twice, and not the same", hint="Leave out --resourceid")
    call = call.variant(inputs.resourceid or inputs.id)
    if call.verb not in ("read", "get"):
        from oocli.bulk.run import run_bulk, takes_rows

        if takes_rows(options):
            run_bulk(context, call, _read_inputs(context, call, options), options)
            return
    action = build(
        call, _read_inputs(context, call, options), read_file=partial(read_text, stdin=context.stdin)
    )
    fields = CallFields(context, call, options.fields, asks=not sending.dry_run)
    action = fields.prepare(action)
    extent = call_reading.read_extent(reading)
    pace = call_reading.read_pace(reading)
    first = call_reading.find_first_action(call, action, extent, now=context.now())
    if call.doc and not sending.no_validate:
        context.validate(first, call)
        fields.check(first)
    if sending.dry_run:
        show_actions(context, [first])
        return
    from oocli.paging.listing import Listing, count_records

    convert = fields.choose_converter()
    with fields.located(action), context.client(confirmed=sending.yes) as client:
        action = fields.skip_refused(client, action)
        if _leaves_records(context, options):
            from oocli.wire import messages

            client.decode = messages.cut
        if reading.only_count and not reading.resume:
            context.output.write_text(f"{count_records(client, call, action)}\n")
        elif reading.resume:
            _resume(context, Listing(client, call, action, extent, pace), options, convert)
        else:
            listing = Listing(client, call, action, extent, pace)
            _show(context, action, listing, convert, save=reading.save, fields=fields)


def _leaves_records(context: Context, options: CallOptions) -> bool:
    """Say whether records are written just as they come."""
    if options.fields.typed or options.reading.save or context.settings.is_set("flat"):
        return False
    return bool(options.reading.resume) or context.output.keeps_records


def _read_inputs(context: Context, call: Call, options: CallOptions) -> Inputs:
    inputs, reading = options.inputs, options.reading
    return Inputs(
        resourceid=inputs.resourceid or inputs.id,
        identifier=inputs.identifier,
        params=read_json_object(inputs.params, context.stdin) if inputs.params else {},
        options=inputs.parameters,
        assignments=inputs.assignments,
        sets=inputs.sets,
        fields=inputs.fields,
        where=[*inputs.where, *call_reading.read_since_condition(call, reading, now=context.now())],
        sort=inputs.sort,
        limit=call_reading.limit_page(call, reading),
        offset=reading.offset,
    )


def _show(
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
    by_id = action.verb == "read" and bool(action.resourceid)
    columns = action.parameters.get("data")
    columns = columns if isinstance(columns, list) else ()
    records = _save(listing, action, save) if save else listing
    with listing.explained(), call_reading.watched(context, listing):
        context.output.write(
            convert(records),
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
    if action.verb == "read" and not by_id and listing.total is not None:
        has_more = listing.shown < listing.total and not listing.extent.every
        rest = ", --all for the rest" if has_more else ""
        module = listing.call.module
        name = module if module.startswith(action.resourcetype) else f"{action.resourcetype} records"
        context.voice.note(f"{listing.shown:,} of {listing.total:,} {name}{rest}")
    if not listing.shown and not listing.total and listing.call.effect == "read":
        from oocli.client.empty_success import explain_nothing

        context.voice.note(explain_nothing(action))


def _resume(context: Context, listing: Listing, options: CallOptions, convert: Convert) -> None:
    """Write the records of a listing to an NDJSON file, behind those that it has already."""
    from oocli.render import Layout, choose

    name = options.reading.resume
    file = call_reading.open_file(
        context,
        listing.call,
        listing.action,
        name,
        is_typed=options.fields.typed,
        limit=listing.extent.limit,
        counts=options.reading.only_count,
    )
    listing = replace(
        listing,
        extent=Extent(every=True, after=file.last_id),
        way_on=f"the same command goes on with {name}",
    )
    renderer = choose("ndjson", Layout(flat=context.settings.is_set("flat")))
    with file.writing() as stream, listing.explained(), call_reading.watched(context, listing):
        renderer.render(convert(listing), stream)
    context.voice.note(f"{listing.shown:,} records were added to {name}, which is complete")


def _save(listing: Listing, action: Action, target: str) -> Iterator[dict[str, Any]]:
    """Give the records with their files written to the target; the catalogue says where they are."""
    from oocli.files.saving import make_folder, save_files

    if target.endswith(("/", os.sep)):
        make_folder(Path(target))
    binary = listing.call.response["binary"]
    compressed = "compression" in binary and action.parameters.get("gzcompress") is not False
    return save_files(listing, Path(target), element=binary["element"], compressed=compressed)
