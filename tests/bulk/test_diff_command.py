"""``--diff``: what would change is shown, typed, and nothing is sent unasked."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from harness import Outcome

Oocli = Callable[..., Outcome]


@pytest.fixture
def read(oocli: Oocli) -> Callable[[str], dict[str, Any]]:
    """Give a function that reads the estate of a number."""

    def call(number: str) -> dict[str, Any]:
        outcome = oocli("--sandbox", "read", "estate", number, "--fields", "kaufpreis,heizungsart")
        assert outcome.code == 0, outcome.err
        elements: dict[str, Any] = outcome.json[0]["elements"]
        return elements

    return call


@pytest.fixture
def prices(tmp_path: Path) -> str:
    """Give a file with new prices, one of them as it is already, with the keys of its heating."""
    path = tmp_path / "prices.csv"
    path.write_text("id;kaufpreis;heizungsart\n17;301600;fern\n19;295.000,00;\n", encoding="utf-8")
    return str(path)


def _diff(oocli: Oocli, source: str, *words: str, **more: Any) -> Outcome:
    return oocli("--sandbox", "modify", "estate", "--from", source, "--diff", *words, **more)


def test_changes_are_told_and_nothing_is_sent(oocli: Oocli, prices: str, read: Any) -> None:
    """One change a line; what means the same in another notation is none."""
    before = read("19")
    outcome = _diff(oocli, prices, "-o", "ndjson")
    assert (outcome.code, outcome.err) == (0, "")
    assert [json.loads(line) for line in outcome.out.splitlines()] == [
        {"row": 2, "id": 19, "field": "kaufpreis", "old": "0.00", "new": "295000.00"}
    ]
    assert read("19") == before


def test_csv_has_a_line_for_each_change(oocli: Oocli, prices: str) -> None:
    """The record stands first, as in every CSV."""
    outcome = _diff(oocli, prices, "-o", "csv")
    assert outcome.out == "_id,row,field,old,new\n19,2,kaufpreis,0.00,295000.00\n"


def test_exit_code_tells_of_differences(oocli: Oocli, prices: str, tmp_path: Path) -> None:
    """9 where something would change, 0 where nothing would."""
    assert _diff(oocli, prices, "--exit-code").code == 9
    (tmp_path / "same.csv").write_text("id,kaufpreis\n17,301600\n", encoding="utf-8")
    assert _diff(oocli, str(tmp_path / "same.csv"), "--exit-code").code == 0


def test_rows_without_a_record_are_told_at_the_end(oocli: Oocli, tmp_path: Path) -> None:
    """The changes of the others are written all the same; the exit code is 6."""
    (tmp_path / "some.csv").write_text("id,kaufpreis\n999999,1\n17,2\n", encoding="utf-8")
    outcome = _diff(oocli, str(tmp_path / "some.csv"), "-o", "ids")
    assert (outcome.code, outcome.out) == (6, "17\n")
    assert "row 1: there is no such record" in outcome.err


def test_with_yes_it_goes_on(oocli: Oocli, prices: str, read: Any, tmp_path: Path) -> None:
    """The changes are the output; what became of the rows stands in the results."""
    results = tmp_path / "done.ndjson"
    outcome = _diff(oocli, prices, "--yes", "--results", str(results), "-o", "ndjson")
    assert outcome.code == 0, outcome.err
    assert [json.loads(line)["field"] for line in outcome.out.splitlines()] == ["kaufpreis"]
    assert read("19")["kaufpreis"] == "295000.00"
    assert [json.loads(line)["status"] for line in results.read_text().splitlines()] == ["ok", "ok"]


def test_a_person_is_asked_after_seeing_it(oocli: Oocli, prices: str, read: Any) -> None:
    """A no is an end like any other: nothing was to be done."""
    outcome = _diff(oocli, prices, terminal=True, stdin="n\n")
    assert outcome.code == 0, outcome.err
    assert "1 of 2 rows would change, 1 changes nothing" in outcome.out
    assert "Really modify estate" in outcome.err
    assert read("19")["kaufpreis"] == "0.00"
    assert _diff(oocli, prices, terminal=True, stdin="y\n").code == 0
    assert read("19")["kaufpreis"] == "295000.00"


def test_a_profile_that_only_reads_may_look(oocli: Oocli, prices: str) -> None:
    """It is not asked whether to go on, and refused where going on was asked for."""
    read_only = {"OOCLI_READ_ONLY": "1"}
    seen = _diff(oocli, prices, terminal=True, variables=read_only)
    assert (seen.code, "Really" in seen.err) == (0, False)
    assert _diff(oocli, prices, "--yes", variables=read_only).code == 8


def test_too_many_changes_are_stopped(oocli: Oocli, prices: str, read: Any) -> None:
    """Only rows that change something count."""
    assert _diff(oocli, prices, "--yes", "--max-changes", "0").code == 8
    assert read("19")["kaufpreis"] == "0.00"
    assert _diff(oocli, prices, "--yes", "--max-changes", "1").code == 0


def test_a_language_version_is_compared_with_itself(oocli: Oocli, tmp_path: Path) -> None:
    """Its texts are its own, and the row names the record of the main language."""
    words = ("modify", "estate", "11", "--estatelanguage", "ENG", "--set", "objekttitel=Corner shop")
    assert oocli("--sandbox", *words).code == 0
    (tmp_path / "titles.csv").write_text("id,objekttitel,estatelanguage\n11,Shop,ENG\n11,Laden,\n")
    outcome = _diff(oocli, str(tmp_path / "titles.csv"))
    assert [change["new"] for change in outcome.json] == ["Shop", "Laden"]
    assert [change["old"] for change in outcome.json] == ["Corner shop", "Ladenlokal in bester Lauflage"]


def test_what_cannot_be_read_back_cannot_be_compared(oocli: Oocli, tmp_path: Path) -> None:
    """A file has no reading that takes its number."""
    (tmp_path / "rows.csv").write_text("fileId,title\n2,Garten\n")
    for words in (("--from", str(tmp_path / "rows.csv")), ("--fileId", "2", "--title", "Garten")):
        outcome = oocli("--sandbox", "modify", "file", *words, "--diff")
        assert (outcome.code, outcome.error["message"]) == (
            2,
            "What modify file changes cannot be compared with what is there",
        )


def test_appointments_are_compared(oocli: Oocli, tmp_path: Path) -> None:
    """Keys are read out of what names them, and a cancellation is a status; links have no old value."""
    rows = [
        {"_id": 473, "art": "Besichtigung", "ressources": [], "private": False, "rp_exception": ""},
        {"_id": 493, "ressources": ["ind_Schl_3151", "Firmenfahrzeug"], "abgesagt": True},
        {"_id": 425, "note": "x", "relatedEstateId": 17},
    ]
    (tmp_path / "rows.json").write_text(json.dumps(rows))
    words = ("modify", "calendar", "--from", str(tmp_path / "rows.json"), "--diff", "-o", "json")
    outcome = oocli("--sandbox", *words)
    assert [tuple(change.values())[1:] for change in outcome.json] == [
        (493, "status", "active", "canceled"),
        (425, "note", "Unterlagen versendet.", "x"),
        (425, "relatedEstateId", None, 17),
    ]
    assert outcome.err == "relatedEstateId: what was there before is not given by the API.\n"


def test_appointments_that_are_not_there_are_told(oocli: Oocli, tmp_path: Path) -> None:
    """Each is read by itself, and one that is missing is no failure of the reading."""
    (tmp_path / "rows.csv").write_text("id,note\n473,a\n99999,b\n425,c\n")
    words = ("modify", "calendar", "--from", str(tmp_path / "rows.csv"), "--diff", "-o", "json")
    outcome = oocli("--sandbox", *words)
    assert (outcome.code, [change["id"] for change in outcome.json]) == (6, [473, 425])
    assert "row 2" in outcome.error["why"]


def test_what_is_not_known_is_not_shown_as_empty(oocli: Oocli, tmp_path: Path) -> None:
    """A person sees that the API does not say what is there."""
    (tmp_path / "rows.csv").write_text("id,relatedEstateId,note\n473,17,x\n")
    words = ("modify", "calendar", "--from", str(tmp_path / "rows.csv"), "--diff", "-o", "table")
    outcome = oocli("--sandbox", *words)
    assert "473  relatedEstateId  (not known) → 17\n" in outcome.out
    assert "473  note             (empty) → x\n" in outcome.out


def test_search_criteria_are_compared(oocli: Oocli, tmp_path: Path) -> None:
    """Ends of ranges are numbers, what is empty is left out by the API, and the advisor changes unasked."""
    rows = [
        {"_id": 1, "advisor": 21, "kaufpreis__bis": "670000.00", "objektart": "haus", "range": "5"},
        {"_id": 2, "wohnflaeche": ["120", "140"], "nutzungsart": "wohnen", "krit_bemerkung": "geheim"},
    ]
    (tmp_path / "rows.json").write_text(json.dumps(rows))
    words = ("modify", "searchcriteria", "--from", str(tmp_path / "rows.json"), "--diff", "-o", "json")
    outcome = oocli("--sandbox", *words)
    assert [tuple(change.values())[1:] for change in outcome.json] == [
        (1, "range", "40", "5"),
        (2, "wohnflaeche", ["120", ""], ["120", "140"]),
        (2, "nutzungsart", None, "wohnen"),
        (2, "krit_bemerkung", None, "geheim"),
    ]
    assert outcome.err.splitlines() == [
        "krit_bemerkung: what was there before is not given by the API.",
        "advisor is not given: it goes to the API user.",
    ]


def test_a_field_that_cannot_be_read_is_named(oocli: Oocli, tmp_path: Path) -> None:
    """The refusal of the reading is that of the command."""
    (tmp_path / "rows.csv").write_text("id,garnichts\n17,1\n")
    outcome = _diff(oocli, str(tmp_path / "rows.csv"), "--no-fields", "--no-validate")
    assert (outcome.code, outcome.error["api_errorcode"]) == (5, 141)


def test_one_record_is_compared_too(oocli: Oocli, read: Any) -> None:
    """Nothing is sent without a yes; a record that is not there has the exit code 3."""
    words = ("--sandbox", "modify", "estate", "19", "--set", "kaufpreis=5", "--diff")
    assert oocli(*words).json == [{"row": 1, "id": 19, "field": "kaufpreis", "old": "0.00", "new": "5"}]
    assert read("19")["kaufpreis"] == "0.00"
    assert oocli(*words, "--exit-code").code == 9
    assert oocli("--sandbox", "modify", "estate", "999999", "--set", "kaufpreis=5", "--diff").code == 3
    assert [change["new"] for change in oocli(*words, "--yes").json] == ["5"]
    assert read("19")["kaufpreis"] == "5.00"


@pytest.mark.parametrize(
    ("field", "value"), [("kaufpreis", "301600"), ("kaltmiete", "0"), ("wohnflaeche", "122.88")]
)
def test_one_record_is_compared_by_types_that_nobody_asked_for_yet(
    oocli: Oocli, field: str, value: str
) -> None:
    """What is typed as the API writes it needs no configuration to be sent, but one to be compared."""
    assert oocli("--sandbox", "modify", "estate", "17", "--set", f"{field}={value}", "--diff").json == []


def test_one_record_that_has_the_values_is_not_called_changed(oocli: Oocli) -> None:
    """Behind --diff only what differed is called changed; text and number of one value do not differ."""
    write = ("--sandbox", "modify", "estate", "11", "--set", "kaufpreis=5", "--diff", "--yes")
    assert oocli(*write, terminal=True).out.endswith("Estate 11 changed: kaufpreis\n")
    assert oocli(*write, terminal=True).out.endswith("Estate 11 keeps its values: kaufpreis\n")
    again = oocli(*write, "--set", "lage=am Fluss", terminal=True)
    assert again.out.endswith("Estate 11 changed: lage\n")


def test_an_exit_code_without_a_comparison_is_refused(oocli: Oocli) -> None:
    """It would promise what nobody looks at."""
    words = ("--sandbox", "modify", "estate", "19", "--set", "kaufpreis=5", "--exit-code")
    assert oocli(*words).code == 2


@pytest.mark.parametrize("ending", ["csv", "xlsx", "ndjson"])
@pytest.mark.parametrize("module", ["estate", "address"])
def test_what_was_read_with_every_field_changes_nothing(
    oocli: Oocli, tmp_path: Path, module: str, ending: str
) -> None:
    """A file with all that a reading gives comes back as it was, the fields of the system, too."""
    fields = [known["elements"]["field"] for known in oocli("--sandbox", "fields", module, "-o", "json").json]
    path = tmp_path / f"all.{ending}"
    words = ("--all", "--fields", ",".join(fields), "--output-file", str(path))
    assert oocli("--sandbox", "read", module, *words).code == 0
    outcome = oocli("--sandbox", "modify", module, "--from", str(path), "--diff", "-o", "json")
    assert (outcome.code, outcome.json) == (0, [])


@pytest.mark.parametrize("day", ["2026-11-28 14:30:00", "28.11.2026 14:30"])
def test_a_time_in_a_field_of_days_is_refused(oocli: Oocli, tmp_path: Path, day: str) -> None:
    """Only the system's own fields have one although their type has none."""
    path = tmp_path / "days.csv"
    path.write_text(f"id;abdatum\n17;{day}\n", encoding="utf-8")
    refused = _diff(oocli, str(path))
    assert refused.code == 2
    assert "the field has no time" in refused.err
