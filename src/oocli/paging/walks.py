"""Choose the way to walk a call: by how much is wanted, what the call can do, what the user's order allows.

Pure. Gives the span that leads to everything wanted; ``spans`` and ``windows`` know the pages.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from oocli.catalogue import Call, Paging
from oocli.catalogue.page_sizes import PAGE
from oocli.request.actions import Action

if TYPE_CHECKING:
    from oocli.paging.span_protocol import Span
    from oocli.paging.spans import IdSpan, Reading

_BELOW_ALL = -1  # no record has this number or a smaller one


class Extent(NamedTuple):
    """How much of a call is wanted.

    Attributes:
        every: all records.
        limit: records at most, or None.
        after: only records with a greater Id, if the call is read in that order; None for all.
    """

    every: bool = False
    limit: int | None = None
    after: int | None = None


def largest_page(paging: Paging) -> int:
    """Return the records that a page of a call can have."""
    return paging.max or PAGE


def may_need_pages(call: Call, action: Action, extent: Extent) -> bool:
    """Say whether more may be needed than the one page that the action itself asks for."""
    if action.verb == "read" and action.resourceid:
        return False
    if extent.every or extent.after is not None:
        return True
    return extent.limit is not None and call.paging is not None and extent.limit > largest_page(call.paging)


def choose_span(call: Call, action: Action, extent: Extent, *, now: float) -> Span | None:
    """Return the span that leads to everything wanted, or None if the action alone does.

    ``now`` is Unix time in seconds.
    """
    return _build_span(call, action, extent, now=now) if may_need_pages(call, action, extent) else None


def _build_span(call: Call, action: Action, extent: Extent, *, now: float) -> Span | None:
    # A dry run of one page does not need these, and they take 5 ms to load.
    from datetime import datetime

    from oocli.paging.spans import IdSpan, OffsetSpan, OnePage, Reading
    from oocli.paging.windows import ChangeWindow, DaySpan, read_days
    from oocli.text.german_time import german_time

    if call.paging is None:
        days = read_days(action, call.period) if call.period else None
        return DaySpan(action, call.period, *days) if call.period and days else None
    paging = call.paging
    reading = Reading(action, paging, _choose_size(action, extent, paging))
    if is_walked_by_id(call, action):
        return IdSpan(reading, extent.after)
    if paging.offset:
        ordered = reading._replace(action=_break_ties(action, paging))
        return OffsetSpan(ordered, read_offset(call, action))
    if paging.windows:
        return ChangeWindow(reading, datetime.fromisoformat(german_time(now)))
    return OnePage(reading._replace(size=min(largest_page(paging), extent.limit or largest_page(paging))))


def choose_tried_span(call: Call, action: Action, extent: Extent) -> Span | None:
    """Return the span that goes by the number of the records, or None if that is not worth a try.

    It changes the order of the records, so it is only for readings of everything without a chosen order.
    """
    paging = call.paging
    if paging is None or not paging.number or not extent.every or extent.limit is not None:
        return None
    if (action.verb == "read" and action.resourceid) or _is_placed(action, paging):
        return None
    from oocli.paging.number_ranges import NumberRange
    from oocli.paging.spans import IdSpan, Reading

    reading = Reading(action, paging, _choose_size(action, extent, paging))
    # It begins with a condition, so that a refusal comes at once.
    return IdSpan(reading, after=_BELOW_ALL) if paging.offset else NumberRange(reading, after=_BELOW_ALL)


def choose_sweep(call: Call, action: Action) -> tuple[IdSpan, Reading] | None:
    """Return the walk over the numbers of all records, and the reading that fetches some of them.

    None if records have no number to go by, or not all of them are wanted.
    """
    paging = call.paging
    if paging is None or not (paging.walk or paging.number) or not paging.offset:
        return None
    if read_offset(call, action) or any(action.parameters.get(name) for name in paging.walk_unless):
        return None
    from oocli.paging.spans import IdSpan, Reading

    reading = Reading(action, paging, largest_page(paging))
    kept = {name: value for name, value in action.parameters.items() if name != "data"}
    fewest = reading.fewest_fields
    bare = action._replace(parameters=kept if fewest is None else {**kept, "data": fewest})
    return IdSpan(Reading(bare, paging, largest_page(paging)), after=_BELOW_ALL), reading


def is_walked_by_id(call: Call, action: Action) -> bool:
    """Say whether the call has a number field to walk by, and the user asked for no other order or start."""
    paging = call.paging
    if paging is None or not paging.walk:
        return False
    return not _is_placed(action, paging)


def read_offset(call: Call, action: Action) -> int:
    """Return the records that the user wants to skip first."""
    name = call.paging.offset if call.paging else None
    return _read_number(action.parameters.get(name), 0) if name else 0


def read_page_size(call: Call, action: Action) -> int | None:
    """Return the page size that an action asks for, or None if it names none."""
    asked = _read_number(action.parameters.get(call.paging.limit), 0) if call.paging else 0
    return asked or None


def _is_placed(action: Action, paging: Paging) -> bool:
    """Say whether the user has asked for an order, a start, or records with other numbers."""
    names = ("sortby", paging.offset or "", *paging.walk_unless)
    return any(action.parameters.get(name) for name in names)


def _choose_size(action: Action, extent: Extent, paging: Paging) -> int:
    """Return the page size: the largest, unless the user asked for a smaller one or for fewer records."""
    most = largest_page(paging)
    asked = 0 if extent.limit else _read_number(action.parameters.get(paging.limit), 0)
    return min(asked or most, most, extent.limit or most)


def _break_ties(action: Action, paging: Paging) -> Action:
    """Return the action with a definite order, if the call has a number field that decides."""
    order = action.parameters.get("sortby") or {}
    if isinstance(order, str):
        order = {order: action.parameters.get("sortorder") or "ASC"}
    if not paging.walk or not isinstance(order, Mapping):
        return action
    decided = {**order} if paging.walk in order else {**order, paging.walk: "ASC"}
    kept = {name: value for name, value in action.parameters.items() if name != "sortorder"}
    return action._replace(parameters={**kept, "sortby": decided})


def _read_number(value: Any, default: int) -> int:
    try:
        return int(value or default)
    except (TypeError, ValueError):
        return default
