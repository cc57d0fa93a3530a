"""Faults to practise with: which requests they hit, and what they do to an answer.

A fault is written ``KIND`` (every request), ``KIND:N`` (the first N requests) or
``KIND:1/N`` (every N-th request). Kinds that concern the connection are carried out by
``server``, the others here.
"""

import json
import re
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from oocli.errors import UsageError
from oocli.sandbox.door.answer import Sandbox
from oocli.sandbox.records.picture_paths import HOST
from oocli.sandbox.refusal import Refusal

KINDS: Mapping[str, str] = {
    "status-429": "HTTP 429 with Retry-After, nothing is carried out",
    "status-500": "HTTP 500 with a page instead of JSON, nothing is carried out",
    "status-502": "HTTP 502, as from a proxy, nothing is carried out",
    "status-503": "HTTP 503 with Retry-After, nothing is carried out",
    "status-504": "HTTP 504, as from a proxy that waited too long; it was carried out",
    "reset": "the connection is reset before the answer, nothing is carried out",
    "reset-middle": "the connection is reset in the middle of the answer",
    "lost": "it is carried out, then the connection is reset without an answer",
    "truncated": "the answer is cut in half and is not JSON any more",
    "html": "HTTP 200 with a page instead of JSON, nothing is carried out",
    "empty": "HTTP 200 with an empty body, nothing is carried out",
    "hang": "no answer ever comes, nothing is carried out",
    "slow": "the answer comes in small pieces over five seconds",
    "action-error": "the last action of a request fails with error 303 and is not carried out",
    "missing-result": "the last result is missing",
    "extra-result": "the last result comes twice",
    "clock": "the server's clock is ten minutes ahead: error 136",
    "rights": "the API user has no rights: empty reads, refused writes, error 170",
}
"""Kind of fault to what it does."""

NOT_CARRIED_OUT = frozenset(
    {"status-429", "status-500", "status-502", "status-503", "reset", "html", "empty", "hang"}
)
"""Kinds that strike before the request is looked at."""

CLOCK_AHEAD = 600
"""Seconds that the fault ``clock`` puts the server's clock ahead."""

_WRITTEN = re.compile(r"(?P<kind>[a-z0-9-]+)(:(?P<every>1/)?(?P<number>[1-9]\d*))?")


@dataclass(frozen=True)
class Fault:
    """One kind of fault and the requests it hits.

    Attributes:
        kind: a key of ``KINDS``.
        first: number of requests at the beginning that it hits; None for no such limit.
        every: it hits every request whose number this divides.
    """

    kind: str
    first: int | None = None
    every: int = 1

    def hits(self, number: int) -> bool:
        """Say whether the fault hits the request of that number, counted from 1."""
        return number % self.every == 0 and (self.first is None or number <= self.first)


def read_fault(text: str) -> Fault:
    """Read a fault as it is typed.

    Raises:
        UsageError: it has another form, or the kind does not exist.
    """
    found = _WRITTEN.fullmatch(text)
    if found is None:
        raise UsageError(
            f"{text!r} is not a fault", hint="Write KIND, KIND:N (the first N) or KIND:1/N (every N-th)"
        )
    kind = found["kind"]
    if kind not in KINDS:
        close = get_close_matches(kind, KINDS, n=1)
        hint = f"Did you mean {close[0]}?" if close else f"The kinds are {', '.join(KINDS)}"
        raise UsageError(f"There is no fault {kind!r}", hint=hint)
    number = int(found["number"]) if found["number"] else None
    return Fault(kind, every=number) if found["every"] and number else Fault(kind, first=number)


class FaultPlan:
    """Counts requests and decides which fault hits each; safe for threads."""

    def __init__(self, faults: Sequence[Fault] = ()) -> None:
        self._faults = tuple(faults)
        self._requests = 0
        self._lock = threading.Lock()

    def next_kind(self) -> str:
        """Count a request, and give the kind of the first fault that hits it, or nothing."""
        with self._lock:
            self._requests += 1
            number = self._requests
        return next((fault.kind for fault in self._faults if fault.hits(number)), "")


class FaultySandbox:
    """A sandbox some of whose answers are wrong.

    Attributes:
        sandbox: the one that answers correctly.
    """

    def __init__(self, sandbox: Sandbox, *, now: Callable[[], float]) -> None:
        self.sandbox = sandbox
        self._now = now
        self._powerless = Sandbox(sandbox.store, now=now, rights=False)

    def answer(self, body: bytes, kind: str, *, host: str = HOST) -> tuple[dict[str, Any], float]:
        """Return the answer to a request under a kind of fault, and what time the server says it is.

        ``host`` is scheme and host of the pictures that it names.
        """
        now = self._now()
        if kind == "clock":
            return self.sandbox.answer(body, now + CLOCK_AHEAD, host=host), now + CLOCK_AHEAD
        if kind == "rights":
            return self._powerless.answer(body, now, host=host), now
        if kind == "action-error":
            return self._fail_last(body, now, host), now
        answer = self.sandbox.answer(body, now, host=host)
        results = answer["response"]["results"]
        if kind == "missing-result":
            del results[-1:]
        elif kind == "extra-result":
            results += results[-1:]
        return answer, now

    def _fail_last(self, body: bytes, now: float, host: str) -> dict[str, Any]:
        """Answer without the last action, then say that it failed."""
        try:
            request = json.loads(body)
            *actions, last = request["request"]["actions"]
        except (ValueError, LookupError, TypeError):
            return self.sandbox.answer(body, now, host=host)
        results: list[Any] = []
        if actions:
            request["request"]["actions"] = actions
            before = self.sandbox.answer(json.dumps(request).encode(), now, host=host)
            results = before["response"]["results"]
        echoed = {
            key: last.get(key) or "" for key in ("actionid", "resourceid", "resourcetype", "identifier")
        }
        status = {"errorcode": 303, "message": Refusal(303).text}
        results.append({**echoed, "cacheable": False, "data": [], "status": status})
        top = {"code": 200, "errorcode": 97, "message": Refusal(97).text}
        return {"status": top, "response": {"results": results}}
