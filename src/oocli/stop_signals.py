"""The signals that end a run: Ctrl-C, SIGTERM, and SIGHUP when a terminal is closed.

While oocli is loaded nothing is at stake, and a signal ends it at once: an exception at a
random place would show a traceback, be taken for a failure of an import, or be lost. Later
it is an exception, ``Stopped``, that lets all code clean up; it waits as long as a module is being imported,
and is raised again if it was lost.

Imports nothing that Python has not loaded itself, because the version and the Tab key wait for it.
"""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import FrameType
    from typing import Any

_NAMES = ("SIGINT", "SIGTERM", "SIGHUP")
_PAUSE = 0.001  # seconds until a signal that had to wait is raised again
_IMPORTING = "<frozen importlib"
INTERRUPTED = 130
TERMINATED = 143


class Stopped(KeyboardInterrupt):
    """A signal arrived; each of them ends whatever Ctrl-C ends.

    Attributes:
        number: of the signal.
    """

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


def describe_stop(stop: KeyboardInterrupt) -> tuple[str, int]:
    """Return the word and the exit code for what has stopped a run."""
    is_interrupt = not isinstance(stop, Stopped) or stop.number == _load_signal().SIGINT
    return ("Interrupted", INTERRUPTED) if is_interrupt else ("Terminated", TERMINATED)


class StopSignals:
    """What the signals of this process do; signals that the caller ignores stay ignored (``nohup``).

    Attributes:
        received: the one that came last, or None.
    """

    def __init__(self) -> None:
        self._signal = _load_signal()
        numbers = [getattr(self._signal, name) for name in _NAMES if hasattr(self._signal, name)]
        self._numbers = [
            number for number in numbers if self._signal.getsignal(number) != self._signal.SIG_IGN
        ]
        self._waiting = 0
        self.received: Stopped | None = None

    def end_at_once(self) -> None:
        """From now on end the process where it stands, with a word on standard error."""
        for number in self._numbers:
            self._signal.signal(number, self._end)
        if self._waiting:
            self._signal.setitimer(self._signal.ITIMER_REAL, 0)

    def strike(self) -> None:
        """From now on raise ``Stopped`` in the main thread."""
        sys.unraisablehook = self._notice_loss
        if hasattr(self._signal, "setitimer"):
            self._signal.signal(self._signal.SIGALRM, self._try_again)
        for number in self._numbers:
            self._signal.signal(number, self._strike)

    def _end(self, number: int, _frame: FrameType | None) -> None:
        word, code = describe_stop(Stopped(number))
        try:
            os.write(2, f"{word}\n".encode())
        finally:
            os._exit(code)

    def _strike(self, number: int, frame: FrameType | None) -> None:
        self.received = Stopped(number)
        if _is_importing(frame) and hasattr(self._signal, "setitimer"):
            self._wait(number)
            return
        raise self.received

    def _wait(self, number: int) -> None:
        self._waiting = number
        self._signal.setitimer(self._signal.ITIMER_REAL, _PAUSE)

    def _try_again(self, _number: int, _frame: FrameType | None) -> None:
        self._signal.raise_signal(self._waiting)

    def _notice_loss(self, lost: Any) -> None:
        """Raise a signal again that Python threw away, as in a destructor; show other exceptions."""
        if isinstance(lost.exc_value, Stopped) and hasattr(self._signal, "setitimer"):
            self._wait(lost.exc_value.number)
        else:
            sys.__unraisablehook__(lost)


def _load_signal() -> Any:
    """Return the built-in part of ``signal``: the rest takes longer than a whole start."""
    return __import__("_signal")


def _is_importing(frame: FrameType | None) -> bool:
    """Say whether a module is being imported, by Python itself or by code that it runs."""
    while frame is not None:
        if frame.f_code.co_filename.startswith(_IMPORTING):
            return True
        frame = frame.f_back
    return False
