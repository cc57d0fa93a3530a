"""Ask for several pages at once and hand them on in order.

Owns the line of spans: which one is asked for next, how many are under way, and that an early answer waits
for those before it. Threads fetch bytes; the caller's thread reads them when it is their turn, and writes.
The pace limits what waits, so a slow reader slows the asking down and memory stays flat. A span that failed
raises when it is its turn; by then everything before it has been handed on.

The threads are daemons and are never waited for: Ctrl-C ends the process at once, and
nothing they do can be lost, because they only read.
"""

from collections.abc import Callable, Generator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial

from oocli.client import Client
from oocli.client.crew import Crew
from oocli.errors import NetworkError, OocliError
from oocli.paging.pace import Pace
from oocli.paging.span_protocol import Settled, Span
from oocli.request.actions import Action
from oocli.wire import messages
from oocli.wire.messages import Answer, Result
from oocli.wire.single_results import Part, part

_LARGE = 512 * 1024  # bytes; what is smaller takes little memory as values, too


@dataclass(eq=False)
class _Slot:
    """One slot in the line.

    Attributes:
        span: what is read in this slot.
        request: the one that asks for it; None until then.
    """

    span: Span
    request: "_Request | None" = None

    def take_result(self, client: Client) -> Result | OocliError:
        """Return the result for it, once."""
        if self.request is None:
            raise RuntimeError("a page was taken that nobody has asked for")
        return self.request.take_result(self, client)


@dataclass(eq=False)
class _Request:
    """Slots that are asked for together.

    Attributes:
        slots: in the order of the actions.
        actions: one for each slot.
        answer: the answer, as bytes; None before it came, and after it was read.
        is_back: whether the answer has come.
    """

    slots: Sequence[_Slot]
    actions: Sequence[Action]
    answer: Answer | OocliError | None = None
    is_back: bool = False
    _parts: dict[int, Callable[[], Answer]] = field(default_factory=dict)
    _results: dict[int, Result | OocliError] = field(default_factory=dict)

    def receive(self, answer: Answer | OocliError) -> None:
        """Take in what came back."""
        self.answer, self.is_back = answer, True

    def take_result(self, slot: _Slot, client: Client) -> Result | OocliError:
        """Return what came for a slot, once; it is not kept, and no other is read before its turn."""
        index = self.slots.index(slot)
        if self.answer is not None:
            self._parts = dict(enumerate(_part(self.answer, len(self.actions))))
            if not self._parts:
                self._results = dict(enumerate(_read(self.answer, self.actions, client)))
            self.answer = None
        if index in self._parts:
            return _read(self._parts.pop(index)(), [self.actions[index]], client)[0]
        return self._results.pop(index)


def fetch(span: Span, client: Client, pace: Pace, *, left: Callable[[], int | None]) -> Generator[Settled]:
    """Read a span to its end and give its pages in order.

    ``left`` tells how many records are still wanted (None: all), so that no more are asked for than needed.

    Raises:
        OocliError: a page failed; every page before it was given.
    """
    crew: Crew[_Request] = Crew(client, pace.jobs, decode=messages.peek)
    line = _Line(span, pace, left)
    try:
        while line.slots:
            crew.at_once = pace.allowed
            while crew.busy < pace.requests and (request := line.pick()):
                crew.send(request, request.actions)
            if line.front_is_awaited:
                back = crew.wait()
                back.errand.receive(back.answer)
                pace.note_answer(back.seconds, troubled=_struggled(back.answer))
                if not isinstance(back.answer, OocliError):
                    pace.note_size(len(back.answer.body), len(back.errand.actions))
                continue
            yield line.take_front(client)
    finally:
        crew.dismiss()


class _Line:
    """The spans in their order: waiting, asked for, or answered."""

    def __init__(self, span: Span, pace: Pace, left: Callable[[], int | None]) -> None:
        self.slots = [_Slot(span)]
        self._pace = pace
        self._left = left

    @property
    def front_is_awaited(self) -> bool:
        """Whether the answer for the first slot is still to come."""
        request = self.slots[0].request
        return request is None or not request.is_back

    def pick(self) -> _Request | None:
        """Ask for the next slots in one request; give None if enough are under way."""
        slots = self._pick_slots()
        if not slots:
            return None
        request = _Request(slots, [slot.span.build_action() for slot in slots])
        for slot in slots:
            slot.request = request
        return request

    def _pick_slots(self) -> list[_Slot]:
        under_way = [slot for slot in self.slots if slot.request is not None]
        front_waits = self.slots[0].request is None
        room = self._pace.window - len(under_way)
        if room < self._pace.pages and not front_waits:
            return []  # better full requests later than many small ones now
        room = max(1, min(room, self._pace.pages))
        left = self._left()
        wanted = None if left is None else left - sum(slot.span.expected for slot in under_way)
        picked: list[_Slot] = []
        index = 0
        while index < len(self.slots) and len(picked) < room:
            # The front is always asked for: everything else waits for it.
            is_due = wanted is None or wanted > 0 or index == 0
            if self.slots[index].request is None and is_due:
                picked.append(self._cut(index, None if wanted is None else max(wanted, 1)))
                wanted = None if wanted is None else wanted - picked[-1].span.expected
            index += 1
        return picked

    def take_front(self, client: Client) -> Settled:
        """Take the first slot out of the line; what it leaves to be read takes its place.

        Raises:
            OocliError: asking for it failed.
        """
        slot = self.slots.pop(0)
        result = slot.take_result(client)
        if isinstance(result, OocliError):
            raise result
        settled = slot.span.settle(result)
        if settled.rest is not None:
            self.slots.insert(0, _Slot(settled.rest))
        return settled

    def _cut(self, index: int, wanted: int | None) -> _Slot:
        piece, rest = self.slots[index].span.cut(wanted)
        slot = _Slot(piece)
        self.slots[index : index + 1] = [slot] if rest is None else [slot, _Slot(rest)]
        return slot


def _part(answer: Answer | OocliError, actions: int) -> Sequence[Callable[[], Answer]]:
    """Return a function for each action that gives its answer as bytes; none where it is read as a whole."""
    if isinstance(answer, OocliError) or actions == 1 or len(answer.body) < _LARGE:
        return ()
    head = answer._replace(body=b"")
    parts = part(answer.body, actions)
    return [partial(_fill, head, found) for found in parts] if len(parts) == actions else ()


def _fill(answer: Answer, found: Part) -> Answer:
    return answer._replace(body=found.write())


def _read(
    answer: Answer | OocliError, actions: Sequence[Action], client: Client
) -> Sequence[Result | OocliError]:
    """Return the result of each action, or its failure; if an action was refused, ask again."""
    if isinstance(answer, OocliError):
        return [answer] * len(actions)
    with suppress(NetworkError):
        decoded = client.decode(answer.body, len(actions))._replace(server_date=answer.server_date)
        results = client.find_results(decoded, actions)
        if not any(isinstance(result, OocliError) for result in results):
            return results
    try:
        return client.find_results(client.send(actions), actions)
    except OocliError as failure:
        return [failure] * len(actions)


def _struggled(answer: Answer | OocliError) -> bool:
    """Say whether an attempt failed before an answer came."""
    return isinstance(answer, OocliError) or answer.attempts > 1
