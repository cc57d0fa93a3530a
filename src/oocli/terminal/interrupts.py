"""Ctrl-C, SIGTERM and SIGHUP between pages, or between requests that write, instead of in the middle of one.

So what was handed on is written whole, and a message such as "up to Id 4711" is true.
"""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from types import FrameType

SignalHold = AbstractContextManager[Callable[[], AbstractContextManager[None]]]
"""A block around a reading; it gives a function that opens an inner block, in which signals strike."""

_SIGNALS = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))


def describe_signal(number: int) -> tuple[str, int]:
    """Return the word and the exit code for a signal that has stopped a run."""
    return ("Interrupted", 130) if number == signal.SIGINT else ("Terminated", 143)


@contextmanager
def strike_between() -> Iterator[Callable[[], AbstractContextManager[None]]]:
    """Hold signals back in the block; give a function that opens an inner block in which they strike.

    A signal that waits strikes there, a second one at once. In a thread other than the main
    one, where signals never arrive, nothing is changed.
    """
    if threading.current_thread() is not threading.main_thread():
        yield nullcontext
        return
    held = _HeldSignals()
    with held.installed():
        yield held.striking


@contextmanager
def leave_signals() -> Iterator[Callable[[], AbstractContextManager[None]]]:
    """Leave signals alone: they belong to the program that reads, however long that takes."""
    yield nullcontext


@contextmanager
def held_back() -> Iterator[None]:
    """Let no signal strike inside the block: a first one strikes at its end, a second one at once.

    For a write in flight and the record of how it went. In a thread other than the main one
    nothing is changed.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    held = _HeldSignals()
    with held.installed():
        yield
        with held.striking():
            pass


class StopSignal:
    """The signal that asks a run to stop, if it comes while ``held`` runs; a second one strikes at once.

    ``tell`` is called when the first one comes.
    """

    def __init__(self, tell: Callable[[], None] = lambda: None) -> None:
        self._held: _HeldSignals | None = None
        self._tell = tell

    @property
    def number(self) -> int | None:
        """The number of the signal that came, or None; it never strikes later."""
        return None if self._held is None else self._held.waiting

    def has_come(self) -> bool:
        """Say whether a signal came."""
        return self.number is not None

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold the first signal back while the block runs."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        if self._held is None:
            self._held = _HeldSignals(self._tell)
        with self._held.installed():
            yield


class _HeldSignals:
    """Signals that came at a bad time and wait for a good one.

    Attributes:
        waiting: number of the one that waits, or None.
    """

    def __init__(self, tell: Callable[[], None] = lambda: None) -> None:
        self._tell = tell
        self._handlers = {number: signal.getsignal(number) for number in _SIGNALS}
        self.waiting: int | None = None
        self._strikes = False

    @contextmanager
    def installed(self) -> Iterator[None]:
        """Hold signals back inside the block; those that are ignored stay ignored."""
        held = [number for number, handler in self._handlers.items() if callable(handler)]
        for number in held:
            signal.signal(number, self._receive)
        try:
            yield
        finally:
            for number in held:
                signal.signal(number, self._handlers[number])

    @contextmanager
    def striking(self) -> Iterator[None]:
        """Let signals strike inside the block, including one that has waited."""
        self._strikes = True
        try:
            if self.waiting is not None:
                self._receive(self.waiting, None)
            yield
        finally:
            self._strikes = False

    def _receive(self, number: int, frame: FrameType | None) -> None:
        handler = self._handlers[signal.Signals(number)]
        if not self._strikes and self.waiting is None:
            self.waiting = number
            self._tell()
        elif callable(handler):
            handler(number, frame)
