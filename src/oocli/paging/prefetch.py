"""Ask for several pages at once and hand them on in order.

Owns the line of spans: which one is asked for next, how many are under way, and that what
comes early waits for what comes before it. Threads fetch bytes, the caller's thread reads
them when their turn has come, and writes. What waits is bounded by the pace, so a slow
reader slows the asking down and memory stays flat. A span that failed raises when its turn
has come; everything before it has been handed on by then.

The threads are daemons and are never waited for: Ctrl-C ends the process at once, and
nothing they do can be lost, because they only read.
"""

from collections.abc import Callable, Generator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace

from oocli.client import Client
from oocli.client.crew import Crew
from oocli.errors import NetworkError, OocliError
from oocli.paging.pace import Pace
from oocli.paging.spans import Settled, Span
from oocli.request.actions import Action
from oocli.wire import messages
from oocli.wire.messages import Answer, Result


@dataclass(eq=False)
class _Turn:
    """One turn in the line.

    Attributes:
        span: what is to be read there.
        request: the one that asks for it; None before.
    """

    span: Span
    request: "_Request | None" = None

    def take_result(self, client: Client) -> Result | OocliError:
        """Give what came for it, once."""
        if self.request is None:
            raise RuntimeError("a page was taken that nobody has asked for")
        return self.request.take_result(self, client)


@dataclass(eq=False)
class _Request:
    """Some turns that are asked for together.

    Attributes:
        turns: in the order of the actions.
        actions: one for each turn.
        answer: what came back, as bytes; None before, and when it has been read.
        is_back: whether it came.
    """

    turns: Sequence[_Turn]
    actions: Sequence[Action]
    answer: Answer | OocliError | None = None
    is_back: bool = False
    _results: dict[int, Result | OocliError] = field(default_factory=dict)

    def receive(self, answer: Answer | OocliError) -> None:
        """Take in what came back."""
        self.answer, self.is_back = answer, True

    def take_result(self, turn: _Turn, client: Client) -> Result | OocliError:
        """Give what came for a turn, once; it is not kept."""
        if self.answer is not None:
            self._results = dict(enumerate(_read(self.answer, self.actions, client)))
            self.answer = None
        return self._results.pop(self.turns.index(turn))


def fetch(
    span: Span | None, client: Client, pace: Pace, *, left: Callable[[], int | None]
) -> Generator[Settled]:
    """Read a span to its end and give its pages in order; None has none.

    ``left`` tells how many records are still wanted (None: all), so that no more is asked
    for than needed.

    Raises:
        OocliError: a page failed; every page before it was given.
    """
    crew: Crew[_Request] = Crew(client, pace.jobs, decode=messages.peek)
    line = _Line(span, pace, left)
    try:
        while line.turns:
            while crew.busy < pace.allowed and (request := line.pick()):
                crew.send(request, request.actions)
            if line.front_is_awaited:
                back = crew.wait()
                back.errand.receive(back.answer)
                pace.note_answer(back.seconds, troubled=_struggled(back.answer))
                continue
            yield line.take_front(client)
    finally:
        crew.dismiss()


class _Line:
    """The spans in their order: waiting, asked for, or answered."""

    def __init__(self, span: Span | None, pace: Pace, left: Callable[[], int | None]) -> None:
        self.turns = [] if span is None else [_Turn(span)]
        self._pace = pace
        self._left = left

    @property
    def front_is_awaited(self) -> bool:
        """Whether the answer for the first turn has still to come."""
        request = self.turns[0].request
        return request is None or not request.is_back

    def pick(self) -> _Request | None:
        """Ask for the next turns in one request; give None where enough is under way."""
        turns = self._pick_turns()
        if not turns:
            return None
        request = _Request(turns, [turn.span.build_action() for turn in turns])
        for turn in turns:
            turn.request = request
        return request

    def _pick_turns(self) -> list[_Turn]:
        under_way = [turn for turn in self.turns if turn.request is not None]
        front_waits = self.turns[0].request is None
        room = self._pace.window - len(under_way)
        if room < self._pace.batch and not front_waits:
            return []  # full requests later rather than many small ones now
        room = max(1, min(room, self._pace.batch))
        left = self._left()
        wanted = None if left is None else left - sum(turn.span.expected for turn in under_way)
        picked: list[_Turn] = []
        index = 0
        while index < len(self.turns) and len(picked) < room:
            # The front is always asked for: everything else waits for it.
            is_due = wanted is None or wanted > 0 or index == 0
            if self.turns[index].request is None and is_due:
                picked.append(self._cut(index, None if wanted is None else max(wanted, 1)))
                wanted = None if wanted is None else wanted - picked[-1].span.expected
            index += 1
        return picked

    def take_front(self, client: Client) -> Settled:
        """Take the first turn out of the line; what it leaves to be read comes in its stead.

        Raises:
            OocliError: asking for it failed.
        """
        turn = self.turns.pop(0)
        result = turn.take_result(client)
        if isinstance(result, OocliError):
            raise result
        settled = turn.span.settle(result)
        if settled.rest is not None:
            self.turns.insert(0, _Turn(settled.rest))
        return settled

    def _cut(self, index: int, wanted: int | None) -> _Turn:
        piece, rest = self.turns[index].span.cut(wanted)
        turn = _Turn(piece)
        self.turns[index : index + 1] = [turn] if rest is None else [turn, _Turn(rest)]
        return turn


def _read(
    answer: Answer | OocliError, actions: Sequence[Action], client: Client
) -> Sequence[Result | OocliError]:
    """Give the result of each action, or its failure; where an action was refused, ask again."""
    if isinstance(answer, OocliError):
        return [answer] * len(actions)
    with suppress(NetworkError):
        decoded = replace(client.decode(answer.body, len(actions)), server_date=answer.server_date)
        results = client.find_results(decoded, actions)
        if not any(isinstance(result, OocliError) for result in results):
            return results
    try:
        return client.find_results(client.send(actions), actions)
    except OocliError as failure:
        return [failure] * len(actions)


def _struggled(answer: Answer | OocliError) -> bool:
    """Say whether an attempt failed on the way to an answer."""
    return isinstance(answer, OocliError) or answer.attempts > 1
