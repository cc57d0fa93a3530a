"""When oocli tries again, and what it takes for an answer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oocli.client.retry import read_retry_after, reply_failure, seconds_to_wait, seconds_to_wait_after_codes
from oocli.errors import NetworkError
from oocli.wire.reply import Reply

API_ANSWER = b'{"status":{"code":400,"errorcode":22,"message":"Not authenticated"},"response":{"results":[]}}'
SUNDAY = "Sun, 06 Nov 1994 08:49:37 GMT"


def longest() -> float:
    """Stand in for a random number, at its largest."""
    return 1.0


def failure(
    *, arrived: bool = True, retry_after: float | None = None, retryable: bool = True
) -> NetworkError:
    """Make a failure of the network."""
    return NetworkError("no answer", arrived=arrived, retry_after=retry_after, retryable=retryable)


def describe(reply: Reply) -> dict[str, object]:
    """Give all that a reply's failure says."""
    error = reply_failure(reply)
    assert error is not None
    return {
        "message": error.message,
        "why": error.why,
        "hint": error.hint,
        "arrived": error.arrived,
        "retryable": error.retryable,
        "retry_after": error.retry_after,
        "details": error.details,
    }


@pytest.mark.parametrize("arrived", [True, False])
def test_a_read_is_tried_again_whether_it_arrived_or_not(arrived: bool) -> None:
    """Reading twice does no harm."""
    assert seconds_to_wait(failure(arrived=arrived), 1, "read", draw=longest) == 0.5


@pytest.mark.parametrize("effect", ["write", "send"])
def test_a_write_that_may_have_arrived_is_never_sent_again(effect: str) -> None:
    """What may have changed something already is left to the user."""
    assert seconds_to_wait(failure(arrived=True), 1, effect, draw=longest) is None


@pytest.mark.parametrize("effect", ["write", "send"])
def test_a_write_that_surely_never_arrived_is_sent_again(effect: str) -> None:
    """A refused connection has changed nothing."""
    assert seconds_to_wait(failure(arrived=False), 1, effect, draw=longest) == 0.5


def test_pauses_double_up_to_a_limit() -> None:
    """The longest possible pauses grow from half a second to 20 seconds."""
    pauses = [seconds_to_wait(failure(), n, "read", draw=longest, attempts=99) for n in range(1, 9)]
    assert pauses == [0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 20.0, 20.0]


def test_a_pause_is_any_part_of_its_limit() -> None:
    """The random number is taken of the whole pause, so that clients spread out."""
    assert seconds_to_wait(failure(), 3, "read", draw=lambda: 0.25) == 0.5


def test_the_last_attempt_is_the_last() -> None:
    """After as many attempts as allowed, no further one is made."""
    waits = [seconds_to_wait(failure(), n, "read", draw=longest, attempts=3) for n in (1, 2, 3)]
    assert waits == [0.5, 1.0, None]


def test_what_is_bound_to_fail_again_is_not_tried_again() -> None:
    """An untrusted certificate does not become trusted by waiting."""
    assert seconds_to_wait(failure(retryable=False), 1, "read", draw=longest) is None


def test_the_wait_a_server_asks_for_is_kept_and_more() -> None:
    """The random pause comes on top, so that not all clients come back at the same moment."""
    assert seconds_to_wait(failure(retry_after=7), 1, "read", draw=longest) == 7.5


def test_a_server_that_asks_for_too_long_a_wait_ends_the_attempts() -> None:
    """Waiting less than asked would be rude, waiting an hour in silence no better."""
    assert seconds_to_wait(failure(retry_after=3600), 1, "read", draw=longest) is None


@pytest.mark.parametrize("code", [1, 26, 27, 70, 303])
def test_codes_of_a_server_fault_are_worth_one_more_read(code: int) -> None:
    """A read with one of these codes is repeated once and not twice."""
    waits = [seconds_to_wait_after_codes({code, 141}, n, "read", draw=longest) for n in (1, 2)]
    assert waits == [0.5, None]


def test_other_codes_are_not_worth_a_repetition() -> None:
    """A wrong field stays wrong."""
    assert seconds_to_wait_after_codes({141}, 1, "read", draw=longest) is None


def test_no_code_makes_a_write_be_repeated() -> None:
    """An unknown error may come after the work was done."""
    assert seconds_to_wait_after_codes({1}, 1, "write", draw=longest) is None


@pytest.mark.parametrize("status", [200, 400, 500])
def test_an_answer_of_the_api_is_none_of_this_whatever_its_status(status: int) -> None:
    """The API's own errors are read by whoever decodes them."""
    assert reply_failure(Reply(API_ANSWER, status=status)) is None


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"\xff\xfe"])
def test_a_damaged_body_with_status_200_is_left_to_the_decoder(body: bytes) -> None:
    """The decoder says exactly what is wrong with it."""
    assert reply_failure(Reply(body)) is None


def test_a_web_page_with_status_200_is_not_an_answer() -> None:
    """A login page of the network is named as what it is."""
    assert describe(Reply(b"\r\n <!DOCTYPE html><p>Welcome")) == {
        "message": "A web page came instead of an API answer",
        "why": "HTTP status 200 with a web page",
        "hint": "Check the address and any proxy: `oocli profile show`",
        "arrived": True,
        "retryable": True,
        "retry_after": None,
        "details": {"http_status": 200},
    }


def test_too_many_requests_never_arrived() -> None:
    """429 is the one answer after which even a write may be sent again, once the wait is over."""
    assert describe(Reply(API_ANSWER, status=429, headers={"retry-after": "30"})) == {
        "message": "The server asks for fewer requests",
        "why": "HTTP status 429; it asks to wait 30 s",
        "hint": "Run it again later, with fewer requests at once: `--jobs 1`",
        "arrived": False,
        "retryable": True,
        "retry_after": 30.0,
        "details": {"http_status": 429},
    }


def test_a_server_in_trouble_may_have_done_the_work() -> None:
    """503 as a web page is temporary, but says nothing about what was carried out."""
    assert describe(Reply(b"<html>down", status=503, headers={"retry-after": "5"})) == {
        "message": "The server is in trouble",
        "why": "HTTP status 503 with a web page; it asks to wait 5 s",
        "hint": "Run it again later; https://status.onoffice.de/ shows outages",
        "arrived": True,
        "retryable": True,
        "retry_after": 5.0,
        "details": {"http_status": 503},
    }


def test_a_wrong_address_is_not_tried_again() -> None:
    """404 without an API answer is a matter of the address."""
    assert describe(Reply(b"not found", status=404)) == {
        "message": "There is no API at this address",
        "why": "HTTP status 404 with 9 bytes that are not an API answer",
        "hint": "Check the address: `oocli profile show`",
        "arrived": True,
        "retryable": False,
        "retry_after": None,
        "details": {"http_status": 404},
    }


def test_json_of_a_gateway_is_not_an_api_answer() -> None:
    """Only an object with the API's status object is the API's."""
    assert describe(Reply(b'{"status": "down"}', status=502))["message"] == "The server is in trouble"


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"retry-after": "120"}, 120.0),
        ({"retry-after": " 3 "}, 3.0),
        ({"retry-after": "-3"}, None),
        ({"retry-after": "1.5"}, None),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "Sun, 06 Nov 1994 08:50:37 GMT", "date": SUNDAY}, 60.0),
        ({"retry-after": "Sun, 06 Nov 1994 08:00:00 GMT", "date": SUNDAY}, 0.0),
        ({"retry-after": "Sun, 06 Nov 1994 08:50:37 GMT"}, None),
        ({"retry-after": "Sun, 06 Nov 1994 08:50:37 -0000", "date": SUNDAY}, None),
    ],
)
def test_retry_after_is_seconds_or_a_date_by_the_servers_clock(
    headers: dict[str, str], seconds: float | None
) -> None:
    """Both forms are read; anything else counts as absent."""
    assert read_retry_after(headers) == seconds


@given(st.text(max_size=40), st.text(max_size=40))
def test_no_header_text_breaks_the_reading_of_retry_after(value: str, date: str) -> None:
    """Whatever a server writes there, a number of seconds or nothing comes out."""
    seconds = read_retry_after({"retry-after": value, "date": date})
    assert seconds is None or seconds >= 0


@given(st.binary(max_size=60), st.integers(100, 599))
def test_no_body_breaks_the_look_at_a_reply(body: bytes, status: int) -> None:
    """Every reply is a failure of the network or is left to the decoder."""
    error = reply_failure(Reply(body, status=status))
    assert error is None or isinstance(error, NetworkError)
