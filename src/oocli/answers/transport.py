"""A transport that replies with kept answers, and keeps those that may be kept.

It keeps answers to requests that only read, in which nothing was refused and which the API calls cacheable.
The name of each depends on address, token, secret and request, so that a wrong secret never gets an answer.
Timestamp and signature do not count.

A reading of many pages looks at them again to know that none was lost; hence two rules that a change must not
break: what is asked twice in one run is kept twice, and a run uses the answers of one run only, up to the
first that is missing; from there on it asks the API.
"""

import json
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from secrets import token_hex
from typing import Any

from oocli.answers.answer_files import AnswerFiles, Kept
from oocli.client import Transport
from oocli.client.picture_fetching import get_through
from oocli.errors import NetworkError
from oocli.request.actions import ACTIONID
from oocli.text.redact import mask_echo
from oocli.wire import messages
from oocli.wire.messages import Credentials
from oocli.wire.reply import Reply

_READING = frozenset({f"{ACTIONID}read", f"{ACTIONID}get"})
_OF_ONE_ATTEMPT = frozenset({"timestamp", "hmac", "hmac_version"})


@dataclass(eq=False)
class CachedTransport:
    """A transport that may reply with kept answers; several threads may use it at once.

    Attributes:
        transport: the one that carries the requests.
        answers: the kept answers of this account.
        credentials: the pair that signs.
        tell: takes the message that a kept answer was used; None if nobody wants to know.
        bodies: whether to show such an answer in full.
        run: a random name for this run of oocli.
    """

    transport: Transport
    answers: AnswerFiles
    credentials: Credentials
    tell: Callable[[str], None] | None = None
    bodies: bool = False
    run: str = field(default_factory=lambda: token_hex(8))
    _times: Counter[str] = field(default_factory=Counter, init=False)
    _source: str = field(default="", init=False)
    _asks: bool = field(default=False, init=False)
    _keeps: bool = field(default=True, init=False)
    _has_swept: bool = field(default=False, init=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, init=False)

    def post(self, body: bytes) -> Reply:
        """Return the answer kept for this request, or post it."""
        actions = json.loads(body)["request"]["actions"]
        if not all(action["actionid"] in _READING for action in actions):
            return self.transport.post(body)
        request = self._describe(actions)
        kept = self._find(request)
        if kept is not None:
            self._tell_of(kept)
            return Reply(kept.body)
        reply = self.transport.post(body)
        if self._keeps and _may_be_kept(reply, len(actions)):
            self._keep(request, reply, actions)
        return reply

    def get(self, url: str) -> Reply:
        """Get a picture, which is never kept."""
        return get_through(self.transport, url)

    def _describe(self, actions: list[dict[str, Any]]) -> str:
        lasting = [
            {name: value for name, value in action.items() if name not in _OF_ONE_ATTEMPT}
            for action in actions
        ]
        whose = [self.answers.address, self.credentials.token, self.credentials.secret]
        return json.dumps([*whose, lasting], sort_keys=True)

    def _find(self, request: str) -> Kept | None:
        with self._lock:
            if self._asks:
                return None
            kept = self.answers.find(_name(request, self._times[request]))
            if kept is None or self._source not in ("", kept.run):
                self._asks = True
                return None
            self._source = kept.run
            self._times[request] += 1
            return kept

    def _keep(self, request: str, reply: Reply, actions: list[dict[str, Any]]) -> None:
        body = mask_echo(
            reply.body, [self.credentials.token, self.credentials.secret, *_list_secrets(actions)]
        )
        verbs = dict.fromkeys(
            f"{action['actionid'].removeprefix(ACTIONID)} {action['resourcetype']}" for action in actions
        )
        with self._lock:
            if not self._has_swept:
                self._has_swept = True
                self.answers.sweep()
            answer = Kept(body, self._source or self.run, self.answers.now())
            name = _name(request, self._times[request])
            self._times[request] += 1
            self._keeps = self._keeps and self.answers.keep(name, answer, what=", ".join(verbs))

    def _tell_of(self, kept: Kept) -> None:
        if self.tell is None:
            return
        age = max(0, int(self.answers.now() - kept.kept))
        self.tell(f"< an answer that was kept {age} s ago, {len(kept.body)} bytes; nothing was sent")
        if self.bodies:
            self.tell("< " + kept.body.decode("utf-8", "replace"))


def _list_secrets(actions: list[dict[str, Any]]) -> Iterator[str]:
    for action in actions:
        yield str(action["hmac"])
        if isinstance(action["parameters"], dict):
            yield str(action["parameters"].get("extendedclaim", ""))


def _name(request: str, times: int) -> str:
    """Return the name of the answer to a request, given how many times it was made before."""
    return sha256(f"{times}\n{request}".encode()).hexdigest()


def _may_be_kept(reply: Reply, actions: int) -> bool:
    """Say whether an answer is whole, refuses nothing, and is called cacheable by the API."""
    if reply.status != 200:
        return False
    try:
        answer = messages.decode_sliced(reply.body, actions)
    except NetworkError:
        return False
    return (answer.code, answer.errorcode) == (200, 0) and all(
        not result.errorcode and not result.problem and result.raw.get("cacheable") is True
        for result in answer.results
    )
