"""The front door: request, token, elements, clock, signature, call; one answer per action."""

import json
from typing import Any

import pytest

from office import CREDENTIALS, NOW, Office
from oocli.request.actions import Action
from oocli.sandbox import SECRET, TOKEN
from oocli.wire.messages import sign

_NO_UTF8 = {
    "code": 500,
    "errorcode": 7,
    "message": "Malformed UTF-8 characters, possibly incorrectly encoded",
}
READ = Action("read", "estate", "", "mine", {"data": ["Id"], "listlimit": 1})


def _signed(action: Action = READ, *, at: float = NOW, version: int = 2, **changes: Any) -> dict[str, Any]:
    return {**sign(action, CREDENTIALS, int(at), hmac_version=version), **changes}


def _without(name: str) -> dict[str, Any]:
    return {key: value for key, value in _signed().items() if key != name}


def test_credentials_have_the_lengths_of_real_ones() -> None:
    """The token has 32 characters and the secret 64."""
    assert (len(TOKEN), len(SECRET)) == (32, 64)


def test_answer_is_what_the_api_writes(office: Office) -> None:
    """A read is answered with the documented envelope, key by key."""
    assert office.post([_signed()]) == {
        "status": {"code": 200, "errorcode": 0, "message": "OK"},
        "response": {
            "results": [
                {
                    "actionid": "urn:onoffice-de-ns:smart:2.5:smartml:action:read",
                    "resourceid": "",
                    "resourcetype": "estate",
                    "cacheable": True,
                    "identifier": "mine",
                    "data": {
                        "meta": {"cntabsolute": 300},
                        "records": [{"id": 11, "type": "estate", "elements": {"Id": "11"}}],
                    },
                    "status": {"errorcode": 0, "message": "OK"},
                }
            ]
        },
    }


def test_answer_is_printed_as_php_prints(fresh: Office) -> None:
    r"""Bytes are compact, with ``\/`` and ``\uxxxx``."""
    fresh("modify", "estate", {"data": {"objekttitel": "Ü/1 😀"}}, "11")
    action = sign(Action("read", "estate", "11", "", {"data": ["objekttitel"]}), CREDENTIALS, int(NOW))
    body = json.dumps({"token": TOKEN, "request": {"actions": [action]}}).encode()
    reply = fresh.sandbox.post(body)
    assert b'"elements":{"objekttitel":"\\u00dc\\/1 \\ud83d\\ude00"}' in reply.body
    assert reply.headers == {
        "content-type": "application/json; charset=utf-8",
        "date": "Wed, 18 Nov 2026 11:06:40 GMT",
    }


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b" ", {"code": 500, "errorcode": 9, "message": "Empty request"}),
        (
            b"[" * 100_000,
            {"code": 500, "errorcode": 3, "message": "The maximum stack depth has been exceeded"},
        ),
        (b'{"token": "\xff"}', _NO_UTF8),
        (b'{"token": "\\ud83d"}', _NO_UTF8),
        (b"token=1", {"code": 500, "errorcode": 4, "message": "Invalid or malformed JSON"}),
        (b"[]", {"code": 400, "errorcode": 13, "message": "Missing or invalid element: token"}),
        (b'{"token":"x"}', {"code": 500, "errorcode": 14, "message": "Missing or invalid element: request"}),
        (
            b'{"token":"x","request":{"actions":{}}}',
            {"code": 500, "errorcode": 15, "message": "Missing or invalid element: actions"},
        ),
        (
            b'{"token":"x","request":{"actions":[{}]}}',
            {"code": 400, "errorcode": 22, "message": "Not authenticated"},
        ),
    ],
)
def test_refused_requests_have_no_results(office: Office, body: bytes, status: dict[str, Any]) -> None:
    """A request that cannot be read, or with a strange token, is refused as a whole."""
    answer = json.loads(office.sandbox.post(body).body)
    assert answer == {"status": status, "response": {"results": []}}


@pytest.mark.parametrize(
    ("action", "errorcode"),
    [
        (_without("actionid"), 16),
        (_without("resourceid"), 18),
        (_without("resourcetype"), 19),
        (_without("parameters"), 20),
        (_signed(actionid=""), 17),
        (_signed(resourcetype=""), 19),
        (_signed(resourceid=[]), 18),
        (_signed(parameters="data"), 20),
        (_without("timestamp"), 136),
        (_without("hmac"), 137),
        (_signed(hmac="nonsense"), 137),
        (_signed(resourcetype="address"), 137),
        (_signed(at=NOW - 121), 136),
        (_signed(at=NOW + 121), 136),
        (_signed(Action("fetch", "estate")), 23),
        (_signed(Action("read", "Estate")), 25),
        (_signed(Action("delete", "estate", "11")), 25),
        (_signed(Action("get", "file", "11")), 24),
        (_signed(Action("read", "estate", "", "", {"": 1})), 21),
    ],
)
def test_actions_are_checked(office: Office, action: dict[str, Any], errorcode: int) -> None:
    """What is wrong with an action is told by the documented number."""
    assert office.post([action])["response"]["results"][0]["status"]["errorcode"] == errorcode


@pytest.mark.parametrize("at", [NOW - 120, NOW + 120])
def test_clock_may_be_off_by_two_minutes(office: Office, at: float) -> None:
    """Exactly 120 seconds are still accepted, either way."""
    assert office.post([_signed(at=at)])["status"]["errorcode"] == 0


@pytest.mark.parametrize("version", [1, 2])
def test_both_signatures_are_accepted(office: Office, version: int) -> None:
    """Version 1 counts where no version is named, with slashes, umlauts and floats as PHP writes them."""
    parameters = {
        "filter": {"lage": [{"op": "like", "val": "%Ü/ß%"}], "kaufpreis": [{"op": ">", "val": 1.5}]}
    }
    action = Action("read", "estate", "", "", parameters)
    assert office.post([_signed(action, version=version)])["status"]["errorcode"] == 0


def test_version_and_timestamp_may_be_text(office: Office) -> None:
    """Clients that send digits as text are understood."""
    signed = _signed(hmac_version="2", timestamp=str(int(NOW)))
    assert office.post([signed])["status"]["errorcode"] == 0


def test_failing_action_does_not_stop_the_others(office: Office) -> None:
    """Each action has its own result in its place; the top level says 97."""
    bad = _signed(Action("read", "estate", "", "bad", {"data": ["keller"]}))
    answer = office.post([_signed(), bad, _signed()])
    assert answer["status"] == {"code": 200, "errorcode": 97, "message": "Error in action"}
    statuses = [result["status"] for result in answer["response"]["results"]]
    assert statuses == [
        {"errorcode": 0, "message": "OK"},
        {"errorcode": 141, "message": "Unknown field: keller"},
        {"errorcode": 0, "message": "OK"},
    ]


def test_null_is_echoed_as_empty_text(office: Office) -> None:
    """Null as resourceid and identifier comes back as PHP's empty text."""
    action = {**_signed(Action("read", "estate", None, "", {})), "identifier": None}
    result = office.post([action])["response"]["results"][0]
    assert (result["resourceid"], result["identifier"], result["status"]["errorcode"]) == ("", "", 0)


def test_parameters_may_be_an_empty_list(office: Office) -> None:
    """PHP sends ``[]`` for no parameters."""
    assert office.post([_signed(Action("get", "users"), parameters=[])])["status"]["errorcode"] == 0


def test_missing_required_parameters_are_named(office: Office) -> None:
    """Error 167 names what the documentation surely requires."""
    assert office.error("get", "idsfromrelation", {}) == (167, 'Missing parameter "relationtype"')


def test_modify_needs_the_record_number(office: Office) -> None:
    """The number belongs into resourceid; without it the call is refused."""
    assert office.error("modify", "estate", {"data": {}})[0] == 18
