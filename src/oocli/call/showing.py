"""What there is to say after a call: how much was read of how much, or what was written."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from oocli.errors import RecordNotFound
from oocli.paging.remainder import describe_extent

if TYPE_CHECKING:
    from oocli.catalogue import Call
    from oocli.context import Context
    from oocli.paging.listing import Listing
    from oocli.request.actions import Action


def conclude(context: Context, listing: Listing) -> None:
    """Say how many records were shown of how many, and why there may be none.

    Raises:
        RecordNotFound: one record was asked for by its number and did not come.
    """
    action = listing.action
    is_one = is_single(action)
    if is_one and not listing.shown:
        raise RecordNotFound(
            f"There is no {action.resourcetype} {action.resourceid}, or this API user may not read it",
            why="The API answers with an empty success in both cases",
            hint=f"`oocli read {action.resourcetype}` lists what can be read",
        )
    extent = (
        "" if is_one else describe_extent(listing.call, action, listing.extent, listing.shown, listing.total)
    )
    if extent:
        context.voice.note(extent)
    if not listing.shown and not listing.total and listing.call.effect == "read":
        from oocli.client.empty_success import explain_nothing

        context.voice.note(explain_nothing(listing.call, action))


def is_single(action: Action) -> bool:
    """Say whether one record is asked for, by its number."""
    return action.verb == "read" and bool(action.resourceid)


def show_write(
    context: Context,
    call: Call,
    action: Action,
    records: Sequence[Mapping[str, Any]],
    *,
    kept: Collection[str] = (),
) -> None:
    """Say what a write did, instead of a table, and what the API answered beyond success.

    ``kept`` are fields of which is known that they had these values already.
    """
    from oocli.call.outcome import describe_write

    outcome = describe_write(call, action, records, kept=kept)
    context.output.write_text(f"{outcome.sentence}\n")
    if outcome.facts:
        context.output.write([{"id": "", "type": "", "elements": outcome.facts}], single=True)
    if outcome.look:
        context.voice.note(f"`oocli {_repeat_place(context)}{outcome.look}` shows it")


def _repeat_place(context: Context) -> str:
    """Return the options that say where the typed command goes to, for use in another command."""
    if context.settings.is_typed("sandbox"):
        return "--sandbox "
    name = context.settings.get("profile") if context.settings.is_typed("profile") else ""
    if not name:
        return ""
    from shlex import quote

    return f"--profile {quote(name)} "
