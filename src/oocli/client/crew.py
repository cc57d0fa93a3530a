"""Requests in flight: sent one after another, answered in any order.

Owns the threads. With one job there are none: each request is made by the caller of ``send``, and nothing
else waits for it. The threads are daemons and are never waited for, so that a second Ctrl-C ends the process
at once; a caller that writes has recorded beforehand what is under way.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from oocli.errors import OocliError
from oocli.request.actions import Action
from oocli.wire.messages import Answer

if TYPE_CHECKING:
    from oocli.client import Client, Decoder

_PATIENCE = 0.5  # seconds between checks for Ctrl-C, which Windows needs, and for progress

Errand = TypeVar("Errand")
Order = TypeVar("Order")
Outcome = TypeVar("Outcome")


class Return(NamedTuple, Generic[Errand, Outcome]):
    """A request that came back.

    Attributes:
        errand: what it was sent for.
        answer: the answer, refused or not, or the failure of the request.
        seconds: how long that took.
    """

    errand: Errand
    answer: Outcome | OocliError
    seconds: float


class Hands(Generic[Errand, Order, Outcome]):
    """Makes requests, several at once.

    Attributes:
        busy: requests that were sent and have not come back.
        at_once: requests in flight at most; others wait, and go out as soon as one has come back.
    """

    def __init__(self, make: Callable[[Order], Outcome], jobs: int, *, now: Callable[[], float]) -> None:
        """Take the function that makes one request, the requests in flight at most, and the clock."""
        self.busy = 0
        self._make = make
        self.at_once = jobs
        self._now = now
        self._is_threaded = jobs > 1
        self._threads = 0
        self._sent: queue.SimpleQueue[tuple[Errand, Order] | None] = queue.SimpleQueue()
        self._back: queue.SimpleQueue[Return[Errand, Outcome] | BaseException | None] = queue.SimpleQueue()

    def send(self, errand: Errand, order: Order) -> None:
        """Begin one request; the errand says what it is for, and comes back with the answer."""
        self.busy += 1
        if not self._is_threaded:
            self._carry(errand, order)
            return
        if self._threads < min(self.busy, self.at_once):
            self._threads += 1
            threading.Thread(target=self._work, name="oocli-request", daemon=True).start()
        self._sent.put((errand, order))

    def wait(self, *, meanwhile: Callable[[], None] = lambda: None) -> Return[Errand, Outcome]:
        """Return the next request that comes back, whichever it is.

        Until then, ``meanwhile`` is called now and then in this thread. An unforeseen failure of another
        thread is raised here, where it is reported without secrets.
        """
        while True:
            try:
                back = self._back.get(timeout=_PATIENCE)
            except queue.Empty:
                meanwhile()
                continue
            if back is None:
                raise RuntimeError("a thread that sends requests ended unexpectedly")
            if isinstance(back, BaseException):
                raise back
            self.busy -= 1
            return back

    def dismiss(self) -> None:
        """Let the threads end once they have finished their current work."""
        for _ in range(self._threads):
            self._sent.put(None)

    def _work(self) -> None:
        with _Handing(self._back.put):
            while (sent := self._sent.get()) is not None:
                self._carry(*sent)
        self._back.put(None)

    def _carry(self, errand: Errand, order: Order) -> None:
        started = self._now()
        answer: Outcome | OocliError
        try:
            answer = self._make(order)
        except OocliError as failure:
            answer = failure
        self._back.put(Return(errand, answer, self._now() - started))


class Crew(Hands[Errand, Sequence[Action], Answer]):
    """Sends actions through a client, several requests at once."""

    def __init__(self, client: Client, jobs: int, *, decode: Decoder | None = None) -> None:
        """Take the client, the requests in flight at most, and a decoder to replace the client's own."""
        super().__init__(partial(client.send, decode=decode), jobs, now=client.now)


class _Handing:
    """Hands on whatever ends the block early, in place of the traceback that a thread would print."""

    def __init__(self, hand: Callable[[BaseException], None]) -> None:
        self._hand = hand

    def __enter__(self) -> None:
        pass

    def __exit__(self, _kind: object, failure: BaseException | None, _trace: object) -> bool:
        if failure is not None:
            self._hand(failure)
        return True
