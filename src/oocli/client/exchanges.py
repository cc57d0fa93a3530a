"""Show what goes over the wire, without secrets: ``-v`` a line an exchange, ``--debug`` all of it.

A rule that a change must not break: a request is shown as sent (``>``) when it has gone out, never
before. One that surely did not go out is shown with ``x``; one of which nobody knows, because the
process is ended meanwhile, with ``?``. A process that is killed shows of it that it was being sent.
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

    Several threads may post at once: what belongs to one exchange is told in one piece.

    Attributes:
        transport: the one that really carries the requests.
        tell: says lines of text; takes secrets out of them.
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
