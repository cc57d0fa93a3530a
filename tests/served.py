"""The sandbox served over HTTP in this process, for tests that need real requests."""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from oocli.sandbox.door.answer import Sandbox
from oocli.sandbox.door.faults import FaultPlan, FaultySandbox, read_fault
from oocli.sandbox.door.server import SandboxServer
from oocli.sandbox.records.store import Store


class _WatchedPlan(FaultPlan):
    """A plan that tells of each request before it is looked at."""

    def __init__(self, faults: Sequence[str], arrive: Callable[[], None]) -> None:
        super().__init__([read_fault(fault) for fault in faults])
        self._arrive = arrive

    def next_kind(self) -> str:
        """Tell of a request, and give what hits it."""
        self._arrive()
        return super().next_kind()


def _go_on() -> None:
    """Let a request pass."""


@contextmanager
def serve_sandbox(
    path: Path,
    *faults: str,
    now: Callable[[], float] = time.time,
    arrive: Callable[[], None] = _go_on,
) -> Iterator[SandboxServer]:
    """Serve the sandbox in a file while the block runs.

    ``faults`` as ``sandbox serve`` takes them; ``arrive`` is called in the thread of each request
    before anything else, and may let it wait.
    """
    store = Store.open(path)
    office = FaultySandbox(Sandbox(store, now=now), now=now)
    server = SandboxServer(office, plan=_WatchedPlan(faults, arrive))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.close()
        thread.join()
        store.close()
