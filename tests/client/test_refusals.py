"""What a refusal means for a write: refused for sure, or nobody knows."""

from collections.abc import Sequence

import pytest

from oocli.catalogue import Catalogue
from oocli.client.refusals import find_refusals
from oocli.errors import ApiError, OutcomeUnknown
from oocli.request.actions import Action
from oocli.wire.messages import decode
from oocli.wire.reply import Reply
from scripted import answer, refusal, result

_CREATE = Action("create", "address", parameters={"Name": "Weiß"})
_READ = Action("read", "estate", parameters={"data": ["Id"]})
_MADE = result({"id": 7, "type": "address", "elements": {}})


def _judge(reply: Reply, count: int = 1, effect: str = "write") -> list[str]:
    """Give what became of so many actions: their codes, ``ok`` or ``unknown``."""
    action = _READ if effect == "read" else _CREATE
    actions: Sequence[Action] = [action] * count
    found = find_refusals(decode(reply.body, count), actions, effects=[effect] * count, catalogue=Catalogue())
    return [
        "ok"
        if failure is None
        else "unknown"
        if isinstance(failure, OutcomeUnknown)
        else str(failure.details["api_errorcode"])
        for failure in found
    ]


@pytest.mark.parametrize("code", [1, 26, 27, 70, 123, 155, 176, 259, 303, 56, 211, 97, 999, 5555, -1])
def test_general_fault_leaves_a_write_open(code: int) -> None:
    """A fault that may have come after the work, of an action or of the request: nobody knows."""
    assert _judge(answer(refusal(code, "x"), errorcode=97)) == ["unknown"]
    assert _judge(answer(refusal(code, "x"), errorcode=97), effect="send") == ["unknown"]
    if code != 97:  # which needs results
        assert _judge(answer(code=500, errorcode=code), 2) == ["unknown"] * 2


@pytest.mark.parametrize("code", [4, 16, 22, 24, 78, 80, 136, 137, 141, 149, 170, 193, 254, 261, 292])
@pytest.mark.parametrize("status", [200, 400, 500])
def test_what_was_refused_before_anything_happened_is_refused(code: int, status: int) -> None:
    """Credentials, rights, calls and values are checked before anything is written."""
    assert _judge(answer(refusal(code, "x"), code=status, errorcode=97)) == [str(code)]
    assert _judge(answer(code=status, errorcode=code), 2) == [str(code)] * 2


@pytest.mark.parametrize("code", [1, 26, 70, 303, 5555])
def test_general_fault_of_a_reading_is_a_refusal(code: int) -> None:
    """A reading changes nothing, whatever became of it."""
    assert _judge(answer(refusal(code, "x"), errorcode=97), effect="read") == [str(code)]


@pytest.mark.parametrize(
    ("status", "code"), [(500, 0), (500, 97), (200, 97), (200, 1), (500, 1), (500, 141), (404, 0)]
)
def test_success_under_a_failure_is_open(status: int, code: int) -> None:
    """Results that all succeed under a failure as a whole fit nothing: of a write nobody knows."""
    assert _judge(answer(_MADE, _MADE, code=status, errorcode=code), 2) == ["unknown"] * 2


def test_success_beside_a_failure_of_another_code_is_open() -> None:
    """What the whole answer tells of is neither 97 nor the code of an action: not trusted."""
    assert _judge(answer(_MADE, refusal(141, "x"), code=500, errorcode=1), 2) == ["unknown", "141"]


@pytest.mark.parametrize(
    ("status", "code"), [(200, 97), (500, 97), (200, 0), (500, 141), (200, 141), (500, 0)]
)
def test_success_beside_a_refused_action_is_one(status: int, code: int) -> None:
    """A batch of which one action was refused says so in several ways; the others are done."""
    assert _judge(answer(_MADE, refusal(141, "x"), code=status, errorcode=code), 2) == ["ok", "141"]


def test_open_write_tells_code_cause_and_what_to_do() -> None:
    """Who may not repeat a write learns why, and where to look."""
    reply = answer(refusal(1, "Unknown error occurred"))
    found = find_refusals(decode(reply.body, 1), [_CREATE], effects=["write"], catalogue=Catalogue())[0]
    assert isinstance(found, OutcomeUnknown)
    assert found.exit_code == 10
    assert found.why == "Unknown error occurred (1). onOffice met a fault that it does not describe."
    assert found.hint == "Look before you repeat it: `oocli read address`"
    assert found.details == {"api_errorcode": 1, "action": 1}


def test_refused_write_keeps_its_exit_code() -> None:
    """A right that is missing is exit code 4, a wrong value 5."""
    for code, exit_code in ((170, 4), (254, 5)):
        reply = answer(refusal(code, "x"))
        found = find_refusals(decode(reply.body, 1), [_CREATE], effects=["write"], catalogue=Catalogue())[0]
        assert isinstance(found, ApiError)
        assert found.exit_code == exit_code
