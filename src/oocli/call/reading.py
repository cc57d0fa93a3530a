"""How much of a call is read: ``--all``, ``--limit``, ``--count``, ``--since``, ``--jobs``, ``--resume``.

Owns what these options mean; ``call_run`` takes them along its path.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from oocli.errors import UsageError
from oocli.interface.watching import progress_line
from oocli.paging.walks import Extent, choose_span, is_walked_by_id, largest_page

if TYPE_CHECKING:
    from oocli.call.options import ReadingOptions
    from oocli.catalogue import Call
    from oocli.context import Context
    from oocli.paging.listing import Listing
    from oocli.paging.pace import Pace
    from oocli.paging.resume import Resumption
    from oocli.request.actions import Action


def read_extent(reading: ReadingOptions) -> Extent:
    """Give how much is wanted: all of it, so many records, or the one page that the call gives."""
    everything = reading.every or reading.resume
    return Extent(every=bool(everything), limit=reading.limit)


def limit_page(call: Call, reading: ReadingOptions) -> int | None:
    """Give the page size that ``--limit`` or ``--count`` means; one above the call's maximum is paged."""
    if call.paging is None:
        return reading.limit
    if reading.only_count:
        return call.paging.count
    return None if reading.limit is None else min(reading.limit, largest_page(call.paging))


def read_since_condition(call: Call, reading: ReadingOptions, *, now: float) -> tuple[str, ...]:
    """Give ``--since`` as a ``--where`` expression on the field that tells of changes; none without it."""
    if not reading.since:
        return ()
    if not call.changed_field:
        raise UsageError(f"{call.name} has no field that tells when a record was changed")
    from oocli.paging.since import read_since

    return (f'{call.changed_field}>="{read_since(reading.since, now=now)}"',)


def read_pace(reading: ReadingOptions) -> Pace:
    """Give the pace that ``--jobs`` and ``--batch`` ask for; ``auto`` is the default.

    Raises:
        UsageError: one of them is no number, or out of bounds.
    """
    from oocli.paging.pace import DEFAULT_BATCH, DEFAULT_JOBS, MOST_BATCH, MOST_JOBS, Pace

    return Pace(
        jobs=_read_number("--jobs", reading.jobs, DEFAULT_JOBS, MOST_JOBS),
        batch=_read_number("--batch", reading.batch, DEFAULT_BATCH, MOST_BATCH),
    )


def _read_number(option: str, text: str, default: int, most: int) -> int:
    if text == "auto":
        return default
    if not (text.isascii() and text.isdecimal() and len(text) < 9 and 1 <= int(text) <= most):
        raise UsageError(f"{option} takes a number from 1 to {most}, or auto, not {text[:40]!r}")
    return int(text)


def find_first_action(call: Call, action: Action, extent: Extent, *, now: float) -> Action:
    """Give the action that a reading begins with, for ``--dry-run``."""
    span = choose_span(call, action, extent, now=now)
    return action if span is None else span.cut(extent.limit)[0].build_action()


def _list_obstacles(call: Call, action: Action) -> str:
    """Name the parameters for which a reading cannot be walked by Id, as options."""
    names = {"sortby": "--sort", (call.paging and call.paging.offset) or "": "--offset"}
    unless = call.paging.walk_unless if call.paging else ()
    found = [
        names.get(name, f"--{name}") for name in (*names, *unless) if name and action.parameters.get(name)
    ]
    return " and ".join(found) or "--resume"


def open_file(
    context: Context,
    call: Call,
    action: Action,
    name: str,
    *,
    is_typed: bool = False,
    limit: int | None = None,
    counts: bool = False,
) -> Resumption:
    """Give the file of ``--resume`` to go on with.

    Raises:
        UsageError: the reading or its format cannot be gone on with, or the file is of another one.
    """
    if name == "-":
        raise UsageError("--resume needs a file that it can go on with", hint="Give it a name")
    if not is_walked_by_id(call, action):
        raise UsageError(
            "--resume goes on by Id, so it takes no order, no offset and no other language",
            hint=f"Leave out {_list_obstacles(call, action)}",
        )
    if limit is not None or counts:
        raise UsageError(f"--resume reads to the end, so it takes no {'--count' if counts else '--limit'}")
    if context.settings.get("output_file") or context.settings.get("output") not in ("", "ndjson"):
        raise UsageError(
            "--resume FILE writes NDJSON to FILE", hint="Leave out --output-file, or use -o ndjson"
        )
    from oocli.paging.resume import open_resumption

    paging = call.paging
    omitted = {"extendedclaim", paging.limit if paging else ""}
    parameters = {name: value for name, value in action.parameters.items() if name not in omitted}
    fields = parameters.pop("data", None)
    conditions = parameters.pop("filter", None)
    question = {
        "call": call.name,
        "profile": context.profile.name,
        "fields": fields,
        "filter": conditions,
        "parameters": parameters,
        "flat": context.settings.is_set("flat"),
        "typed": is_typed,
    }
    return open_resumption(Path(name), question)


@contextmanager
def watched(context: Context, listing: Listing) -> Iterator[None]:
    """Show on a terminal how far the listing is, while the block runs."""
    limit = listing.extent.limit
    with progress_line(context, f"{listing.action.resourcetype} records") as show_line:
        if show_line is not None:

            def show(listing: Listing) -> None:
                total = listing.total if limit is None else min(limit, listing.total or limit)
                if total is None or listing.shown < total:
                    show_line(listing.shown, total)

            listing.watch = show
        yield
