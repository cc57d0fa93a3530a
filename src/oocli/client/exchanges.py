"""Show what goes over the wire, without secrets: ``-v`` a line for each exchange, ``--debug`` all of it.

A rule that a change must not break: a request is shown as sent (``>``) when it has gone out, never
before. One that certainly did not go out is shown with ``x``; one whose fate is unknown, because the process
is ended meanwhile, with ``?``. A process that is killed has at least shown that it was being sent.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from oocli.client import Transport
from oocli.client.picture_fetching import get_through
from oocli.errors import NetworkError, OocliError
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

    def get(self, url: str) -> Reply:
        """Get a picture through the inner transport and report it, also when it fails."""
        started = time.monotonic()
        outcome = "no answer: oocli was ended meanwhile"
        try:
            reply = get_through(self.transport, url)
            outcome = f"HTTP {reply.status}, {len(reply.body)} bytes received, {_milliseconds(started)}"
        except OocliError as error:
            outcome = f"no answer after {_milliseconds(started)}: {error.message}"
            raise
        finally:
            self.tell(f"< a picture at {_name_place(url, whole=self.bodies)}: {outcome}")
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


def _name_place(url: str, *, whole: bool) -> str:
    """Return the host of an address, with ``whole`` its path too; what lets a picture be had is behind it."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return "what is no address"
    return f"{parts.netloc}{parts.path}" if whole else parts.netloc
