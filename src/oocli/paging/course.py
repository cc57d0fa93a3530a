"""The course of a reading: which ways its pages are read, one after another, until everything has come.

Pure. First by the numbers of the records, if the API may accept that; then by the sure way, and if its pages
can shift, a sweep of the numbers for what was missed, or all pages once more. ``listing`` asks for the pages
of a way and hands each of them in.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from oocli.catalogue import Call
from oocli.errors import ApiError, CannotWalk, PartlyDone
from oocli.paging.ledger import ContentLedger, GrowingLedger, Ledger, NumberLedger
from oocli.paging.numbered import NumberedSpan
from oocli.paging.parts import PartsSpan
from oocli.paging.span_protocol import Settled, Span
from oocli.paging.spans import IdSpan, OffsetSpan, Reading
from oocli.paging.walks import Extent, choose_span, choose_sweep, choose_tried_span, read_offset
from oocli.paging.windows import ChangeWindow, DaySpan
from oocli.request.actions import Action

# Halving finds the second that has too many records in 30 steps; each half may be empty.
_MOST_IDLE = 200
_MOST_STALE = 3  # pages in a row that bring nothing new: the offset is ignored
_MOST_PASSES = 4  # passes after which a reading that keeps changing is given up

_Records = Sequence[dict[str, Any]]


class Course:
    """The ways of one reading, one after another, and what has come on them.

    Attributes:
        way: the present one, or the one before a sweep; None if only the action itself is sent.
        gaps: what the API is known to withhold, a sentence each.
        passes: how often everything was read again.
        is_trial: whether it goes by a number that the API may not accept.
        is_doubtful: whether nothing proves that everything has come.
    """

    def __init__(
        self, call: Call, action: Action, extent: Extent, *, now: float, parts: PartsSpan | None = None
    ) -> None:
        self._call, self._action = call, action
        self._sure = parts or choose_span(call, action, extent, now=now)
        self._tried = choose_tried_span(call, action, extent) if parts is None else None
        self.way = self._tried or self._sure
        self.gaps: list[str] = []
        self.passes = 0
        self.is_doubtful = False
        self._ledger = self._open_ledger()
        self._missed: list[int] | None = None  # numbers that a sweep has found; None if there is no sweep
        self.is_trial = self._tried is not None
        self._was_refused = False
        self._counts: list[int] = []
        self._pages = self._idle = self._stale = 0

    @property
    def doubled(self) -> int:
        """Records that were left out, because earlier pages had them."""
        return self._ledger.doubled

    @property
    def is_proof(self) -> bool:
        """Whether pages are read only to find what was missed."""
        return self._missed is not None or self.passes > 0

    @property
    def is_serial(self) -> bool:
        """Whether pages must be read one after another.

        A task that is changed while windows are read moves to a later window, which must be read later.
        """
        return isinstance(self.way, ChangeWindow)

    @property
    def has_shrunk(self) -> bool:
        """Whether a later count was lower than the first one, so that pages by offset shifted."""
        return isinstance(self.way, OffsetSpan) and any(count < self._counts[0] for count in self._counts)

    def list_ways(self) -> Iterator[Span | None]:
        """Return one way after the other, until everything has come or nothing helps."""
        yield self.way
        if self._was_refused:
            self._begin_sure_way()
            yield self.way
        can_shift = self._pages > 1 and isinstance(self.way, OffsetSpan | DaySpan)
        if not can_shift or self._ledger.is_complete:
            return
        sweeping = choose_sweep(self._call, self._action)
        if sweeping is not None:
            yield from self._sweep(*sweeping)
            if not self._was_refused:
                return
        yield from self._read_again()

    def _sweep(self, numbers: IdSpan, reading: Reading) -> Iterator[Span]:
        self.is_trial = True
        self._missed = []
        yield numbers
        missed, self._missed = self._missed, None
        if missed and not self._was_refused:
            yield NumberedSpan(reading, tuple(missed))
        self.is_trial = False

    def _read_again(self) -> Iterator[Span | None]:
        while self.passes < _MOST_PASSES:
            self.passes += 1
            self._ledger.begin_pass()
            yield self.way
            if self._ledger.is_complete:
                return
        self.is_doubtful = True

    def _begin_sure_way(self) -> None:
        self._tried, self.way = None, self._sure
        self.is_trial = self._was_refused = False
        if self._pages:
            self._ledger.begin_pass()
        else:
            self._ledger = self._open_ledger()

    def _open_ledger(self) -> Ledger:
        if isinstance(self.way, DaySpan):
            return ContentLedger()
        paging = self._call.paging
        return GrowingLedger() if paging and paging.append_only else NumberLedger()

    def give_up(self, refusal: CannotWalk | ApiError) -> bool:
        """Leave a way by number; say whether this failure is a reason for that, or must be reported.

        A missing right will be missing on every way.
        """
        speaks_of_it = not isinstance(refusal, ApiError) or refusal.exit_code == ApiError.exit_code
        self._was_refused = self.is_trial and speaks_of_it
        return self._was_refused

    def take(self, settled: Settled) -> _Records:
        """Return what is new on a page, and keep account of it; a page of a sweep gives nothing.

        Raises:
            PartlyDone: page after page has nothing new, so that going on might never end.
        """
        self._pages += 1
        self.gaps += [settled.gap] if settled.gap else []
        if settled.counted is not None:
            self._counts.append(settled.counted)
            self._ledger.count(settled.counted - read_offset(self._call, self._action))
        records = settled.records
        if self._missed is not None:
            self._missed += self._find_missed(records)
            return ()
        if self._tried is not None or not isinstance(self.way, IdSpan | PartsSpan | None):
            self._refuse_stale_pages(records)
            records = self._ledger.take(records)
        self._refuse_idle_walk(brought=len(records))
        return records

    def _find_missed(self, records: _Records) -> list[int]:
        """Return the numbers that have not come; the walk has checked that all of them are numbers."""
        if not isinstance(self._ledger, NumberLedger):
            return []
        given = self._ledger.given
        return [int(record["id"]) for record in records if not given.has(record["id"])]

    def _refuse_stale_pages(self, records: _Records) -> None:
        """Go on by offset as long as that leads anywhere."""
        if not isinstance(self.way, OffsetSpan) or not records:
            return
        self._stale = self._stale + 1 if self._ledger.is_stale(records) else 0
        if self._stale >= _MOST_STALE:
            raise PartlyDone(
                f"{self._call.name} gave the same records again where the next ones were asked for",
                why="It may ignore the offset here",
                hint="Narrow the reading until it fits into one page",
            )

    def _refuse_idle_walk(self, *, brought: int) -> None:
        """Let a walk through time go on as long as it brings something now and then.

        Otherwise answers that always announce more than they give would be asked for down to each second.
        """
        self._idle = 0 if brought or self.passes else self._idle + 1
        if self._idle > _MOST_IDLE and isinstance(self.way, ChangeWindow | DaySpan):
            raise PartlyDone(
                f"{self._call.name} says again and again that there is more, and gives nothing new",
                why="It may ignore the period, or count wrongly",
                hint="Narrow the reading until it fits into one answer",
            )
