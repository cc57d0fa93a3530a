"""The sandbox over HTTP/1.1 on loopback: keep-alive, gzip, many clients at once, faults."""

import gzip
import ipaddress
import re
import socket
import struct
import sys
import threading
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from oocli.errors import UsageError
from oocli.sandbox.clock import http_date
from oocli.sandbox.door.answer import encode
from oocli.sandbox.door.bodies import BadBody, read_body
from oocli.sandbox.door.faults import NOT_CARRIED_OUT, FaultPlan, FaultySandbox
from oocli.sandbox.door.turns import Turns
from oocli.sandbox.door.visitors import find_objection
from oocli.sandbox.records.picture_paths import is_picture_path

API_PATH = "/api"
"""Where the API begins; ``/stable/api.php`` or ``/latest/api.php`` follows."""

_PATHS = frozenset({"/api/stable/api.php", "/api/latest/api.php"})
_HOST = re.compile(r"[\w.-]+(:\d+)?|\[[0-9a-fA-F:]+\](:\d+)?", re.ASCII)
_GZIP_FROM = 500
_SLOW_PIECES, _SLOW_SECONDS = 20, 5.0
_IDLE_SECONDS = 120
_RESET = struct.pack("ii", 1, 0)
_PAGE = b"<html><head><title>Error</title></head><body><h1>Something went wrong</h1></body></html>\n"


class SandboxServer(ThreadingHTTPServer):
    """Serves a sandbox on a loopback address; ``serve_forever`` runs it, ``close`` stops it.

    Attributes:
        office: what answers, with or without faults.
        plan: which fault hits which request.
        latency: seconds that every answer waits.
        log: takes one line per request, without secrets.
        allowed_hosts: further names under which it may be addressed, besides this computer's own.
        compresses: whether answers are compressed for clients that take it.
        turns: decides who makes an answer when.
        stopping: set when hanging requests should end.
    """

    daemon_threads = True
    request_queue_size = 256

    def __init__(
        self,
        office: FaultySandbox,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        plan: FaultPlan | None = None,
        latency: float = 0.0,
        log: Callable[[str], None] | None = None,
        allowed_hosts: Collection[str] = (),
        compresses: bool = True,
    ) -> None:
        self.office = office
        self.allowed_hosts = frozenset(allowed_hosts)
        self.compresses = compresses
        self.turns = Turns()
        self.plan = plan or FaultPlan()
        self.latency = latency
        self.log = log
        self.stopping = threading.Event()
        address = _find_loopback(host)
        if ":" in address:
            self.address_family = socket.AF_INET6
        try:
            super().__init__((address, port), _Handler)
        except (OSError, OverflowError) as error:
            raise UsageError(
                f"Cannot listen on {host}, port {port}", why=str(error), hint="--port 0 takes a free port"
            ) from error

    @property
    def url(self) -> str:
        """The address without version and ``api.php``, such as ``http://127.0.0.1:8080/api``."""
        host, port = self.server_address[:2]
        shown = f"[{host!s}]" if self.address_family == socket.AF_INET6 else str(host)
        return f"http://{shown}:{port}{API_PATH}"

    def close(self) -> None:
        """Stop serving and release the port; hanging requests end."""
        self.stopping.set()
        self.shutdown()
        self.server_close()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Note that a client went away, or what went wrong here."""
        failure = sys.exception()
        if self.log is not None:
            broke_off = isinstance(failure, ConnectionError | TimeoutError)
            self.log("a connection broke off" if broke_off else f"the sandbox failed: {failure!r}")


class _Handler(BaseHTTPRequestHandler):
    """Answers the requests of one connection."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = 64 * 1024
    timeout = _IDLE_SECONDS
    server: SandboxServer

    def do_POST(self) -> None:
        """Answer a request, or do what a fault says."""
        started = time.perf_counter()
        body = self._take_body(started)
        if body is None:
            return
        path = self.path.partition("?")[0]
        is_picture = self.command == "GET" and is_picture_path(path)
        if not is_picture and path.rstrip("/") not in _PATHS:
            self._send(HTTPStatus.NOT_FOUND, _PAGE, {"content-type": "text/html"})
            self._log(started, HTTPStatus.NOT_FOUND, "no such path")
            return
        kind = self.server.plan.next_kind()
        if self.server.latency:
            time.sleep(self.server.latency)
        if kind in NOT_CARRIED_OUT:
            self._log(started, 0, f"fault {kind}")
            self._fail(kind)
        elif is_picture:
            self._give_picture(started, path, kind)
        else:
            self._answer(started, body, kind)

    def do_GET(self) -> None:
        """Give a picture; anything else is as an empty request, which is what the API makes of a GET."""
        self.do_POST()

    def _take_body(self, started: float) -> bytes | None:
        """Return the body of a request; None where the request is refused."""
        try:
            body = read_body(self.headers, self.rfile)
        except BadBody as bad:
            self._log(started, bad.status, bad.text)
            self._refuse(bad.status, bad.text)
            return None
        objection = find_objection(
            *(self.headers.get(name) for name in ("host", "origin", "content-type")),
            allowed=self.server.allowed_hosts,
        )
        if objection is not None:
            self._log(started, *objection)
            self._refuse(*objection)
            return None
        return body

    def _answer(self, started: float, body: bytes, kind: str) -> None:
        """Give the answer of the API."""
        with self.server.turns.take():
            answer, now = self.server.office.answer(body, kind, host=self._name_host())
            encoded = encode(answer)
        status = HTTPStatus.GATEWAY_TIMEOUT if kind == "status-504" else HTTPStatus.OK
        self._log(started, status, _describe(answer, kind))
        headers = {"content-type": "application/json; charset=utf-8", "date": http_date(now)}
        self._spoil(kind, encoded, headers)

    def _give_picture(self, started: float, path: str, kind: str) -> None:
        """Give a picture to whoever knows its path; no page of another host may use it."""
        with self.server.turns.take():
            picture = self.server.office.sandbox.find_picture(path)
        status = HTTPStatus.NOT_FOUND if picture is None else HTTPStatus.OK
        self._log(started, status, f"picture fault {kind}" if kind else "picture")
        if picture is None:
            self._send(status, _PAGE, {"content-type": "text/html"})
        else:
            headers = {"content-type": picture.type, "cross-origin-resource-policy": "same-site"}
            self._spoil(kind, picture.content, headers)

    def _name_host(self) -> str:
        """Return scheme and host of this server as the client calls it."""
        named = self.headers.get("host") or ""
        return f"http://{named}" if _HOST.fullmatch(named) else self.server.url.removesuffix(API_PATH)

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
        if self.server.compresses and takes_gzip and len(body) >= _GZIP_FROM:
            body = gzip.compress(body, compresslevel=1, mtime=0)
            self.send_header("content-encoding", "gzip")
        self.send_header("content-length", str(len(body)))
        self.send_header("connection", "close" if self.close_connection else "keep-alive")
        self.end_headers()
        self.wfile.write(body)
        self.wfile.flush()

    def _fail(self, kind: str) -> None:
        """Carry out a fault that strikes before the request is looked at."""
        if kind == "hang":
            self.server.stopping.wait()
            self.close_connection = True
        elif kind == "reset":
            self._reset()
        elif kind == "empty":
            self._send(HTTPStatus.OK, b"", {"content-type": "application/json"})
        else:
            status = 200 if kind == "html" else int(kind.removeprefix("status-"))
            retry = {"retry-after": "1"} if status in (429, 503) else {}
            self._send(status, _PAGE, {"content-type": "text/html", **retry})

    def _spoil(self, kind: str, body: bytes, headers: dict[str, str]) -> None:
        """Send the answer of a request that was carried out in the way that the fault says."""
        if kind == "lost":
            self._reset()
        elif kind == "reset-middle":
            self._send_part(body, headers)
            self._reset()
        elif kind == "truncated":
            self._send(HTTPStatus.OK, body[: len(body) // 2], headers)
        elif kind == "slow":
            self._send_slowly(body, headers)
        elif kind == "status-504":
            self._send(HTTPStatus.GATEWAY_TIMEOUT, _PAGE, {"content-type": "text/html"})
        else:
            self._send(HTTPStatus.OK, body, headers)

    def _send_part(self, body: bytes, headers: Mapping[str, str]) -> None:
        """Announce the whole answer and send the first half of it."""
        self._begin(body, headers)
        self.wfile.write(body[: len(body) // 2])
        self.wfile.flush()
        time.sleep(0.05)  # let the half arrive: a reset may overtake it

    def _send_slowly(self, body: bytes, headers: Mapping[str, str]) -> None:
        self._begin(body, headers)
        size = len(body) // _SLOW_PIECES + 1
        for start in range(0, len(body), size):
            self.server.stopping.wait(_SLOW_SECONDS / _SLOW_PIECES)
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
        self.connection.close()

    def _log(self, started: float, status: int, text: str) -> None:
        if self.server.log is not None:
            milliseconds = (time.perf_counter() - started) * 1000
            self.server.log(f"{self.command} {int(status) or '-'} {milliseconds:.0f} ms {text}")


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


def _find_loopback(host: str) -> str:
    """Return the numeric address of a loopback host.

    Raises:
        UsageError: others could reach it; its credentials are not secret.
    """
    address = "127.0.0.1" if host == "localhost" else host.strip("[]")
    try:
        if ipaddress.ip_address(address).is_loopback:
            return address
    except ValueError:
        pass
    raise UsageError(
        f"{host} is not a loopback address",
        why="the sandbox's token and secret are known to everybody",
        hint="Use --host 127.0.0.1, or ::1",
    )
