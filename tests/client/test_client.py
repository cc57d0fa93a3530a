"""Sending: each attempt signed anew, reads tried again, writes never repeated blindly."""

from dataclasses import replace
from typing import Any

import pytest

from harness import NOW, Clock
from oocli.catalogue import Catalogue
from oocli.client import Client
from oocli.client.guard import Guard
from oocli.errors import ApiError, GuardError, NetworkError, OutcomeUnknown
from oocli.request.actions import Action
from oocli.wire.messages import Credentials, sign_v2
from oocli.wire.reply import Reply
from scripted import ScriptedTransport, answer, refusal, result

_CREDENTIALS = Credentials("t" * 32, "s" * 64)
_READ = Action("read", "estate", parameters={"data": ["Id"]})
_CREATE = Action("create", "address", parameters={"Name": "Weiß"})


def _client(transport: ScriptedTransport, clock: Clock, **settings: Any) -> Client:
    guard = settings.pop("guard", Guard(Catalogue(), tenant="acme"))
    return Client(
        transport, _CREDENTIALS, guard, now=clock.now, sleep=clock.sleep, draw=lambda: 0.5, **settings
    )


def _lost(*, arrived: bool) -> NetworkError:
    return NetworkError("The connection broke", arrived=arrived)


def test_each_action_is_signed_with_the_time_it_carries(clock: Clock) -> None:
    """The timestamp in the action is the one in its hash: the clock is read once an action."""
    transport = ScriptedTransport([answer(result(), result())])
    ticking = iter(range(int(NOW), int(NOW) + 100))
    client = replace(_client(transport, clock), now=lambda: float(next(ticking)))
    client.send([_READ, _READ])
    stamps = [action["timestamp"] for action in transport.actions]
    assert stamps == [NOW, NOW + 1]
    assert [action["hmac"] for action in transport.actions] == [
        sign_v2(_CREDENTIALS, stamp, _READ) for stamp in stamps
    ]


def test_read_is_tried_again_and_signed_anew(clock: Clock) -> None:
    """A lost read is sent again after a pause, with a fresh timestamp."""
    transport = ScriptedTransport([_lost(arrived=True), answer(result(total=0))])
    _client(transport, clock).send([_READ])
    first, second = (action["timestamp"] for action in transport.actions)
    assert len(clock.pauses) == 1
    assert second == int(first + clock.pauses[0])


def test_read_is_given_up_after_four_attempts(clock: Clock) -> None:
    """A network that stays away ends the command with the network's failure."""
    transport = ScriptedTransport([_lost(arrived=True)])
    with pytest.raises(NetworkError, match="The connection broke"):
        _client(transport, clock).send([_READ])
    assert len(transport.sent) == 4
    assert clock.pauses == sorted(clock.pauses)


def test_write_that_may_have_arrived_is_never_repeated(clock: Clock) -> None:
    """A write whose answer is lost is sent once, and its outcome is called unknown."""
    transport = ScriptedTransport([_lost(arrived=True)])
    with pytest.raises(OutcomeUnknown) as caught:
        _client(transport, clock).send([_CREATE])
    assert len(transport.sent) == 1
    assert caught.value.exit_code == 10
    assert caught.value.hint == "Look before you repeat it: `oocli read address`"


def test_write_that_never_arrived_is_sent_again(clock: Clock) -> None:
    """A write that surely never left is safe to send again."""
    transport = ScriptedTransport([_lost(arrived=False), answer(result())])
    _client(transport, clock).send([_CREATE])
    assert len(transport.sent) == 2


@pytest.mark.parametrize("body", [b"", b"<html>502</html>", b'{"status": {"co', b"[]"])
def test_write_with_an_unreadable_answer_is_unknown(clock: Clock, body: bytes) -> None:
    """An answer that cannot be read does not say that the write failed."""
    with pytest.raises(OutcomeUnknown):
        _client(ScriptedTransport([Reply(body)]), clock).send([_CREATE])


def test_server_error_after_a_write_is_unknown(clock: Clock) -> None:
    """HTTP 503 without an API answer may come after the work was done."""
    with pytest.raises(OutcomeUnknown) as caught:
        _client(ScriptedTransport([Reply(b"busy", status=503)]), clock).send([_CREATE])
    why = "The server is in trouble: HTTP status 503 with 4 bytes that are not an API answer"
    assert caught.value.why == why


@pytest.mark.parametrize("status", [200, 500])
def test_general_failure_without_results_after_a_write_is_unknown(clock: Clock, status: int) -> None:
    """An answer of the API that says no more than 500 does not say that nothing was done."""
    body = b'{"status":{"code":500,"errorcode":0,"message":"server error"},"response":{"results":[]}}'
    transport = ScriptedTransport([Reply(body, status=status)])
    with pytest.raises(OutcomeUnknown):
        _client(transport, clock).send([_CREATE])
    assert len(transport.sent) == 1


def test_refusal_becomes_a_failure_with_cause_and_cure(clock: Clock) -> None:
    """An action's own error is preferred to the top status and explained."""
    refused = answer(
        refusal(141, "Unknown field: kaufpreiss"), code=500, errorcode=97, message="Error in action"
    )
    with pytest.raises(ApiError) as caught:
        _client(ScriptedTransport([refused]), clock).call(_READ)
    assert caught.value.message == "The API refused read estate: Unknown field: kaufpreiss (141)"
    assert caught.value.exit_code == 5
    assert "kaufpreiss" in caught.value.why
    assert "oocli fields estate" in caught.value.hint


@pytest.mark.parametrize(
    ("reply", "errorcode"),
    [
        (answer(code=400, errorcode=22, message="Not authenticated"), 22),
        (answer(code=400, message="Not authenticated"), 22),
        (answer(refusal(137, "The HMAC is invalid.")), 137),
    ],
    ids=["top", "top-without-errorcode", "result"],
)
def test_refused_credentials_end_with_exit_code_4(clock: Clock, reply: Reply, errorcode: int) -> None:
    """Wrong credentials are recognised on every level of the answer."""
    with pytest.raises(ApiError) as caught:
        _client(ScriptedTransport([reply]), clock).call(_READ)
    assert (caught.value.errorcode, caught.value.exit_code) == (errorcode, 4)


def test_wrong_clock_is_measured(clock: Clock) -> None:
    """A refused timestamp says how far the clock is off, from the server's Date header."""
    refused = answer(refusal(136, "Your timestamp is too old or your server time is wrong."))
    dated = Reply(refused.body, headers={"date": "Thu, 09 Oct 2025 08:03:20 GMT"})
    with pytest.raises(ApiError) as caught:
        _client(ScriptedTransport([dated]), clock).call(_READ)
    assert "This machine's clock is 3000 seconds ahead of the server's." in caught.value.why


def test_failing_action_does_not_hide_the_others(clock: Clock) -> None:
    """In a batch each action has its own outcome, by position."""
    transport = ScriptedTransport([answer(result({"id": 1}), refusal(80, "Unknown record."), errorcode=97)])
    client = _client(transport, clock)
    failures = client.find_refusals(client.send([_READ, _CREATE]), [_READ, _CREATE])
    assert failures[0] is None
    assert isinstance(failures[1], ApiError)
    assert failures[1].errorcode == 80


def test_top_refusal_counts_although_the_result_says_ok(clock: Clock) -> None:
    """A top status that refuses is not outvoted by a result that says nothing."""
    refused = answer(result(), code=500, errorcode=1, message="Unknown error occurred")
    with pytest.raises(ApiError):
        _client(ScriptedTransport([refused]), clock).call(_READ)


def test_server_fault_in_a_read_is_tried_once_more(clock: Clock) -> None:
    """Code 70 of a read is worth one more attempt, and not a third."""
    transport = ScriptedTransport([answer(refusal(70, "Error fetching record entries"))])
    with pytest.raises(ApiError):
        _client(transport, clock).call(_READ)
    assert len(transport.sent) == 2


def test_claim_travels_with_every_action(clock: Clock) -> None:
    """The marketplace claim of the profile stands in the parameters of each action."""
    transport = ScriptedTransport([answer(result(), result())])
    _client(transport, clock, claim="c1").send([_READ, _READ])
    assert [action["parameters"]["extendedclaim"] for action in transport.actions] == ["c1", "c1"]


@pytest.mark.parametrize(
    ("action", "guard", "message"),
    [
        (_CREATE, Guard(Catalogue(), tenant="acme", read_only=True), "profile 'acme' is read-only"),
        (Action("delete", "calendar", "7"), Guard(Catalogue()), "delete calendar 7 needs to be confirmed"),
        (Action("do", "sendmail"), Guard(Catalogue()), "do sendmail needs to be confirmed"),
        (Action("do", "sendmail"), Guard(Catalogue(), ask=lambda _: False), "Not confirmed"),
        (Action("do", "newThing"), Guard(Catalogue(), read_only=True), "read-only"),
    ],
)
def test_guard_stops_before_anything_is_sent(
    clock: Clock, action: Action, guard: Guard, message: str
) -> None:
    """Read-only profiles and missing confirmations stop an action below every command."""
    transport = ScriptedTransport([answer(result())])
    with pytest.raises(GuardError, match=message) as caught:
        _client(transport, clock, guard=guard).send([action])
    assert caught.value.exit_code == 8
    assert transport.sent == []


def test_one_question_covers_a_batch(clock: Clock) -> None:
    """A batch of deletions is asked about once, with the first three named and the rest counted."""
    asked: list[str] = []

    def ask(question: str) -> bool:
        asked.append(question)
        return True

    actions = [Action("delete", "calendar", str(number)) for number in range(1, 6)]
    transport = ScriptedTransport([answer(*[result()] * 5)])
    _client(transport, clock, guard=Guard(Catalogue(), tenant="acme", ask=ask)).send(actions)
    assert asked == ["Really delete calendar 1, delete calendar 2, delete calendar 3 and 2 more, as 'acme'?"]
