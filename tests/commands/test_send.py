"""``oocli send``: raw JSON in the order given, each result with its status."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from harness import Outcome
from oocli import sandbox
from scripted import ScriptedTransport, answer, result

Oocli = Callable[..., Outcome]


def _action(resourcetype: str, **parameters: Any) -> dict[str, Any]:
    return {"actionid": "read", "resourcetype": resourcetype, "parameters": parameters}


_ESTATES = _action("estate", data=["Id"], listlimit=2)
_USERS = _action("user", data=["Nr"])
_WRONG = _action("estate", data=["nope"])


def test_one_action_from_standard_input(oocli: Oocli) -> None:
    """``send -`` takes one action; the output is the list of the API's results."""
    outcome = oocli("--sandbox", "send", "-", stdin=json.dumps(_ESTATES))
    assert outcome.code == 0, outcome.err
    (result,) = outcome.json
    assert result["status"] == {"errorcode": 0, "message": "OK"}
    assert len(result["data"]["records"]) == 2


def test_whole_request_keeps_the_order(oocli: Oocli) -> None:
    """A whole request is sent as one; results come in the order of its actions."""
    request = {"token": "x", "request": {"actions": [_USERS, _ESTATES]}}
    outcome = oocli("--sandbox", "send", "-", stdin=json.dumps(request))
    assert [result["resourcetype"] for result in outcome.json] == ["user", "estate"]


def test_some_failed_is_exit_code_6(oocli: Oocli) -> None:
    """A failing action does not hide the others: results stay, the failure is named."""
    outcome = oocli("--sandbox", "send", "-", stdin=json.dumps([_ESTATES, _WRONG, _USERS]))
    assert outcome.code == 6
    assert [result["status"]["errorcode"] for result in outcome.json] == [0, 141, 0]
    assert outcome.error["message"] == "1 of 3 actions failed"
    assert outcome.error["failed"] == [2]
    assert outcome.error["why"].startswith("Action 2: The API refused read estate")
    assert "warnings" not in outcome.error


def test_all_failed_is_the_failure_itself(oocli: Oocli) -> None:
    """When every action is refused, the exit code is that of the refusal."""
    outcome = oocli("--sandbox", "send", "-", stdin=json.dumps(_WRONG))
    assert (outcome.code, outcome.error["api_errorcode"]) == (5, 141)


def test_table_says_what_happened_to_each(oocli: Oocli) -> None:
    """On a terminal several actions are a row each, with status and number of records."""
    actions = json.dumps([_ESTATES, _WRONG])
    outcome = oocli("--sandbox", "send", "-", "-o", "table", stdin=actions, terminal=True)
    rows = [line.split()[:5] for line in outcome.out.splitlines()[2:]]
    assert rows[0][1:] == ["read", "estate", "ok", "2"]
    assert rows[1][1:] == ["read", "estate", "error", "0"]


def test_deletion_is_guarded_here_too(oocli: Oocli) -> None:
    """The guard stands below ``send``: a deletion needs ``--yes``, a read-only profile refuses it."""
    action = json.dumps({"actionid": "delete", "resourcetype": "calendar", "resourceid": "1"})
    assert oocli("--sandbox", "send", "-", stdin=action).code == 8
    read_only = oocli("--sandbox", "send", "-", "--yes", stdin=action, variables={"OOCLI_READ_ONLY": "1"})
    assert (read_only.code, read_only.error["code"]) == (8, "guard")


def test_dry_run_shows_the_actions(oocli: Oocli) -> None:
    """``--dry-run`` prints what would be sent, whole URNs, without token and signature."""
    outcome = oocli("send", "-", "--dry-run", stdin=json.dumps({**_USERS, "hmac": "x", "timestamp": 5}))
    assert outcome.json == {
        "actionid": "urn:onoffice-de-ns:smart:2.5:smartml:action:read",
        "resourceid": "",
        "identifier": "",
        "resourcetype": "user",
        "parameters": {"data": ["Nr"]},
    }


def test_broken_json_points_at_the_place(oocli: Oocli) -> None:
    """What is not JSON is refused with line and column; nothing is sent."""
    outcome = oocli("--sandbox", "send", "-", stdin='{"actionid": \n read}')
    assert outcome.code == 2
    assert "line 2, column 2" in outcome.error["why"]


def test_output_that_cannot_be_written_is_said_before_sending(oocli: Oocli, tmp_path: Path) -> None:
    """An output file in no directory is wrong usage: nothing has been sent."""
    transport = ScriptedTransport([answer(result())])
    account = {"OOCLI_TOKEN": sandbox.TOKEN, "OOCLI_SECRET": sandbox.SECRET}
    action = '{"actionid": "create", "resourcetype": "address", "parameters": {"Name": "Neu"}}'
    words = ("send", "-", "--output-file", str(tmp_path / "nothing" / "out.json"))
    outcome = oocli(*words, stdin=action, variables=account, transport=transport)
    assert (outcome.code, transport.sent) == (2, [])


@pytest.mark.parametrize(
    "options",
    [("-o", "ids", "--dialect", "excel-de"), ("--output-file", "."), ("-o", "json", "--output-file", "/")],
)
def test_output_that_is_impossible_is_told_before_anything_is_sent(
    oocli: Callable[..., Outcome], options: tuple[str, ...]
) -> None:
    """Exit code 2 promises that."""
    action = {"actionid": "create", "resourcetype": "address", "parameters": {"Name": "Einmalig"}}
    assert oocli("--sandbox", "send", "-", *options, stdin=json.dumps(action)).code == 2
    assert oocli("--sandbox", "read", "address", "--where", "Name=Einmalig", "--count").out == "0\n"


def test_a_terminal_is_no_file(oocli: Callable[..., Outcome]) -> None:
    """Who forgot the name is told so, instead of waited for."""
    assert oocli("--sandbox", "send", terminal=True).code == 2


def test_standard_input_is_read_only_where_it_is_named(environ: dict[str, str]) -> None:
    """A pipe that nobody writes to and nobody closes is not waited for."""
    reader, writer = os.pipe()
    try:
        done = subprocess.run(
            [sys.executable, "-m", "oocli", "--sandbox", "send"],
            stdin=reader,
            env=environ,
            capture_output=True,
            encoding="utf-8",
            timeout=30,
            check=False,
        )
    finally:
        os.close(reader)
        os.close(writer)
    assert (done.returncode, json.loads(done.stderr)["message"]) == (2, "Nothing to send is named")


@pytest.mark.parametrize("between", ["\n", "", " \r\n\n\t"], ids=["lines", "nothing", "blanks"])
def test_stream_of_actions_is_sent_in_its_order(oocli: Oocli, between: str) -> None:
    """NDJSON, or values behind each other: actions, lists and whole requests, in one request."""
    values = [_USERS, [_ESTATES, _USERS], {"token": "x", "request": {"actions": [_ESTATES]}}]
    stdin = between + between.join(json.dumps(value) for value in values) + between
    transport = ScriptedTransport([answer(*[result()] * 4)])
    account = {"OOCLI_TOKEN": sandbox.TOKEN, "OOCLI_SECRET": sandbox.SECRET}
    assert oocli("send", "-", stdin=stdin, transport=transport, variables=account).code == 0
    assert len(transport.sent) == 1
    sent = [action["resourcetype"] for action in transport.actions]
    assert sent == ["user", "estate", "user", "estate"]


@pytest.mark.parametrize(
    ("stdin", "place"),
    [
        ("", "line 1, column 1"),
        (" \n", "line 2, column 1"),
        ('{"a": 1}\n{"a": ', "line 2, column 7"),
        ('{"a": 1},{"a": 2}', "line 1, column 9"),
    ],
)
def test_broken_stream_points_at_the_place(oocli: Oocli, stdin: str, place: str) -> None:
    """Counted over the whole input; nothing is sent."""
    outcome = oocli("--sandbox", "send", "-", stdin=stdin)
    assert (outcome.code, place in outcome.error["why"]) == (2, True)


def test_wrong_action_of_a_stream_is_counted_over_all(oocli: Oocli) -> None:
    """From 1, whatever value it stands in."""
    outcome = oocli("--sandbox", "send", "-", stdin=json.dumps([_USERS, _USERS]) + '{"actionid": "read"}')
    assert (outcome.code, outcome.error["message"]) == (2, "Action 3 has no resourcetype")


def test_actions_are_called_by_their_identifier(oocli: Oocli) -> None:
    """Where one has none, by its number; in messages, in machine output and in the table."""
    named = [_ESTATES, {**_WRONG, "identifier": "broken one"}, _WRONG]
    outcome = oocli("--sandbox", "send", "-", stdin=json.dumps(named))
    assert outcome.error["failed"] == ["broken one", 3]
    lines = outcome.error["why"].splitlines()
    assert [line.partition(": ")[0] for line in lines] == ["Action broken one", "Action 3"]
    table = oocli("--sandbox", "send", "-", "-o", "table", stdin=json.dumps(named), terminal=True)
    assert [line.split()[0] for line in table.out.splitlines()[2:]] == ["1", "broken", "3"]


def test_error_is_told_once(oocli: Oocli) -> None:
    """Where the table says what each action met, the failure says only how many there are."""
    actions = json.dumps([_ESTATES, _WRONG])
    outcome = oocli("--sandbox", "send", "-", "-o", "table", stdin=actions, terminal=True)
    said = " ".join((outcome.out + outcome.err).split())
    assert said.count("The API refused read estate") == 1
    plain = oocli("--sandbox", "send", "-", "-o", "json", "--errors", "text", stdin=actions)
    assert plain.err.count("The API refused read estate") == 1


def test_all_that_failed_are_told_where_they_differ(oocli: Oocli) -> None:
    """The failure of the first, and below it what else was met."""
    other = {"actionid": "read", "resourcetype": "nothing", "parameters": {}}
    outcome = oocli("--sandbox", "send", "-", stdin=json.dumps([_WRONG, other, _WRONG]))
    assert (outcome.code, outcome.error["action"]) == (5, 1)
    assert "Action 2: The API refused read nothing" in outcome.error["why"]
    assert "Action 3" not in outcome.error["why"]


def test_single_action_counts_from_one_too(oocli: Oocli) -> None:
    """The place of the action in a failure is 1, or its identifier."""
    assert oocli("--sandbox", "read", "estate", "--fields", "nope").error["action"] == 1
    words = ("--sandbox", "read", "estate", "--fields", "nope", "--identifier", "mine")
    assert oocli(*words).error["action"] == "mine"
