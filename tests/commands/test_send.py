"""``oocli send``: raw JSON in the order given, each result with its status."""

import json
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
    outcome = oocli("--sandbox", "send", stdin=json.dumps(request))
    assert [result["resourcetype"] for result in outcome.json] == ["user", "estate"]


def test_some_failed_is_exit_code_6(oocli: Oocli) -> None:
    """A failing action does not hide the others: results stay, the failure is named."""
    outcome = oocli("--sandbox", "send", stdin=json.dumps([_ESTATES, _WRONG, _USERS]))
    assert outcome.code == 6
    assert [result["status"]["errorcode"] for result in outcome.json] == [0, 141, 0]
    assert outcome.error["message"] == "1 of 3 actions failed"
    assert outcome.error["failed"] == [1]


def test_all_failed_is_the_failure_itself(oocli: Oocli) -> None:
    """When every action is refused, the exit code is that of the refusal."""
    outcome = oocli("--sandbox", "send", stdin=json.dumps(_WRONG))
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
    assert oocli("--sandbox", "send", stdin=action).code == 8
    read_only = oocli("--sandbox", "send", "--yes", stdin=action, variables={"OOCLI_READ_ONLY": "1"})
    assert (read_only.code, read_only.error["code"]) == (8, "guard")


def test_dry_run_shows_the_actions(oocli: Oocli) -> None:
    """``--dry-run`` prints what would be sent, whole URNs, without token and signature."""
    outcome = oocli("send", "--dry-run", stdin=json.dumps({**_USERS, "hmac": "x", "timestamp": 5}))
    assert outcome.json == {
        "actionid": "urn:onoffice-de-ns:smart:2.5:smartml:action:read",
        "resourceid": "",
        "identifier": "",
        "resourcetype": "user",
        "parameters": {"data": ["Nr"]},
    }


def test_broken_json_points_at_the_place(oocli: Oocli) -> None:
    """What is no JSON is refused with line and column; nothing is sent."""
    outcome = oocli("--sandbox", "send", stdin='{"actionid": \n read}')
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
    """Who forgot the name is told so, instead of waited for; a pipe is read."""
    assert oocli("--sandbox", "send", terminal=True).code == 2
    action = {"actionid": "read", "resourcetype": "user", "parameters": {"data": ["Nr"]}}
    assert oocli("--sandbox", "send", stdin=json.dumps(action)).code == 0
