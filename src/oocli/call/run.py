"""The one path that every call takes: inputs to action, action through the client, records to a renderer."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from oocli.call import reading as call_reading
from oocli.call.field_options import CallFields, Convert
from oocli.call.showing import show
from oocli.catalogue import Call
from oocli.context import Context
from oocli.disk.inputs import read_json_object, read_text
from oocli.errors import UsageError
from oocli.interface.dry_run import show_actions
from oocli.paging.walks import Extent
from oocli.request.actions import Inputs, build

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
    from oocli.wire import messages

    convert = fields.choose_converter()
    decode = messages.cut if _leaves_records(context, options) else messages.decode
    with fields.located(action), context.client(confirmed=sending.yes, decode=decode) as client:
        action = fields.skip_refused(client, action)
        if reading.only_count and not reading.resume:
            context.output.write_text(f"{count_records(client, call, action)}\n")
        elif reading.resume:
            _resume(context, Listing(client, call, action, extent, pace), options, convert)
        else:
            listing = Listing(client, call, action, extent, pace)
            show(context, action, listing, convert, save=reading.save, fields=fields)


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
