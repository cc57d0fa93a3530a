"""How many records were given, and of how many, worded so that a part never looks like all. Pure.

Most calls count the hits; some count what they send, and some count nothing. Then a page that is full proves
nothing: there may be more, and the text says so.
"""

from oocli.catalogue import Call
from oocli.paging.walks import Extent, read_offset, read_page_size
from oocli.request.actions import Action


def find_hits(call: Call, counted: int | None, *, found: int, goes_on: bool) -> int | None:
    """Return the number of hits by the count of an answer with ``found`` records; None if unknown.

    ``goes_on`` says that more follows this answer, so that a count no greater than the answer does not count
    hits.
    """
    if counted is None or (call.is_catalogued and call.response and not call.response.get("total")):
        return None
    if counted > found:
        return counted
    return None if goes_on or not _counts_hits(call) else counted


def describe_extent(call: Call, action: Action, extent: Extent, shown: int, total: int | None) -> str:
    """Return how many of the records were shown: ``20 of 1,384 estates, --all for the rest``.

    ``total`` is how many there are, None if unknown. Empty if there is nothing to say: the call gives all
    that it has in one answer.
    """
    if total is not None:
        return _describe_part(call, action, extent, shown, total)
    is_one = call.period is not None and bool(action.resourceid)
    if (call.paging is None and call.period is None) or is_one or not shown:
        return ""
    return f"{shown:,} {_name(call, shown)}" + (_REST if _may_go_on(call, action, extent, shown) else "")


_REST = ", --all for the rest"


def _describe_part(call: Call, action: Action, extent: Extent, shown: int, total: int) -> str:
    pages = call.paging is not None or call.period is not None
    if not pages and shown >= total:
        return ""
    is_cut = not extent.every and read_offset(call, action) + shown < total
    return f"{shown:,} of {total:,} {_name(call, total)}" + (_REST if is_cut and pages else "")


def _counts_hits(call: Call) -> bool:
    """Say whether a count equal to the size of the answer counts hits."""
    if call.paging is not None:
        return call.paging.counting is not None and call.paging.counts_hits
    return call.period is None


def _may_go_on(call: Call, action: Action, extent: Extent, shown: int) -> bool:
    """Say whether a page is full, so that there may be more."""
    if extent.every:
        return False
    if call.period is not None:
        return shown >= call.period.max
    default = call.paging.default if call.paging else None
    size = extent.limit or read_page_size(call, action) or default
    return size is not None and shown >= size


def _name(call: Call, count: int) -> str:
    one, many = call.noun or (f"{call.resourcetype} record", f"{call.resourcetype} records")
    return one if count == 1 else many
