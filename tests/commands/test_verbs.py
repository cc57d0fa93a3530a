"""The six verbs against the sandbox: the main job, end to end."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from harness import SAMPLES, Outcome
from scripted import ScriptedTransport, answer, refusal, result

Oocli = Callable[..., Outcome]


def test_first_example_of_the_documentation_is_sent_exactly(oocli: Oocli) -> None:
    """The words of the issue print the very action of the documentation's first example."""
    outcome = oocli(
        *("read", "estate", "--where", "kaufpreis<300000", "--where", "status=1"),
        *("--fields", "Id,kaufpreis,lage", "--sort", "kaufpreis,warmmiete", "--limit", "10", "--dry-run"),
    )
    documented = json.loads((SAMPLES / "requests" / "read.estate.1.json").read_text(encoding="utf-8"))
    assert outcome.json == documented


def test_that_action_is_what_goes_over_the_wire(oocli: Oocli) -> None:
    """What is sent is what ``--dry-run`` printed, plus timestamp and signature."""
    transport = ScriptedTransport([answer(result(total=0))])
    words = ["read", "estate", "--where", "status=1", "--fields", "Id", "--limit", "10"]
    variables = {"OOCLI_TOKEN": "t" * 32, "OOCLI_SECRET": "s" * 64}
    oocli(*words, transport=transport, variables=variables)
    (action,) = transport.actions
    signature = {key: action.pop(key) for key in ("timestamp", "hmac", "hmac_version")}
    assert action == oocli(*words, "--dry-run").json
    assert signature["hmac_version"] == 2


def test_read_estate_shows_a_table(oocli: Oocli) -> None:
    """A stranger on a terminal without any profile sees the sandbox's estates, and is told so."""
    outcome = oocli("read", "estate", "--limit", "3", terminal=True)
    assert outcome.code == 0
    assert "objekttitel" in outcome.out.splitlines()[0]
    assert len(outcome.out.splitlines()) == 5
    assert "this is the sandbox, all made up" in outcome.err
    assert "3 of 300 estates, --all for the rest" in outcome.err


@pytest.mark.parametrize(
    ("words", "variables"),
    [
        (("--api-url", "https://crm.example/api"), {}),
        ((), {"OOCLI_URL": "https://crm.example/api"}),
    ],
    ids=["option", "variable"],
)
def test_named_server_is_not_the_sandbox(
    oocli: Oocli, words: tuple[str, ...], variables: dict[str, str]
) -> None:
    """Who names a server and has no credentials for it is not answered with made-up records."""
    outcome = oocli("read", "estate", *words, variables=variables, terminal=True)
    assert (outcome.code, outcome.out) == (4, "")
    assert "There is no profile yet, and no OOCLI_TOKEN and OOCLI_SECRET" in outcome.err


def test_script_without_credentials_fails(oocli: Oocli) -> None:
    """Without a terminal nothing made up is handed out for real: exit code 4."""
    outcome = oocli("read", "estate")
    assert (outcome.code, outcome.out) == (4, "")
    assert "--sandbox" in outcome.error["hint"]


def test_success_leaves_standard_error_empty(oocli: Oocli) -> None:
    """Without a terminal a success says nothing beside its data, which is JSON."""
    outcome = oocli("--sandbox", "read", "estate", "--limit", "2")
    assert (outcome.code, outcome.err) == (0, "")
    assert [set(record) for record in outcome.json] == [{"id", "type", "elements"}] * 2


def test_common_options_stand_before_or_after(oocli: Oocli) -> None:
    """``--sandbox`` and ``-o`` mean the same before and after the command's words."""
    before = oocli("--sandbox", "-o", "ids", "read", "estate", "--limit", "2")
    after = oocli("read", "estate", "--limit", "2", "--sandbox", "-o", "ids")
    assert before == after
    assert before.code == 0


def test_where_sort_and_limit_reach_the_records(oocli: Oocli) -> None:
    """Filter, order, page size and offset all have their effect."""
    words = ("--sandbox", "read", "estate", "--fields", "Id,kaufpreis", "--sort=-kaufpreis,Id")
    rows = oocli(*words, "--where", "kaufpreis between 200000 and 400000", "--limit", "5").json
    prices = [float(row["elements"]["kaufpreis"]) for row in rows]
    assert prices == sorted(prices, reverse=True)
    assert all(200000 <= price <= 400000 for price in prices)
    shifted = oocli(
        *words, "--where", "kaufpreis between 200000 and 400000", "--limit", "4", "--offset", "1"
    ).json
    assert shifted == rows[1:]


def test_created_record_lasts_and_can_be_changed(oocli: Oocli) -> None:
    """Create, read, change, read: umlauts and leading zeros survive, exit code 0 each time."""
    created = oocli(
        *("--sandbox", "create", "address", "--set", "Vorname=Zoë", "--set", "Name=Weiß-Ölmüller"),
        *("--set", "Plz=01067", "--set", "Ort=Dresden"),
    )
    assert created.code == 0, created.err
    number = str(created.json[0]["id"])
    changed = oocli("--sandbox", "modify", "address", number, "--set", "Ort=Görlitz")
    assert changed.json[0]["elements"] == {"success": "success"}
    read = oocli("--sandbox", "read", "address", number, "--fields", "Name,Plz,Ort", "-o", "csv")
    (row,) = csv.DictReader(io.StringIO(read.out))
    assert (row["Name"], row["Plz"], row["Ort"]) == ("Weiß-Ölmüller", "01067", "Görlitz")


def test_deletion_needs_a_confirmation(oocli: Oocli) -> None:
    """Without a terminal ``delete`` stops with exit code 8; ``--yes`` lets it pass."""
    listed = oocli("--sandbox", "read", "calendar", "--datestart", "2000-01-01", "--dateend", "2040-01-01")
    number = str(listed.json[0]["id"])
    stopped = oocli("--sandbox", "delete", "calendar", number)
    assert (stopped.code, stopped.error["code"]) == (8, "guard")
    assert oocli("--sandbox", "delete", "calendar", number, "--yes").code == 0
    again = oocli("--sandbox", "delete", "calendar", number, "--yes")
    assert again.code in (3, 4, 5)


def test_person_is_asked_and_may_refuse(oocli: Oocli) -> None:
    """On a terminal the question names action and profile; anything but yes sends nothing."""
    outcome = oocli("--sandbox", "delete", "calendar", "7", terminal=True, stdin="\n")
    assert outcome.code == 8
    assert "Really delete calendar 7, as 'sandbox'? [y/N]" in outcome.err


def test_no_input_never_asks(oocli: Oocli) -> None:
    """``--no-input`` fails at once and names the option that answers."""
    outcome = oocli("--sandbox", "delete", "calendar", "7", "--no-input", terminal=True, stdin="y\n")
    assert outcome.code == 8
    assert "--yes" in outcome.err


@pytest.mark.parametrize(
    ("words", "code", "hint"),
    [
        (["read", "estat"], 2, "Did you mean `oocli read estate`?"),
        (["read", "fields"], 2, "Did you mean `oocli get fields`?"),
        (["raed", "estate"], 2, "Did you mean `oocli read`?"),
        (["read", "estate", "--listlimt", "5"], 2, "Did you mean --listlimit?"),
        (["read", "estate", "--limit", "five"], 2, "`oocli read estate --help` shows how it is used"),
        (["read", "estate", "--output", "xml"], 2, "`oocli read estate --help` shows how it is used"),
        (["read", "estate", "--where", "kaufpreis=<3"], 2, "<="),
        (["delete", "calendar"], 2, "--help"),
    ],
)
def test_wrong_usage_says_what_was_meant(oocli: Oocli, words: list[str], code: int, hint: str) -> None:
    """A misspelt word ends with exit code 2 and the one that was meant; nothing is sent."""
    outcome = oocli("--sandbox", *words)
    assert (outcome.code, outcome.out) == (code, "")
    assert hint in json.dumps(outcome.error, ensure_ascii=False)


def test_misspelt_field_is_named(oocli: Oocli) -> None:
    """A field that the server does not know ends with exit code 5, cause and cure."""
    outcome = oocli("--sandbox", "read", "estate", "--fields", "Id,kaufpreiss")
    assert (outcome.code, outcome.error["api_errorcode"]) == (5, 141)
    assert "kaufpreiss" in outcome.error["message"]
    assert outcome.error["hint"] == "Did you mean kaufpreis? --skip-unknown-fields reads without it"


def test_record_that_is_not_there(oocli: Oocli) -> None:
    """A record asked for by its number that does not come is exit code 3."""
    outcome = oocli("--sandbox", "read", "estate", "999999")
    assert (outcome.code, outcome.error["code"]) == (3, "not_found")


def test_case_of_a_resource_is_forgiven(oocli: Oocli) -> None:
    """``read Estate`` is ``read estate``."""
    assert oocli("--sandbox", "read", "Estate", "--limit", "1").code == 0


def test_unknown_resource_is_sent_with_a_warning(oocli: Oocli) -> None:
    """A resource type that the catalogue does not know still goes out, and the server decides."""
    outcome = oocli("get", "newThing", "-p", "a=b", "--dry-run")
    assert outcome.json["resourcetype"] == "newThing"
    assert outcome.json["parameters"] == {"a": "b"}
    assert "does not know get newThing" in outcome.err


def test_variant_has_its_own_parameters(oocli: Oocli) -> None:
    """The resourceid chooses the form: help and check know the form's parameters alone."""
    shown = oocli("get", "search", "estate", "--help").out
    assert "--includeThumbnail" in shown
    assert "--casesensitive" not in shown
    refused = oocli("--sandbox", "get", "search", "estate", "-p", "casesensitive=1", "--input", "x")
    assert refused.code == 2


def test_raw_is_the_answer_as_received(oocli: Oocli) -> None:
    """``-o raw`` hands out the whole answer."""
    outcome = oocli("--sandbox", "read", "estate", "--limit", "1", "-o", "raw")
    assert outcome.json["response"]["results"][0]["status"]["errorcode"] == 0


@pytest.mark.parametrize(
    ("name", "words", "start"),
    [
        ("a.csv", (), "_id,Id\n"),
        ("a.TSV", (), "_id\tId\n"),
        ("a.ndjson", (), '{"id":'),
        ("a.json", (), "["),
        ("a.txt", (), "["),
        ("a.csv", ("-o", "ndjson"), '{"id":'),
    ],
)
def test_name_of_the_output_file_tells_the_format(
    oocli: Oocli, tmp_path: Path, name: str, words: tuple[str, ...], start: str
) -> None:
    """A file gets the format of its name, unless ``-o`` names another; the variable does not."""
    reading = ("--sandbox", "read", "estate", "--fields", "Id", "--limit", "1")
    for variables in ({}, {"OOCLI_OUTPUT": "json"}) if name != "a.txt" else ({},):
        outcome = oocli(*reading, "--output-file", str(tmp_path / name), *words, variables=variables)
        assert outcome.code == 0, outcome.err
        assert (tmp_path / name).read_text().startswith(start)


@pytest.mark.parametrize("words", [("read", "estate", ""), ("read", "estate", " "), ("modify", "estate", "")])
def test_empty_id_is_refused(oocli: Oocli, words: tuple[str, ...]) -> None:
    """A variable that is not set does not stand for all records."""
    outcome = oocli("--sandbox", *words)
    assert (outcome.code, outcome.error["message"]) == (2, "The ID is empty")
    named = oocli("--sandbox", "read", "estate", "--resourceid", "")
    assert (named.code, named.error["message"]) == (2, "The --resourceid is empty")


def test_output_file_appears_whole_or_not_at_all(oocli: Oocli, home: Path) -> None:
    """``--output-file`` holds the records after a success, and does not exist after a failure."""
    target = home / "out.json"
    failed = oocli("--sandbox", "read", "estate", "--fields", "nope", "--output-file", str(target))
    assert (failed.code, target.exists()) == (5, False)
    done = oocli("--sandbox", "read", "estate", "--limit", "2", "--output-file", str(target))
    assert (done.code, done.out) == (0, "")
    assert len(json.loads(target.read_text(encoding="utf-8"))) == 2


def test_api_refusal_is_told_on_a_terminal(oocli: Oocli) -> None:
    """On a terminal a failure is lines of text: what, why, what to do."""
    transport = ScriptedTransport([answer(refusal(137, "The HMAC is invalid."))])
    outcome = oocli(
        "read",
        "estate",
        terminal=True,
        transport=transport,
        variables={"OOCLI_TOKEN": "t" * 32, "OOCLI_SECRET": "s" * 64, "NO_COLOR": "1"},
    )
    assert outcome.code == 4
    assert outcome.err.splitlines()[0] == "The API refused read estate: The HMAC is invalid. (137)"


def test_hmac_version_1_is_signed(oocli: Oocli) -> None:
    """``--hmac-version 1`` signs the old way, and the sandbox takes it."""
    assert oocli("--sandbox", "read", "estate", "--limit", "1", "--hmac-version", "1").code == 0


def test_two_different_ids_are_refused(oocli: Oocli) -> None:
    """Which record was meant nobody knows, so none is changed."""
    words = ("modify", "estate", "11", "--resourceid", "13", "--set", "kaufpreis=7")
    assert oocli("--sandbox", *words).code == 2
    assert oocli("--sandbox", "read", "estate", "--where", "kaufpreis=7", "--count").out == "0\n"
    assert oocli("--sandbox", "read", "estate", "11", "--resourceid", "11", "-o", "ids").out == "11\n"


@pytest.mark.parametrize(
    "words", [("send", "-", "-n"), ("read", "estate", "--params", "-", "-n")], ids=" ".join
)
def test_a_number_without_end_in_json_is_wrong_usage(oocli: Oocli, words: tuple[str, ...]) -> None:
    """Python reads no number of so many digits."""
    action = '{"actionid": "read", "resourcetype": "user", "parameters": {"a": %s}}' % ("9" * 5000)
    assert oocli(*words, stdin=action).code == 2


def test_a_directory_to_save_into_is_made(oocli: Oocli, tmp_path: Path) -> None:
    """A name that ends with a slash is a directory, also where there is none yet."""
    folder = tmp_path / "neu" / "Bilder"
    words = ("get", "file", "estate", "--estateid", "11", "--fileid", "1", "--save", f"{folder}/")
    assert oocli("--sandbox", *words).code == 0
    assert len(list(folder.iterdir())) == 1
    assert oocli("--sandbox", *words[:-1], f"{__file__}/").code == 2
