"""Ctrl-C while one command writes: it waits for the answer, without which nobody knows what happened."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from oocli.errors import Interrupted, NetworkError
from oocli.terminal.interrupts import StopSignal, describe_signal

if TYPE_CHECKING:
    from oocli.client import Client
    from oocli.context import Context
    from oocli.request.actions import Action

_PATIENCE = "Waiting for the answer, which says what has happened. Ctrl-C again stops at once."


@contextmanager
def writing_client(
    context: Context,
    actions: Sequence[Action],
    *,
    confirmed: bool = False,
    cuts: Callable[[], bool] | None = None,
    cached_seconds: float = 0,
) -> Iterator[Client]:
    """Open the client for these actions of one request, and in the block send them and say what came of it.

    If they write, a first signal is held back from the request to its answer; at other times signals strike
    as usual. The other arguments are those of ``Context.client``.

    Raises:
        Interrupted: a signal came while the answer was waited for, and all is said; not after a failure.
    """
    awaiting = _Awaiting(context, actions)
    with context.client(
        confirmed=confirmed,
        cuts=cuts,
        cached_seconds=cached_seconds,
        sleep=awaiting.wait,
        while_writing=awaiting.held,
    ) as client:
        yield client
    awaiting.conclude()


class _Awaiting:
    """The signal that comes while the answer to a write is waited for."""

    def __init__(self, context: Context, actions: Sequence[Action]) -> None:
        self._context = context
        self._actions = actions
        self._stop = StopSignal(self._tell)

    def _tell(self) -> None:
        with suppress(RuntimeError):  # the signal came while something else was being said
            self._context.voice.note(_PATIENCE)

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold a first signal back in the block; a second one strikes, and carries what is not known then."""
        try:
            with self._stop.held():
                yield
        except KeyboardInterrupt as stop:
            stop.add_note(self._describe_doubt())
            raise

    def wait(self, seconds: float) -> None:
        """Wait before another attempt, which there is none of after a signal."""
        if self._stop.has_come():
            raise NetworkError("It was not sent again, because it was interrupted", arrived=False)
        self._context.sleep(seconds)

    def conclude(self) -> None:
        """End the command if a signal came."""
        if self._stop.number is not None:
            word, code = describe_signal(self._stop.number)
            raise Interrupted(f"{word}, but {self._name()} was answered first", exit_code=code)

    def _describe_doubt(self) -> str:
        """Say that nobody knows what happened, and what shows it."""
        first = self._actions[0]
        look = f"read {first.resourcetype} {first.resourceid or ''}".rstrip()
        is_read = self._context.catalogue.find("read", first.resourcetype) is not None
        shows = f": `oocli {look}`" if is_read else ""
        return f"{self._name()} was sent, and may or may not have happened; look before you repeat it{shows}"

    def _name(self) -> str:
        return self._actions[0].name if len(self._actions) == 1 else f"{len(self._actions)} actions"
