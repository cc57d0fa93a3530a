"""``--as``: a call as a program, which compiles, runs, and gets the same answer as oocli."""

import ast
import base64
import hmac
import json
import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from harness import Outcome
from oocli.catalogue import Catalogue
from oocli.request.actions import Action
from oocli.request.raw_actions import read_actions
from oocli.sandbox import SECRET, TOKEN
from oocli.sandbox.door.server import SandboxServer
from oocli.snippets import LANGUAGES, write_program
from served import serve_sandbox

Run = Callable[..., Outcome]

RUNNERS = {
    "curl": ["sh"],
    "sh": ["sh"],
    "python": [sys.executable],
    "requests": [sys.executable],
    "php": ["php"],
    "js": ["node"],
}
CHECKS = {"curl": ["sh", "-n"], "sh": ["sh", "-n"], "php": ["php", "-l"], "js": ["node", "--check"]}
NEEDS = {"curl": ("sh", "curl", "openssl"), "sh": ("sh", "curl", "openssl"), "php": ("php",), "js": ("node",)}
ENDINGS = {"python": "py", "requests": "py", "js": "js", "php": "php"}

NASTY = (
    "plain",
    "quotes \" and ' and `ticks`",
    "$HOME $(id) ${x} %s %(x)s",
    "back\\slash \\n \\$ \\",
    "lines\nand\ttabs\r\n",
    "umlauts äöü€ 🏠 \u2028 <?php ?> */ //",
    "JSON",
    "",
)


def need(language: str) -> None:
    """Skip a test whose language is not on this machine."""
    missing = [tool for tool in NEEDS.get(language, ()) if shutil.which(tool) is None]
    if missing:
        pytest.skip(f"{', '.join(missing)} is not installed")


def keep(folder: Path, language: str, actions: Sequence[Action]) -> Path:
    """Write a program, and give its file."""
    path = folder / f"program.{ENDINGS.get(language, 'sh')}"
    path.write_text(write_program(language, actions), encoding="utf-8", newline="\n")
    return path


def run(path: Path, language: str, url: str, *, tools: str = "") -> Any:
    """Run a program, and give what it prints; ``tools`` is a directory that is searched first."""
    variables = {"OOCLI_TOKEN": TOKEN, "OOCLI_SECRET": SECRET, "OOCLI_URL": url}
    done = subprocess.run(
        [*RUNNERS[language], str(path)],
        env={"PATH": f"{tools}:{os.environ['PATH']}" if tools else os.environ["PATH"], **variables},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    return json.loads(done.stdout)


@pytest.fixture
def server(prepared_sandbox: Path, tmp_path: Path) -> Iterator[SandboxServer]:
    """Give a sandbox of its own over HTTP."""
    path = tmp_path / "served.sqlite"
    shutil.copy(prepared_sandbox, path)
    with serve_sandbox(path) as served:
        yield served


@pytest.fixture
def examples(oocli: Run) -> list[Action]:
    """Give the action of the example of every call."""
    actions: list[Action] = []
    for call in Catalogue():
        words = shlex.split(call.example.replace('"$CLAIM"', "claim"))[1:]
        outcome = oocli("--sandbox", *words, "--as", "json", "-qq")
        assert (outcome.code, outcome.err) == (0, "")
        actions += read_actions([outcome.json])
    return actions


@pytest.mark.parametrize("language", [name for name in LANGUAGES if name not in ("json", "oocli")])
def test_all_calls_give_code_that_compiles(language: str, examples: list[Action], tmp_path: Path) -> None:
    """Every documented call, in every language."""
    need(language)
    path = keep(tmp_path, language, examples)
    assert len(examples) >= 89
    if language in CHECKS:
        done = subprocess.run([*CHECKS[language], str(path)], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
    else:
        ast.parse(path.read_text(encoding="utf-8"))


def test_a_command_of_its_own_makes_the_same_action(oocli: Run) -> None:
    """What --as oocli prints is the call once more, for every call."""
    catalogue = Catalogue()
    for call in catalogue:
        words = shlex.split(call.example.replace('"$CLAIM"', "claim"))[1:]
        printed = oocli("--sandbox", *words, "--as", "oocli", "-qq").out
        again = oocli("--sandbox", *shlex.split(printed)[1:], "--dry-run", "-qq")
        first = oocli("--sandbox", *words, "--dry-run", "-qq")
        assert (again.code, again.json) == (0, first.json), call.name


def choose(examples: list[Action]) -> list[Action]:
    """Give thirty actions over all verbs, each of which the sandbox carries out."""
    chosen: list[Action] = []
    for verb, number in (("read", 7), ("get", 14), ("modify", 3), ("create", 3), ("delete", 1), ("do", 2)):
        chosen += [action for action in examples if action.verb == verb][:number]
    return chosen


@pytest.mark.parametrize("language", RUNNERS)
def test_thirty_calls_run_and_return_what_oocli_returns(
    language: str, examples: list[Action], server: SandboxServer, oocli: Run, tmp_path: Path
) -> None:
    """In one request, in their order; what is created has the next number."""
    need(language)
    actions = choose(examples)
    assert len(actions) == 30
    sent = oocli(
        "send",
        "-",
        "--yes",
        "-o",
        "raw",
        stdin=json.dumps([action.as_json() for action in actions]),
        variables={"OOCLI_TOKEN": TOKEN, "OOCLI_SECRET": SECRET, "OOCLI_SANDBOX": "1"},
    )
    expected = json.loads(sent.out)["response"]["results"]
    found = run(keep(tmp_path, language, actions), language, server.url)["response"]["results"]
    assert [_summarise(result) for result in found] == [_summarise(result) for result in expected]


def _summarise(result: dict[str, Any]) -> tuple[Any, ...]:
    """Give what is the same twice: kinds and counts, and of readings the records themselves."""
    data = result["data"]
    records = data.get("records", []) if isinstance(data, dict) else []
    reads = str(result["actionid"]).rpartition(":")[2] in ("read",)
    return result["actionid"], result["resourcetype"], len(records), records if reads else None


@pytest.mark.parametrize("language", RUNNERS)
def test_every_sign_arrives(language: str, server: SandboxServer, tmp_path: Path) -> None:
    """Quotes, variables of a shell, backslashes, lines, what is not ASCII: none of it means anything."""
    need(language)
    actions = [
        Action("modify", "estate", 11 + 2 * place, text, {"data": {"lage": text}, "empty": {}, "none": None})
        for place, text in enumerate(NASTY)
    ]
    path = keep(tmp_path, language, actions)
    answer = run(path, language, server.url)
    assert [result["identifier"] for result in answer["response"]["results"]] == list(NASTY)
    read = [Action("read", "estate", 11 + 2 * place, "", {"data": ["lage"]}) for place in range(len(NASTY))]
    results = run(keep(tmp_path, "python", read), "python", server.url)["response"]["results"]
    assert [result["data"]["records"][0]["elements"]["lage"] for result in results] == list(NASTY)


@pytest.mark.parametrize("language", RUNNERS)
def test_no_program_holds_a_secret(language: str, oocli: Run) -> None:
    """It reads token and secret when it runs; a claim that the profile keeps is masked."""
    variables = {"OOCLI_TOKEN": "t" * 32, "OOCLI_SECRET": "s" * 64, "OOCLI_EXTENDEDCLAIM": "claim-of-ours"}
    outcome = oocli("read", "estate", "--as", language, variables=variables)
    assert outcome.code == 0
    assert not [secret for secret in variables.values() if secret in outcome.out]


def test_json_is_what_a_dry_run_prints(oocli: Run) -> None:
    """Both names mean the same."""
    words = ("read", "estate", "--where", "kaufpreis<300000")
    assert oocli(*words, "--as", "json") == oocli(*words, "--dry-run")


def test_an_unknown_language_is_refused(oocli: Run) -> None:
    """With those that there are."""
    outcome = oocli("read", "estate", "--as", "cobol", variables={"OOCLI_ERRORS": "text"})
    assert outcome.code == 2
    assert "It has json, curl, sh, python" in outcome.err


def test_a_program_shows_no_difference(oocli: Run) -> None:
    """One of the two can be shown."""
    words = ("--sandbox", "modify", "estate", "11", "--set", "lage=x", "--as", "php", "--diff")
    assert oocli(*words).code == 2


def test_rows_have_no_program(oocli: Run) -> None:
    """A program of thousands of actions helps nobody."""
    outcome = oocli("modify", "estate", "--from", "-", "--as", "curl", stdin="_id,lage\n11,x\n")
    assert outcome.code == 2


def test_a_call_that_is_refused_gives_no_program(oocli: Run) -> None:
    """It would be refused as well."""
    assert oocli("modify", "estate", "11", "--set", "kaufpreis=viel", "--as", "php", "--sandbox").code == 2


def test_several_actions_are_one_request(server: SandboxServer, tmp_path: Path) -> None:
    """`read estate 11 13` is one program and one request."""
    actions = [Action("read", "estate", number, parameters={"data": ["Id"]}) for number in ("11", "13")]
    answer = run(keep(tmp_path, "python", actions), "python", server.url)
    assert len(answer["response"]["results"]) == 2
    assert "oocli send -" in write_program("oocli", actions)


@pytest.mark.parametrize("language", ["curl", "sh"])
def test_no_other_program_is_told_the_secret(language: str, server: SandboxServer, tmp_path: Path) -> None:
    """What a shell script calls never has the secret among its arguments, which everybody sees in `ps`."""
    need(language)
    log, tools = tmp_path / "arguments", tmp_path / "tools"
    tools.mkdir()
    for name in ("curl", "openssl", "od", "date"):
        logging = f'#!/bin/sh\necho {name} "$@" >> {log}\nexec {shutil.which(name)} "$@"\n'
        (tools / name).write_text(logging, encoding="utf-8")
        (tools / name).chmod(0o755)
    action = Action("read", "estate", "11", parameters={"data": ["Id"]})
    answer = run(keep(tmp_path, language, [action]), language, server.url, tools=str(tools))
    assert answer["status"]["code"] == 200
    told = log.read_text(encoding="utf-8")
    assert "openssl dgst" in told
    assert SECRET not in told


@pytest.mark.parametrize("shell", ["sh", "bash", "dash", "zsh"])
def test_every_shell_computes_the_hmac(shell: str, tmp_path: Path) -> None:
    """Two hashes of openssl are what Python calls an HMAC, whatever the signs of the secret."""
    need("sh")
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not installed")
    program = write_program("sh", [Action("read", "estate")])
    lines = program[program.index("pad()") : program.index("curl --silent")]
    script = tmp_path / "sign.sh"
    script.write_text(f"set -u\nnow=1760000000 OOCLI_TOKEN=tok\n{lines}sign estate read", encoding="utf-8")
    for secret in ("6" * 64, "\\%" * 32, "a1Z" * 21 + "x", "short"):
        variables = {"PATH": os.environ["PATH"], "OOCLI_SECRET": secret}
        done = subprocess.run([shell, script], env=variables, capture_output=True, timeout=60, check=True)
        expected = hmac.digest(secret.encode(), b"1760000000tokestateread", "sha256")
        assert done.stdout == base64.b64encode(expected)


def test_a_refused_request_still_prints_the_answer(server: SandboxServer, tmp_path: Path) -> None:
    """The API answers a refusal with HTTP 200 and JSON, too."""
    answer = run(keep(tmp_path, "python", [Action("read", "nothing")]), "python", server.url)
    assert answer["response"]["results"][0]["status"]["errorcode"] != 0


def test_send_gives_code_of_what_it_would_send(oocli: Run) -> None:
    """Raw JSON, several actions, one program."""
    actions = [{"actionid": "read", "resourcetype": "user"}, {"actionid": "read", "resourcetype": "estate"}]
    outcome = oocli("send", "-", "--as", "python", stdin=json.dumps(actions))
    assert outcome.code == 0
    assert "# read user, read estate" in outcome.out
    assert oocli("send", "-", "--as", "cobol", stdin=json.dumps(actions)).code == 2
