"""What a person sees of a write: a sentence, how to look at it, and never the id 0 of the API."""

import json
import shlex
from collections.abc import Callable

import pytest

from harness import Outcome
from oocli.catalogue import Call, Catalogue

Run = Callable[..., Outcome]

WRITES = [call for call in Catalogue() if call.verb not in ("read", "get")]


def type_example(call: Call) -> list[str]:
    """Give the example of a call as it is typed."""
    return shlex.split(call.example.replace('"$CLAIM"', "claim"))[1:]


@pytest.mark.parametrize("call", WRITES, ids=lambda call: call.name)
def test_no_write_shows_a_success_of_record_0(oocli: Run, call: Call) -> None:
    """On a terminal every write of the catalogue is a sentence."""
    outcome = oocli("--sandbox", *type_example(call), "--yes", terminal=True, variables={"NO_COLOR": "1"})
    assert outcome.code == 0
    first, *_ = outcome.out.splitlines()
    assert first[0].isupper()
    assert "_id" not in outcome.out
    assert "success" not in outcome.out
    assert "{" not in first


@pytest.mark.parametrize("call", WRITES, ids=lambda call: call.name)
def test_machines_get_the_records_of_the_api(oocli: Run, call: Call) -> None:
    """Every other format has what the API answered."""
    outcome = oocli("--sandbox", *type_example(call), "--yes", "-o", "json")
    assert all(record.keys() == {"id", "type", "elements"} for record in json.loads(outcome.out))


@pytest.mark.parametrize("call", [call for call in WRITES if call.look], ids=lambda call: call.name)
def test_what_was_written_is_shown_by_the_command_that_is_named(oocli: Run, call: Call) -> None:
    """The command stands in the note as it can be typed, with the place the write went to."""
    written = oocli("--sandbox", *type_example(call), "--yes", terminal=True)
    command = shlex.split(" ".join(written.err.split()).split("`")[1])
    shown = oocli(*command[1:])
    assert (command[:2], shown.code, shown.err) == (["oocli", "--sandbox"], 0, "")
    assert json.loads(shown.out)


def test_a_change_names_record_and_fields(oocli: Run) -> None:
    """The whole of what is seen of it."""
    outcome = oocli("--sandbox", "modify", "estate", "17", "--set", "kaufpreis=350000", terminal=True)
    assert (outcome.out, outcome.err) == ("Estate 17 changed: kaufpreis\n", "")


def test_a_table_in_a_pipe_is_the_sentence_alone(oocli: Run) -> None:
    """Standard error stays empty."""
    outcome = oocli(
        "--sandbox",
        "create",
        "task",
        "--set",
        "Betreff=x",
        "--set",
        "Verantwortung=gruenewald",
        "-o",
        "table",
    )
    assert (outcome.out, outcome.err) == ("Task 520 created\n", "")


def test_quiet_leaves_out_how_it_is_read(oocli: Run) -> None:
    """The sentence is the result, the command a note."""
    outcome = oocli(
        "--sandbox",
        "create",
        "relation",
        "--relationtype",
        "buyer",
        "--parentid",
        "11",
        "--childid",
        "101",
        "-q",
        terminal=True,
    )
    assert (outcome.out, outcome.err) == ("Address 101 linked to estate 11 (estate:address:buyer)\n", "")


def test_one_raw_write_is_a_sentence_too(oocli: Run) -> None:
    """``send`` knows the calls of the catalogue."""
    action = {
        "actionid": "modify",
        "resourceid": 17,
        "resourcetype": "estate",
        "parameters": {"data": {"ort": "x"}},
    }
    outcome = oocli("--sandbox", "send", "-", stdin=json.dumps(action), terminal=True)
    assert outcome.out == "Estate 17 changed: ort\n"


@pytest.mark.parametrize(
    ("words", "note"),
    [
        (("read", "task", "--limit", "3"), "3 tasks, --all for the rest"),
        (("read", "task", "--all"), "60 tasks"),
        (("read", "task", "--where", "Nr=401"), "1 task"),
        (("read", "calendar", "--datestart", "2026-01-01", "--dateend", "2026-12-31"), "18 appointments"),
        (("get", "file", "estate", "--estateid", "11", "--limit", "2"), "2 of 3 files, --all for the rest"),
        (("get", "search", "address", "--input", "D", "--limit", "2"), "2 addresses, --all for the rest"),
        (("read", "log", "--listlimit", "3"), "3 of 120 log entries, --all for the rest"),
        (("read", "userphoto", "--limit", "1"), "1 user photo, --all for the rest"),
        (("read", "estate", "--limit", "1"), "1 of 300 estates, --all for the rest"),
    ],
)
def test_a_cut_result_says_so(oocli: Run, words: tuple[str, ...], note: str) -> None:
    """Whatever the call counts, and whatever the format, where a person looks on."""
    outcome = oocli("--sandbox", *words, "-o", "ids", terminal=True)
    assert note in outcome.err.replace("\r", "\n").splitlines()


def test_what_comes_in_one_answer_has_no_progress(oocli: Run) -> None:
    """Also where the call does not count: nothing is left to wait for when it is there."""
    days = ("--filter.startDate", "2026-12-01", "--filter.endDate", "2026-12-08")
    outcome = oocli(
        "--sandbox", "get", "appointmentList", *days, "--data", "subject", "--all", "-o", "ids", terminal=True
    )
    assert outcome.err == "5 appointments\n"
