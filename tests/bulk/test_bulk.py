"""Bulk writes as a process: killed, interrupted, gone on with; no record is doubled and none is lost."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from harness import Clock
from oocli import sandbox
from oocli.bulk.journal_opening import Reuse, open_journal
from oocli.bulk.sending import BulkRun, make_batches, sleep_unless_stopped
from oocli.catalogue import Catalogue
from oocli.client import Client
from oocli.client.guard import Guard
from oocli.errors import NetworkError
from oocli.request.actions import Action
from oocli.sandbox.door.answer import Sandbox
from oocli.sandbox.door.faults import FaultySandbox
from oocli.sandbox.door.server import SandboxServer
from oocli.sandbox.records.picture_paths import HOST
from oocli.sandbox.records.store import Store
from oocli.wire.messages import Credentials
from oocli.wire.reply import Reply
from scripted import answer, result

ROWS = 300
BATCH = 10
HELD = 13  # request that is carried out, and whose answer waits; that for fields is not counted

Start = Callable[..., "subprocess.Popen[str]"]


class Gate(FaultySandbox):
    """A sandbox that holds back one answer.

    Attributes:
        reached: set when that request has been carried out.
        opened: set it to let the answer go.
    """

    def __init__(self, office: Sandbox) -> None:
        super().__init__(office, now=time.time)
        self.reached = threading.Event()
        self.opened = threading.Event()
        self._requests = 0

    def answer(self, body: bytes, kind: str, *, host: str = HOST) -> tuple[dict[str, Any], float]:
        """Carry a request out, and wait if it is the one."""
        answered = super().answer(body, kind, host=host)
        self._requests += b'"fields"' not in body
        if self._requests == HELD:
            self.reached.set()
            self.opened.wait(60)
        return answered


@pytest.fixture
def store(home: Path) -> Iterator[Store]:
    """Give the records of the served sandbox."""
    opened = Store.open(home / "data" / "sandbox.sqlite")
    yield opened
    opened.close()


@pytest.fixture
def gate(store: Store) -> Gate:
    """Give the sandbox behind the server."""
    return Gate(Sandbox(store, now=time.time))


@pytest.fixture
def start(gate: Gate, environ: dict[str, str], tmp_path: Path) -> Iterator[Start]:
    """Give a function that starts the import of the rows as a process, with more words if wanted."""
    server = SandboxServer(gate)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    sheet = tmp_path / "rows.csv"
    sheet.write_text("Name,Vorname\n" + "".join(f"Mensch{n},Import\n" for n in range(1, ROWS + 1)))
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
    account = {"OOCLI_URL": server.url, "OOCLI_TOKEN": sandbox.TOKEN, "OOCLI_SECRET": sandbox.SECRET}
    words = [
        *(sys.executable, "-m", "oocli", "create", "address", "--from", str(sheet), "--yes"),
        *("--results", str(tmp_path / "results.ndjson"), "--errors", "json"),
        *("--batch", str(BATCH), "--jobs", "1"),
    ]

    def begin(*more: str) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            [*words, *more],
            env={**kept, **environ, **account},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )

    yield begin
    gate.opened.set()
    server.close()
    thread.join()


def _names(store: Store) -> list[str]:
    """Give the imported names as they are stored, in their order."""
    office = Sandbox(store, now=time.time)
    action = Action(
        "read",
        "address",
        parameters={
            "data": ["Name"],
            "filter": {"Vorname": [{"op": "=", "val": "Import"}]},
            "listlimit": 500,
        },
    )
    client = _connect(office)
    records = client.call(action).records
    return [record["elements"]["Name"] for record in sorted(records, key=lambda record: int(record["id"]))]


def _connect(transport: Any) -> Client:
    return Client(
        transport,
        Credentials(sandbox.TOKEN, sandbox.SECRET),
        Guard(Catalogue(), tenant="test", confirmed=True),
        now=time.time,
        sleep=time.sleep,
    )


def _statuses(tmp_path: Path) -> list[str]:
    lines = (tmp_path / "results.ndjson").read_text(encoding="utf-8").splitlines()
    return list({(line := json.loads(text))["row"]: line["status"] for text in lines}.values())


def _finish(process: "subprocess.Popen[str]") -> tuple[int, dict[str, Any]]:
    _, err = process.communicate(timeout=60)
    return process.returncode, json.loads(err) if err else {}


EVERYBODY = [f"Mensch{n}" for n in range(1, ROWS + 1)]
DONE = (HELD - 1) * BATCH


def test_killed_import_is_gone_on_with(gate: Gate, start: Start, store: Store, tmp_path: Path) -> None:
    """After a SIGKILL nothing is doubled and nothing lost; the rows in flight are said to be unknown."""
    process = start()
    assert gate.reached.wait(60)
    process.kill()
    process.communicate()
    gate.opened.set()
    assert _statuses(tmp_path) == ["ok"] * DONE + ["unknown"] * BATCH
    code, failure = _finish(start("--resume"))
    assert (code, failure["unknown_rows"]) == (10, list(range(DONE + 1, DONE + BATCH + 1)))
    assert failure["ok"] == ROWS - BATCH
    assert _names(store) == EVERYBODY
    assert _statuses(tmp_path) == ["ok"] * DONE + ["unknown"] * BATCH + ["ok"] * (ROWS - DONE - BATCH)


@pytest.mark.skipif(sys.platform == "win32", reason="a process cannot be sent Ctrl-C alone")
@pytest.mark.parametrize(("name", "exit_code"), [("SIGINT", 130), ("SIGTERM", 143), ("SIGHUP", 143)])
def test_interrupted_import_finishes_what_is_in_flight(
    gate: Gate, start: Start, store: Store, tmp_path: Path, name: str, exit_code: int
) -> None:
    """A signal lets the answer in flight come and records it; --resume then sends exactly the rest."""
    process = start()
    assert gate.reached.wait(60)
    process.send_signal(getattr(signal, name))
    gate.opened.set()
    code, failure = _finish(process)
    done = DONE + BATCH
    assert (code, failure["code"], failure["ok"], failure["skipped"]) == (
        exit_code,
        "interrupted",
        done,
        ROWS - done,
    )
    assert _statuses(tmp_path) == ["ok"] * done + ["skipped"] * (ROWS - done)
    assert _finish(start("--resume")) == (0, {})
    assert _names(store) == EVERYBODY


@pytest.mark.skipif(sys.platform == "win32", reason="a process cannot be sent Ctrl-C alone")
def test_second_interrupt_stops_at_once(gate: Gate, start: Start, store: Store, tmp_path: Path) -> None:
    """Who presses again does not wait; what is in flight stays unknown, and the way on is said."""
    process = start()
    assert gate.reached.wait(60)
    while process.poll() is None:
        process.send_signal(signal.SIGINT)
        time.sleep(0.05)
    code, failure = _finish(process)
    assert code in (130, -signal.SIGINT)  # a third press may meet the end of the process
    assert "--resume continues" in failure["hint"]
    assert _statuses(tmp_path) == ["ok"] * DONE + ["unknown"] * BATCH
    gate.opened.set()
    assert _finish(start("--resume"))[0] == 10
    assert _names(store) == EVERYBODY


def test_rows_are_on_disk_before_they_are_sent(tmp_path: Path) -> None:
    """Whenever a request goes out, the file says that the outcome of its rows is unknown."""
    path = tmp_path / "results.ndjson"
    seen: list[list[tuple[int, str]]] = []

    class Witness:
        def post(self, body: bytes) -> Reply:
            lines = [json.loads(line) for line in path.read_text().splitlines()]
            seen.append([(line["row"], line["status"]) for line in lines])
            return answer(*[result({"id": 7})] * len(json.loads(body)["request"]["actions"]))

    actions = [(row, Action("create", "address")) for row in (1, 2, 3)]
    with open_journal(path, {"rows": 3, "last_row": 3}, Reuse(resumes=False)) as journal:
        run = BulkRun(_connect(Witness()), journal)
        outcomes = list(run.send(make_batches(actions, 2), is_stopped=lambda: False))
    assert [[(entry.row, entry.status, entry.id) for entry in some] for some in outcomes] == [
        [(1, "ok", 7), (2, "ok", 7)],
        [(3, "ok", 7)],
    ]
    first = [(1, "unknown"), (2, "unknown")]
    assert seen == [first, [*first, (1, "ok"), (2, "ok"), (3, "unknown")]]


def test_waiting_goes_on_until_it_is_stopped(clock: Clock) -> None:
    """A pause before another attempt is as long as it was to be, or ends soon after a signal."""
    began = clock.now()
    sleep_unless_stopped(1.5, sleep=clock.sleep, is_stopped=lambda: False)
    assert clock.now() - began == pytest.approx(1.5)
    with pytest.raises(NetworkError) as failure:
        sleep_unless_stopped(20, sleep=clock.sleep, is_stopped=lambda: clock.now() - began > 3)
    assert clock.now() - began < 3.5
    assert not failure.value.arrived
