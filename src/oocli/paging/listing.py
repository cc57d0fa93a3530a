"""Read as many records of a call as were asked for, page by page.

Owns what is met twice, whether the count fits, and how to go on after a failure. Leaves the
way to ``walks``, single pages to ``spans`` and ``windows``, threads and order to
``prefetch``, and the sending to the client.
"""

from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field, replace
from typing import Any

from oocli.catalogue import Call
from oocli.client import Client
from oocli.errors import OocliError, PartlyDone
from oocli.paging.pace import Pace
from oocli.paging.prefetch import fetch
from oocli.paging.remainder import find_hits
from oocli.paging.seen import SeenIds
from oocli.paging.spans import IdSpan, OffsetSpan, Settled, Span
from oocli.paging.walks import Extent, choose_span, largest_page, read_offset, read_page_size
from oocli.paging.windows import ChangeWindow, DaySpan
from oocli.request.actions import Action
from oocli.terminal.interrupts import strike_between
from oocli.wire.messages import Answer, Result

ONE_PAGE = Extent()

# Halving finds the second with too many records in 30 steps; each half may be empty.
_MOST_IDLE = 200


@dataclass
class Listing:
    """The records of one reading, as they come.

    Attributes:
        client: sends the actions.
        call: the call that is read, with its paging.
        action: as the user asked for it.
        extent: how much of it is wanted.
        pace: how much is asked at once.
        way_on: how to go on after a failure; empty leaves it to this listing to say.
        watch: is told of every page, with this listing.
        total: hits, known after the first page; None where the call counts none.
        goes_on: whether more is read behind the first answer, known with it.
        shown: records given so far.
        last_id: id of the last record given.
    """

    client: Client
    call: Call
    action: Action
    extent: Extent = ONE_PAGE
    pace: Pace = field(default_factory=Pace)
    way_on: str = ""
    watch: Callable[["Listing"], None] | None = None
    total: int | None = field(default=None, init=False)
    goes_on: bool = field(default=True, init=False)
    shown: int = field(default=0, init=False)
    last_id: Any = field(default=None, init=False)

    def __post_init__(self) -> None:
        self._span = choose_span(self.call, self.action, self.extent, now=self.client.now())
        if isinstance(self._span, ChangeWindow):
            self.pace = Pace(jobs=1, batch=1)
        self._seen = SeenIds()
        self._doubled = 0
        self._gaps: list[str] = []
        self._counts: list[int] = []
        self._has_ended = False
        self._idle = 0

    @property
    def left(self) -> int | None:
        """Records still wanted; None for all."""
        return None if self.extent.limit is None else max(0, self.extent.limit - self.shown)

    def __iter__(self) -> Generator[dict[str, Any]]:
        """Give each record, ``{"id", "type", "elements"}``.

        Raises:
            PartlyDone: every record that can be had was given, but some are known to be missing.
            OocliError: a page failed; the records before it were given.
        """
        with strike_between() as awaiting:
            with awaiting():
                settled = self._read_first()
            yield from self._take(settled)
            rest = settled.rest if self.left != 0 else None
            with closing(fetch(rest, self.client, self.pace, left=lambda: self.left)) as pages:
                while self.left != 0:
                    with awaiting():
                        page = next(pages, None)
                    if page is None:
                        break
                    yield from self._take(page)
        if self.left != 0:
            self._has_ended = True
            self._check()

    def answers(self) -> Iterator[Answer]:
        """Give each answer as it came, a page in each, one after another.

        Raises:
            ApiError: the API refused a page; and everything that ``Client.send`` raises.
        """
        waiting: list[Span | None] = [self._span]
        while waiting and self.left != 0:
            span = waiting.pop()
            piece, behind = (None, None) if span is None else span.cut(self.left)
            action = self.action if piece is None else piece.build_action()
            answer = self.client.send([action])
            result = self.client.find_results(answer, [action])[0]
            if isinstance(result, OocliError):
                raise result
            settled = self._settle(piece, result)
            waiting += [known for known in (behind, settled.rest) if known is not None]
            self._take(settled)
            yield answer

    @contextmanager
    def explained(self) -> Iterator[None]:
        """Add to a failure in the block how to go on behind the records that were given before it."""
        try:
            yield
        except OocliError as failure:
            if self.shown and not self._has_ended:
                known = {"records": self.shown, "last_id": self.last_id}
                failure.supplement(hint=self._describe_way_on(), details=known)
            raise
        except KeyboardInterrupt as stop:
            if self.shown and not self._has_ended:
                stop.add_note(self._describe_way_on())
            raise

    def _read_first(self) -> Settled:
        """Ask for the first page, and for the greatest Id where the rest is read several pages at once."""
        span = self._span
        first = None if span is None else span.cut(self.left)[0]
        actions = [self.action if first is None else first.build_action()]
        if isinstance(first, IdSpan) and self.pace.is_parallel:
            actions.append(first.build_probe())
        results: list[Result] = []
        for result in self.client.find_results(self.client.send(actions), actions):
            if isinstance(result, OocliError):
                raise result
            results.append(result)
        settled = self._settle(first, results[0])
        if isinstance(settled.rest, IdSpan) and len(results) > 1:
            return replace(settled, rest=settled.rest.learn_greatest(results[1]))
        return settled

    def _settle(self, span: Span | None, result: Result) -> Settled:
        """Read the answer to the first action, which tells how many hits there are."""
        settled = (
            Settled(result.records, gap=self._find_trap(result)) if span is None else span.settle(result)
        )
        self.goes_on = settled.rest is not None
        if self.total is None:
            self.total = find_hits(self.call, result.total, found=len(result.records), goes_on=self.goes_on)
        return settled

    def _take(self, settled: Settled) -> Sequence[dict[str, Any]]:
        """Give what is new and wanted of a page, and keep account of it."""
        records = self._drop_doubles(settled.records)[: self.left]
        self._gaps += [settled.gap] if settled.gap else []
        self._counts += [settled.counted] if settled.counted is not None else []
        self.shown += len(records)
        if records:
            self.last_id = records[-1].get("id")
        self._refuse_idle_walk(brought=len(records))
        if self.watch is not None:
            self.watch(self)
        return records

    def _refuse_idle_walk(self, *, brought: int) -> None:
        """Let a walk through time go on as long as it brings something now and then.

        Raises:
            PartlyDone: the answers always speak of more than they give, so that parts would be
                asked for down to each second.
        """
        self._idle = 0 if brought else self._idle + 1
        if self._idle > _MOST_IDLE and isinstance(self._span, ChangeWindow | DaySpan):
            raise PartlyDone(
                f"{self.call.name} says again and again that there is more, and gives nothing new",
                why="It may not take notice of the period, or count wrongly",
                hint="Narrow the reading until it fits into one answer",
            )

    def _drop_doubles(self, records: Sequence[dict[str, Any]]) -> Sequence[dict[str, Any]]:
        """Leave out what earlier pages had; what one page has twice is the API's own answer.

        Raises:
            PartlyDone: a page by offset has nothing new, so that going on might never end.
        """
        if not isinstance(self._span, OffsetSpan | ChangeWindow | DaySpan):
            return records
        keys = [self._identify(record) for record in records]
        fresh = {key for key in keys if key and not self._seen.has(key)}
        new = [record for record, key in zip(records, keys, strict=True) if not key or key in fresh]
        for key in fresh:
            self._seen.add(key)
        self._doubled += len(records) - len(new)
        if any(keys) and not fresh and isinstance(self._span, OffsetSpan):
            raise PartlyDone(
                f"{self.call.name} gave the same records again where the next ones were asked for",
                why="It may not take notice of an offset here",
                hint="Narrow the reading until it fits into one page",
            )
        return new

    def _identify(self, record: dict[str, Any]) -> Any:
        """Give what makes a record the same one; an appointment that recurs has one id many times."""
        if isinstance(self._span, DaySpan):
            with suppress(RecursionError):  # no appointment is nested that deeply
                return f"#{hash(repr(record))}"
        number = record.get("id")
        return number if isinstance(number, int | str) else None

    def _find_trap(self, result: Result) -> str:
        """Say when the API gave fewer records than it counts, without a word; else give nothing."""
        if self.call.paging is None or (self.action.verb == "read" and self.action.resourceid):
            return ""
        asked, found = read_page_size(self.call, self.action), len(result.records)
        behind = (result.total or 0) - read_offset(self.call, self.action)
        if not found and behind > 0 and str(self.action.parameters.get(self.call.paging.limit)) != "0":
            return f"{behind:,} records are counted, and none came"
        most = largest_page(self.call.paging)
        if not asked or asked <= most or found >= asked or (result.total or 0) <= found:
            return ""
        return (
            f"{asked:,} records were asked for and {found:,} came: more than {most:,} in a page are not given"
        )

    def _find_full_answer(self, found: int) -> str:
        """Say when all was asked for of a call that could not be split, and its one answer is full."""
        period = self.call.period
        if period is None or not self.extent.every or self.action.resourceid or found < period.max:
            return ""
        return (
            f"{self.call.name} gives {period.max:,} records at most, and no days are named to split them by"
        )

    def _check(self) -> None:
        """Compare what was given with what was counted.

        Raises:
            PartlyDone: records are missing, or may be.
        """
        if self._gaps:
            raise PartlyDone(
                f"{self.shown:,} records were read, but not all that there are",
                why="\n".join(dict.fromkeys(self._gaps)),
                hint="Narrow the reading" if self.extent.every else "Read all of them with --all",
            )
        wanted = self._counts[0] - read_offset(self.call, self.action) if self._counts else 0
        if self.shown < wanted or (self._counts and min(self._counts) < self._counts[0]):
            raise PartlyDone(
                f"{self.shown:,} records were read where {wanted:,} had been counted: some may be missing",
                why="Records were deleted or changed meanwhile, which shifts all that come after them",
                hint="Run it again when less is going on"
                + (
                    ", or without --sort: then nothing can shift"
                    if self.call.paging and self.call.paging.walk
                    else ""
                ),
            )

    def _describe_way_on(self) -> str:
        read = f"{self.shown:,} records were read before that"
        if self.way_on:
            return f"{read}: {self.way_on}"
        if isinstance(self._span, IdSpan) and self.call.paging is not None:
            field = self.call.paging.walk
            return f"{read}, up to {field} {self.last_id}: --where '{field}>{self.last_id}' reads the rest"
        if isinstance(self._span, OffsetSpan):
            offset = read_offset(self.call, self.action) + self.shown + self._doubled
            return f"{read}: --offset {offset} goes on there"
        return read


def count_records(client: Client, call: Call, action: Action) -> int:
    """Give the number of records that a reading has; they are read where the call does not count them.

    Raises:
        PartlyDone: they had to be read, and not all of them could be.
        ApiError: the API refused it; and everything that ``Client.send`` raises.
    """
    paging = call.paging
    if paging is not None and paging.count is not None:
        parameters = {**action.parameters, paging.limit: paging.count}
        total = client.call(replace(action, parameters=parameters)).total
        if total is not None:
            return total
    return sum(1 for _ in Listing(client, call, action, Extent(every=True)))
