"""``oocli fields --diff``: what has changed in the configuration since it was printed."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from harness import Outcome

Run = Callable[..., Outcome]


@pytest.fixture
def old(oocli: Run, tmp_path: Path) -> Path:
    """Give a file with the fields of estates as they were: one more, one renamed, one with another key."""
    records = oocli("--sandbox", "fields", "estate").json
    fields = {record["elements"]["field"]: record["elements"] for record in records}
    fields["kaufpreis"]["label"] = "Preis"
    fields["status"]["permittedvalues"] = {"1": "aktiv", "0": "alt", "9": "weg"}
    gone = {"id": "estate.ind_1", "type": "field", "elements": {**fields["lage"], "field": "ind_1"}}
    path = tmp_path / "old.json"
    path.write_text(json.dumps([*records, gone]), encoding="utf-8")
    return path


def list_changes(outcome: Outcome) -> list[tuple[Any, ...]]:
    """Give the changes as tuples, without the module."""
    return [tuple(record["elements"].values())[1:] for record in outcome.json]


CHANGES = [
    ("ind_1", "field", "removed", "", "Lage", None),
    ("kaufpreis", "field", "renamed", "", "Preis", "Kaufpreis"),
    ("status", "value", "renamed", "0", "alt", "archiviert"),
    ("status", "value", "added", "2", None, "inaktiv"),
    ("status", "value", "removed", "9", "weg", None),
]


@pytest.mark.parametrize("module", ["estate", ""])
def test_changes_are_told_and_no_failure(oocli: Run, old: Path, module: str) -> None:
    """With the module, or with that of the file."""
    outcome = oocli("--sandbox", "fields", *filter(None, [module]), "--diff", str(old))
    assert (outcome.code, outcome.err) == (0, "")
    assert list_changes(outcome) == CHANGES
    assert outcome.json[0] == {
        "id": "estate.ind_1",
        "type": "change",
        "elements": {
            "module": "estate",
            "field": "ind_1",
            "what": "field",
            "change": "removed",
            "key": "",
            "old": "Lage",
            "new": None,
        },
    }


def test_the_exit_code_tells_where_that_is_asked_for(oocli: Run, old: Path) -> None:
    """9, with the changes on standard output all the same."""
    outcome = oocli("--sandbox", "fields", "estate", "--diff", str(old), "--exit-code")
    assert outcome.code == 9
    assert list_changes(outcome) == CHANGES
    assert outcome.error["message"] == (
        "The configuration has changed: 1 field removed, 1 field renamed, 1 value renamed, 1 value added,"
        " 1 value removed"
    )


@pytest.mark.parametrize("printed", [("-o", "json"), ("-o", "ndjson"), ("--flat",)])
@pytest.mark.parametrize("words", [("estate",), ("--all",), ()])
def test_nothing_has_changed_at_once(
    oocli: Run, words: tuple[str, ...], printed: tuple[str, ...], tmp_path: Path
) -> None:
    """What was printed a moment ago, in any format of the JSON family; the list of modules too."""
    path = tmp_path / "now.json"
    path.write_text(oocli("--sandbox", "fields", *words, *printed).out, encoding="utf-8")
    outcome = oocli("--sandbox", "fields", *words, "--diff", str(path), "--exit-code")
    assert (outcome.code, outcome.err, outcome.json) == (0, "", [])


def test_the_api_is_asked_again(oocli: Run, old: Path, home: Path) -> None:
    """What the cache has may be as old as the file: a nightly check would never see a change."""
    for path in (home / "cache").rglob("*.json"):
        path.write_text(path.read_text(encoding="utf-8").replace('"Kaufpreis"', '"Preis"'), encoding="utf-8")
    cached = {record["id"]: record for record in oocli("--sandbox", "fields", "estate").json}
    assert cached["estate.kaufpreis"]["elements"]["label"] == "Preis"
    assert list_changes(oocli("--sandbox", "fields", "estate", "--diff", str(old))) == CHANGES


def test_standard_input_is_read(oocli: Run, old: Path) -> None:
    """As everywhere."""
    outcome = oocli("--sandbox", "fields", "--diff", "-", stdin=old.read_text(encoding="utf-8"))
    assert list_changes(outcome) == CHANGES


def test_all_tells_of_modules_that_the_file_does_not_have(oocli: Run, old: Path) -> None:
    """Without it only the modules of the file are compared."""
    changes = oocli("--sandbox", "fields", "--all", "--diff", str(old)).json
    assert {"address", "task"} <= {record["elements"]["module"] for record in changes}


def test_a_list_of_modules_is_compared_as_one(oocli: Run, tmp_path: Path) -> None:
    """How many fields each had."""
    records = oocli("--sandbox", "fields").json
    records[0]["elements"]["fields"] += 1
    path = tmp_path / "modules.json"
    path.write_text(json.dumps(records), encoding="utf-8")
    (change,) = oocli("--sandbox", "fields", "--diff", str(path)).json
    assert (change["id"], change["elements"]["what"]) == (records[0]["id"], "fields")


def test_a_table_on_a_terminal_and_a_line_that_sums_up(oocli: Run, old: Path) -> None:
    """And one that says that there is nothing."""
    outcome = oocli("--sandbox", "fields", "estate", "--diff", str(old), terminal=True)
    assert "renamed" in outcome.out
    summary = "1 field removed, 1 field renamed, 1 value renamed, 1 value added, 1 value removed\n"
    assert outcome.err.replace("\n", " ") == summary.replace("\n", " ")
    old.write_text(oocli("--sandbox", "fields", "estate").out, encoding="utf-8")
    outcome = oocli("--sandbox", "fields", "estate", "--diff", str(old), terminal=True)
    assert outcome.err.endswith("Nothing has changed\n")


@pytest.mark.parametrize(
    ("text", "words", "message"),
    [
        ("", ("estate",), "FILE is not JSON"),
        ("[1]", ("estate",), "FILE is not what `oocli fields -o json` printed"),
        ('{"module": "task", "field": "x"}', ("estate",), "FILE has no fields of estate, but those of task"),
        ('{"module": "estate", "fields": 1}', ("estate",), "FILE lists modules, without their fields"),
        ("[]", (), "FILE names no module"),
    ],
)
def test_a_file_that_says_nothing_of_it_is_refused(
    oocli: Run, text: str, words: tuple[str, ...], message: str, tmp_path: Path
) -> None:
    """Before the API is asked."""
    path = tmp_path / "old.json"
    path.write_text(text, encoding="utf-8")
    outcome = oocli("--sandbox", "fields", *words, "--diff", str(path))
    assert (outcome.code, outcome.error["message"]) == (2, message.replace("FILE", str(path)))


def test_an_empty_list_of_a_module_had_no_fields(oocli: Run, tmp_path: Path) -> None:
    """All of them were added."""
    path = tmp_path / "old.json"
    path.write_text("[]", encoding="utf-8")
    changes = oocli("--sandbox", "fields", "email", "--diff", str(path)).json
    assert {record["elements"]["change"] for record in changes} == {"added"}


def test_a_file_that_is_not_there_is_refused(oocli: Run) -> None:
    """With its name."""
    outcome = oocli("--sandbox", "fields", "estate", "--diff", "nowhere.json")
    assert (outcome.code, outcome.error["message"]) == (2, "Cannot read nowhere.json")
