"""Show on a terminal how far a command is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from oocli.context import Context
    from oocli.paging.listing import Listing


@contextmanager
def progress_line(context: Context, what: str) -> Iterator[Callable[..., None] | None]:
    """Give ``Progress.show``, which shows how many of how many are done, while the block runs.

    None if nobody looks on, or the person wants quiet, or to see each request instead.
    """
    if not context.line.is_free or context.settings.is_set("quiet") or context.settings.shows_exchanges:
        yield None
        return
    from oocli.terminal.progress import Progress

    try:
        yield Progress(context.line, context.now, what).show
    finally:
        context.line.clear()


@contextmanager
def transfer_line(context: Context) -> Iterator[Callable[[int, int, int, int], None] | None]:
    """Return what shows how far files are, while the block runs: files, of how many, bytes, of how many.

    None if nobody looks on, as in ``progress_line``.
    """
    with progress_line(context, "files") as show:
        if show is None:
            yield None
            return
        from oocli.terminal.transfer_line import TransferLine

        line = TransferLine(context.line, context.now, 0, 0)

        def show_all(files: int, of_files: int, size: int, of_size: int) -> None:
            line.files, line.size = of_files, of_size
            line.show(files, size)

        yield show_all


@contextmanager
def watched(context: Context, listing: Listing) -> Iterator[None]:
    """Show on a terminal how far the listing is while the block runs; not for a single page."""
    limit = listing.extent.limit
    if limit is None and not listing.extent.every:
        yield
        return
    with progress_line(context, f"{listing.action.resourcetype} records") as show_line:
        if show_line is not None:

            def show(listing: Listing) -> None:
                total = listing.total if limit is None else min(limit, listing.total or limit)
                is_more = listing.goes_on if total is None else listing.shown < total
                if is_more:
                    show_line(listing.shown, total)

            listing.watch = show
        yield
