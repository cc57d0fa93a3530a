"""Ask for several pages at once and hand them on in order.

Owns the line of spans: which one is asked for next, how many are under way, and that what
comes early waits for what comes before it. Threads ask, the caller's thread reads the
answers and writes. What waits is bounded by the pace, so a slow reader slows the asking
down and memory stays flat. A span that failed raises when its turn has come; everything
before it has been handed on by then.

The threads are daemons and are never waited for: Ctrl-C ends the process at once, and
nothing they do can be lost, because they only read.
"""

import queue
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from oocli.actions import Action
from oocli.client import Client
from oocli.errors import OocliError
from oocli.pace import Pace
from oocli.spans import Settled, Span
from oocli.wire import Result

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

    def ask(self, actions: Sequence[Action]) -> list[Result | OocliError]:
        """Send actions in one request and give for each its result or its failure."""
        try:
            answer = self._client.send(actions)
        except OocliError as error:
            return [error] * len(actions)
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
        is_asked: whether a request for it was begun.
        answer: what came of it; None before.
    """

    span: Span
    is_asked: bool = False
    answer: Settled | OocliError | None = None

    @property
    def expected(self) -> int:
        """Records it has, or is likely to bring."""
        return len(self.answer.records) if isinstance(self.answer, Settled) else self.span.expected


@dataclass(frozen=True)
class _Return:
    """What a thread brings back: an answer for each place, seconds, failed attempts."""

    places: Sequence[_Place]
    answers: Sequence[Result | OocliError]
    seconds: float
    troubles: int


def fetch(span: Span, client: Client, pace: Pace, *, left: Callable[[], int | None]) -> Iterator[Settled]:
    """Read a span to its end and give its pages in order.

    ``left`` tells how many records are still wanted (None: all), so that no more is asked
    for than needed.

    Raises:
        OocliError: a page failed; every page before it was given.
    """
    crew = _Crew(client, threaded=pace.jobs > 1)
    line = _Line(span, pace, left)
    try:
        while line.places:
            while crew.busy < pace.allowed and (picked := line.pick()):
                crew.send(picked)
            front = line.places[0]
            if front.answer is None:
                line.take(crew.wait())
                continue
            line.places.pop(0)
            if isinstance(front.answer, OocliError):
                raise front.answer
            yield front.answer
    finally:
        crew.dismiss()


class _Line:
    """The spans in their order: waiting, asked for, or answered."""

    def __init__(self, span: Span, pace: Pace, left: Callable[[], int | None]) -> None:
        self.places = [_Place(span)]
        self._pace = pace
        self._left = left

    def pick(self) -> list[_Place]:
        """Take the next places for one request; none where enough is under way."""
        under_way = [place for place in self.places if place.is_asked]
        room = self._pace.window - len(under_way)
        if room < self._pace.batch and self.places[0].is_asked:
            return []  # full requests later rather than many small ones now
        room = min(room, self._pace.batch)
        left = self._left()
        wanted = None if left is None else left - sum(place.expected for place in under_way)
        picked: list[_Place] = []
        index = 0
        while index < len(self.places):
            # The front is always asked for: everything else waits for it.
            if len(picked) >= room and (index or picked):
                break
            if not self.places[index].is_asked and (index == 0 or wanted is None or wanted > 0):
                place = self._cut(index, None if wanted is None else max(wanted, 1))
                wanted = None if wanted is None else wanted - place.expected
                picked.append(place)
            index += 1
        return picked

    def _cut(self, index: int, wanted: int | None) -> _Place:
        piece, rest = self.places[index].span.cut(wanted)
        place = _Place(piece, is_asked=True)
        self.places[index : index + 1] = [place] if rest is None else [place, _Place(rest)]
        return place

    def take(self, back: _Return) -> None:
        """Put answers into their places, and what they leave to be read behind them."""
        self._pace.note_answer(back.seconds, troubles=back.troubles)
        for place, answer in zip(back.places, back.answers, strict=True):
            place.answer = answer if isinstance(answer, OocliError) else _settle(place.span, answer)
            if isinstance(place.answer, Settled) and place.answer.rest is not None:
                self.places.insert(self.places.index(place) + 1, _Place(place.answer.rest))


def _settle(span: Span, result: Result) -> Settled | OocliError:
    try:
        return span.settle(result)
    except OocliError as error:
        return error


class _Crew:
    """The threads that ask; without threads each request is made where it is sent.

    Attributes:
        busy: requests that were sent and not taken back.
    """

    def __init__(self, client: Client, *, threaded: bool) -> None:
        self.busy = 0
        self._client = client
        self._own = None if threaded else Asker(client)
        self._threads = 0
        self._tasks: queue.SimpleQueue[list[_Place] | None] = queue.SimpleQueue()
        self._returns: queue.SimpleQueue[_Return | None] = queue.SimpleQueue()

    def send(self, places: list[_Place]) -> None:
        """Begin one request for these places."""
        self.busy += 1
        if self._own is not None:
            self._returns.put(self._ask(self._own, places))
            return
        if self._threads < self.busy:
            self._threads += 1
            threading.Thread(target=self._work, name="oocli-page", daemon=True).start()
        self._tasks.put(places)

    def wait(self) -> _Return:
        """Give the next answer that comes, whichever it is."""
        while True:
            try:
                back = self._returns.get(timeout=_PATIENCE)
            except queue.Empty:
                continue
            if back is None:
                raise RuntimeError("a thread that asks for pages ended unexpectedly")
            self.busy -= 1
            return back

    def dismiss(self) -> None:
        """Let the threads end when they have finished what they are at."""
        for _ in range(self._threads):
            self._tasks.put(None)

    def _work(self) -> None:
        try:
            asker = Asker(self._client)
            while (places := self._tasks.get()) is not None:
                self._returns.put(self._ask(asker, places))
        finally:
            self._returns.put(None)

    def _ask(self, asker: Asker, places: list[_Place]) -> _Return:
        started = self._client.now()
        asker.troubles = 0
        answers = asker.ask([place.span.build_action() for place in places])
        return _Return(places, answers, self._client.now() - started, asker.troubles)
