"""Signing, encoding and decoding, with values: the vendor's own vectors and what PHP prints."""

import json
from typing import Any

import pytest

from harness import SAMPLES
from oocli.errors import NetworkError
from oocli.request.actions import Action
from oocli.wire.messages import Credentials, decode, encode, sign, sign_v1
from oocli.wire.php_json import encode_php

_VECTORS = json.loads((SAMPLES / "hmac-vectors.json").read_text(encoding="utf-8"))
_PHP = json.loads((SAMPLES / "php-json.json").read_text(encoding="utf-8"))


def _action(vector: dict[str, Any]) -> Action:
    typed = vector["action"]
    return Action(
        typed["actionid"].rpartition(":")[2],
        typed["resourcetype"],
        typed["resourceid"],
        typed["identifier"],
        typed["parameters"],
    )


@pytest.mark.parametrize("vector", _VECTORS, ids=lambda vector: vector["name"])
def test_version_2_request_is_the_vendors_byte_for_byte(vector: dict[str, Any]) -> None:
    """A request signed with version 2 equals the body that the vendor's SDK sends."""
    credentials = Credentials(vector["token"], vector["secret"])
    signed = sign(_action(vector), credentials, vector["timestamp"])
    assert signed["hmac"] == vector["hmac_v2"]
    assert encode([signed], credentials.token).decode() == vector["body"]


@pytest.mark.parametrize("vector", _VECTORS, ids=lambda vector: vector["name"])
def test_version_1_signature_is_the_vendors(vector: dict[str, Any]) -> None:
    """The old signature of each vector equals the one that the vendor's code makes."""
    credentials = Credentials(vector["token"], vector["secret"])
    assert sign_v1(credentials, vector["timestamp"], _action(vector)) == vector["hmac_v1"]


def test_version_1_request_says_no_version() -> None:
    """A request of version 1 carries no hmac_version: that is how the server knows it."""
    signed = sign(Action("read", "estate"), Credentials("t", "s"), 1, hmac_version=1)
    assert "hmac_version" not in signed
    assert len(signed["hmac"]) == 32


@pytest.mark.parametrize("sample", _PHP, ids=lambda sample: sample["php"][:20])
def test_json_is_written_as_php_writes_it(sample: dict[str, str]) -> None:
    """Slashes, umlauts, emoji, floats, empty objects and lists come out as PHP 8.2 prints them."""
    if "float" in sample:
        value: Any = float(sample["float"])
    else:
        value = sample["text"] if "text" in sample else json.loads(sample["json"])
    assert encode_php(value) == sample["php"]


@pytest.mark.parametrize("text", ["\\u007f", "\\\\u007f", "a\\\x7fb", "\x7f", "C:\\neu/\x7f"])
def test_backslashes_survive(text: str) -> None:
    """What looks like an escape in the text itself is not taken for one."""
    assert json.loads(encode_php(text), strict=False) == text


def test_secret_is_not_in_the_request() -> None:
    """The secret signs, but does not travel."""
    credentials = Credentials("t" * 32, "s3cr3t" * 10)
    body = encode([sign(Action("read", "estate"), credentials, 1)], credentials.token)
    assert b"s3cr3t" not in body


def test_credentials_do_not_print_themselves() -> None:
    """Neither token nor secret stand in the representation, which tracebacks show."""
    assert repr(Credentials("token", "secret")) == "Credentials()"


def _answer(*results: dict[str, Any], code: int = 200, errorcode: int = 0, message: str = "OK") -> bytes:
    status = {"code": code, "errorcode": errorcode, "message": message}
    return json.dumps({"status": status, "response": {"results": list(results)}}).encode()


def _result(errorcode: int = 0, **data: Any) -> dict[str, Any]:
    return {"data": data, "status": {"errorcode": errorcode, "message": "OK"}}


def test_empty_php_list_becomes_an_object() -> None:
    """``elements: []`` is PHP's empty object and is read as one."""
    answer = decode(_answer(_result(records=[{"id": 7, "type": "address", "elements": []}])), 1)
    assert answer.results[0].records == ({"id": 7, "type": "address", "elements": {}},)


def test_data_may_be_a_list() -> None:
    """``data: []`` of a failed action is read as no records."""
    answer = decode(_answer({"data": [], "status": {"errorcode": 137, "message": "no"}}), 1)
    assert (answer.results[0].errorcode, answer.results[0].records, answer.results[0].total) == (
        137,
        (),
        None,
    )


def test_top_refusal_may_come_without_results() -> None:
    """A request that is refused as a whole has no results, and that is a valid answer."""
    answer = decode(_answer(code=400, errorcode=22, message="Not authenticated"), 3)
    assert (answer.code, answer.errorcode, answer.results) == (400, 22, ())


@pytest.mark.parametrize("count", [0, 1, 3])
def test_missing_or_extra_results_are_refused(count: int) -> None:
    """Results belong to actions by position; another number of them cannot be read."""
    with pytest.raises(NetworkError, match=f"{count} results for 2 actions") as caught:
        decode(_answer(*[_result()] * count), 2)
    assert caught.value.arrived is True


@pytest.mark.parametrize(
    "body",
    [b"", b"<html>Bad gateway</html>", b'{"status":', b"[]", b"null", b"{}", b"\xff\xfe", b"[" * 100_000],
    ids=["empty", "html", "cut", "list", "null", "no-status", "not-utf-8", "deep"],
)
def test_anything_else_is_a_network_error(body: bytes) -> None:
    """What is not an answer of the API never becomes a traceback."""
    with pytest.raises(NetworkError):
        decode(body, 1)


@pytest.mark.parametrize("odd", [None, [], "x", {"errorcode": "zero"}, {"errorcode": None}])
def test_result_with_an_odd_status_is_a_failure(odd: Any) -> None:
    """A result whose status cannot be read does not count as success."""
    answer = decode(_answer({"data": {}, "status": odd}), 1)
    assert answer.results[0].problem == "the status of the result cannot be read"
