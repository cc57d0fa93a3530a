"""``oocli sandbox``: serve for other clients, reset, info."""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from office import CREDENTIALS
from oocli.commands.sandbox import build
from oocli.request.actions import Action
from oocli.sandbox import SECRET, TOKEN
from oocli.sandbox.door.faults import KINDS
from oocli.sandbox.records.store import Store
from oocli.wire.messages import encode, sign


@pytest.fixture
def serve(environ: dict[str, str]) -> Iterator[Callable[..., tuple[subprocess.Popen[str], dict[str, Any]]]]:
    """Give a function that starts ``oocli sandbox serve`` and waits until it is ready."""
    running: list[subprocess.Popen[str]] = []

    def start(*arguments: str) -> tuple[subprocess.Popen[str], dict[str, Any]]:
        command = [sys.executable, "-m", "oocli", "sandbox", "serve", *arguments]
        process = subprocess.Popen(
            command,
            env={**os.environ, **environ},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        running.append(process)
        assert process.stdout is not None
        return process, json.loads(process.stdout.readline())

    yield start
    for process in running:
        process.kill()
        process.communicate()


def _post(url: str, action: Action, now: float) -> dict[str, Any]:
    body = encode([sign(action, CREDENTIALS, int(now))], TOKEN)
    request = urllib.request.Request(f"{url}/stable/api.php", body)
    with urllib.request.urlopen(request) as reply:
        answer: dict[str, Any] = json.loads(reply.read())
    return answer


def test_serve_says_where_it_is_and_what_it_did(serve: Callable[..., Any], tmp_path: Path) -> None:
    """One JSON line when ready; the log names calls without secrets; SIGTERM ends it with 143."""
    process, ready = serve("--state", str(tmp_path / "x.sqlite"), "--estates", "10")
    url = ready.pop("url")
    assert ready == {"token": TOKEN, "secret": SECRET, "pid": process.pid}
    answer = _post(url, Action("read", "estate", "", "", {"data": ["Id"], "listlimit": 1}), time.time())
    assert answer["response"]["results"][0]["data"]["meta"]["cntabsolute"] == 10
    process.send_signal(signal.SIGTERM)
    out, err = process.communicate(timeout=20)
    assert (out, process.returncode) == ("", 143 if os.name != "nt" else process.returncode)
    assert "read estate\n" in err
    assert TOKEN not in err
    assert SECRET not in err


@pytest.mark.parametrize(("options", "encoding"), [((), "gzip"), (("--no-gzip",), None)])
def test_answers_are_plain_where_that_is_asked_for(
    serve: Callable[..., Any], options: tuple[str, ...], encoding: str | None
) -> None:
    """A client that names gzip without being able to inflate gets plain answers with --no-gzip."""
    _, ready = serve("--estates", "30", *options)
    action = Action("read", "estate", "", "", {"data": ["Id", "ort", "lage"], "listlimit": 30})
    body = encode([sign(action, CREDENTIALS, int(time.time()))], TOKEN)
    headers = {"accept-encoding": "gzip"}
    request = urllib.request.Request(f"{ready['url']}/stable/api.php", body, headers)
    with urllib.request.urlopen(request) as reply:
        assert reply.headers.get("content-encoding") == encoding


def test_state_of_other_numbers_is_refused(oocli: Callable[..., Any], tmp_path: Path) -> None:
    """A file that was made with another seed or size is not silently taken for the one asked for."""
    path = tmp_path / "x.sqlite"
    Store.open(path, seed=3, estates=5, addresses=1).close()
    outcome = oocli("sandbox", "serve", "--state", str(path), "--estates", "7")
    assert (outcome.code, outcome.error["message"]) == (2, f"{path} was made with --estates 5")
    assert outcome.error["hint"].endswith(f"oocli sandbox reset --state {path} --estates 7")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--fault", "explode"), "There is no fault 'explode'"),
        (("--latency", "-1"), "--latency is a number of milliseconds from 0"),
        (("--estates", "-1"), "--estates is a number from 0 to 10,000,000"),
        (("--seed", "9" * 30), "--seed is a number up to 1,000,000,000"),
        (("--host", "10.0.0.1"), "10.0.0.1 is not a loopback address"),
    ],
)
def test_wrong_options_are_refused(
    oocli: Callable[..., Any], arguments: tuple[str, ...], message: str
) -> None:
    """Nothing is served with options that cannot be meant."""
    outcome = oocli("sandbox", "serve", *arguments)
    assert (outcome.code, outcome.error["message"]) == (2, message)


def test_help_names_every_fault() -> None:
    """The help of serve lists exactly the kinds there are."""
    text = build("sandbox").commands["serve"].help
    listed = text.partition("The kinds: ")[2].partition(".")[0]
    assert " ".join(listed.split()).split(", ") == list(KINDS)


def test_reset_throws_away_what_was_written(oocli: Callable[..., Any]) -> None:
    """After a reset the records are as they were made."""
    oocli("--sandbox", "modify", "estate", "11", "--set", "objekttitel=Geändert")
    read = ("--sandbox", "read", "estate", "11", "--fields", "objekttitel", "--flat")
    changed = oocli(*read).json
    assert oocli("sandbox", "reset").code == 0
    assert changed[0]["objekttitel"] == "Geändert"
    assert oocli(*read).json[0]["objekttitel"] != "Geändert"


def test_reset_keeps_the_size(oocli: Callable[..., Any], tmp_path: Path) -> None:
    """A file is made anew with the numbers it had, unless others are given."""
    path = tmp_path / "x.sqlite"
    Store.open(path, seed=3, estates=5, addresses=1).close()
    oocli("sandbox", "reset", "--state", str(path), "--seed", "4")
    elements = oocli("sandbox", "info", "--state", str(path)).json[0]["elements"]
    assert (elements["seed"], elements["estates"]) == (4, 5)


def test_reset_keeps_other_files(oocli: Callable[..., Any], tmp_path: Path) -> None:
    """A file that is no sandbox is never written to."""
    path = tmp_path / "letter.txt"
    path.write_text("Dear Sir or Madam, " * 50)
    outcome = oocli("sandbox", "reset", "--state", str(path))
    assert (outcome.code, path.read_text()) == (2, "Dear Sir or Madam, " * 50)


def test_reset_reaches_whoever_has_it_open(environ: dict[str, str], oocli: Callable[..., Any]) -> None:
    """A running sandbox goes on with the new records, its counts too."""
    path = Path(environ["OOCLI_DATA_DIR"]) / "sandbox.sqlite"
    running = Store.open(path)
    oocli("sandbox", "reset", "--estates", "7")
    assert running.facts() == {"addresses": 200, "estates": 7, "made": 1, "revision": 1, "seed": 1}
    running.close()


def test_info_shows_what_there_is_and_what_was_sent(oocli: Callable[..., Any]) -> None:
    """Counts by kind, and the mails of the outbox."""
    sender = "emailidentity=info@gruenewald-immobilien.example"
    mail = ["-p", 'receiver:=["kunde@beispiel.example"]', "-p", "subject=Hallo", "-p", "body=Text"]
    sent = oocli(
        "--sandbox",
        "do",
        "sendmail",
        "-p",
        sender,
        *mail,
        "--yes",
    )
    assert sent.code == 0
    elements = oocli("sandbox", "info").json[0]["elements"]
    outbox = elements.pop("outbox")
    assert elements.pop("path").endswith("sandbox.sqlite")
    assert elements == {
        "seed": 1,
        "estates": 300,
        "addresses": 200,
        "tasks": 60,
        "activities": 150,
        "appointments": 80,
        "files": elements["files"],
        "search criteria": 67,
        "relations": elements["relations"],
        "users": 8,
    }
    assert [(row["from"], row["to"], row["subject"], row["body"]) for row in outbox] == [
        ("info@gruenewald-immobilien.example", ["kunde@beispiel.example"], "Hallo", "Text")
    ]
