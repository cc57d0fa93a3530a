"""Send actions and give back results: one request, tried again where that is safe.

Owns the loop of attempts, and what a failed exchange means to the caller. Leaves bytes to ``wire``, waiting
times to ``retry``, permission to ``guard``, and the one HTTP attempt to the transport it is given.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from random import random
from typing import Any, Protocol

from oocli.client import refusals, retry
from oocli.client.guard import Guard
from oocli.client.server_clock import ClockOffset
from oocli.errors import NetworkError, OocliError, OutcomeUnknown
from oocli.request.actions import Action
from oocli.text.redact import mask_echo
from oocli.wire import messages
from oocli.wire.php_json import check_sendable
from oocli.wire.reply import Reply

_HMAC = re.compile(b"hmac")  # a pattern searches a long text in half the time of ``in``


class Decoder(Protocol):
    """Reads the body of an answer: ``decode``, ``decode_sliced`` or ``peek`` of ``wire``."""

    def __call__(self, body: bytes, actions: int, *, identifiers: Sequence[str] = ()) -> messages.Answer:
        """Return the answer to actions with these identifiers.

        Raises:
            NetworkError: it is none that can be used.
        """


class Transport(Protocol):
    """Carries one request to an onOffice and brings back its answer: HTTP, the sandbox, a script."""

    def post(self, body: bytes) -> Reply:
        """Send one request body and give the reply.

        Raises:
            NetworkError: there is no reply; it says whether the request may have arrived.
        """


@dataclass(frozen=True, eq=False, repr=False)
class Client:
    """One profile's connection to the API; several threads may send through it at once.

    Attributes:
        transport: carries request bodies; used from several threads at once if it allows that.
        credentials: token and secret that sign.
        guard: says whether actions may be sent at all.
        now: Unix time in seconds; read once per action and attempt.
        sleep: waits for a number of seconds.
        hmac_version: 2, or 1 for the old signature.
        claim: ``extendedclaim`` for every action; may be empty.
        attempts: how often a request is sent at most, the first time included.
        draw: random number from 0 to 1, for the pauses between attempts.
        decode: reads answers; ``wire.decode_sliced`` if records are handed on as they come.
        while_writing: gives a block around each request that writes, from its bytes to those of its answer.
        follows_server_clock: whether to sign with the server's time after it refused ours.
        offset: what is known about this machine's clock.
    """

    transport: Transport
    credentials: messages.Credentials
    guard: Guard
    now: Callable[[], float]
    sleep: Callable[[float], None]
    hmac_version: int = 2
    claim: str = ""
    attempts: int = retry.ATTEMPTS
    draw: Callable[[], float] = random
    decode: Decoder = messages.decode
    while_writing: Callable[[], AbstractContextManager[None]] = nullcontext
    follows_server_clock: bool = False
    offset: ClockOffset = field(default_factory=ClockOffset)

    def send(self, actions: Sequence[Action], *, decode: Decoder | None = None) -> messages.Answer:
        """Send a batch of actions in one request and give the answer, refused or not.

        A result in it may be unreadable after every attempt; ``find_refusals`` reports it.

        ``decode`` replaces the client's own; ``wire.peek`` leaves most of the reading for later.

        Raises:
            UsageError: an action holds what cannot be sent as JSON; nothing was sent.
            GuardError: the guard refuses the actions; nothing was sent.
            NetworkError: no usable answer after every attempt that was safe to make.
            OutcomeUnknown: a write was sent and its answer was lost.
        """
        for action in actions:
            check_sendable(action)
        self.guard.check(actions)
        claimed = [action.with_claim(self.claim) for action in actions]
        effects = {self.guard.effect_of(action) for action in claimed}
        effect = "read" if effects <= {"read"} else "write"
        attempt = 1
        while True:
            offset = self.offset.seconds
            signed = self._sign(claimed, offset)
            try:
                body = messages.encode(signed, self.credentials.token)
                with nullcontext() if effect == "read" else self.while_writing():
                    reply = self.transport.post(body)
                answer = self._read(reply, signed, decode or self.decode)
            except NetworkError as error:
                wait = retry.seconds_to_wait(error, attempt, effect, attempts=self.attempts, draw=self.draw)
                if wait is None:
                    raise _conclude(error, effect, claimed) from error
            else:
                if self._learns_offset(answer, reply, offset):
                    reply.discard()
                    continue
                wait = self._seconds_before_asking_again(answer, attempt, effect)
                if wait is None:
                    date = reply.headers.get("date", "")
                    return answer._replace(server_date=date, attempts=attempt, lifted=reply.lifted)
                reply.discard()
            self.sleep(wait)
            attempt += 1

    def call(self, action: Action) -> messages.Result:
        """Send one action and give its result.

        Raises:
            ApiError: the API refused it.
            NetworkError, OutcomeUnknown: its result cannot be read; and everything that ``send`` raises.
        """
        answer = self.send([action])
        result = self.find_results(answer, [action])[0]
        if isinstance(result, OocliError):
            raise result
        return result

    def find_results(
        self, answer: messages.Answer, actions: Sequence[Action]
    ) -> list[messages.Result | OocliError]:
        """Return for each action its result, or the failure that its answer means."""
        found = self.find_refusals(answer, actions)
        return [refusal or answer.results[index] for index, refusal in enumerate(found)]

    def find_refusals(self, answer: messages.Answer, actions: Sequence[Action]) -> list[OocliError | None]:
        """Return for each action the failure that its answer means, or None where it succeeded.

        A result that cannot be read is a failure too; it is an ``OutcomeUnknown`` if a write may have
        happened all the same.
        """
        refused = refusals.find_refusals(
            answer,
            actions,
            effects=[self.guard.effect_of(action) for action in actions],
            catalogue=self.guard.catalogue,
            server_date=answer.server_date,
            now=self.now(),
        )
        if not any(result.problem for result in answer.results):
            return refused
        return [
            self._conclude_damage(result.problem, action)
            if result.problem and not (answer.is_refused and refusal)
            else refusal
            for result, action, refusal in zip(answer.results, actions, refused, strict=True)
        ]

    def _conclude_damage(self, problem: str, action: Action) -> OocliError:
        effect = "read" if self.guard.effect_of(action) == "read" else "write"
        return _conclude(refusals.build_damage(problem), effect, [action])

    def _sign(self, actions: Sequence[Action], offset: int) -> list[dict[str, Any]]:
        """Sign for one attempt: each has new signatures, and the clock is read once for each action."""
        return [
            messages.sign(action, self.credentials, int(self.now()) - offset, hmac_version=self.hmac_version)
            for action in actions
        ]

    def _read(self, reply: Reply, signed: Sequence[Mapping[str, Any]], decode: Decoder) -> messages.Answer:
        """Read a reply, and remove secrets that it repeats.

        Raises:
            NetworkError: it is none that can be used.
        """
        failure = retry.reply_failure(reply)
        if failure is not None:
            raise failure
        identifiers = [str(action["identifier"]) for action in signed]
        try:
            return decode(self._hide_secrets(reply.body, signed), len(signed), identifiers=identifiers)
        except NetworkError:
            reply.discard()
            raise

    def _hide_secrets(self, body: bytes, signed: Sequence[Mapping[str, Any]]) -> bytes:
        """Remove from an answer what it repeats of token, secret, claim and signatures."""
        signatures = [str(action["hmac"]) for action in signed] if _HMAC.search(body) else []
        return mask_echo(body, (self.credentials.token, self.credentials.secret, self.claim, *signatures))

    def _learns_offset(self, answer: messages.Answer, reply: Reply, used: int) -> bool:
        """Take over the server's clock if it refused every signed time; say whether to go on.

        A refused signature means that nothing was carried out, so this holds for writes too.
        ``used`` is the offset that was signed with; an offset that was learnt before did not help.
        """
        if not self.follows_server_clock or used or not _refuses_every_time(answer):
            return False
        return self.offset.learn(reply.headers.get("date", ""), self.now())

    def _seconds_before_asking_again(
        self, answer: messages.Answer, attempt: int, effect: str
    ) -> float | None:
        problem = next((result.problem for result in answer.results if result.problem), "")
        if problem and not answer.is_refused:
            damage = refusals.build_damage(problem)
            return retry.seconds_to_wait(damage, attempt, effect, attempts=self.attempts, draw=self.draw)
        codes = {result.errorcode for result in answer.results} | {answer.errorcode}
        return retry.seconds_to_wait_after_codes(codes - {0, 97}, attempt, effect, draw=self.draw)


def _refuses_every_time(answer: messages.Answer) -> bool:
    codes = {result.errorcode for result in answer.results} or {answer.errorcode}
    return codes == {refusals.TIMESTAMP_REFUSED}


def _conclude(error: NetworkError, effect: str, actions: Sequence[Action]) -> NetworkError | OutcomeUnknown:
    """Say what a final network failure means: the outcome of a write that may have arrived is unknown."""
    if effect == "read" or not error.arrived:
        return error
    what = f"{actions[0].name}" if len(actions) == 1 else f"{len(actions)} actions"
    return OutcomeUnknown(
        f"{what} was sent, but its answer was lost: it may or may not have happened",
        why=": ".join(filter(None, (error.message, error.why))),
        hint=f"Look before you repeat it: `oocli read {actions[0].resourcetype}`",
        details=error.details,
    )
