"""The wire format: sign actions, turn them into bytes, turn the answer's bytes into results.

Pure: no clock, no network, no settings. Source of the rules: apidoc.onoffice.de, page
"Structure of an action", and the JSON the vendor's PHP SDK sends. Every body is written
as PHP's ``json_encode`` writes it, because version 1 of the signature is a hash over
exactly these bytes, and one encoder leaves no room for a difference.
"""

import base64
import hashlib
import hmac
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from types import MappingProxyType
from typing import IO, Any, NamedTuple

from oocli.errors import NetworkError
from oocli.request.actions import Action
from oocli.text.lazy_pattern import lazy_pattern
from oocli.wire.decoding import decode_json
from oocli.wire.php_json import encode_php
from oocli.wire.result_matching import find_own, find_places
from oocli.wire.result_parts import read_number, read_parts
from oocli.wire.slices import read_slices


class Credentials(NamedTuple):
    """The pair that signs requests; neither value is ever shown.

    Attributes:
        token: 32 characters, names the API user.
        secret: 64 characters, used as text, never leaves this side.
    """

    token: str
    secret: str

    def __repr__(self) -> str:
        return "Credentials()"


class Result(NamedTuple):
    """The answer to one action.

    Attributes:
        errorcode: 0 when the action succeeded, else the API's number.
        message: the API's text to it.
        records: ``{"id", "type", "elements"}`` each, as they came but for an empty PHP list
            as ``elements``, which is ``{}`` here.
        total: ``cntabsolute``: hits before paging, or None where the call counts none.
        raw: the result as the API sent it (``actionid``, ``data``, ``status`` ...).
        problem: why nobody knows what it says, although it reports no failure; else empty.
    """

    errorcode: int
    message: str
    records: tuple[dict[str, Any], ...]
    total: int | None
    raw: Mapping[str, Any]
    problem: str = ""


class Answer(NamedTuple):
    """The answer to one request, every level of it.

    Attributes:
        code: ``status.code``: 200, 400 (not authenticated) or 500 (server error).
        errorcode: ``status.errorcode``: 0, 97 (look into the results) or the refusal's number.
        message: the API's text to it.
        results: one per action, in the order of the actions; may be empty when refused.
        body: the bytes it was read from.
        server_date: the ``Date`` header that came with it; shows how far the clock is off.
        attempts: how often the request was sent until it came.
        lifted: names that stand in it to files with the long texts that stood there.
    """

    code: int
    errorcode: int
    message: str
    results: tuple[Result, ...]
    body: bytes = b""
    server_date: str = ""
    attempts: int = 1
    lifted: Mapping[str, IO[bytes]] = MappingProxyType({})

    @property
    def is_refused(self) -> bool:
        """Whether the request was refused as a whole, so that nothing of it was carried out.

        A general failure (500) without a code of its own may have come after the work was done.
        """
        return self.errorcode not in (0, 97) or self.code not in (200, 500)


def sign_v2(credentials: Credentials, timestamp: int, action: Action) -> str:
    """Return the version 2 signature of an action.

    Base64 (with padding) of HMAC-SHA256, keyed with the secret as UTF-8 text, over
    timestamp (whole Unix seconds), token, resourcetype and actionid, joined without a
    separator. Parameters are not covered. Source: apidoc.onoffice.de, "HMAC", version 2.
    """
    message = f"{timestamp}{credentials.token}{action.resourcetype}{action.actionid}"
    digest = hmac.new(credentials.secret.encode(), message.encode(), hashlib.sha256).digest()
    return base64.b64encode(digest).decode("ascii")


def sign_v1(credentials: Credentials, timestamp: int, action: Action) -> str:
    """Return the version 1 signature of an action: 32 lower-case hexadecimal characters.

    md5 over the secret and the md5 over the parameters as PHP encodes them (first level
    sorted by key) and token, actionid, identifier, resourceid, secret, timestamp and
    resourcetype, joined by commas. Source: the vendor's PHP SDK, release 0.2.0.
    """
    fields = (
        encode_php(_sort_parameters(action.parameters)),
        credentials.token,
        action.actionid,
        action.identifier,
        "" if action.resourceid is None else str(action.resourceid),
        credentials.secret,
        str(timestamp),
        action.resourcetype,
    )
    inner = _md5(",".join(fields))
    return _md5(credentials.secret + inner)


def sign(
    action: Action, credentials: Credentials, timestamp: int, *, hmac_version: int = 2
) -> dict[str, Any]:
    """Return the action as it stands in a request, signed, with the keys in the SDK's order.

    ``timestamp`` is in whole Unix seconds; the server accepts it within 120 s of its own.
    """
    signed: dict[str, Any] = {
        "actionid": action.actionid,
        "identifier": action.identifier,
        "parameters": _sort_parameters(action.parameters),
        "resourceid": action.resourceid,
        "resourcetype": action.resourcetype,
        "timestamp": timestamp,
    }
    if hmac_version == 1:
        return {**signed, "hmac": sign_v1(credentials, timestamp, action)}
    return {**signed, "hmac_version": 2, "hmac": sign_v2(credentials, timestamp, action)}


def encode(signed_actions: Sequence[Mapping[str, Any]], token: str) -> bytes:
    """Return the body of one request (a batch) that carries signed actions in their order."""
    body = {"token": token, "request": {"actions": list(signed_actions)}}
    return encode_php(body).encode("ascii")


def decode(
    body: bytes,
    actions: int,
    *,
    identifiers: Sequence[str] = (),
    read: Callable[[bytes], Any] = decode_json,
) -> Answer:
    """Read the answer to a request of so many actions.

    Results belong to actions by position, or by the actions' ``identifiers`` where each has one
    of its own and they came back; an action without a result has one then that says so.
    ``read`` gives the value of its JSON; ``slices.read_slices`` leaves the records as they are.

    Raises:
        NetworkError: the body is not a JSON answer of the API, or the number of results
            differs from the number of actions although the request was accepted. It says
            ``arrived=True``: what was asked for may have happened.
    """
    try:
        answer = read(body)
    except (ValueError, RecursionError) as error:
        what = "not JSON" if isinstance(error, ValueError) else "nested too deeply"
        raise NetworkError(
            f"The answer is {what}", arrived=True, why=_describe(body), hint=_BROKEN_HINT
        ) from error
    status = answer.get("status") if isinstance(answer, dict) else None
    if not isinstance(status, dict):
        raise NetworkError(
            "The answer is JSON, but not an onOffice answer",
            arrived=True,
            why=_describe(body),
            hint=_BROKEN_HINT,
        )
    response = answer.get("response")
    listed = response.get("results") if isinstance(response, dict) else None
    results = tuple(_read_result(item) for item in listed) if isinstance(listed, list) else ()
    if results and find_own(identifiers):
        results = _match(results, identifiers)
    decoded = Answer(
        code=_number(status.get("code"), 200),
        errorcode=_number(status.get("errorcode"), 0),
        message=str(status.get("message", "")),
        results=results,
        body=body,
    )
    if len(results) != actions and not (decoded.is_refused and not results):
        raise NetworkError(
            f"The answer has {len(results)} results for {actions} actions",
            arrived=True,
            why="results belong to actions by position, so none of them can be trusted",
            hint=_BROKEN_HINT,
        )
    return decoded


def decode_sliced(body: bytes, actions: int, *, identifiers: Sequence[str] = ()) -> Answer:
    """Read an answer like ``decode``, but its records only as far as they need to be to hand them on.

    They are ``Slice`` where that is possible.

    Raises:
        NetworkError: as ``decode``.
    """
    return decode(body, actions, identifiers=identifiers, read=partial(read_slices, lists=actions))


# How an answer begins in which nothing is refused, but for single actions perhaps.
_NOT_REFUSED = lazy_pattern(rb'\s*\{"status":\{"code":200,"errorcode":0,')


def peek(body: bytes, actions: int, *, identifiers: Sequence[str] = ()) -> Answer:
    """Return an answer without its results where it begins like a success, else the decoded one.

    For whoever has many answers waiting: bytes take a fraction of the memory, and ``decode``
    reads them when their turn comes. Only then is it seen whether single actions were refused.

    Raises:
        NetworkError: as ``decode``.
    """
    if not _NOT_REFUSED.match(body) or not body.rstrip().endswith(b"}"):
        return decode(body, actions, identifiers=identifiers)
    return Answer(code=200, errorcode=0, message="", results=(), body=body)


_BROKEN_HINT = "Run the command again; with --debug it shows the answer"


_UNMATCHED = Result(0, "", (), None, {}, "none of its results surely belongs to this action")


def _match(results: Sequence[Result], identifiers: Sequence[str]) -> tuple[Result, ...]:
    """Put results into the order of the actions; where no identifier came back they stay as they are."""
    came = [result.raw.get("identifier") for result in results]
    if not any(came):
        return tuple(results)
    return tuple(_UNMATCHED if place is None else results[place] for place in find_places(came, identifiers))


def _read_result(item: Any) -> Result:
    status, records, total, problem = read_parts(item)
    return Result(
        errorcode=_number(status.get("errorcode"), 0),
        message=str(status.get("message", "")),
        records=records,
        total=total,
        raw=item if isinstance(item, dict) else {},
        problem=problem,
    )


def _number(value: Any, default: int) -> int:
    number = read_number(value)
    return default if number is None else number


def _describe(body: bytes) -> str:
    if not body.strip():
        return "the body is empty"
    start = body[:60].decode("utf-8", "replace")
    return f"{len(body)} bytes that begin with {start!r}"


def _sort_parameters(parameters: Mapping[str, Any]) -> Mapping[str, Any] | list[Any]:
    """Sort the first level by the bytes of the keys; PHP has only a list for "empty"."""
    if not parameters:
        return []
    return dict(sorted(parameters.items(), key=lambda item: item[0].encode()))


def _md5(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()
