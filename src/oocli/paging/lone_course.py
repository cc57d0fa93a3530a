"""The course of a reading that takes one answer: its action is sent as it is, and nothing comes behind it.

Pure. Most readings are of this kind; what keeps account of many pages is not loaded for them.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from oocli.errors import ApiError, CannotWalk
from oocli.paging.span_protocol import Settled


class LoneCourse:
    """One way, that of the action itself; what ``Course`` says of many pages holds for one.

    Attributes:
        way: None: only the action itself is sent.
        gaps: what the API is known to withhold, a sentence each.
        passes: none: nothing is read again.
        doubled: none: what one page has twice is the API's own answer.
    """

    way = None
    passes = doubled = 0
    is_trial = is_proof = is_serial = is_doubtful = has_shrunk = False

    def __init__(self) -> None:
        self.gaps: list[str] = []

    def list_ways(self) -> Iterator[None]:
        """Return the only way."""
        yield None

    def give_up(self, _refusal: CannotWalk | ApiError) -> bool:
        """Say that there is no other way, so that the failure must be reported."""
        return False

    def take(self, settled: Settled) -> Sequence[dict[str, Any]]:
        """Return all of the page."""
        self.gaps += [settled.gap] if settled.gap else []
        return settled.records
