"""A reading before it begins: what is read, how much of it, and how fast. Nothing is sent here."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from oocli.call.extent import find_first_action, read_extent, read_pace
from oocli.call.preparing import Prepared, prepare
from oocli.terminal.interrupts import strike_between

if TYPE_CHECKING:
    from collections.abc import Callable

    from oocli.call.asked import CallOptions
    from oocli.catalogue import Call
    from oocli.client import Client
    from oocli.context import Context
    from oocli.paging.listing import Listing
    from oocli.paging.pace import Pace
    from oocli.paging.parts import PartsSpan
    from oocli.paging.walks import Extent
    from oocli.request.actions import Action
    from oocli.terminal.interrupts import SignalHold


class Plan(NamedTuple):
    """A reading that is ready to be checked and sent.

    Attributes:
        prepared: the call and its action.
        extent: how much of it is wanted.
        pace: how much is asked at once.
        parts: the actions that are sent in its place, or None.
        first: the action that goes out first.
    """

    prepared: Prepared
    extent: Extent
    pace: Pace
    parts: PartsSpan | None
    first: Action

    def begin(self, client: Client, *, hold: Callable[[], SignalHold] = strike_between) -> Listing:
        """Return the records; with ``--skip-unknown-fields``, leave out the fields that the API refuses.

        ``hold`` holds signals back while records are handed on, or leaves them alone.

        Raises:
            ApiError: the API refuses something else; and everything that ``Client.send`` raises.
        """
        from oocli.paging.listing import Listing

        call, action, fields = self.prepared
        action = fields.skip_refused(client, action)
        return Listing(client, call, action, self.extent, self.pace, hold=hold, parts=self.parts)


def plan_reading(
    context: Context,
    call: Call,
    options: CallOptions,
    *,
    change: Callable[[Action], Action] | None = None,
) -> Plan:
    """Return the plan of a reading; ``change`` may ask for more than was typed.

    Raises:
        UsageError: what is asked for cannot be read, or contradicts itself.
    """
    prepared = prepare(context, call, options)
    if change is not None:
        prepared = prepared._replace(action=change(prepared.action))
    form, action, _ = prepared
    extent, pace = read_extent(options.reading), read_pace(options.reading)
    parts = _find_parts(form, action, options)
    first = find_first_action(form, action, extent, now=context.now())
    if parts is not None:
        extent = extent._replace(every=True)
        first = parts.actions[0] if options.inputs.ids else action
    return Plan(prepared, extent, pace, parts, first)


def _find_parts(call: Call, action: Action, options: CallOptions) -> PartsSpan | None:
    """Return the actions of a reading that needs several: for several ids, or a list that is too long."""
    ids = options.inputs.ids
    if not (ids or call.split or (options.reading.every and action.parameters.get("filter"))):
        return None
    from oocli.paging.parts import name_records, split

    return name_records(action, ids) if ids else split(call, action, every=options.reading.every)
