"""Ask for several pages at once and hand them on in order.

Owns the line of spans: which one is asked for next, how many are under way, and that what
comes early waits for what comes before it. Threads fetch bytes, the caller's thread reads
them when their turn has come, and writes. What waits is bounded by the pace, so a slow
reader slows the asking down and memory stays flat. A span that failed raises when its turn
has come; everything before it has been handed on by then.

The threads are daemons and are never waited for: Ctrl-C ends the process at once, and
nothing they do can be lost, because they only read.
"""

import queue
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace

from oocli.client import Client
from oocli.errors import NetworkError, OocliError
from oocli.paging.pace import Pace
from oocli.paging.spans import Settled, Span
from oocli.request.actions import Action
from oocli.wire import messages
from oocli.wire.messages import Answer, Result

_PATIENCE = 0.5
# Seconds between looks at Ctrl-C while waiting; only Windows needs them.


class Asker:
    """A client for one thread, that counts the attempts that failed.

    Attributes:
        troubles: failed attempts since it was set to 0.
    """

    def __init__(self, client: Client) -> None:
        self.troubles = 0
        self._pause = client.sleep
        self._client = replace(client, sleep=self._note_and_pause)
        self._client.clock_offset = client.clock_offset

    def ask(self, actions: Sequence[Action]) -> list[Result | OocliError]:
        """Send actions in one request and give for each its result or its failure."""
        try:
            answer = self._client.send(actions)
        except OocliError as error:
            return [error] * len(actions)
        return self._find_results(answer, actions)

    def fetch(self, actions: Sequence[Action]) -> Answer | OocliError:
        """Send actions in one request and give the answer, to be read by ``open``."""
        try:
            return self._client.send(actions, decode=messages.peek)
        except OocliError as error:
            return error

    def open(self, answer: Answer | OocliError, actions: Sequence[Action]) -> list[Result | OocliError]:
        """Read what ``fetch`` has brought, or ask again where it cannot be read or an action was refused."""
        if isinstance(answer, OocliError):
            return [answer] * len(actions)
        with suppress(NetworkError):
            results = self._find_results(self._client.decode(answer.body, len(actions)), actions)
            if not any(isinstance(result, OocliError) for result in results):
                return results
        return self.ask(actions)

    def _find_results(self, answer: Answer, actions: Sequence[Action]) -> list[Result | OocliError]:
        refusals = self._client.find_refusals(answer, actions)
        return [refusal or answer.results[index] for index, refusal in enumerate(refusals)]

    def _note_and_pause(self, seconds: float) -> None:
        self.troubles += 1
        self._pause(seconds)


@dataclass(eq=False)
class _Place:
    """One place in the line.

    Attributes:
        span: what is to be read there.
        request: the one that asks for it; None before.
    """

    span: Span
    request: "_Request | None" = None

    def take_result(self, asker: Asker) -> Result | OocliError:
        """Give what came for it, once."""
        if self.request is None:
            raise RuntimeError("a page was taken that nobody has asked for")
        return self.request.take_result(self, asker)


@dataclass(eq=False)
class _Request:
    """Some places that are asked for together.

    Attributes:
        places: in the order of the actions.
        actions: one for each place.
        answer: what came back, as bytes; None before, and when it has been read.
        is_back: whether it came.
        seconds: how long that took.
        troubles: attempts that failed.
    """

    places: Sequence[_Place]
    actions: Sequence[Action]
    answer: Answer | OocliError | None = None
    is_back: bool = False
    seconds: float = 0.0
    troubles: int = 0
    _results: dict[int, Result | OocliError] = field(default_factory=dict)

    def take_result(self, place: _Place, asker: Asker) -> Result | OocliError:
        """Give what came for a place, once; it is not kept."""
        if self.answer is not None:
            self._results = dict(enumerate(asker.open(self.answer, self.actions)))
            self.answer = None
        return self._results.pop(self.places.index(place))


def fetch(span: Span, client: Client, pace: Pace, *, left: Callable[[], int | None]) -> Iterator[Settled]:
    """Read a span to its end and give its pages in order.

    ``left`` tells how many records are still wanted (None: all), so that no more is asked
    for than needed.

    Raises:
        OocliError: a page failed; every page before it was given.
    """
    crew = _Crew(client, threaded=pace.jobs > 1)
    line = _Line(span, pace, left)
    asker = Asker(client)
    try:
        while line.places:
            while crew.busy < pace.allowed and (picked := line.pick()):
                crew.send(picked)
            if line.front_is_awaited:
                back = crew.wait()
                pace.note_answer(back.seconds, troubles=back.troubles)
                continue
            yield line.take_front(asker)
    finally:
        crew.dismiss()


class _Line:
    """The spans in their order: waiting, asked for, or answered."""

    def __init__(self, span: Span, pace: Pace, left: Callable[[], int | None]) -> None:
        self.places = [_Place(span)]
        self._pace = pace
        self._left = left

    @property
    def front_is_awaited(self) -> bool:
        """Whether the answer for the first place has still to come."""
        request = self.places[0].request
        return request is None or not request.is_back

    def pick(self) -> list[_Place]:
        """Take the next places for one request; none where enough is under way."""
        under_way = [place for place in self.places if place.request is not None]
        front_waits = self.places[0].request is None
        room = self._pace.window - len(under_way)
        if room < self._pace.batch and not front_waits:
            return []  # full requests later rather than many small ones now
        room = max(1, min(room, self._pace.batch))
        left = self._left()
        wanted = None if left is None else left - sum(place.span.expected for place in under_way)
        picked: list[_Place] = []
        index = 0
        while index < len(self.places) and len(picked) < room:
            # The front is always asked for: everything else waits for it.
            is_due = wanted is None or wanted > 0 or index == 0
            if self.places[index].request is None and is_due:
                picked.append(self._cut(index, None if wanted is None else max(wanted, 1)))
                wanted = None if wanted is None else wanted - picked[-1].span.expected
            index += 1
        return picked

    def take_front(self, asker: Asker) -> Settled:
        """Take the first place out of the line; what it leaves to be read comes in its stead.

        Raises:
            OocliError: asking for it failed.
        """
        place = self.places.pop(0)
        result = place.take_result(asker)
        if isinstance(result, OocliError):
            raise result
        settled = place.span.settle(result)
        if settled.rest is not None:
            self.places.insert(0, _Place(settled.rest))
        return settled

    def _cut(self, index: int, wanted: int | None) -> _Place:
        piece, rest = self.places[index].span.cut(wanted)
        place = _Place(piece)
        self.places[index : index + 1] = [place] if rest is None else [place, _Place(rest)]
        return place


class _Crew:
    """The threads that ask; without threads each request is made where it is sent.

    Attributes:
        busy: requests that were sent and have not come back.
    """

    def __init__(self, client: Client, *, threaded: bool) -> None:
        self.busy = 0
        self._client = client
        self._own = None if threaded else Asker(client)
        self._threads = 0
        self._sent: queue.SimpleQueue[_Request | None] = queue.SimpleQueue()
        self._back: queue.SimpleQueue[_Request | None] = queue.SimpleQueue()

    def send(self, places: list[_Place]) -> None:
        """Begin one request for these places."""
        request = _Request(places, [place.span.build_action() for place in places])
        for place in places:
            place.request = request
        self.busy += 1
        if self._own is not None:
            self._ask(self._own, request)
            return
        if self._threads < self.busy:
            self._threads += 1
            threading.Thread(target=self._work, name="oocli-page", daemon=True).start()
        self._sent.put(request)

    def wait(self) -> _Request:
        """Give the next request that comes back, whichever it is."""
        while True:
            try:
                request = self._back.get(timeout=_PATIENCE)
            except queue.Empty:
                continue
            if request is None:
                raise RuntimeError("a thread that asks for pages ended unexpectedly")
            self.busy -= 1
            request.is_back = True
            return request

    def dismiss(self) -> None:
        """Let the threads end when they have finished what they are at."""
        for _ in range(self._threads):
            self._sent.put(None)

    def _work(self) -> None:
        try:
            asker = Asker(self._client)
            while (request := self._sent.get()) is not None:
                self._ask(asker, request)
        finally:
            self._back.put(None)

    def _ask(self, asker: Asker, request: _Request) -> None:
        started = self._client.now()
        asker.troubles = 0
        request.answer = asker.fetch(request.actions)
        request.seconds = self._client.now() - started
        request.troubles = asker.troubles
        self._back.put(request)
