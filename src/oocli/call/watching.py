"""Show on a terminal how far a command is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from oocli.terminal import measure

if TYPE_CHECKING:
    from oocli.context import Context
    from oocli.paging.listing import Listing


@contextmanager
def progress_line(context: Context, what: str) -> Iterator[Callable[..., None] | None]:
    """Give ``ProgressLine.show``, which says how many of how many are done, while the block runs.

    None where nobody looks on, or where the line would not have the terminal to itself.
    """
    if not _has_terminal_to_itself(context):
        yield None
        return
    from oocli.terminal.progress import ProgressLine

    line = ProgressLine(context.stderr, context.now, measure(context.stderr, context.environ)[0], what)
    try:
        yield line.show
    finally:
        line.clear()


def _has_terminal_to_itself(context: Context) -> bool:
    """Say whether nothing else is written to the terminal meanwhile; records that stream there would be."""
    if not context.voice.is_heard or context.settings.is_set("quiet"):
        return False
    if context.settings.shows_exchanges:
        return False
    return not context.output.is_seen or context.output.format == "table"


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
