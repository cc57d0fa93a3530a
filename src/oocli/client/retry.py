"""When to try again: a failure, the attempt and the effect of the call give seconds to wait, or a stop.

Pure: no clock, no randomness of its own, no sleeping. Owns what may be repeated, how long the pauses are, and
what a reply is that no API wrote. Leaves the loop and the signing of every attempt to the client.

The rule that must not be bent: what changes something is sent again only if it certainly never arrived. A
doubled mail or record costs more than a command that stops.
"""

import json
from collections.abc import Callable, Collection, Mapping

from oocli.errors import NetworkError
from oocli.wire.reply import Reply

ATTEMPTS = 4
"""How often a request is sent at most, unless said otherwise."""

FIRST_PAUSE = 0.5
"""Seconds: upper limit of the first pause; it doubles for each further one."""

LONGEST_PAUSE = 20.0
"""Seconds: no pause that we choose ourselves is longer."""

LONGEST_WAIT = 120.0
"""Seconds: a server that asks for a longer wait than this ends the command instead."""

TRANSIENT_CODES = frozenset({1, 26, 27, 70, 303})
"""API error codes that report a fault of the server; a read is worth one more try."""

_REPEATABLE = {
    # effect of the call: may it be sent again when it (never arrived, may have arrived)?
    "read": {False: True, True: True},
    "write": {False: True, True: False},
    "send": {False: True, True: False},
}

_TEMPORARY_STATUSES = frozenset({408, 425, 429})

_STATUS_TEXTS = {
    # HTTP status: (what is wrong, what to do)
    401: ("A login page stands in front of the API", "Check the address and any proxy: `oocli profile show`"),
    403: (
        "Access is refused before the API is reached",
        "Check the address and any proxy: `oocli profile show`",
    ),
    404: ("There is no API at this address", "Check the address: `oocli profile show`"),
    405: ("This address does not accept API requests", "Check the address: `oocli profile show`"),
    407: ("The proxy asks for a login", "Check HTTPS_PROXY and NO_PROXY in the environment"),
    413: (
        "The request is too large for the server",
        "Send less in one request: `--batch 1`, for files a smaller `--block-size`",
    ),
    429: (
        "The server asks for fewer requests",
        "Run it again later, with fewer requests at once: `--jobs 1`",
    ),
}

_SERVER_TROUBLE = (
    "The server is in trouble",
    "Run it again later; https://status.onoffice.de/ shows outages",
)
_NO_API_ANSWER = ("The server gave no API answer", "Check the address: `oocli profile show`")
_WEB_PAGE = (
    "A web page came instead of an API answer",
    "Check the address and any proxy: `oocli profile show`",
)


def seconds_to_wait(
    error: NetworkError, attempt: int, effect: str, *, draw: Callable[[], float], attempts: int = ATTEMPTS
) -> float | None:
    """Return the seconds to wait before the next attempt, or None to stop.

    ``attempt`` counts from 1 and is the one that failed; ``effect`` is the catalogue's
    ``read``, ``write`` or ``send``; ``attempts`` is how many there are at most. The pauses
    grow and are random from zero up ("full jitter": many clients that were interrupted together do not come
    back together); ``draw`` gives a number from 0 to 1. A wait that the server asked for is kept to the full,
    or, above ``LONGEST_WAIT``, ends the attempts.
    """
    if attempt >= attempts or not error.retryable or not _REPEATABLE[effect][error.arrived]:
        return None
    asked = error.retry_after or 0.0
    if asked > LONGEST_WAIT:
        return None
    return asked + _draw_pause(attempt, draw)


def seconds_to_wait_after_codes(
    codes: Collection[int], attempt: int, effect: str, *, draw: Callable[[], float]
) -> float | None:
    """Return the seconds to wait before asking again because of the API's error codes, or None to stop.

    Only a read, only once, and only for ``TRANSIENT_CODES``: no code of the API says "try
    again", and most of those that name the server stand for work that may have been done.
    """
    if effect != "read" or attempt > 1 or TRANSIENT_CODES.isdisjoint(codes):
        return None
    return _draw_pause(attempt, draw)


def reply_failure(reply: Reply) -> NetworkError | None:
    """Return the failure that a reply from something other than the API means, or None.

    It is also None if the API itself answers, whatever the HTTP status, and if a body with status 200 may be
    JSON, whose faults the decoder reports. Only 429 says ``arrived=False``: it comes from a counter in front
    of the API, before anything is carried out.
    """
    if 200 <= reply.status < 300:
        return _describe(_WEB_PAGE, reply) if _is_web_page(reply.body) else None
    if reply.status != 429 and _is_api_answer(reply.body):
        return None
    return describe_status(reply)


def describe_status(reply: Reply) -> NetworkError:
    """Return the failure that an HTTP status means which is none of success."""
    default = _SERVER_TROUBLE if reply.status >= 500 else _NO_API_ANSWER
    return _describe(_STATUS_TEXTS.get(reply.status, default), reply)


def read_retry_after(headers: Mapping[str, str]) -> float | None:
    """Return the seconds that a ``Retry-After`` header asks to wait, or None if it has no usable value.

    It holds seconds or a date (RFC 9110, section 10.2.3). A date is counted from the
    server's own ``Date`` header, so that a wrong clock here does not matter.
    """
    value = headers.get("retry-after", "").strip()
    if value.isascii() and value.isdigit():
        return float(value)
    return _seconds_between(headers.get("date", ""), value) if value else None


def _draw_pause(attempt: int, draw: Callable[[], float]) -> float:
    longest = FIRST_PAUSE * 2.0 ** min(attempt - 1, 10)
    return draw() * min(longest, LONGEST_PAUSE)


def _seconds_between(start: str, end: str) -> float | None:
    # Imported here: it costs milliseconds, and hardly any server sends a date.
    from email.utils import parsedate_to_datetime

    try:
        seconds = (parsedate_to_datetime(end) - parsedate_to_datetime(start)).total_seconds()
    except (ValueError, TypeError, IndexError, OverflowError):  # no date, or one without a zone
        return None
    return max(seconds, 0.0)


def _is_web_page(body: bytes) -> bool:
    return body[:100].lstrip().startswith(b"<")


def _is_api_answer(body: bytes) -> bool:
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        return False
    return isinstance(answer, dict) and isinstance(answer.get("status"), dict)


def _describe(texts: tuple[str, str], reply: Reply) -> NetworkError:
    what, hint = texts
    temporary = reply.status in _TEMPORARY_STATUSES or not 300 <= reply.status < 500
    retry_after = read_retry_after(reply.headers)
    wait = "" if retry_after is None else f"; it asks to wait {retry_after:.0f} s"
    return NetworkError(
        what,
        arrived=reply.status != 429,
        retry_after=retry_after,
        retryable=temporary,
        why=f"HTTP status {reply.status}{_describe_body(reply.body)}{wait}",
        hint=hint,
        details={"http_status": reply.status},
    )


def _describe_body(body: bytes) -> str:
    if _is_api_answer(body):
        return ""
    return " with a web page" if _is_web_page(body) else f" with {len(body)} bytes that are not an API answer"
