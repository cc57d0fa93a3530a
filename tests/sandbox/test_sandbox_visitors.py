"""Who may ask the served sandbox, and what broken requests get: an answer, never a dropped connection."""

import http.client
import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from office import CREDENTIALS, NOW
from oocli.request.actions import Action
from oocli.sandbox import TOKEN
from oocli.sandbox.door.answer import Sandbox
from oocli.sandbox.door.faults import FaultySandbox
from oocli.sandbox.door.server import SandboxServer
from oocli.sandbox.records.store import Store
from oocli.wire.messages import encode, sign

_PATH = "/api/stable/api.php"
_READ = Action("read", "estate", "", "", {"data": ["Id"], "listlimit": 1})
_BODY = encode([sign(_READ, CREDENTIALS, int(NOW))], TOKEN)

Serve = Callable[..., SandboxServer]


@pytest.fixture
def serve(small_sandbox: Path, tmp_path: Path) -> Iterator[Serve]:
    """Give a function that serves a small sandbox; its arguments go to the server."""
    path = tmp_path / "sandbox.sqlite"
    path.write_bytes(small_sandbox.read_bytes())
    store = Store.open(path)
    office = FaultySandbox(Sandbox(store, now=lambda: NOW), now=lambda: NOW)
    running: list[tuple[SandboxServer, threading.Thread]] = []

    def start(log: Callable[[str], None] | None = None, allowed_hosts: Sequence[str] = ()) -> SandboxServer:
        server = SandboxServer(office, log=log, allowed_hosts=allowed_hosts)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        running.append((server, thread))
        thread.start()
        return server

    yield start
    for server, thread in running:
        server.close()
        thread.join()
    store.close()


def _ask(server: SandboxServer, headers: dict[str, str], *, method: str = "POST") -> tuple[int, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", server.server_address[1], timeout=10)
    try:
        connection.request(method, _PATH, _BODY, headers)
        reply = connection.getresponse()
        return reply.status, reply.read()
    finally:
        connection.close()


def _send(server: SandboxServer, raw: bytes) -> bytes:
    """Send bytes as they are and give the first line of the answer."""
    with socket.create_connection(("127.0.0.1", server.server_address[1]), timeout=10) as connection:
        connection.sendall(raw)
        return connection.makefile("rb").readline()


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"host": "localhost:8080"},
        {"host": "127.0.0.5"},
        {"host": "[::1]:80"},
        {"host": "onoffice.localhost"},
        {"origin": "http://localhost:3000"},
        {"origin": "http://127.0.0.1"},
        {"content-type": "application/json; charset=utf-8"},
        {"content-type": "application/x-www-form-urlencoded"},
    ],
    ids=str,
)
def test_programs_of_this_computer_are_answered(serve: Serve, headers: dict[str, str]) -> None:
    """Any loopback name or address, with any port, and the kinds of body that clients send."""
    status, body = _ask(serve(), headers)
    assert (status, body[:24]) == (200, b'{"status":{"code":200,"e')


@pytest.mark.parametrize(
    "headers",
    [
        {"host": "evil.example"},
        {"host": "localhost.evil.example:80"},
        {"host": "192.168.0.7"},
        {"host": ""},
        {"host": "[::1"},
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://localhost.evil.example", "content-type": "application/x-www-form-urlencoded"},
    ],
    ids=str,
)
def test_pages_of_the_web_are_refused(serve: Serve, headers: dict[str, str]) -> None:
    """Another host or origin gets 403 and the reason, and nothing is carried out."""
    lines: list[str] = []
    status, body = _ask(serve(log=lines.append), headers)
    assert status == 403
    assert b"--allow-host" in body
    assert "403" in lines[0]


@pytest.mark.parametrize(
    "kind", ["text/plain", "Text/Plain;charset=UTF-8", "multipart/form-data; boundary=x"]
)
def test_bodies_that_a_page_may_send_unasked_are_refused(serve: Serve, kind: str) -> None:
    """Text and forms with files get 415 and are told what to send."""
    status, body = _ask(serve(), {"content-type": kind})
    assert (status, b"application/json" in body) == (415, True)


def test_further_hosts_can_be_allowed(serve: Serve) -> None:
    """A container reaches its computer under another name, in any letter case."""
    server = serve(allowed_hosts=["Host.Docker.Internal"])
    assert _ask(server, {"host": "host.docker.internal:8080"})[0] == 200
    assert _ask(server, {"host": "other.example"})[0] == 403


def test_a_get_with_a_body_is_answered_like_a_post(serve: Serve) -> None:
    """Some clients send their JSON with GET."""
    assert _ask(serve(), {}, method="GET")[0] == 200


_HEAD = b"POST /api/stable/api.php HTTP/1.1\r\nHost: localhost\r\n"
_CHUNKED = _HEAD + b"Transfer-Encoding: chunked\r\n\r\n"


@pytest.mark.parametrize(
    ("raw", "status"),
    [
        (_CHUNKED + b"zz\r\n{}\r\n0\r\n\r\n", 400),
        (_CHUNKED + b"-5\r\n{}\r\n0\r\n\r\n", 400),
        (_CHUNKED + b"\r\n\r\n", 400),
        (_CHUNKED + b"0x5\r\n{}\r\n0\r\n\r\n", 400),
        (_CHUNKED + b"f" * 3000 + b"\r\n", 413),
        (_CHUNKED + b"7fffffff\r\n", 413),
        (_CHUNKED + b"2;name=value\r\n{}\r\n0\r\n\r\n", 200),
        (_HEAD + b"Content-Length: zwei\r\n\r\n{}", 400),
        (_HEAD + b"Content-Length: -2\r\n\r\n{}", 400),
        (_HEAD + b"Content-Length: " + b"9" * 5000 + b"\r\n\r\n{}", 413),
        (_HEAD + b"Content-Length: 0002\r\n\r\n{}", 200),
        (_HEAD + b"\r\n", 200),
    ],
)
def test_broken_bodies_get_an_answer(serve: Serve, raw: bytes, status: int) -> None:
    """A length or chunk that is no number, or too great, is refused and the log has no crash."""
    lines: list[str] = []
    assert _send(serve(log=lines.append), raw).startswith(b"HTTP/1.1 %d " % status)
    assert [line for line in lines if "failed" in line or "broke off" in line] == []
