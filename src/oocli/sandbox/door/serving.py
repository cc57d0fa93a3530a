"""Serve a sandbox until a signal ends it, and say where it is."""

import os
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from oocli.errors import UsageError
from oocli.sandbox import SECRET, TOKEN
from oocli.sandbox.door.answer import Sandbox
from oocli.sandbox.door.faults import FaultPlan, FaultySandbox, read_fault
from oocli.sandbox.door.server import SandboxServer
from oocli.sandbox.records.store import Store


class Manners(NamedTuple):
    """How a sandbox is served.

    Attributes:
        host: loopback address.
        port: 0 for a free one.
        latency: milliseconds that each answer waits.
        faults: as typed, see ``faults``.
        allowed_hosts: names of this computer besides its loopback addresses.
        compresses: whether answers are compressed for clients that take it.
    """

    host: str = "127.0.0.1"
    port: int = 0
    latency: int = 0
    faults: Sequence[str] = ()
    allowed_hosts: Sequence[str] = ()
    compresses: bool = True

    def read_plan(self) -> FaultPlan:
        """Return the faults as a plan.

        Raises:
            UsageError: there is no such fault, or the latency is no such number.
        """
        if self.latency < 0:
            raise UsageError("--latency is a number of milliseconds from 0")
        return FaultPlan([read_fault(text) for text in self.faults])


def serve_store(
    store: Store,
    manners: Manners,
    plan: FaultPlan,
    *,
    now: Callable[[], float],
    log: Callable[[str], None] | None,
    tell_ready: Callable[[Mapping[str, Any]], None],
) -> None:
    """Serve the records of a store; ``tell_ready`` gets url, token, secret and pid once it can be used.

    Raises:
        UsageError: the address cannot be used.
    """
    server = SandboxServer(
        FaultySandbox(Sandbox(store, now=now), now=now),
        host=manners.host,
        port=manners.port,
        plan=plan,
        latency=manners.latency / 1000,
        log=log,
        allowed_hosts=manners.allowed_hosts,
        compresses=manners.compresses,
    )
    try:
        tell_ready({"url": server.url, "token": TOKEN, "secret": SECRET, "pid": os.getpid()})
        server.serve_forever()
    finally:
        server.close()
        store.close()
