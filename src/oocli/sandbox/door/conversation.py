"""The conversation over one connection in HTTP/1.1: keep-alive, gzip, pictures, faults."""

import gzip
import re
import socket
import struct
import time
from collections.abc import Callable, Collection, Generator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from io import BufferedWriter, BytesIO
from types import TracebackType
from typing import Any

from oocli.sandbox.clock import http_date
from oocli.sandbox.door.answer import encode
from oocli.sandbox.door.bodies import BadBody, read_body
from oocli.sandbox.door.faults import NOT_CARRIED_OUT, FaultPlan, FaultySandbox
from oocli.sandbox.door.incoming import Incoming, read_head
from oocli.sandbox.door.relay import Talk
from oocli.sandbox.door.visitors import find_objection
from oocli.sandbox.records.picture_paths import is_picture_path

API_PATH = "/api"
"""Where the API begins; ``/stable/api.php`` or ``/latest/api.php`` follows."""

_PATHS = frozenset({"/api/stable/api.php", "/api/latest/api.php"})
_HOST = re.compile(r"[\w.-]+(:\d+)?|\[[0-9a-fA-F:]+\](:\d+)?", re.ASCII)
_METHODS = ("GET", "POST")
_GZIP_FROM = 500
_SLOW_PIECES, _SLOW_SECONDS = 20, 5.0
_LONGEST_REQUEST_LINE = 64 * 1024
_BUFFER = 64 * 1024
_RESET = struct.pack("ii", 1, 0)
_PAGE = b"<html><head><title>Error</title></head><body><h1>Something went wrong</h1></body></html>\n"


@dataclass
class Service:
    """What the conversations of a server have in common; changes hold from the next request on.

    Attributes:
        office: what answers, with or without faults.
        plan: which fault hits which request.
        latency: seconds that every answer waits.
        log: takes one line per request, without secrets.
        allowed_hosts: further names under which it may be addressed, besides this computer's own.
        compresses: whether answers are compressed for clients that take it.
        url: scheme, host and port, for clients that do not say under which name they call it.
    """

    office: FaultySandbox
    plan: FaultPlan
    latency: float
    log: Callable[[str], None] | None
    allowed_hosts: Collection[str]
    compresses: bool
    url: str


class Conversation(BaseHTTPRequestHandler):
    """Answers the requests of one connection; ``hold`` is the talk that a relay leads."""

    protocol_version = "HTTP/1.1"

    def __init__(self, connection: socket.socket, service: Service) -> None:
        # socketserver's own would hold the whole conversation here
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, True)
        self.connection, self._service = connection, service
        self._incoming = Incoming(connection)
        self.wfile = BufferedWriter(connection.makefile("wb", 0), _BUFFER)

    def hold(self) -> Talk:
        """Answer request after request until one side ends it; whatever goes wrong ends it, too."""
        with self:
            self.close_connection = False
            while not self.close_connection:
                yield from self._answer_next()
                if self._incoming:
                    yield 0.0

    def __enter__(self) -> None:
        pass

    def __exit__(
        self, kind: type[BaseException] | None, failure: BaseException | None, trace: TracebackType | None
    ) -> bool:
        if self._service.log is not None and isinstance(failure, Exception):
            broke_off = isinstance(failure, ConnectionError | TimeoutError)
            self._service.log("a connection broke off" if broke_off else f"the sandbox failed: {failure!r}")
        with suppress(OSError):
            self.wfile.close()
        return isinstance(failure, Exception)

    def _answer_next(self) -> Talk:
        """Answer a request, or do what a fault says."""
        if not (yield from self._take_head()):
            self.close_connection = True
            return
        started = time.perf_counter()
        body = yield from self._take_body(started)
        if body is None:
            return
        path = self.path.partition("?")[0]
        is_picture = self.command == "GET" and is_picture_path(path)
        if not is_picture and path.rstrip("/") not in _PATHS:
            self._send(HTTPStatus.NOT_FOUND, _PAGE, {"content-type": "text/html"})
            self._log(started, HTTPStatus.NOT_FOUND, "no such path")
            return
        kind = self._service.plan.next_kind()
        if self._service.latency:
            yield self._service.latency
        if kind in NOT_CARRIED_OUT:
            self._log(started, 0, f"fault {kind}")
            yield from self._fail(kind)
        elif is_picture:
            yield from self._give_picture(started, path, kind)
        else:
            yield from self._answer(started, body, kind)

    def _take_head(self) -> Generator[None, None, bool]:
        """Read method, path and headers; say whether there is a request to answer.

        A GET that asks for no picture is as an empty request, which is what the API makes of it.
        """
        self.rfile = BytesIO((yield from read_head(self._incoming)))
        self.raw_requestline = self.rfile.readline(_LONGEST_REQUEST_LINE + 1)
        if len(self.raw_requestline) > _LONGEST_REQUEST_LINE:
            self.requestline = self.request_version = self.command = ""
            self.send_error(HTTPStatus.REQUEST_URI_TOO_LONG)
        elif self.raw_requestline and self.parse_request():
            self.wfile.flush()  # "100 Continue", without which some clients keep their body back
            if self.command in _METHODS:
                return True
            self.send_error(HTTPStatus.NOT_IMPLEMENTED, f"Unsupported method ({self.command!r})")
        return False

    def _take_body(self, started: float) -> Generator[None, None, bytes | None]:
        """Return the body of a request; None where the request is refused."""
        try:
            body = yield from read_body(self.headers, self._incoming)
        except BadBody as bad:
            self._log(started, bad.status, bad.text)
            self._refuse(bad.status, bad.text)
            return None
        objection = find_objection(
            *(self.headers.get(name) for name in ("host", "origin", "content-type")),
            allowed=self._service.allowed_hosts,
        )
        if objection is not None:
            self._log(started, *objection)
            self._refuse(*objection)
            return None
        return body

    def _answer(self, started: float, body: bytes, kind: str) -> Talk:
        """Give the answer of the API."""
        answer, now = self._service.office.answer(body, kind, host=self._name_host())
        encoded = encode(answer)
        status = HTTPStatus.GATEWAY_TIMEOUT if kind == "status-504" else HTTPStatus.OK
        self._log(started, status, _describe(answer, kind))
        headers = {"content-type": "application/json; charset=utf-8", "date": http_date(now)}
        yield from self._spoil(kind, encoded, headers)

    def _give_picture(self, started: float, path: str, kind: str) -> Talk:
        """Give a picture to whoever knows its path; no page of another host may use it."""
        picture = self._service.office.sandbox.find_picture(path)
        status = HTTPStatus.NOT_FOUND if picture is None else HTTPStatus.OK
        self._log(started, status, f"picture fault {kind}" if kind else "picture")
        if picture is None:
            self._send(status, _PAGE, {"content-type": "text/html"})
        else:
            headers = {"content-type": picture.type, "cross-origin-resource-policy": "same-site"}
            yield from self._spoil(kind, picture.content, headers)

    def _name_host(self) -> str:
        """Return scheme and host of this server as the client calls it."""
        named = self.headers.get("host") or ""
        return f"http://{named}" if _HOST.fullmatch(named) else self._service.url

    def log_message(self, *_args: Any, **_named: Any) -> None:
        """Keep quiet; requests are logged in one place."""

    def _refuse(self, status: HTTPStatus, text: str) -> None:
        """Say why a request is refused, and end the connection."""
        self.close_connection = True
        self._send(status, f"{text}\n".encode(), {"content-type": "text/plain; charset=utf-8"})

    def _send(self, status: int, body: bytes, headers: Mapping[str, str]) -> None:
        """Send a whole answer in as few packets as possible, compressed where the client takes that."""
        self.send_response_only(status)
        for name, value in headers.items():
            self.send_header(name, value)
        takes_gzip = "gzip" in self.headers.get("accept-encoding", "").lower()
        if self._service.compresses and takes_gzip and len(body) >= _GZIP_FROM:
            body = gzip.compress(body, compresslevel=1, mtime=0)
            self.send_header("content-encoding", "gzip")
        self.send_header("content-length", str(len(body)))
        self.send_header("connection", "close" if self.close_connection else "keep-alive")
        self.end_headers()
        self.wfile.write(body)
        self.wfile.flush()

    def _fail(self, kind: str) -> Talk:
        """Carry out a fault that strikes before the request is looked at."""
        if kind == "hang":
            yield float("inf")
        elif kind == "reset":
            self._reset()
        elif kind == "empty":
            self._send(HTTPStatus.OK, b"", {"content-type": "application/json"})
        else:
            status = 200 if kind == "html" else int(kind.removeprefix("status-"))
            retry = {"retry-after": "1"} if status in (429, 503) else {}
            self._send(status, _PAGE, {"content-type": "text/html", **retry})

    def _spoil(self, kind: str, body: bytes, headers: dict[str, str]) -> Talk:
        """Send the answer of a request that was carried out in the way that the fault says."""
        if kind == "lost":
            self._reset()
        elif kind == "reset-middle":
            yield from self._send_part(body, headers)
            self._reset()
        elif kind == "truncated":
            self._send(HTTPStatus.OK, body[: len(body) // 2], headers)
        elif kind == "slow":
            yield from self._send_slowly(body, headers)
        elif kind == "status-504":
            self._send(HTTPStatus.GATEWAY_TIMEOUT, _PAGE, {"content-type": "text/html"})
        else:
            self._send(HTTPStatus.OK, body, headers)

    def _send_part(self, body: bytes, headers: Mapping[str, str]) -> Talk:
        """Announce the whole answer and send the first half of it."""
        self._begin(body, headers)
        self.wfile.write(body[: len(body) // 2])
        self.wfile.flush()
        yield 0.05  # let the half arrive: a reset may overtake it

    def _send_slowly(self, body: bytes, headers: Mapping[str, str]) -> Talk:
        self._begin(body, headers)
        size = len(body) // _SLOW_PIECES + 1
        for start in range(0, len(body), size):
            yield _SLOW_SECONDS / _SLOW_PIECES
            self.wfile.write(body[start : start + size])
            self.wfile.flush()

    def _begin(self, body: bytes, headers: Mapping[str, str]) -> None:
        self.send_response_only(HTTPStatus.OK)
        for name, value in {**headers, "content-length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()

    def _reset(self) -> None:
        """End the connection with a reset instead of a proper close."""
        self.close_connection = True
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)

    def _log(self, started: float, status: int, text: str) -> None:
        if self._service.log is not None:
            milliseconds = (time.perf_counter() - started) * 1000
            self._service.log(f"{self.command} {int(status) or '-'} {milliseconds:.0f} ms {text}")


def _describe(answer: Mapping[str, Any], kind: str) -> str:
    """Describe in a line what was asked for and how it went; names and codes only."""
    results: Sequence[Mapping[str, Any]] = answer["response"]["results"]
    told = []
    for result in results:
        verb = str(result["actionid"]).rpartition(":")[2]
        code = result["status"]["errorcode"]
        told.append(f"{verb} {result['resourcetype']}" + (f" error {code}" if code else ""))
    refused = answer["status"]["errorcode"]
    parts = told or [f"refused, error {refused}"]
    return ", ".join([*parts, *([f"fault {kind}"] if kind else [])])
