"""Stretches of records by their number, for calls that filter by it and have no order.

Pure. A range that comes back full is dropped and asked for again in halves, because nothing says which of its
records were left out. No change moves a record into another range, so changes by others hide nothing.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

from oocli.errors import CannotWalk
from oocli.paging.span_protocol import Settled, Span
from oocli.paging.spans import Reading
from oocli.request.actions import Action
from oocli.wire.messages import Result

_FILL = 0.8  # part of a page that a range should fill, as estimated from the first page
_DOUBLINGS = 10  # probes for the greatest number: this often twice as far as the first page reached
_STEPS = 5  # and then that many between the last two of them


class NumberRange(NamedTuple):
    """Records whose number is in a range.

    Attributes:
        after: every number is greater.
        upto: no known number is greater; None if nothing is known.
        open_end: whether greater numbers belong to it too, should there be any.
        width: numbers that should hold a page; 0 before that can be guessed.
        beyond: a number that no record exceeds; None if none is known.
        probes: number of rounds of probes made for the greatest number.
        is_full: whether it has more records than a page holds.
    """

    reading: Reading
    after: int = -1
    upto: int | None = None
    open_end: bool = True
    width: int = 0
    is_full: bool = False
    beyond: int | None = None
    probes: int = 0

    @property
    def expected(self) -> int:
        """A page."""
        return self.reading.size

    def cut(self, wanted: int | None) -> tuple[Span, Span | None]:
        """Cut off a range that should fit into a page; one that did not fit is halved."""
        if self.upto is None or not self.width:
            return self, None
        width = min(self.width, (self.upto - self.after) // 2) if self.is_full else self.width
        middle = self.after + max(width, 1)
        if middle >= self.upto and (not self.open_end or not self.is_full):
            return self, None
        piece = self._replace(upto=middle, open_end=False, is_full=False)
        return piece, self._replace(after=middle, is_full=False)

    def build_action(self) -> Action:
        """Ask for the records of the range."""
        conditions: list[dict[str, Any]] = [{"op": ">", "val": self.after}]
        if not self.open_end:
            conditions.append({"op": "<=", "val": self.upto})
        narrowed = self.reading.narrow(self.reading.number, conditions)
        return self.reading.ask_page(self.reading.size, filter=narrowed)

    def settle(self, result: Result) -> Settled:
        """Take the page unless it is full; in that case learn how far and how densely its numbers reach."""
        numbers = self._read_numbers(result)
        found = len(numbers)
        if found < self.reading.size:
            if (result.total or 0) > found:
                raise self._refuse("the API counts more than it gives")
            return Settled(result.records)
        if not self.open_end:
            if self.upto == self.after + 1:
                gap = f"The number {self.upto} has more records than a page holds"
                return Settled(result.records, gap=gap)
            return Settled((), self._replace(is_full=True))
        least, greatest = min(numbers), max(numbers)
        width = max(1, int((greatest - least + 1) * self.reading.size * _FILL / found))
        return Settled((), self._replace(upto=greatest, width=width, is_full=True))

    def list_bounds(self) -> list[int]:
        """Return numbers to probe: ever further away, then between the last one exceeded and the first not.

        None once that is done.
        """
        low = self.upto or 0
        if not self.probes:
            return [low * 2**step for step in range(1, _DOUBLINGS + 1)]
        if self.probes > 1 or self.beyond is None:
            return []
        return [low + (self.beyond - low) * step // (_STEPS + 1) for step in range(1, _STEPS + 1)]

    def build_probes(self, bounds: Sequence[int]) -> list[Action]:
        """Return for each bound the action that shows whether there are greater numbers."""
        return [
            self.reading.ask_page(
                1,
                data=self.reading.fewest_fields,
                filter=self.reading.narrow(self.reading.number, [{"op": ">", "val": bound}]),
            )
            for bound in bounds
        ]

    def learn(self, bounds: Sequence[int], exceeded: Sequence[bool]) -> "NumberRange":
        """Return the range with what a round of probes has found."""
        pairs = list(zip(bounds, exceeded, strict=True))
        low = max([self.upto or 0, *(bound for bound, more in pairs if more)])
        above = [bound for bound, more in pairs if not more]
        beyond = min([*above, *([self.beyond] if self.beyond is not None else [])], default=None)
        upto = beyond if self.probes and beyond is not None else low
        return self._replace(upto=upto, beyond=beyond, probes=self.probes + 1)

    def _read_numbers(self, result: Result) -> list[int]:
        try:
            numbers = [int(record["id"]) for record in result.records]
        except (KeyError, TypeError, ValueError) as error:
            raise self._refuse("a record has no number as its id") from error
        upto = None if self.open_end else self.upto
        if any(number <= self.after or (upto is not None and number > upto) for number in numbers):
            raise self._refuse("records came that were not asked for")
        return numbers

    def _refuse(self, why: str) -> CannotWalk:
        return CannotWalk(
            f"{self.reading.action.name} cannot be read page by page in the order of {self.reading.number}",
            why=why,
        )
