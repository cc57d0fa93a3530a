"""Read as many records of a call as were asked for, page by page, and know that they are all.

Owns the asking, how much has come, and how to go on after a failure. Leaves the choice of the way and whether
everything has come to ``course``, single pages to the spans, threads and order to ``prefetch``, and the
sending to the client.
"""

from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from oocli.catalogue import Call
from oocli.client import Client
from oocli.errors import ApiError, CannotWalk, OocliError, PartlyDone
from oocli.paging.lone_course import LoneCourse
from oocli.paging.pace import Pace
from oocli.paging.remainder import find_hits
from oocli.paging.span_protocol import Settled, Span
from oocli.paging.walks import Extent, largest_page, may_need_pages, read_offset, read_page_size
from oocli.request.actions import Action
from oocli.terminal.interrupts import SignalHold, strike_between
from oocli.wire.messages import Answer, Result

if TYPE_CHECKING:
    from oocli.paging.course import Course
    from oocli.paging.number_ranges import NumberRange
    from oocli.paging.parts import PartsSpan

ONE_PAGE = Extent()
_ONE_BY_ONE = (1, 1)  # requests in flight, pages in each


@dataclass(eq=False, repr=False)
class Listing:
    """The records of one reading, as they come.

    Attributes:
        client: sends the actions.
        call: the call that is read, with its paging.
        action: as the user asked for it.
        extent: how much of it is wanted.
        pace: how much is asked at once.
        way_on: how to go on after a failure; if empty, this listing says it.
        hold: holds signals back while records are handed on, or leaves them alone.
        watch: called for every page, with this listing.
        parts: the actions that are sent in its place, or None.
        total: hits, known after the first page; None if the call does not count them.
        goes_on: whether more is read after the first answer; known with that answer.
        shown: records given so far.
        last_id: id of the last record given.
    """

    client: Client
    call: Call
    action: Action
    extent: Extent = ONE_PAGE
    pace: Pace = field(default_factory=Pace)
    way_on: str = ""
    hold: Callable[[], SignalHold] = strike_between
    watch: Callable[["Listing"], None] | None = None
    parts: "PartsSpan | None" = None
    total: int | None = field(default=None, init=False)
    goes_on: bool = field(default=True, init=False)
    shown: int = field(default=0, init=False)
    last_id: Any = field(default=None, init=False)

    def __post_init__(self) -> None:
        self._course = self._open_course()
        self._has_ended = False
        self._is_handing_on = False  # what fails meanwhile is whatever takes the records

    @property
    def left(self) -> int | None:
        """Records still wanted; None for all."""
        return None if self.extent.limit is None else max(0, self.extent.limit - self.shown)

    def _open_course(self) -> "Course | LoneCourse":
        """Return the course of the reading; what knows many pages is loaded where there may be some."""
        if self.parts is None and not may_need_pages(self.call, self.action, self.extent):
            return LoneCourse()
        from oocli.paging.course import Course

        return Course(self.call, self.action, self.extent, parts=self.parts, now=self.client.now())

    def __iter__(self) -> Generator[dict[str, Any]]:
        """Return each record, ``{"id", "type", "elements"}``.

        Raises:
            PartlyDone: every available record was given, but some may be missing.
            OocliError: a page failed; the records before it were given.
        """
        with self.hold() as awaiting:
            for way in self._course.list_ways():
                try:
                    with awaiting():
                        page: Settled | None = self._read_first(way)
                    with closing(self._fetch_behind(page)) as pages:
                        while page is not None and self.left != 0:
                            records = self._take(page)
                            self._is_handing_on = True
                            yield from records
                            self._is_handing_on = False
                            with awaiting():
                                page = next(pages, None) if self.left != 0 else None
                except (CannotWalk, ApiError) as refusal:
                    if not self._course.give_up(refusal):
                        raise
                if self.left == 0:
                    break
        self._has_ended = True
        self._check()

    def answers(self) -> Iterator[Answer]:
        """Return each answer as it came, one page each, one after another.

        Raises:
            PartlyDone: some records may be missing, or occur twice.
            ApiError: the API refused a page; and everything that ``Client.send`` raises.
        """
        missed = doubled = 0
        for way in self._course.list_ways():
            shown = self.shown
            try:
                yield from self._answer(way)
            except (CannotWalk, ApiError) as refusal:
                if not self._course.give_up(refusal):
                    raise
            if self._course.is_proof:
                missed += self.shown - shown
            else:
                doubled = self._course.doubled
            if self.left == 0:
                break
        self._has_ended = True
        self._check()
        if missed or doubled:
            raise PartlyDone(
                f"The answers lack {missed:,} records, and have {doubled:,} twice",
                why="Records were inserted, deleted or changed while they were read",
                hint="Any other output than raw has each of them once",
            )

    @contextmanager
    def explained(self) -> Iterator[None]:
        """Add to a failure in the block how to go on after the records that were given before it."""
        try:
            yield
        except OocliError as failure:
            if self._knows_way_on:
                known = {"records": self.shown, "last_id": self.last_id}
                failure.supplement(hint=self._describe_way_on(), details=known)
            raise
        except KeyboardInterrupt as stop:
            if self._knows_way_on:
                stop.add_note(self._describe_way_on())
            raise

    @property
    def _knows_way_on(self) -> bool:
        """Whether records are behind a failure; nobody but a file knows which of a page were written."""
        return bool(self.shown and not self._has_ended and (self.way_on or not self._is_handing_on))

    @property
    def _pace(self) -> Pace:
        return Pace(*_ONE_BY_ONE) if self._course.is_serial else self.pace

    def _fetch_behind(self, page: Settled | None) -> Generator[Settled]:
        """Return the pages behind the first one."""
        if page is None or page.rest is None:
            return _give_none()
        from oocli.paging.prefetch import fetch

        return fetch(page.rest, self.client, self._pace, left=lambda: self.left)

    def _read_first(self, way: Span | None) -> Settled:
        """Ask for the first page, and how far the records reach if several pages are read at once."""
        if way is None:
            return self._settle(None, self._ask([self.action])[0])
        from oocli.paging.number_ranges import NumberRange
        from oocli.paging.spans import IdSpan

        first, behind = way.cut(self.left)
        if behind is not None:  # what there is to ask for is known already
            return Settled((), way)
        actions = [first.build_action()]
        if isinstance(first, IdSpan) and self.pace.is_parallel and not self._course.is_trial:
            actions.append(first.build_probe())
        answer = self.client.send(actions)
        results = self._find_results(answer, actions)
        self.pace.note_size(len(answer.body), 1)  # a probe has hardly any
        settled = self._settle(first, results[0])
        if isinstance(settled.rest, IdSpan) and self.pace.is_parallel:
            probed = results[1] if len(results) > 1 else self._ask([settled.rest.build_probe()])[0]
            return settled._replace(rest=settled.rest.learn_greatest(probed))
        if isinstance(settled.rest, NumberRange):
            return settled._replace(rest=self._find_reach(settled.rest))
        return settled

    def _ask(self, actions: Sequence[Action]) -> list[Result]:
        return self._find_results(self.client.send(actions), actions)

    def _find_results(self, answer: Answer, actions: Sequence[Action]) -> list[Result]:
        results: list[Result] = []
        for result in self.client.find_results(answer, actions):
            if isinstance(result, OocliError):
                raise result
            results.append(result)
        return results

    def _find_reach(self, span: "NumberRange") -> "NumberRange":
        """Probe how far the numbers reach: first further and further away, then more closely."""
        size = self.pace.batch
        while bounds := span.list_bounds():
            probes = span.build_probes(bounds)
            parts = [probes[start : start + size] for start in range(0, len(probes), size)]
            found = [result for part in parts for result in self._ask(part)]
            span = span.learn(bounds, [bool(result.records) for result in found])
        return span

    def _settle(self, span: Span | None, result: Result) -> Settled:
        """Read an answer; the first one tells how many hits there are."""
        if span is None:
            settled = Settled(result.records, gap=self._find_trap(result))
        else:
            settled = span.settle(result)
        self.goes_on = settled.rest is not None
        if self.total is None and not self.shown and self.parts is None:
            self.total = find_hits(self.call, result.total, found=len(result.records), goes_on=self.goes_on)
        return settled

    def _answer(self, way: Span | None) -> Iterator[Answer]:
        """Return the answers of one way, a request each; none that is repeated, or is only for proof."""
        waiting: list[Span | None] = [way]
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
            is_thrown_away = not settled.records and result.records
            if not is_thrown_away and not self._course.is_proof:
                self._is_handing_on = True
                yield answer
                self._is_handing_on = False

    def _take(self, settled: Settled) -> Sequence[dict[str, Any]]:
        """Return what is new and wanted on a page, and keep account of it."""
        records = self._course.take(settled)[: self.left]
        self.shown += len(records)
        if records:
            self.last_id = records[-1].get("id")
        if self.watch is not None:
            self.watch(self)
        return records

    def _find_trap(self, result: Result) -> str:
        """Say if the API silently gave fewer records than it counts; else give nothing."""
        asked, found = read_page_size(self.call, self.action), len(result.records)
        if self.call.paging is None:
            return self._find_full_answer(found)
        if self.action.verb == "read" and self.action.resourceid:
            return ""
        behind = (result.total or 0) - read_offset(self.call, self.action)
        if not found and behind > 0 and str(self.action.parameters.get(self.call.paging.limit)) != "0":
            return f"The API counts {behind:,} records, but none came"
        most = largest_page(self.call.paging)
        if not asked or asked <= most or found >= asked or (result.total or 0) <= found:
            return ""
        return f"{asked:,} records were asked for and {found:,} came: a page has {most:,} at most"

    def _find_full_answer(self, found: int) -> str:
        """Say if everything was asked for, the call could not be split, and its one answer is full."""
        period = self.call.period
        if period is None or not self.extent.every or self.action.resourceid or found < period.max:
            return ""
        return (
            f"{self.call.name} gives {period.max:,} records at most, and no days are named to split them by"
        )

    def _check(self) -> None:
        """Say what is known to be missing, or may be.

        Raises:
            PartlyDone: something is.
        """
        course = self._course
        if course.gaps and self.parts is not None and self.parts.names_records:
            raise PartlyDone(
                self._count_read(of=len(self.parts.actions)),
                why="\n".join(course.gaps),
                hint=f"`oocli {self.call.name}` lists what can be read",
            )
        if course.gaps and self.left != 0:
            raise PartlyDone(
                f"{self._count_read()}, but not all that there are",
                why="\n".join(dict.fromkeys(course.gaps)),
                hint="Narrow the reading" if self.extent.every else "Read all of them with --all",
            )
        if course.is_doubtful or (self.left == 0 and course.has_shrunk):
            passes = f", {course.passes} times over" if course.passes else ""
            raise PartlyDone(
                f"{self._count_read()}, and some may be missing",
                why=f"Records were inserted, deleted or changed while they were read{passes}",
                hint="Run it again when fewer records are being changed, or narrow the reading",
            )

    def _count_read(self, *, of: int | None = None) -> str:
        from oocli.text.counted import count, count_of

        one, many = "record was read", "records were read"
        return count(self.shown, one, many) if of is None else count_of(self.shown, of, one, many)

    def _describe_way_on(self) -> str:
        read = f"{self._count_read()} before that"
        way = self._course.way
        if self.way_on:
            return f"{read}: {self.way_on}"
        from oocli.paging.spans import IdSpan, OffsetSpan

        if isinstance(way, IdSpan):
            field = way.reading.number
            return f"{read}, up to {field} {self.last_id}: --where '{field}>{self.last_id}' reads the rest"
        if isinstance(way, OffsetSpan) and not self._course.passes:
            offset = read_offset(self.call, self.action) + self.shown + self._course.doubled
            return f"{read}: --offset {offset} continues there"
        return read


def _give_none() -> Generator[Settled]:
    yield from ()


def count_records(client: Client, call: Call, action: Action) -> int:
    """Return the number of records that a reading has; read them if the call does not count them.

    Raises:
        PartlyDone: they had to be read, and not all of them could be.
        ApiError: the API refused it; and everything that ``Client.send`` raises.
    """
    paging = call.paging
    if paging is not None and paging.counting is not None:
        parameters = {**action.parameters, paging.limit: paging.counting}
        total = client.call(action._replace(parameters=parameters)).total
        if total is not None:
            return total
    return sum(1 for _ in Listing(client, call, action, Extent(every=True)))
