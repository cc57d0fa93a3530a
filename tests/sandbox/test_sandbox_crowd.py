"""Many clients of the served sandbox at once: whatever one of them does, the others get their answers."""

import http.client
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from office import CREDENTIALS, NOW
from oocli.request.actions import Action
from oocli.sandbox import TOKEN
from oocli.sandbox.door.answer import Sandbox
from oocli.sandbox.door.faults import FaultPlan, FaultySandbox, read_fault
from oocli.sandbox.door.server import SandboxServer
from oocli.sandbox.records.picture_paths import HOST
from oocli.sandbox.records.store import Store
from oocli.wire.messages import encode, sign

_PATH = "/api/stable/api.php"
_SECONDS = 20.0  # far more than anything here takes


def _encode(*actions: Action) -> bytes:
    return encode([sign(action, CREDENTIALS, int(NOW)) for action in actions], TOKEN)


def _build(body: bytes, *headers: str) -> bytes:
    lines = [f"POST {_PATH} HTTP/1.1", "Host: localhost", f"Content-Length: {len(body)}", *headers]
    return "\r\n".join([*lines, "", ""]).encode() + body


_QUICK = _encode(Action("read", "estate", "", "", {"data": ["Id"], "listlimit": 1}))
_LONG = _encode(Action("get", "fields", "", "", {"labels": True, "modules": ["estate", "address"]}))
_BROKEN = b'{"what the office below fails at": true}'
_SLOW = b'{"what the office below waits at": true}'


class _Office(FaultySandbox):
    """A sandbox that waits at some requests until ``opened`` is set, and fails at others."""

    def __init__(self, sandbox: Sandbox) -> None:
        super().__init__(sandbox, now=lambda: NOW)
        self.opened = threading.Event()

    def answer(self, body: bytes, kind: str, *, host: str = HOST) -> tuple[dict[str, Any], float]:
        """Answer, after a wait if the body says so."""
        if body == _SLOW:
            assert self.opened.wait(_SECONDS)
        if body == _BROKEN:
            raise LookupError("a mistake")
        return super().answer(_QUICK if body == _SLOW else body, kind, host=host)


class _Served:
    """A served sandbox; ``lines`` is its request log."""

    def __init__(self, store: Store, *faults: str, **options: Any) -> None:
        self.lines: list[str] = []
        self.office = _Office(Sandbox(store, now=lambda: NOW))
        plan = FaultPlan([read_fault(fault) for fault in faults])
        self.server = SandboxServer(self.office, plan=plan, log=self.lines.append, **options)
        self._thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01})
        self._thread.start()

    def connect(self) -> socket.socket:
        """Open a connection."""
        return socket.create_connection(self.server.server_address, timeout=_SECONDS)

    def ask(self, body: bytes = _QUICK) -> int:
        """Send a request over a new connection; give the error code of the answer."""
        with self.connect() as connection:
            connection.sendall(_build(body))
            return _hear(connection)

    def close(self) -> None:
        """Stop it."""
        self.office.opened.set()
        self.server.close()
        self._thread.join()


def _hear(connection: socket.socket) -> int:
    """Read an answer, and give its error code."""
    reply = http.client.HTTPResponse(connection)
    reply.begin()
    answer: Mapping[str, Any] = json.loads(reply.read())
    return int(answer["status"]["errorcode"])


@pytest.fixture
def serve(small_sandbox: Path, tmp_path: Path) -> Iterator[Callable[..., _Served]]:
    """Give a function that serves a small sandbox; its arguments are faults, and options of the server."""
    path = tmp_path / "sandbox.sqlite"
    path.write_bytes(small_sandbox.read_bytes())
    store = Store.open(path)
    running: list[_Served] = []

    def start(*faults: str, **options: Any) -> _Served:
        running.append(_Served(store, *faults, **options))
        return running[-1]

    yield start
    for served in running:
        served.close()
    store.close()


def test_32_connections_get_all_their_answers(serve: Callable[..., _Served]) -> None:
    """Each asks three times over the same connection, all at the same time."""
    served = serve()
    crowd = [served.connect() for _ in range(32)]
    codes = []
    for _ in range(3):
        for connection in crowd:
            connection.sendall(_build(_QUICK))
        codes += [_hear(connection) for connection in crowd]
    for connection in crowd:
        connection.close()
    assert codes == [0] * 96
    assert len(served.lines) == 96


def test_slow_requests_hold_no_other_up(serve: Callable[..., _Served]) -> None:
    """While some are at a long answer others get theirs; the long ones come in the end."""
    served = serve()
    slow = [served.connect() for _ in range(3)]
    for connection in slow:
        connection.sendall(_build(_SLOW))
    assert [served.ask() for _ in range(5)] == [0] * 5
    served.office.opened.set()
    assert [_hear(connection) for connection in slow] == [0, 0, 0]
    for connection in slow:
        connection.sendall(_build(_QUICK))
        assert _hear(connection) == 0
        connection.close()


@pytest.mark.parametrize(
    "request_",
    [
        _build(_QUICK),
        (
            f"POST {_PATH} HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n".encode()
            + b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (_QUICK[:9], _QUICK[9:]))
            + b"0\r\nSome: trailer\r\n\r\n"
        ),
    ],
    ids=["length", "chunks"],
)
def test_requests_may_come_byte_by_byte(serve: Callable[..., _Served], request_: bytes) -> None:
    """Others get their answers between any two bytes, and no request is too slow to be answered."""
    served = serve()
    with served.connect() as slow:
        slow.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, True)
        for at in range(len(request_)):
            slow.sendall(request_[at : at + 1])
            if at % 50 == 0:
                assert served.ask() == 0
        assert _hear(slow) == 0


def test_a_client_that_does_not_read_holds_nobody_up(serve: Callable[..., _Served]) -> None:
    """Answers that nobody takes pile up for that client alone, until nothing more goes over its line."""
    served = serve()
    with served.connect() as deaf:
        deaf.sendall(_build(_LONG) * 200)
        answered, told = -1, 0
        while answered != (told := sum("get fields" in line for line in served.lines)) or not told:
            answered = told
            assert [served.ask() for _ in range(5)] == [0] * 5
        assert answered < 200


def test_requests_sent_at_once_are_answered_one_by_one(serve: Callable[..., _Served]) -> None:
    """A client may send the next requests before it has read the first answer."""
    served = serve()
    with served.connect() as eager:
        eager.sendall(_build(_QUICK) * 5 + _build(b"") + _build(_QUICK, "Connection: close"))
        came = eager.makefile("rb").read()
    assert came.count(b"HTTP/1.1 200 OK") == 7
    assert came.count(b'"errorcode":9,') == 1


def test_half_a_request_is_answered_when_its_client_has_no_more(serve: Callable[..., _Served]) -> None:
    """A body that is cut off is no JSON, and the API says that."""
    with serve().connect() as connection:
        connection.sendall(_build(_QUICK)[:-9])
        connection.shutdown(socket.SHUT_WR)
        assert _hear(connection) == 4


def test_clients_that_ask_first_are_told_to_go_on(serve: Callable[..., _Served]) -> None:
    """``Expect: 100-continue`` is answered before the body is there."""
    head, _, body = _build(_QUICK, "Expect: 100-continue").partition(b"\r\n\r\n")
    with serve().connect() as connection:
        connection.sendall(head + b"\r\n\r\n")
        assert connection.recv(100) == b"HTTP/1.1 100 Continue\r\n\r\n"
        connection.sendall(body)
        assert _hear(connection) == 0


def test_latency_is_waited_out_side_by_side(serve: Callable[..., _Served]) -> None:
    """Twenty answers that each wait 0.2 seconds take together not much longer than one."""
    served = serve(latency=0.2)
    crowd = [served.connect() for _ in range(20)]
    started = time.monotonic()
    for connection in crowd:
        connection.sendall(_build(_QUICK))
    assert [_hear(connection) for connection in crowd] == [0] * 20
    assert 0.2 <= time.monotonic() - started < 2.0
    for connection in crowd:
        connection.close()


@pytest.mark.parametrize("fault", ["hang:1", "slow:1"])
def test_faults_that_last_hit_one_client(serve: Callable[..., _Served], fault: str) -> None:
    """The others do not notice them."""
    served = serve(fault)
    with served.connect() as hit:
        hit.sendall(_build(_QUICK))
        while not served.lines:
            time.sleep(0.001)
        started = time.monotonic()
        assert [served.ask() for _ in range(5)] == [0] * 5
        assert time.monotonic() - started < 4


def test_a_failure_ends_one_connection(serve: Callable[..., _Served]) -> None:
    """A mistake in the sandbox is told in its log, and everybody else is served as before."""
    served = serve()
    with served.connect() as unlucky, served.connect() as lucky:
        unlucky.sendall(_build(_BROKEN))
        assert unlucky.recv(100) == b""
        lucky.sendall(_build(_QUICK))
        assert _hear(lucky) == 0
    assert served.lines[0] == "the sandbox failed: LookupError('a mistake')"


def test_a_server_can_be_closed_in_the_middle_of_everything(serve: Callable[..., _Served]) -> None:
    """Long answers, half requests and idle connections do not keep it; the port is free at once."""
    served = serve()
    slow, half, idle = (served.connect() for _ in range(3))
    slow.sendall(_build(_SLOW))
    half.sendall(_build(_QUICK)[:50])
    assert served.ask() == 0
    started = time.monotonic()
    served.server.close()
    assert time.monotonic() - started < _SECONDS / 2
    with pytest.raises(ConnectionRefusedError):
        served.connect()
    assert (half.recv(9), idle.recv(9)) == (b"", b"")
    served.office.opened.set()
    assert slow.makefile("rb").read().startswith(b"HTTP/1.1 200")
    for connection in (slow, half, idle):
        connection.close()
