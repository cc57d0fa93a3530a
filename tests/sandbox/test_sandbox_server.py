"""The sandbox over HTTP: connections that stay, gzip, many clients at once, and every fault."""

import gzip
import http.client
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from office import CREDENTIALS, NOW
from oocli.errors import UsageError
from oocli.request.actions import Action
from oocli.sandbox import TOKEN
from oocli.sandbox.door.answer import Sandbox
from oocli.sandbox.door.faults import KINDS, Fault, FaultPlan, FaultySandbox, read_fault
from oocli.sandbox.door.server import SandboxServer
from oocli.sandbox.records.store import Store
from oocli.wire.messages import encode, sign

PATH = "/api/stable/api.php"
READ = Action("read", "estate", "", "", {"data": ["Id"], "listlimit": 1})
CHANGE = Action("modify", "estate", "11", "", {"data": {"kaufpreis": 4711}})


def _body(*actions: Action) -> bytes:
    return encode([sign(action, CREDENTIALS, int(NOW)) for action in actions or (READ,)], TOKEN)


class Served:
    """A served sandbox; ``lines`` is its request log."""

    def __init__(self, store: Store, **options: Any) -> None:
        self.lines: list[str] = []
        office = FaultySandbox(Sandbox(store, now=lambda: NOW), now=lambda: NOW)
        self.server = SandboxServer(office, log=self.lines.append, **options)
        self._thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01})
        self._thread.start()

    def connect(self, timeout: float = 10) -> http.client.HTTPConnection:
        """Open a connection of its own."""
        return http.client.HTTPConnection("127.0.0.1", self.server.server_address[1], timeout=timeout)

    def ask(self, *actions: Action, **headers: str) -> tuple[int, bytes, dict[str, str]]:
        """Send one request on a new connection; give status, body and headers."""
        connection = self.connect()
        try:
            connection.request("POST", PATH, _body(*actions), headers)
            reply = connection.getresponse()
            return reply.status, reply.read(), {name.lower(): value for name, value in reply.getheaders()}
        finally:
            connection.close()

    def close(self) -> None:
        """Stop it."""
        self.server.close()
        self._thread.join()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Give a small sandbox in a file."""
    store = Store.open(tmp_path / "sandbox.sqlite", estates=20, addresses=10)
    yield store
    store.close()


@pytest.fixture
def serve(store: Store) -> Iterator[Callable[..., Served]]:
    """Give a function that serves the small sandbox; its arguments go to the server."""
    running: list[Served] = []

    def start(*faults: str, **options: Any) -> Served:
        plan = FaultPlan([read_fault(fault) for fault in faults])
        running.append(Served(store, plan=plan, **options))
        return running[-1]

    yield start
    for served in running:
        served.close()


def _price(store: Store) -> float:
    with store.reading() as db:
        return float(db.execute("SELECT kaufpreis FROM estate WHERE Id = 11").fetchone()[0])


def test_answer_is_that_of_the_sandbox(serve: Callable[..., Served], store: Store) -> None:
    """Body and headers are what the sandbox answers in process."""
    status, body, headers = serve().ask()
    reply = Sandbox(store, now=lambda: NOW).post(_body())
    assert (status, body) == (200, reply.body)
    assert {name: headers[name] for name in ("content-type", "date")} == reply.headers


def test_connection_stays_open(serve: Callable[..., Served]) -> None:
    """Requests follow each other on one connection."""
    connection = serve().connect()
    for _ in range(3):
        connection.request("POST", PATH, _body())
        assert connection.getresponse().read()
    assert connection.sock is not None
    connection.close()


def test_long_answers_are_compressed(serve: Callable[..., Served]) -> None:
    """A client that takes gzip gets it; one that does not, does not."""
    served = serve()
    long = Action("get", "fields", "", "", {"modules": ["estate"]})
    _, packed, headers = served.ask(long, **{"accept-encoding": "gzip, deflate"})
    _, plain, _ = served.ask(long)
    assert headers["content-encoding"] == "gzip"
    assert len(packed) < len(plain) / 3
    assert gzip.decompress(packed) == plain


def test_chunked_requests_are_read(serve: Callable[..., Served]) -> None:
    """A body may come in chunks."""
    connection = serve().connect()
    half = len(_body()) // 2
    connection.request("POST", PATH, iter([_body()[:half], _body()[half:]]), encode_chunked=True)
    assert json.loads(connection.getresponse().read())["status"]["errorcode"] == 0
    connection.close()


def test_get_is_an_empty_request(serve: Callable[..., Served]) -> None:
    """A GET without a body gets error 9."""
    connection = serve().connect()
    connection.request("GET", PATH)
    assert json.loads(connection.getresponse().read())["status"]["errorcode"] == 9
    connection.close()


def test_other_paths_are_not_found(serve: Callable[..., Served]) -> None:
    """There is only the API: stable and latest."""
    connection = serve().connect()
    statuses = []
    for path in ("/", "/api/latest/api.php", "/api/stable/api.php/", "/api/newest/api.php"):
        connection.request("POST", path, _body())
        reply = connection.getresponse()
        reply.read()
        statuses.append(reply.status)
    connection.close()
    assert statuses == [404, 200, 200, 404]


def test_log_names_calls_and_codes_only(serve: Callable[..., Served]) -> None:
    """One line per request: verb, resource, error code; no token, no values."""
    served = serve()
    served.ask(READ, Action("read", "estate", "", "", {"data": ["geheim"]}))
    told = served.lines[0].partition(" ms ")
    assert told[0].startswith("POST 200 ")
    assert told[2] == "read estate, read estate error 141"


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.1", "example.com", "::"])
def test_only_loopback_is_served(store: Store, host: str) -> None:
    """Everybody knows the credentials, so nobody else may reach the server."""
    office = FaultySandbox(Sandbox(store, now=lambda: NOW), now=lambda: NOW)
    with pytest.raises(UsageError, match="is not a loopback address"):
        SandboxServer(office, host=host)


def test_port_in_use_is_told(serve: Callable[..., Served]) -> None:
    """A port that is taken is a failure with a hint."""
    port = serve().server.server_address[1]
    with pytest.raises(UsageError, match="Cannot listen on"):
        serve(port=port)


@pytest.mark.parametrize("kind", ["status-429", "status-500", "status-502", "status-503"])
def test_an_http_error_carries_nothing_out(serve: Callable[..., Served], store: Store, kind: str) -> None:
    """An HTTP error with a page; nothing is carried out; 429 and 503 say when to come again."""
    status, body, headers = serve(kind).ask(CHANGE)
    assert (f"status-{status}", body[:6]) == (kind, b"<html>")
    assert ("retry-after" in headers) == (status in (429, 503))
    assert _price(store) != 4711


def test_gateway_timeout_hides_that_it_was_done(serve: Callable[..., Served], store: Store) -> None:
    """504 is answered although the write happened."""
    assert serve("status-504").ask(CHANGE)[0] == 504
    assert _price(store) == 4711


@pytest.mark.parametrize(("kind", "carried_out"), [("reset", False), ("lost", True)])
def test_reset_before_the_answer(
    serve: Callable[..., Served], store: Store, kind: str, carried_out: bool
) -> None:
    """The client sees the same reset, whether the write happened or not."""
    with pytest.raises(ConnectionError):
        serve(kind).ask(CHANGE)
    assert (_price(store) == 4711) == carried_out


def test_reset_in_the_middle(serve: Callable[..., Served], store: Store) -> None:
    """Half an answer arrives, then the connection is reset; the write happened."""
    with pytest.raises((ConnectionError, http.client.IncompleteRead)):
        serve("reset-middle").ask(CHANGE)
    assert _price(store) == 4711


@pytest.mark.parametrize(
    ("kind", "start", "carried_out"),
    [("truncated", b'{"stat', True), ("html", b"<html>", False), ("empty", b"", False)],
)
def test_bodies_that_are_no_json(
    serve: Callable[..., Served], store: Store, kind: str, start: bytes, carried_out: bool
) -> None:
    """HTTP says 200, the body is of no use."""
    status, body, _ = serve(kind).ask(CHANGE)
    assert (status, body[:6]) == (200, start)
    with pytest.raises(json.JSONDecodeError):
        json.loads(body)
    assert (_price(store) == 4711) == carried_out


def test_hanging_requests_end_with_the_server(serve: Callable[..., Served]) -> None:
    """No answer comes while the server runs; it can be stopped all the same."""
    served = serve("hang")
    connection = served.connect(timeout=0.2)
    connection.request("POST", PATH, _body())
    with pytest.raises(TimeoutError):
        connection.getresponse()
    connection.close()


def test_slow_answers_come_in_pieces(serve: Callable[..., Served]) -> None:
    """The beginning is there long before the end."""
    connection = serve("slow").connect()
    connection.request("POST", PATH, _body())
    reply = connection.getresponse()
    started = time.monotonic()
    assert reply.read(1) == b"{"
    assert time.monotonic() - started < 4
    connection.close()


@pytest.mark.parametrize(
    ("kind", "codes"),
    [
        ("action-error", [0, 303]),
        ("missing-result", [0]),
        ("extra-result", [0, 0, 0]),
        ("clock", [136, 136]),
        ("rights", [0, 80]),
    ],
)
def test_faults_in_the_results(serve: Callable[..., Served], kind: str, codes: list[int]) -> None:
    """The answer is well-formed, and wrong or unwelcome."""
    answer = json.loads(serve(kind).ask(READ, CHANGE)[1])
    assert [result["status"]["errorcode"] for result in answer["response"]["results"]] == codes


def test_failed_action_is_not_carried_out(serve: Callable[..., Served], store: Store) -> None:
    """The last action fails, alone or after others, and leaves no trace."""
    served = serve("action-error")
    assert json.loads(served.ask(CHANGE)[1])["status"]["errorcode"] == 97
    assert _price(store) != 4711


def test_wrong_clock_shows_in_the_date(serve: Callable[..., Served]) -> None:
    """With the fault clock the Date header tells how far the server's clock is off."""
    right, wrong = serve().ask()[2]["date"], serve("clock").ask()[2]["date"]
    assert (right, wrong) == ("Wed, 18 Nov 2026 11:06:40 GMT", "Wed, 18 Nov 2026 11:16:40 GMT")


def test_faults_hit_the_requests_they_name(serve: Callable[..., Served]) -> None:
    """KIND:2 hits the first two, KIND:1/3 every third."""
    first, every = serve("status-503:2"), serve("status-500:1/3")
    assert [first.ask()[0] for _ in range(4)] == [503, 503, 200, 200]
    assert [every.ask()[0] for _ in range(6)] == [200, 200, 500, 200, 200, 500]


def test_latency_delays_each_answer(serve: Callable[..., Served]) -> None:
    """An answer does not come sooner than the latency."""
    started = time.monotonic()
    serve(latency=0.1).ask()
    assert time.monotonic() - started >= 0.1


@pytest.mark.parametrize("text", ["", "503", "reset:0", "reset:x", "reset:2/3", "status-504:1/0"])
def test_faults_that_cannot_be_read(text: str) -> None:
    """Another form is refused with the right one."""
    with pytest.raises(UsageError):
        read_fault(text)


def test_misspelt_faults_are_recognised() -> None:
    """A kind that is nearly one names it."""
    with pytest.raises(UsageError) as failure:
        read_fault("truncate")
    assert failure.value.hint == "Did you mean truncated?"
    assert read_fault("lost:1/7") == Fault("lost", every=7)


def test_every_kind_is_tried_here() -> None:
    """The tests of this file name every kind of fault."""
    text = Path(__file__).read_text(encoding="utf-8")
    assert [kind for kind in KINDS if f'"{kind}' not in text] == []


def test_stalled_client_does_not_stop_the_others(serve: Callable[..., Served]) -> None:
    """A connection that says nothing keeps nobody waiting."""
    served = serve()
    with socket.create_connection(("127.0.0.1", served.server.server_address[1])) as silent:
        silent.sendall(b"POST /api/stable/api.php HTTP/1.1\r\ncontent-length: 5\r\n\r\n")
        assert served.ask()[0] == 200


def test_many_clients_lose_no_write(serve: Callable[..., Served], store: Store) -> None:
    """Sixteen clients create and change at once; nothing fails and everything is there."""
    served = serve()
    rounds = 40
    failures: list[int] = []
    numbers: list[str] = []

    def work(name: int) -> None:
        connection = served.connect()
        for at in range(rounds):
            new = Action("create", "address", "", "", {"Name": f"Client {name}", "Vorname": str(at)})
            count = Action("create", "task", "", "", {"data": {"Betreff": f"{name}.{at}"}})
            connection.request("POST", PATH, _body(new, READ, count))
            answer = json.loads(connection.getresponse().read())
            failures.append(answer["status"]["errorcode"])
            numbers.extend(
                result["data"]["records"][0]["id"] for result in answer["response"]["results"][::2]
            )
        connection.close()

    clients = [threading.Thread(target=work, args=(name,)) for name in range(16)]
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    with store.reading() as db:
        written = db.execute("SELECT COUNT(*) FROM address WHERE Name LIKE 'Client %'").fetchone()[0]
        tasks = db.execute("SELECT COUNT(DISTINCT Betreff) FROM task WHERE Betreff LIKE '%.%'").fetchone()[0]
    assert (set(failures), written, tasks) == ({0}, 16 * rounds, 16 * rounds)
    assert len(numbers) == 2 * 16 * rounds
