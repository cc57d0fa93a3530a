"""``--match``: rows find their records by a key of their own."""

import json
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from harness import Outcome

Oocli = Callable[..., Outcome]


@pytest.fixture
def send(run: Oocli, tmp_path: Path) -> Callable[..., Outcome]:
    """Give a function that sends rows of CSV with a call, by its words."""

    def call(words: str, text: str, *more: str) -> Outcome:
        source = tmp_path / f"rows-{len(list(tmp_path.glob('rows-*')))}.csv"
        source.write_text(text, encoding="utf-8")
        return run(*words.split(), "--from", str(source), "--yes", *more)

    return call


def _read(run: Oocli, where: str, fields: str, name: str = "estate") -> list[dict[str, Any]]:
    outcome = run("read", name, "--where", where, "--fields", fields)
    assert outcome.code == 0, outcome.err
    return [record["elements"] for record in outcome.json]


def _rows(outcome: Outcome) -> list[tuple[Any, str, str | None]]:
    return [(line["id"], line["elements"]["status"], line["elements"]["error"]) for line in outcome.json]


def test_create_changes_what_is_there_and_creates_the_rest(run: Oocli, send: Any) -> None:
    """The key of a new record is written; that of one that is there only finds it."""
    text = "objektnr_extern,kaufpreis\nk0001,5\nNEU1,7\n"
    outcome = send("create estate --match objektnr_extern", text)
    assert outcome.code == 0, outcome.err
    (found, new) = _rows(outcome)
    assert found == (11, "ok", None)
    assert _read(run, "Id=11", "objektnr_extern,kaufpreis") == [
        {"objektnr_extern": "K0001", "kaufpreis": "5.00"}
    ]
    assert _read(run, f"Id={new[0]}", "objektnr_extern,kaufpreis") == [
        {"objektnr_extern": "NEU1", "kaufpreis": "7.00"}
    ]


def test_the_same_file_once_more_changes_the_new_ones(run: Oocli, send: Any) -> None:
    """Nothing is created twice."""
    text = "objektnr_extern,kaufpreis\nNEU1,7\nNEU2,8\n"
    first = send("create estate --match objektnr_extern", text)
    assert send("create estate --match objektnr_extern", text).code == 0
    again = send("create estate --match objektnr_extern", text.replace("7", "9"))
    assert [number for number, _, _ in _rows(first)] == [number for number, _, _ in _rows(again)]


def test_modify_reports_what_is_not_there(run: Oocli, send: Any, tmp_path: Path) -> None:
    """The row is an error that --failed has; the others are sent."""
    failed = tmp_path / "failed.csv"
    text = "objektnr_extern,kaufpreis\nK0001,5\nNONE,7\n"
    outcome = send("modify estate --match objektnr_extern", text, "--failed", str(failed))
    assert outcome.code == 6
    assert _rows(outcome) == [(11, "ok", None), (None, "error", "No record has objektnr_extern NONE")]
    assert failed.read_text().splitlines()[1] == "NONE,7,No record has objektnr_extern NONE"


@pytest.mark.parametrize(("kept", "sent"), [("NFC", "NFD"), ("NFD", "NFD")])
def test_a_letter_may_be_one_character_or_two(run: Oocli, send: Any, kept: Any, sent: Any) -> None:
    """What macOS writes as a letter and a mark is no other name: nobody is created twice."""
    name = "Öztürk-Müller"
    made = send("create address", f"Name\n{unicodedata.normalize(kept, name)}\n")
    again = send("create address --match Name", f"Name,Ort\n{unicodedata.normalize(sent, name)},Bonn\n")
    assert _rows(again) == _rows(made)


def test_two_records_with_the_key_stop_the_row(run: Oocli, send: Any) -> None:
    """Neither of them is changed, and none is created."""
    for number in (13, 15):
        assert run("modify", "estate", str(number), "--set", "ort=Doppelstadt").code == 0
    text = "ort,kaufpreis\nDoppelstadt,5\n"
    outcome = send("create estate --match ort", text)
    assert _rows(outcome) == [(None, "error", "2 records have ort Doppelstadt: 13, 15")]


def test_a_mail_address_finds_whoever_has_it(run: Oocli, send: Any) -> None:
    """Any of the entries, in any letter case; the entries themselves are left as they are."""
    text = "email,Vorname,phone\nBAERBEL.127@firma.example,Eva,0241 1\nnew@beispiel.example,Jan,0241 2\n"
    outcome = send("create address --match email", text)
    assert outcome.code == 0, outcome.err
    (found, new) = _rows(outcome)
    assert found[0] == 101
    assert "phone: entries of records that were there are left as they are" in outcome.err
    (old,) = _read(run, "KdNr=1001", "Vorname,phone", "address")
    assert old["Vorname"] == "Eva"
    assert "0241 1" not in old.values()
    (created,) = run("read", "address", str(new[0]), "--fields", "phone,email").json
    assert {"0241 2", "new@beispiel.example"} <= set(created["elements"].values())


def test_several_fields_are_one_key(run: Oocli, send: Any) -> None:
    """Numbers are the same in any notation."""
    outcome = send("modify address --match KdNr,Name", "KdNr,Name,Ort\n1001,Dörfel,Köln\n1002,Dörfel,Bonn\n")
    assert [status for _, status, _ in _rows(outcome)] == ["ok", "error"]
    assert _read(run, "KdNr=1001", "Ort", "address") == [{"id": 101, "Ort": "Köln"}]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("objektnr_extern,kaufpreis\n,5\n", "objektnr_extern is empty, so no record can be found by it"),
        ("objektnr_extern,kaufpreis\nA,5\na,6\n", "objektnr_extern a stands in a row before"),
        ("id,objektnr_extern,kaufpreis\n7,A,5\n", "it has a record number, 7, and --match looks for one"),
        ("kaufpreis\n5\n", "objektnr_extern is empty, so no record can be found by it"),
    ],
)
def test_rows_without_a_key_of_their_own_are_refused(send: Any, text: str, problem: str) -> None:
    """Nothing is sent then."""
    outcome = send("modify estate --match objektnr_extern", text)
    assert outcome.code == 2
    assert problem in outcome.error["why"]


@pytest.mark.parametrize("call", ["modify", "create"])
@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("KdNr,Name\nabc,Y\n", "KdNr: 'abc' is not a whole number"),
        ("KdNr,Name\n1.001,Y\n", "KdNr: '1.001' could be 1.001 or 1001"),
        ("KdNr,Vip\nabc,jein\n", "Vip: 'jein' is not yes or no"),
    ],
)
def test_a_key_is_read_by_the_type_of_its_field(send: Any, call: str, text: str, problem: str) -> None:
    """What is no such value is told before anything is looked for, with all that is wrong with the row."""
    outcome = send(f"{call} address --match KdNr", text)
    assert outcome.code == 2
    assert "KdNr: " in outcome.error["problems"][0]
    assert any(problem in told for told in outcome.error["problems"])


def test_the_difference_is_shown_for_what_is_found(run: Oocli, send: Any) -> None:
    """What is not found is told as missing."""
    text = "objektnr_extern,kaufpreis\nK0001,5\nNONE,7\n"
    outcome = send("modify estate --match objektnr_extern --diff --dry-run", text)
    assert outcome.code == 6
    assert outcome.json == [{"row": 1, "id": 11, "field": "kaufpreis", "old": "0.00", "new": "5"}]


def test_what_was_changed_is_undone_and_what_was_created_stays(run: Oocli, send: Any, tmp_path: Path) -> None:
    """That is said; the journal knows which is which."""
    results = tmp_path / "done.ndjson"
    text = "objektnr_extern,kaufpreis\nK0001,5\nNEU1,7\n"
    assert send("create estate --match objektnr_extern", text, "--results", str(results)).code == 0
    changed, created = map(json.loads, results.read_text().splitlines())
    assert (changed["verb"], changed["before"], "verb" in created) == ("modify", {"kaufpreis": "0.00"}, False)
    outcome = run("undo", str(results), "--yes")
    assert outcome.code == 0, outcome.err
    assert "1 record that it created will stay" in outcome.err
    assert _read(run, "Id=11", "kaufpreis") == [{"kaufpreis": "0.00"}]
    assert len(_read(run, "objektnr_extern=NEU1", "Id")) == 1


def test_two_thousand_rows_are_found_in_few_requests(run: Oocli, send: Any) -> None:
    """The keys travel in batches."""
    rows = "".join(f"X{number},1\n" for number in range(1200))
    outcome = send(
        "modify estate --match objektnr_extern", f"objektnr_extern,kaufpreis\n{rows}", "-v", "-o", "ids"
    )
    assert outcome.code == 6
    assert outcome.err.count("read estate") <= 6


def test_a_check_for_duplicates_leaves_them_as_they_are(run: Oocli, send: Any) -> None:
    """--checkDuplicate alone would write over the address that is there."""
    words = ("create", "address", "--set", "Name=X", "--checkDuplicate", "--dry-run")
    assert run(*words).json["parameters"]["noOverrideByDuplicate"] is True
    said = run(*words, "--no-noOverrideByDuplicate").json["parameters"]
    assert said["noOverrideByDuplicate"] is False
    plain = run("create", "address", "--set", "Name=X", "--no-checkDuplicate", "--dry-run").json["parameters"]
    assert "noOverrideByDuplicate" not in plain
    rows = send("create address --checkDuplicate --dry-run", "Name,email\nX,x@beispiel.example\n").json
    assert rows["actions"][0]["parameters"]["noOverrideByDuplicate"] is True
