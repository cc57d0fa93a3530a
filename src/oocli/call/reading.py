"""A call that reads: its pages through a listing, its records through a renderer."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from oocli.call.extent import read_age
from oocli.call.field_options import refuse_raw
from oocli.call.planning import plan_reading
from oocli.call.preparing import leaves_records, list_columns
from oocli.errors import UsageError
from oocli.text.formats import BINARY_FORMATS, COLUMN_FORMATS, DOCUMENT_FORMATS, TYPED_FORMATS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from contextlib import AbstractContextManager

    from oocli.call.asked import CallOptions
    from oocli.call.field_options import CallFields
    from oocli.call.locating import Locating
    from oocli.call.planning import Plan
    from oocli.catalogue import Call
    from oocli.client import Client
    from oocli.context import Context
    from oocli.paging.listing import Listing
    from oocli.request.actions import Action
    from oocli.terminal.output import Look


_LINK_COLUMNS = ("parent", "child")


def run_reading(context: Context, call: Call, options: CallOptions) -> None:
    """Read, and write what comes as it comes.

    Raises:
        UsageError: what was asked for cannot be read, or the catalogue refuses it.
        ApiError: the API refused it; and everything that ``Client.send`` raises.
        RecordNotFound: one record was asked for by its number and did not come.
    """
    reading = options.reading
    _check_format(context, options)
    options = _with_types(context, call, options)
    locating = _choose_locating(context, call)
    plan = plan_reading(
        context, call, options, change=locating.ask_for_places if locating is not None else None
    )
    _check_content(context, options)
    age = read_age(reading.cache)
    if not options.sending.no_validate:
        plan.prepared.check(plan.first, validate=context.validate)
    if options.sending.dry_run:
        _show_actions(context, plan, options)
        return
    from oocli.call.progress_line import watched
    from oocli.paging.listing import count_records

    call, _, fields = plan.prepared
    convert = fields.choose_converter()
    with fields.located(plan.prepared.action), _open(context, plan, options, age) as client:
        listing = _begin(context, plan, client)
        if reading.resume:
            from oocli.call.resuming import resume

            resume(context, listing, options, convert)
        elif reading.only_count:
            action, is_whole = listing.action, plan.parts is None
            number = count_records(client, call, action) if is_whole else sum(1 for _ in listing)
            context.output.write_text(f"{number}\n")
        elif reading.save == "-":
            from oocli.call.saving import pour_file

            pour_file(context, listing)
        elif context.output.format == "raw":
            _write_answers(context, listing)
        else:
            records = convert(_keep_files(context, listing, reading.save) if reading.save else listing)
            has_links = bool(call.response.get("links")) and context.output.format in COLUMN_FORMATS
            if has_links:
                records = _list_links(context, records, listing.action)
            if locating is not None:
                records = locating.keep_placed(records)
            look = _choose_look(context, fields, listing.action, locating, has_links=has_links)
            shown = context.output.rendering(**look)
            with listing.explained(), watched(context, listing), shown as (renderer, stream):
                rows = renderer.render(records, stream)
            _conclude(context, listing, locating)
            if has_links and not rows:
                context.voice.note("Nothing is linked to them in that way")


def _check_format(context: Context, options: CallOptions) -> None:
    """See that the output takes what is asked for.

    Raises:
        UsageError: it cannot be written, or takes no number alone.
    """
    if options.reading.only_count:
        _refuse_count(context.output.format)
    if context.output.format in BINARY_FORMATS:
        context.output.check()


def _check_content(context: Context, options: CallOptions) -> None:
    """See that the output takes typed values, or a file.

    Raises:
        UsageError: it does not.
    """
    if options.fields.typed:
        refuse_raw(context.output.format)
    if options.reading.save == "-" and not options.sending.dry_run:
        context.output.refuse_seen_file()


def _show_actions(context: Context, plan: Plan, options: CallOptions) -> None:
    """Write what would be sent."""
    from oocli.call.dry_run import show_actions

    actions = [plan.first] if plan.parts is None else plan.parts.actions
    show_actions(context, actions, language=options.sending.language)


def _open(context: Context, plan: Plan, options: CallOptions, age: float) -> AbstractContextManager[Client]:
    """Return the client for a reading, with answers that are kept for so many seconds."""
    cuts = partial(leaves_records, context, plan.prepared.call, options)
    if plan.extent.every and plan.pace.jobs > 1:
        context.share_heap()
    return context.client(confirmed=options.sending.yes, cuts=cuts, cached_seconds=age)


def _begin(context: Context, plan: Plan, client: Client) -> Listing:
    """Return the records; what was read before a failure is nowhere if a file appears whole or not at all."""
    listing, output = plan.begin(client), context.output
    if not (output.is_whole or output.format in BINARY_FORMATS):
        return listing
    whole = output.file or output.format
    return replace(listing, way_on=f"they are not kept, for {whole} is written whole or not at all")


def _choose_look(
    context: Context, fields: CallFields, action: Action, locating: Locating | None, *, has_links: bool
) -> Look:
    """Return how the records are shown."""
    from oocli.call.showing import is_single

    return {
        "columns": _LINK_COLUMNS if has_links else _list_asked(action, locating),
        "coordinates": locating.coordinates if locating is not None else (),
        "numbered": not has_links,
        "single": is_single(action),
        **_describe_fields(context, fields, action),
    }


def _conclude(context: Context, listing: Listing, locating: Locating | None) -> None:
    """Say what there is to say after the records."""
    from oocli.call.showing import conclude

    conclude(context, listing)
    if locating is not None and locating.left_out:
        context.voice.note(locating.describe())


def _describe_fields(context: Context, fields: CallFields, action: Action) -> Look:
    """Return what is known of the fields, for formats that show more of them than their values."""
    if context.output.format in TYPED_FORMATS:
        from oocli.call.known_fields import read_facts

        return {"known": read_facts(fields)}
    if context.output.format in ("table", "md"):
        from oocli.call.shown_fields import is_formatted, read_shapes

        return {"shapes": read_shapes(context, fields, action), "as_sent": is_formatted(action)}
    return {}


def _refuse_count(output_format: str) -> None:
    """Refuse ``--count`` with a format in which a number alone is no file that opens.

    Raises:
        UsageError: it is one.
    """
    if output_format in DOCUMENT_FORMATS:
        raise UsageError(
            f"--count gives a number and nothing else, and {output_format} has no place for it",
            hint="Leave out -o, and let --output-file end in .txt; without --count the records are written",
        )


def _with_types(context: Context, call: Call, options: CallOptions) -> CallOptions:
    """Return the options; values get types if the format itself has types."""
    if context.output.format not in TYPED_FORMATS or not call.fields_module:
        return options
    return options._replace(fields=options.fields._replace(typed=True))


def _choose_locating(context: Context, call: Call) -> Locating | None:
    """Return what finds places, if a map is written."""
    if context.output.format != "geojson":
        return None
    from oocli.call.locating import Locating

    return Locating(call)


def _list_asked(action: Action, locating: Locating | None) -> Sequence[str]:
    """Return the requested columns, without those that only a map needs."""
    names = list_columns(action)
    return names if locating is None else [name for name in names if name not in locating.added]


def _list_links(
    context: Context, records: Iterable[dict[str, Any]], action: Action
) -> Iterable[dict[str, Any]]:
    from oocli.call.link_rows import list_links, take_each_once

    links = list_links(records, action)
    return take_each_once(links) if context.output.format == "ids" else links


def _keep_files(context: Context, listing: Listing, target: str) -> Iterator[dict[str, Any]]:
    from oocli.call.saving import keep_files  # 4 ms, and seldom asked for

    return keep_files(context, listing, target)


def _write_answers(context: Context, listing: Listing) -> None:
    """Write each answer as it came, a line each."""
    with context.output.open() as stream, listing.explained():
        for answer in listing.answers():
            stream.write(answer.body.decode("utf-8", "replace") + "\n")
            stream.flush()
