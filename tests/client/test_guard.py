"""The guard stands below every command: what a read-only profile refuses, and what asks first."""

import json
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest

from harness import Outcome
from oocli.catalogue import Call, Catalogue
from oocli.client.guard import Guard
from oocli.request.actions import ACTIONID, Action
from scripted import ScriptedTransport, answer, result

Run = Callable[..., Outcome]
PAIR = {"OOCLI_TOKEN": "t" * 32, "OOCLI_SECRET": "s" * 64}
CALLS = list(Catalogue())
WRITING = [call for call in CALLS if call.effect != "read"]
READING = [call for call in CALLS if call.effect == "read"]
SEVERE = [call for call in CALLS if call.effect == "send" or call.verb == "delete"]


def example_of(call: Call) -> list[str]:
    """Give the words of a call's documented example."""
    return shlex.split(call.example.replace('"$CLAIM"', "claim"))[1:]


def by_name(call: Call) -> str:
    """Give the name of a call, for the name of a test."""
    return call.name


@pytest.mark.parametrize("call", WRITING, ids=by_name)
def test_read_only_refuses_every_call_that_changes(call: Call, oocli: Run) -> None:
    """Exit code 8, nothing sent, --yes or not: read-only is not a question."""
    transport = ScriptedTransport([answer(result())])
    variables = {**PAIR, "OOCLI_READ_ONLY": "1"}
    outcome = oocli(*example_of(call), "--yes", variables=variables, transport=transport)
    assert (outcome.code, transport.sent) == (8, [])
    assert outcome.error["message"] == f"{call.name} changes records, and profile 'environment' is read-only"


def test_read_only_refuses_what_is_only_shown(oocli: Run) -> None:
    """A dry run shows the action, and ends as the real run would."""
    words = ("modify", "estate", "11", "--set", "lage=x", "--dry-run")
    read_only = {"OOCLI_READ_ONLY": "1"}
    outcome = oocli("--sandbox", *words, variables=read_only)
    assert (outcome.code, outcome.json["resourceid"]) == (8, "11")
    rows = oocli(
        *("--sandbox", "modify", "estate", "--from", "-", "--from-format", "csv", "--dry-run"),
        stdin="Id,lage\n11,x\n",
        variables=read_only,
    )
    assert (rows.code, rows.json["rows"]) == (8, 1)
    upload = ("--sandbox", "upload", __file__, "--estate", "11", "--type", "Foto", "--dry-run")
    assert oocli(*upload, variables=read_only).code == 8
    assert oocli("--sandbox", "delete", "calendar", "107", "--dry-run").code == 0


def test_a_question_says_whom_it_reaches(oocli: Run) -> None:
    """Who is asked whether to send a mail sees to whom, and no password."""
    words = ("do", "sendmail", "--emailidentity", "api@makler.example", "--receiver", "max@beispiel.example")
    further = ("--subject", "Grüße", "--body", "x" * 1000, "-p", "password=geheim", "--no-validate")
    outcome = oocli(*words, *further, terminal=True, stdin="n\n", variables=PAIR)
    assert outcome.code == 8
    assert "max@beispiel.example" in outcome.err
    assert "geheim" not in outcome.err
    assert len(outcome.err) < 800


@pytest.mark.parametrize("call", READING, ids=by_name)
def test_read_only_lets_every_reading_pass(call: Call, oocli: Run) -> None:
    """What changes nothing is sent."""
    transport = ScriptedTransport([answer(result())])
    oocli(*example_of(call), variables={**PAIR, "OOCLI_READ_ONLY": "1"}, transport=transport)
    assert call.resourcetype in {action["resourcetype"] for action in transport.actions}


@pytest.mark.parametrize("call", WRITING, ids=by_name)
def test_read_only_refuses_what_send_sends(call: Call, oocli: Run) -> None:
    """Raw JSON is not a way around the guard, nor is a writing among readings."""
    writing = {"actionid": ACTIONID + call.verb, "resourcetype": call.resourcetype, "parameters": {}}
    reading = {"actionid": "read", "resourcetype": "estate", "parameters": {"data": ["Id"]}}
    transport = ScriptedTransport([answer(result(), result())])
    variables = {**PAIR, "OOCLI_READ_ONLY": "1"}
    stdin = json.dumps([reading, writing])
    outcome = oocli("send", "-", "--yes", stdin=stdin, variables=variables, transport=transport)
    assert (outcome.code, transport.sent) == (8, [])


@pytest.mark.parametrize(
    "actionid",
    [
        "modify",
        "MODIFY",
        "Modify ",
        ACTIONID + "modify",
        ACTIONID.replace("2.5", "2.6") + "modify",
        "x",
        "update",
    ],
)
@pytest.mark.parametrize("resourcetype", ["estate", "ESTATE", "newThing"])
def test_whatever_is_not_surely_a_reading_changes(actionid: str, resourcetype: str, oocli: Run) -> None:
    """Another spelling of an actionid, or an unknown one, counts as a writing."""
    action = {"actionid": actionid, "resourcetype": resourcetype, "resourceid": "1", "parameters": {}}
    transport = ScriptedTransport([answer(result())])
    variables = {**PAIR, "OOCLI_READ_ONLY": "1"}
    outcome = oocli("send", "-", stdin=json.dumps(action), variables=variables, transport=transport)
    assert outcome.code in (2, 8)
    assert transport.sent == []


@pytest.mark.parametrize(
    "line",
    [
        "create newThing --set a=b --no-validate",
        "do newThing --no-validate --yes",
        "upload {file} --estate 11 --type Foto",
        "create address --from {rows} --yes",
        "modify estate --from {rows} --yes",
        "delete file --from {rows} --yes",
    ],
)
def test_read_only_refuses_uploads_and_imports(line: str, oocli: Run, home: Path) -> None:
    """Commands that make actions by themselves meet the same guard."""
    (home / "photo.jpg").write_bytes(b"\xff\xd8\xff")
    (home / "rows.csv").write_text("id,Name,fileId,register\n11,Meier,2,1\n", encoding="utf-8")
    words = shlex.split(line.format(file=home / "photo.jpg", rows=home / "rows.csv"))
    transport = ScriptedTransport([answer(result())])
    outcome = oocli(*words, variables={**PAIR, "OOCLI_READ_ONLY": "1"}, transport=transport)
    assert (outcome.code, transport.sent) == (8, [])


@pytest.mark.parametrize("text", ["0", "false", "no", "off", ""])
def test_environment_cannot_loosen_a_profile(text: str, oocli: Run) -> None:
    """A profile that is read-only stays so, whatever OOCLI_READ_ONLY says."""
    oocli("profile", "add", "acme", "--no-check", "read-only=true", "--from-env", variables=PAIR)
    transport = ScriptedTransport([answer(result())])
    words = ("modify", "estate", "11", "--set", "kaufpreis=1")
    outcome = oocli(*words, variables={"OOCLI_READ_ONLY": text}, transport=transport)
    assert (outcome.code, transport.sent) == (8, [])


@pytest.mark.parametrize("call", SEVERE, ids=by_name)
def test_what_cannot_be_taken_back_needs_a_yes(call: Call, oocli: Run) -> None:
    """Deletions, mails, webhooks and payments are not sent unless somebody confirmed them."""
    for terminal, stdin in ((False, ""), (True, "n\n"), (True, "\n"), (True, "")):
        transport = ScriptedTransport([answer(result())])
        words = (*example_of(call), "--no-validate")
        outcome = oocli(*words, terminal=terminal, stdin=stdin, variables=PAIR, transport=transport)
        assert (outcome.code, transport.sent) == (8, [])


@pytest.mark.parametrize(
    ("words", "stdin"),
    [
        ("do somethingNew -p to=a@example.org", ""),
        ("do contactaddress --message x", ""),
        ("send -", '{"actionid": "do", "resourcetype": "somethingNew", "parameters": {}}'),
        ("send -", '{"actionid": "notify", "resourcetype": "address", "parameters": {}}'),
    ],
)
def test_a_call_that_may_reach_people_needs_a_yes(words: str, stdin: str, oocli: Run) -> None:
    """What nobody knows but for its verb may send a mail, as a call did that no page names."""
    transport = ScriptedTransport([answer(result())])
    outcome = oocli(*words.split(), stdin=stdin, variables=PAIR, transport=transport)
    assert (outcome.code, transport.sent) == (8, [])
    sent = oocli(*words.split(), "--yes", stdin=stdin, variables=PAIR, transport=transport)
    assert (sent.code, len(transport.sent)) == (0, 1)


@pytest.mark.parametrize("verb", ["create", "modify", "read", "get"])
def test_other_unknown_calls_are_sent_unasked(verb: str, oocli: Run) -> None:
    """A new resource type that is read or written is no more dangerous than a known one."""
    transport = ScriptedTransport([answer(result())])
    words = (verb, "somethingNew", *(["7"] if verb == "modify" else []))
    assert oocli(*words, variables=PAIR, transport=transport).code == 0


@pytest.mark.parametrize("word", ["y", "yes", "Yes", "j", "ja"])
def test_a_yes_sends(word: str, oocli: Run) -> None:
    """A person who says yes, in English or German, is asked once and obeyed."""
    transport = ScriptedTransport([answer(result())])
    words = ("delete", "calendar", "107")
    outcome = oocli(*words, terminal=True, stdin=f"{word}\n", variables=PAIR, transport=transport)
    assert (outcome.code, len(transport.sent)) == (0, 1)
    assert outcome.err.startswith("Really delete calendar 107, as 'environment'? [y/N] ")


@pytest.mark.parametrize("words", [("--no-input",), ()], ids=["no-input", "variable"])
def test_nobody_is_asked_who_does_not_want_it(words: tuple[str, ...], oocli: Run) -> None:
    """With --no-input a terminal is not a reason to wait for an answer."""
    variables = PAIR if words else {**PAIR, "OOCLI_NO_INPUT": "1"}
    transport = ScriptedTransport([answer(result())])
    outcome = oocli(
        *words,
        "delete",
        "calendar",
        "107",
        terminal=True,
        stdin="y\n",
        variables=variables,
        transport=transport,
    )
    assert (outcome.code, transport.sent) == (8, [])
    assert "--yes" in outcome.err


def test_every_effect_is_one_of_three() -> None:
    """The guard knows read, write and send; every call of the catalogue has one of them."""
    guard = Guard(Catalogue())
    effects = {guard.effect_of(Action(call.verb, call.resourcetype)) for call in CALLS}
    assert effects == {"read", "write", "send"}
