"""Answers that no API should give: good ones with something odd put into them, as bytes and headers.

``replies(kind)`` is a strategy of hypothesis; every draw is one HTTP answer to a request.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from oocli.errors import NetworkError
from oocli.wire.reply import Reply

_ATOMS: tuple[Any, ...] = (
    *(None, True, False, 0, 1, -1, 97, 136, 141, 144, 170, 200, 500, 2**63, 10**40, -(10**400), 1.5, 1e308),
    *(float("nan"), float("inf"), "", "0", "1", "-5", "1e3", "\u0661\u0662", "9" * 5000, "x" * 3000),
    *("\x1b[2J", "\u202e", "\ud800", "\x00", "a\nb\r", "\x9b31m", "=1+1", "null", "2026-01-01", "|a||b|"),
    *([], {}, [[]], [{}], {"": ""}, {"a": None}, [None], ["a", 1, {}], {"id": 1}, {"elements": {}}),
    *(
        "a__1__Comment",
        "phone__1",
        "<html>",
        "%s %(x)s {0}",
        "Id",
        "@nest 200@",
        "@nest 1500@",
        "@nest 99999@",
    ),
)
_KEYS = (
    *("id", "type", "elements", "status", "errorcode", "message", "code", "response", "results", "data"),
    *("records", "meta", "cntabsolute", "Id", "phone__1", "phone__1__Comment", "permittedvalues", "label"),
    *("", "\x1b[1m", "\ud800", "content", "a.b", "_id", "_key"),
)
_STATUSES = (200,) * 14 + (100, 204, 302, 401, 403, 404, 407, 413, 418, 429, 500, 502, 503, 999)
_GMT = "Thu, 09 Oct 2025 08:53:20 GMT"
_HEADERS: tuple[dict[str, str], ...] = (
    *({}, {"date": _GMT}, {"date": "Thu, 09 Oct 2025 09:53:20 GMT"}, {"date": "x"}, {"date": "\x1b[2J"}),
    *({"date": "Thu, 99 Oct 2025 08:53:20 GMT"}, {"date": "Fri, 31 Dec 9999 23:59:59 -9999"}),
    *({"retry-after": "9" * 30}, {"retry-after": "-1"}, {"retry-after": "1e9"}, {"retry-after": "\u0663"}),
    *({"retry-after": _GMT, "date": _GMT}, {"retry-after": "Thu, 09 Oct 9999 08:53:20", "date": _GMT}),
    {"content-type": "text/html"},
)
_ESTATE = {"id": 1, "type": "estate", "elements": {"Id": "1", "kaufpreis": "1.00", "phone__1": "02"}}
_FIELD = {"type": "float", "length": None, "permittedvalues": None, "default": None, "label": "Kaufpreis"}
_CHOICE = {"type": "singleselect", "permittedvalues": {"haus": "Haus"}, "default": "haus", "label": "Art"}
_FIELDS = {"id": "estate", "type": "", "elements": {"label": "x", "kaufpreis": _FIELD, "objektart": _CHOICE}}
_MESSAGES = ("OK", 'Invalid field in input data: "(0, Id)"', "a\nb", "\x1b[2J")

_values = st.recursive(
    st.sampled_from(_ATOMS),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(_KEYS), inner, max_size=4),
    max_leaves=6,
)
_mutations = st.lists(
    st.tuples(
        st.integers(0, 200),
        st.sampled_from(("put", "put", "put", "drop", "insert", "empty", "double")),
        _values,
        st.sampled_from(_KEYS),
    ),
    max_size=3,
)
_damages = st.sampled_from(
    ("",) * 16
    + ("cut", "flip", "nothing", "bom", "utf-16", "html", "nul", "twice", "brackets", "gzip", "nan")
)


def replies(kind: str) -> st.SearchStrategy[Reply]:
    """Give a strategy of replies to a request with one action; ``kind`` is ``records`` or ``fields``."""
    bodies = st.builds(
        _build_body,
        st.just(_FIELDS if kind == "fields" else _ESTATE),
        st.integers(0, 2),
        st.sampled_from((0, 0, 0, 0, 136, 141, 144, 170)),
        st.sampled_from(_MESSAGES),
        _mutations,
        _damages,
        st.integers(0, 10_000),
    )
    return st.builds(Reply, bodies, st.sampled_from(_STATUSES), st.sampled_from(_HEADERS))


@dataclass
class HostileTransport:
    """Gives the replies in order, the last one again and again; after 40 requests nothing at all.

    Attributes:
        script: what to answer.
        posts: requests that came.
    """

    script: list[Reply]
    posts: int = 0

    def post(self, _body: bytes) -> Reply:
        """Answer a request, whatever was asked."""
        self.posts += 1
        if self.posts > 40:
            raise NetworkError("The test has seen enough", arrived=False, retryable=False)
        return self.script[min(self.posts, len(self.script)) - 1]


def is_api_answer(reply: Reply) -> bool:
    """Say whether a reply speaks the API's language at all, by the simplest reading of it."""
    try:
        answer = json.loads(reply.body)
    except (ValueError, RecursionError):
        return False
    return isinstance(answer, dict) and isinstance(answer.get("status"), dict)


def _build_body(
    record: dict[str, Any],
    count: int,
    errorcode: int,
    message: str,
    mutations: list[tuple[int, str, Any, str]],
    damage: str,
    place: int,
) -> bytes:
    result = {
        "data": {"meta": {"cntabsolute": count}, "records": [record] * count},
        "status": {"errorcode": errorcode, "message": message},
    }
    top = {"code": 200, "errorcode": 97 if errorcode else 0, "message": "OK"}
    answer: Any = {"status": top, "response": {"results": [result]}}
    for number, how, value, key in mutations:
        answer = _mutate(json.loads(json.dumps(answer)), number, how, value, key)
    # The API writes no blanks; other writers do.
    separators = (",", ":") if place % 4 else (", ", ": ")
    text = json.dumps(answer, ensure_ascii=place % 2 == 0, separators=separators)
    text = re.sub(r'"@nest (\d+)@"', lambda found: _nest(int(found[1]), place), text)
    return _spoil(text.encode("utf-8", "surrogatepass"), damage, place)


def _mutate(answer: Any, number: int, how: str, value: Any, key: str) -> Any:
    """Change one place of an answer; the root gives way to a value of its own."""
    places = list(_walk(answer))
    parent, name = places[number % len(places)]
    if parent is None:
        return value
    if how == "drop":
        del parent[name]
    elif how == "insert" and isinstance(parent, dict):
        parent[key] = value
    elif how in ("insert", "double") and isinstance(parent, list):
        parent.insert(name, value if how == "insert" else parent[name])
    elif how == "empty":
        parent.clear()
    else:
        parent[name] = value
    return answer


def _walk(value: Any, parent: Any = None, name: Any = None) -> Iterator[tuple[Any, Any]]:
    yield parent, name
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        yield from _walk(item, value, key)


def _nest(depth: int, place: int) -> str:
    return "[" * depth + "]" * depth if place % 3 else '{"a":' * depth + "1" + "}" * depth


def _spoil(body: bytes, damage: str, place: int) -> bytes:
    """Do to bytes what networks, proxies and other servers do."""
    match damage:
        case "cut":
            return body[: place % (len(body) + 1)]
        case "flip":
            index = place % len(body)
            return body[:index] + bytes([body[index] ^ (1 + place % 255)]) + body[index + 1 :]
        case "utf-16":
            return body.decode("utf-8", "surrogatepass").encode("utf-16", "surrogatepass")
        case "nothing":
            return b""
        case "bom":
            return b"\xef\xbb\xbf" + body
        case "html":
            return b"<html><script>" + body
        case "nul":
            return body + b"\x00" * (place % 50)
        case "twice":
            return body * 2
        case "brackets":
            return b'{"a":' * 30_000
        case "gzip":
            return b"\x1f\x8b\x08" + body
        case "nan":
            return body.replace(b"200", b"NaN").replace(b"0,", b"1e999,")
    return body
