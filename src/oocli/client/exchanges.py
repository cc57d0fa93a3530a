"""Show what goes over the wire, without secrets: ``-v`` a line for each exchange, ``--debug`` all of it.

A rule that a change must not break: a request is shown as sent (``>``) when it has gone out, never
before. One that certainly did not go out is shown with ``x``; one whose fate is unknown, because the process
is ended meanwhile, with ``?``. A process that is killed has at least shown that it was being sent.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass

from oocli.client import Transport
from oocli.errors import NetworkError
from oocli.wire.reply import Reply


@dataclass(frozen=True)
class WatchedTransport:
    """A transport that reports each exchange before it hands the reply on.

    Several threads may post at once: each exchange is reported in one piece.

    Attributes:
        transport: the one that carries the requests.
        tell: takes lines of text, and shows them without secrets.
        bodies: whether to show requests and answers in full.
    """

    transport: Transport
    tell: Callable[[str], None]
    bodies: bool = False

    def post(self, body: bytes) -> Reply:
        """Post through the inner transport and report it, also when it fails."""
        if self.bodies:
            self.tell(f"- a request of {len(body)} bytes is being sent")
        started = time.monotonic()
        shown = ("?", "no answer: oocli was ended meanwhile", b"")
        try:
            reply = self.transport.post(body)
            sizes = f"{len(body)} bytes sent, {len(reply.body)} received"
            shown = (">", f"HTTP {reply.status}, {sizes}, {_milliseconds(started)}", reply.body)
        except NetworkError as error:
            mark = ">" if error.arrived else "x"
            shown = (mark, f"no answer after {_milliseconds(started)}: {error.message}", b"")
            raise
        finally:
            self._show(body, *shown)
        return reply

    def _show(self, body: bytes, mark: str, outcome: str, answer: bytes) -> None:
        lines = [f"< {outcome}"]
        if self.bodies:
            lines.insert(0, f"{mark} {body.decode('utf-8', 'replace')}")
        if answer and self.bodies:
            lines.append(f"< {answer.decode('utf-8', 'replace')}")
        self.tell("\n".join(lines))


def _milliseconds(started: float) -> str:
    return f"{(time.monotonic() - started) * 1000:.0f} ms"
