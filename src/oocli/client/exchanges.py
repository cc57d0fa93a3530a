"""Show what goes over the wire, without secrets: ``-v`` a line an exchange, ``--debug`` all of it."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from oocli.client import Transport
from oocli.errors import NetworkError
from oocli.wire.reply import Reply


@dataclass(frozen=True)
class WatchedTransport:
    """A transport that tells of each exchange before it hands the reply on.

    Attributes:
        transport: the one that really carries the requests.
        tell: says a line of text; takes secrets out of it.
        bodies: whether to show requests and answers in full.
    """

    transport: Transport
    tell: Callable[[str], None]
    bodies: bool = False

    def post(self, body: bytes) -> Reply:
        """Post through the inner transport and tell of it, also when it fails."""
        if self.bodies:
            self.tell("> " + body.decode("utf-8", "replace"))
        started = time.monotonic()
        try:
            reply = self.transport.post(body)
        except NetworkError as error:
            self.tell(f"< no answer after {_milliseconds(started)}: {error.message}")
            raise
        self.tell(
            f"< HTTP {reply.status}, {len(body)} bytes sent, {len(reply.body)} received,"
            f" {_milliseconds(started)}"
        )
        if self.bodies:
            self.tell("< " + reply.body.decode("utf-8", "replace"))
        return reply


def _milliseconds(started: float) -> str:
    return f"{(time.monotonic() - started) * 1000:.0f} ms"
