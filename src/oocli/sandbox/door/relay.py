"""Talks with many clients at once, led by one thread that is relieved as soon as a step lasts.

Threads that answer at the same time take the interpreter from each other at every call of SQLite and of the
network, which costs more the more clients there are. So one thread leads: it waits for all connections and
takes one step after the other with whoever has something to say. A watcher sees when a step lasts; then
another thread leads, and the long step ends in the thread where it began. Whoever leads, and nobody else,
handles the selector and the pauses.
"""

import contextlib
import itertools
import selectors
import socket
import threading
import time
from collections import deque
from collections.abc import Generator
from heapq import heappop, heappush

Talk = Generator[float | None, None, None]
"""A talk with a client: gives None to go on when bytes have come, or the seconds after which to go on."""

_OVER = -1.0
_FAREWELL_SECONDS = 0.5


class _Guest:
    """A connection and the talk over it; one that is silent for longer than ``idle`` seconds is closed."""

    def __init__(self, connection: socket.socket, talk: Talk, idle: float) -> None:
        self.connection, self.talk, self.idle = connection, talk, idle
        self.since = time.monotonic()
        self.is_listened_to = False

    def close(self) -> None:
        """End the talk and the connection."""
        self.talk.close()
        self.connection.close()


class Relay:
    """Takes the steps of all talks; ``run`` watches until ``stop``. Safe for threads.

    Attributes:
        patience: seconds that a step lasts before another thread goes on with the others.
        sweep: seconds between two looks for guests who are silent.
    """

    def __init__(self, patience: float = 0.02, sweep: float = 10.0) -> None:
        self.patience, self.sweep = patience, sweep
        self._selector = selectors.DefaultSelector()
        self._pauses: list[tuple[float, int, _Guest]] = []
        self._numbers = itertools.count()
        self._waiting: deque[tuple[_Guest, float | None]] = deque()
        self._lock = threading.Lock()
        self._stirred, self._stopped = threading.Event(), threading.Event()
        self._leader: threading.Thread | None = None
        self._guest: _Guest | None = None
        self._step = 0
        self._is_closed = False
        self._swept = time.monotonic()
        self._bell, self._rope = socket.socketpair()
        self._rope.setblocking(False)
        self.add(self._bell, self._hear_bell())

    def add(self, connection: socket.socket, talk: Talk, *, idle: float = float("inf")) -> None:
        """Begin a talk, from within another or before ``run``; silent for ``idle`` seconds, it is ended."""
        self._waiting.append((_Guest(connection, talk, idle), None))

    def run(self, pulse: float = 0.5) -> None:
        """Let a thread lead, and relieve it when a step lasts; looks every ``pulse`` seconds at the least."""
        with self._lock:
            if not self._stopped.is_set():
                self._appoint()
        while not self._stopped.is_set():
            if self._stirred.wait(pulse):
                self._stirred.clear()
                step = self._step
                if not self._stopped.wait(self.patience):
                    self._relieve(step)

    def stop(self) -> None:
        """End all talks and close their connections; long steps under way end in their own time."""
        self._stopped.set()
        self._stirred.set()
        self._ring()
        with self._lock:
            leader = self._leader or self._appoint()
        leader.join(_FAREWELL_SECONDS)
        if leader.is_alive():
            self._relieve()
            with self._lock:
                leader = self._leader or leader
            leader.join(_FAREWELL_SECONDS)

    def _appoint(self) -> threading.Thread:
        """Let another thread lead; the lock is held."""
        self._guest = None
        self._leader = threading.Thread(target=self._lead, name="sandbox", daemon=True)
        self._leader.start()
        return self._leader

    def _relieve(self, step: int | None = None) -> None:
        """Let another thread lead if the one that leads is still at this step; None is any."""
        with self._lock:
            if self._guest is not None and step in (None, self._step):
                self._listen(self._guest, wanted=False)
                self._appoint()

    def _lead(self) -> None:
        """Take steps until they are over or somebody else leads."""
        me = threading.current_thread()
        while not self._stopped.is_set():
            while self._waiting:
                self._settle(*self._waiting.popleft())
            for key, _ in self._selector.select(self._find_timeout()):
                if not self._go_on(key.data, me):
                    return
            for _ in range(self._count_due()):
                if not self._go_on(heappop(self._pauses)[-1], me):
                    return
            self._sweep()
        self._close_all()

    def _go_on(self, guest: _Guest, me: threading.Thread) -> bool:
        """Take the next step of a talk; say whether this thread leads afterwards."""
        self._step += 1
        self._guest = guest
        if not self._stirred.is_set():
            self._stirred.set()
        guest.since = time.monotonic()
        wait = next(guest.talk, _OVER)
        with self._lock:
            leads = self._leader is me
            if leads:
                self._guest = None
            elif self._is_closed:
                guest.close()
            else:
                self._waiting.append((guest, wait))
        if leads:
            self._settle(guest, wait)
        else:
            self._ring()
        return leads

    def _settle(self, guest: _Guest, wait: float | None) -> None:
        """Listen to a guest, let it pause, or see it off."""
        self._listen(guest, wanted=wait is None)
        if wait == _OVER:
            guest.close()
        elif wait is not None:
            heappush(self._pauses, (time.monotonic() + wait, next(self._numbers), guest))

    def _listen(self, guest: _Guest, *, wanted: bool) -> None:
        if wanted and not guest.is_listened_to:
            self._selector.register(guest.connection, selectors.EVENT_READ, guest)
        elif guest.is_listened_to and not wanted:
            self._selector.unregister(guest.connection)
        guest.is_listened_to = wanted

    def _count_due(self) -> int:
        if not self._pauses:
            return 0
        now = time.monotonic()
        return sum(due <= now for due, *_ in self._pauses)

    def _find_timeout(self) -> float:
        """Return the seconds until something is to be done although no bytes come."""
        until = self._pauses[0][0] - time.monotonic() if self._pauses else self.sweep
        return min(max(until, 0.0), self.sweep)

    def _sweep(self) -> None:
        """See off, now and then, whoever has been silent for too long."""
        now = time.monotonic()
        if now < self._swept + self.sweep:
            return
        self._swept = now
        for guest in self._list_listened_to():
            if now > guest.since + guest.idle:
                self._settle(guest, _OVER)

    def _list_listened_to(self) -> list[_Guest]:
        return [key.data for key in self._selector.get_map().values()]

    def _hear_bell(self) -> Talk:
        """Wake the leader, which looks who waits."""
        while True:
            yield None
            self._bell.recv(4096)

    def _ring(self) -> None:
        with contextlib.suppress(OSError):  # it rings already, or there is nobody to hear it
            self._rope.send(b"!")

    def _close_all(self) -> None:
        with self._lock:
            self._is_closed = True
        waiting = [guest for guest, _ in self._waiting] + [guest for *_, guest in self._pauses]
        for guest in self._list_listened_to() + waiting:
            guest.close()
        self._selector.close()
        self._rope.close()
