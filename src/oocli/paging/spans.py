"""Stretches of records still to be read, for calls that page: by offset, by Id, or not at all.

Pure. A span knows the action that asks for its next page and what the answer leaves to be
read. ``windows`` has the spans of calls that can only be split by time; ``walks`` chooses
between them; ``prefetch`` keeps them in order while several are under way.

Two rules that must not be bent: a page that is short although the call counts more hits
is never the end, because above its maximum the API silently answers a default page; and what a span cannot
reach is reported (``gap``), never dropped.
"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from oocli.catalogue import Paging
from oocli.errors import CannotWalk
from oocli.paging.span_protocol import Settled, Span
from oocli.request.actions import Action
from oocli.wire.messages import Result

_FILL = 0.9
# Part of a page that a range of Ids should fill. Ids are never spread quite evenly, and a range with more
# hits than a page costs a further request, during which nothing else can be done.


class Reading(NamedTuple):
    """What all spans of one reading share.

    Attributes:
        action: as the user asked for it.
        paging: how the call pages.
        size: records in a page.
    """

    action: Action
    paging: Paging
    size: int

    def ask(self, **parameters: Any) -> Action:
        """Return the action with these parameters set; a None removes one."""
        joined = {**self.action.parameters, **parameters}
        kept = {name: value for name, value in joined.items() if value is not None}
        return self.action._replace(parameters=kept)

    def ask_page(self, size: int, **parameters: Any) -> Action:
        """Return the action for a page of this size."""
        return self.ask(**{self.paging.limit: size}, **parameters)

    def narrow(self, field: str, conditions: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
        """Return the user's filter with further conditions on a field; all of them must hold."""
        given = self.action.parameters.get("filter")
        joined: dict[str, Any] = dict(given) if isinstance(given, Mapping) else {}
        own = joined.get(field) or []
        joined[field] = [*(own if isinstance(own, list) else [own]), *conditions]
        return joined

    def order(self, direction: str) -> dict[str, Any]:
        """Return the parameters for an order by the number of the records, ``ASC`` or ``DESC``."""
        if self.paging.one_sort:
            return {"sortby": self.number, "sortorder": direction}
        return {"sortby": {self.number: direction}, "sortorder": None}

    @property
    def number(self) -> str:
        """The field with the number of a record; empty if there is none."""
        return self.paging.walk or self.paging.number or ""

    @property
    def fewest_fields(self) -> list[Any] | None:
        """The fewest fields to ask for if only the numbers matter, or None if fields cannot be chosen.

        One of the user's fields is used if it is not certain that the number can be read.
        """
        given = self.action.parameters.get("data")
        if self.paging.walk or not isinstance(given, list) or self.number in given:
            return [self.number]
        return given[:1] or None


class OnePage(NamedTuple):
    """All that a call without an offset gives: its largest page, and a gap if that was full."""

    reading: Reading

    @property
    def expected(self) -> int:
        """A page."""
        return self.reading.size

    def cut(self, wanted: int | None) -> tuple[Span, Span | None]:
        """Return itself: there is no second page."""
        return self, None

    def build_action(self) -> Action:
        """Ask for the largest page."""
        return self.reading.ask_page(self.reading.size)

    def settle(self, result: Result) -> Settled:
        """Take the page; it is all there is if it is short and no more are counted."""
        found = len(result.records)
        if found < self.reading.size and (result.total or 0) <= found:
            return Settled(result.records)
        name = self.reading.action.name
        return Settled(result.records, gap=f"{name} gives {found:,} records at most and has no offset")


class OffsetSpan(NamedTuple):
    """Records from one offset to another.

    Attributes:
        offset: of the first record.
        stop: offset after the last one, as far as the call has counted; None until it has.
        open_end: whether it goes on after ``stop`` if there turns out to be more.
    """

    reading: Reading
    offset: int = 0
    stop: int | None = None
    open_end: bool = True
    size: int = 0

    @property
    def expected(self) -> int:
        """A page, or what is left of it."""
        left = self._page if self.stop is None else min(self._page, self.stop - self.offset)
        return max(left, 1)

    @property
    def _page(self) -> int:
        return self.size or self.reading.size

    def cut(self, wanted: int | None) -> tuple[Span, Span | None]:
        """Cut off a page if more than that is known to follow."""
        size = self.reading.size if wanted is None else min(self.reading.size, wanted)
        behind = self.offset + size
        if self.stop is None or self.stop <= behind:
            return self._replace(size=size), None
        return self._replace(stop=behind, open_end=False, size=size), self._replace(offset=behind, size=0)

    def build_action(self) -> Action:
        """Ask for a page at the offset."""
        size = self._page
        if not self.open_end and self.stop is not None:
            size = min(size, self.stop - self.offset)
        return self.reading.ask_page(size, **{self.reading.paging.offset or "": self.offset})

    def settle(self, result: Result) -> Settled:
        """Take the page; what it lacks, or what is counted after it, is still to be read."""
        found = len(result.records)
        reached = self.offset + found
        # Some calls count the records of the answer, not the hits.
        total = result.total if result.total is not None and result.total >= reached else None
        rest = self._find_rest(found, reached, total)
        lost = result.total == 0 and self.offset > 0 and self.stop is not None
        gap = (
            "An answer in between counted no records at all, as happens where a right is missing"
            if lost
            else ""
        )
        return Settled(result.records, rest, gap=gap, counted=total)

    def _find_rest(self, found: int, reached: int, total: int | None) -> "OffsetSpan | None":
        more = total is not None and total > reached
        if not self.open_end:
            inside = self.stop is not None and reached < self.stop
            return self._replace(offset=reached) if found and more and inside else None
        # Without a true count, a short page is the end. One of the default size may be the answer to a size
        # that the server does not honour.
        full = found >= self._page or (total is None and found == self.reading.paging.default)
        if not found or not (more or full):
            return None
        return self._replace(offset=reached, stop=total if more else None, size=0)


class IdSpan(NamedTuple):
    """Records with Ids in a range, walked from the smallest: nothing inserted or deleted can shift them.

    Attributes:
        after: every Id is greater; None where there is no lower bound.
        upto: no known Id is greater; None while that is unknown.
        open_end: whether greater Ids belong to it too, should there be any.
        hits: records in it, counted or estimated; None until then.
    """

    reading: Reading
    after: int | None = None
    upto: int | None = None
    open_end: bool = True
    hits: int | None = None

    @property
    def expected(self) -> int:
        """A page, or fewer if fewer are counted."""
        return max(1, self.reading.size if self.hits is None else min(self.reading.size, self.hits))

    def cut(self, wanted: int | None) -> tuple[Span, Span | None]:
        """Cut off a range of Ids that should fit into a page, if they were spread evenly."""
        start = self.after or 0
        if self.hits is None or self.upto is None or self.hits <= self.reading.size:
            return self, None
        pieces = -(-self.hits // max(1, int(self.reading.size * _FILL)))
        width = -(-(self.upto - start) // pieces)
        if width < 1 or start + width >= self.upto:
            return self, None
        share = self.hits // pieces
        piece = self._replace(upto=start + width, open_end=False, hits=share)
        return piece, self._replace(after=start + width, hits=self.hits - share)

    def build_action(self) -> Action:
        """Ask for the records with the smallest Ids of the range."""
        field = self.reading.number
        conditions: list[dict[str, Any]] = []
        if self.after is not None:
            conditions.append({"op": ">", "val": self.after})
        if not self.open_end:
            conditions.append({"op": "<=", "val": self.upto})
        narrowed = {"filter": self.reading.narrow(field, conditions)} if conditions else {}
        return self.reading.ask_page(self.reading.size, **self.reading.order("ASC"), **narrowed)

    def build_probe(self) -> Action:
        """Return the action that learns the greatest Id."""
        return self.reading.ask_page(1, data=self.reading.fewest_fields, **self.reading.order("DESC"))

    def learn_greatest(self, probed: Result) -> "IdSpan":
        """Return the span with the greatest Id that the probe found."""
        return self._replace(upto=max(self._read_ids(probed.records[:1]), default=None))

    def settle(self, result: Result) -> Settled:
        """Take the page; what is counted after it in the range is still to be read."""
        found = len(result.records)
        ids = self._read_ids(result.records)
        left = 0 if result.total is None else max(0, result.total - found)
        if not found:
            gap = f"The API counts {left:,} records that it does not give" if left else ""
            return Settled((), gap=gap)
        if not left and not self._may_go_on(result):
            return Settled(result.records)
        return Settled(result.records, self._replace(after=ids[-1], hits=left or None))

    def _may_go_on(self, result: Result) -> bool:
        """Say whether there may be more although no more are counted."""
        found, paging = len(result.records), self.reading.paging
        if result.total is None:  # a page of the default size may mean that the requested size was ignored
            return found >= self.reading.size or found == paging.default
        return found >= self.reading.size and not paging.walk  # the count may be that of the page

    def _read_ids(self, records: Sequence[Mapping[str, Any]]) -> list[int]:
        try:
            ids = [int(record["id"]) for record in records]
        except (KeyError, TypeError, ValueError) as error:
            raise self._refuse("a record has no number as its id") from error
        walked = [*(ids[:0] if self.after is None else [self.after]), *ids]
        if walked != sorted(set(walked)):
            raise self._refuse("the records did not come in the order of their Ids")
        if ids and not self.open_end and self.upto is not None and ids[-1] > self.upto:
            raise self._refuse("records came that were not asked for")
        return ids

    def _refuse(self, why: str) -> CannotWalk:
        return CannotWalk(
            f"{self.reading.action.name} cannot be read page by page in the order of {self.reading.number}",
            why=why,
            hint=f"Ask for an order of your own: --sort {self.reading.number}",
        )
