"""The sandbox served over HTTP in this process, for tests that need real requests."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from oocli.sandbox.door.answer import Sandbox
from oocli.sandbox.door.faults import FaultPlan, FaultySandbox, read_fault
from oocli.sandbox.door.server import SandboxServer
from oocli.sandbox.records.store import Store


@contextmanager
def serve_sandbox(path: Path, *faults: str, now: Callable[[], float] = time.time) -> Iterator[SandboxServer]:
    """Serve the sandbox in a file while the block runs; ``faults`` as ``sandbox serve`` takes them."""
    store = Store.open(path)
    office = FaultySandbox(Sandbox(store, now=now), now=now)
    server = SandboxServer(office, plan=FaultPlan([read_fault(fault) for fault in faults]))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.close()
        thread.join()
        store.close()
