"""``oocli undo`` and ``oocli history``: a run taken back, as far as nobody changed the records since."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from harness import Outcome
from oocli import sandbox
from oocli.disk.kept_file import lock_kept, open_kept
from oocli.errors import NetworkError
from oocli.sandbox.door.answer import Sandbox
from oocli.sandbox.records.store import Store
from oocli.wire.reply import Reply

Oocli = Callable[..., Outcome]
Read = Callable[..., list[dict[str, Any]]]

_FIELDS = "kaufpreis,heizungsart,objekttitel,reserviert,verkauft_am"


@pytest.fixture
def read(run: Oocli) -> Read:
    """Give a function that reads fields of some estates, in the order of their numbers."""

    def call(*numbers: int, fields: str = _FIELDS, language: str = "") -> list[dict[str, Any]]:
        words = ["--where", f"Id in ({','.join(map(str, numbers))})", "--sort", "Id"]
        words += ["--estatelanguage", language] if language else []
        outcome = run("read", "estate", "--fields", fields, *words)
        assert outcome.code == 0, outcome.err
        return [record["elements"] for record in outcome.json]

    return call


@pytest.fixture
def write(run: Oocli, tmp_path: Path) -> Callable[..., Path]:
    """Give a function that writes rows with a modify, and gives the file of results."""

    def call(name: str, rows: list[dict[str, Any]], *words: str) -> Path:
        source, results = tmp_path / f"{name}.json", tmp_path / f"{name}-results.ndjson"
        source.write_text(json.dumps(rows), encoding="utf-8")
        outcome = run("modify", name, "--from", str(source), "--yes", "--results", str(results), *words)
        assert outcome.code == 0, outcome.err
        return results

    return call


def test_every_kind_of_field_is_as_before(run: Oocli, read: Read, write: Any) -> None:
    """Numbers, keys, texts, booleans and empty values come back, and nothing else is touched."""
    before = read(11, 17, 19)
    new = {"kaufpreis": "1", "heizungsart": ["zentral"], "objekttitel": "x", "reserviert": "1"}
    results = write("estate", [{"_id": number, **new} for number in (11, 17, 19)])
    assert read(11, 17, 19) != before
    outcome = run("undo", str(results), "--yes")
    assert (outcome.code, outcome.err) == (0, "")
    assert read(11, 17, 19) == before


def test_previous_values_stand_in_the_results(write: Any) -> None:
    """They are what the API gave; only what the row changes is kept."""
    results = write("estate", [{"_id": 17, "kaufpreis": "301600"}, {"_id": 19, "kaufpreis": "5"}])
    same, changed = map(json.loads, results.read_text(encoding="utf-8").splitlines())
    assert "before" not in same
    assert (changed["before"], changed["after"]) == ({"kaufpreis": "0.00"}, {"kaufpreis": "5"})


def test_nothing_is_kept_where_that_is_not_wanted(run: Oocli, write: Any) -> None:
    """It is then told that nothing can be undone."""
    results = write("estate", [{"_id": 19, "kaufpreis": "5"}], "--no-before")
    assert "before" not in results.read_text(encoding="utf-8")
    outcome = run("undo", str(results), "--yes")
    assert outcome.code == 2
    assert "has no previous values: --no-before" in outcome.err


def test_what_was_changed_since_is_left(run: Oocli, read: Read, write: Any) -> None:
    """It is told with exit code 6; --force takes it back too."""
    results = write("estate", [{"_id": 17, "kaufpreis": "1"}, {"_id": 19, "kaufpreis": "2"}])
    assert run("modify", "estate", "17", "--set", "kaufpreis=77").code == 0
    outcome = run("undo", str(results), "--yes")
    assert outcome.code == 6
    assert "row 1: changed again since the run" in outcome.err
    assert [found["kaufpreis"] for found in read(17, 19)] == ["77.00", "0.00"]
    assert run("undo", str(results), "--yes", "--force").code == 0
    assert [found["kaufpreis"] for found in read(17, 19)] == ["301600.00", "0.00"]


def test_undone_once_more_changes_nothing(run: Oocli, write: Any) -> None:
    """What is as before already is not a change."""
    results = write("estate", [{"_id": 19, "kaufpreis": "2"}])
    assert run("undo", str(results), "--yes").code == 0
    outcome = run("undo", str(results), "--yes", "-o", "ndjson")
    assert (outcome.code, outcome.out) == (0, "")


def test_an_undoing_can_be_undone(run: Oocli, read: Read, write: Any, tmp_path: Path) -> None:
    """It is a run like any other, with results of its own."""
    results, back = write("estate", [{"_id": 19, "kaufpreis": "2"}]), tmp_path / "back.ndjson"
    assert run("undo", str(results), "--yes", "--results", str(back)).code == 0
    assert run("undo", str(back), "--yes").code == 0
    assert read(19)[0]["kaufpreis"] == "2.00"


def test_the_last_run_is_found_and_then_the_one_before(
    run: Oocli, read: Read, write: Any, clock: Any
) -> None:
    """An undone run and an undoing are passed over, so that steps go back."""
    write("estate", [{"_id": 19, "kaufpreis": "2"}])
    clock.sleep(60)
    write("address", [{"_id": 101, "Vorname": "Eva"}])
    clock.sleep(60)
    assert json.loads(run("undo", "--last", "--yes", "-o", "ndjson").out)["field"] == "Vorname"
    clock.sleep(60)
    assert json.loads(run("undo", "--last", "--yes", "-o", "ndjson").out)["field"] == "kaufpreis"
    clock.sleep(60)
    assert run("undo", "--last", "--yes").code == 2


def test_a_number_that_was_rounded_is_nobodys_change(run: Oocli, read: Read, write: Any) -> None:
    """A record that has the rounded value comes back; one in which a cent is another does not."""
    before = read(17, 19, fields="kaufpreis,wohnflaeche")
    rows = [{"_id": 17, "kaufpreis": "1234.567", "wohnflaeche": "85.125"}, {"_id": 19, "kaufpreis": "7.777"}]
    results = write("estate", rows)
    assert run("modify", "estate", "19", "--set", "kaufpreis=7.77").code == 0
    outcome = run("undo", str(results), "--yes")
    assert (outcome.code, outcome.error["left_rows"]) == (6, [2])
    assert read(17, fields="kaufpreis,wohnflaeche") == before[:1]


def test_the_same_command_once_more_forgets_no_value(run: Oocli, read: Read, write: Any, clock: Any) -> None:
    """Results whose name is used again stay among oocli's own files: the first run can be undone."""
    before, rows = read(17, 19), [{"_id": 17, "kaufpreis": "1"}, {"_id": 19, "kaufpreis": "2"}]
    for _ in range(3):
        results = write("estate", rows)
        clock.sleep(60)
    assert [line["ok"] for line in run("history").json] == [2, 2, 2]
    assert json.loads(run("undo", str(results), "--yes").out) == []
    outcome = run("undo", "--last", "--yes", "-o", "ids")
    assert (outcome.code, outcome.out) == (0, "17\n19\n")
    assert read(17, 19) == before


def test_results_of_a_name_need_no_other_place(run: Oocli, write: Any, home: Path) -> None:
    """Where oocli has no directory of its own, the file is begun again all the same."""
    (home / "data" / "journals").write_text("", encoding="utf-8")
    for _ in range(2):
        results = write("estate", [{"_id": 17, "kaufpreis": "1"}])
    assert run("undo", str(results), "--dry-run").code == 0


def test_a_run_that_goes_on_is_not_undone_meanwhile(run: Oocli, read: Read, write: Any) -> None:
    """What it sends afterwards would stay; it can be looked at."""
    results = write("estate", [{"_id": 17, "kaufpreis": "1"}])
    with open_kept(results) as stream:
        lock_kept(results, stream, hint="")
        outcome = run("undo", str(results), "--yes")
        assert (outcome.code, outcome.error["message"]) == (1, f"Another oocli is writing {results}")
        assert run("undo", str(results), "--dry-run").code == 0
    assert read(17)[0]["kaufpreis"] == "1.00"
    assert run("undo", str(results), "--yes").code == 0


def test_the_stamp_of_an_old_sheet_is_nobodys_change(run: Oocli, read: Read, write: Any, clock: Any) -> None:
    """What onOffice sets itself is neither written nor a reason to leave the record."""
    before = read(19)
    clock.sleep(3600)
    results = write("estate", [{"_id": 19, "kaufpreis": "2", "geaendert_am": "2024-01-01 10:00:00"}])
    clock.sleep(3600)
    outcome = run("undo", str(results), "--yes")
    assert (outcome.code, outcome.err) == (0, "")
    assert read(19) == before


def test_what_was_done_again_is_the_last_run_again(
    run: Oocli, read: Read, write: Any, clock: Any, tmp_path: Path
) -> None:
    """An undoing that was undone, or undone in part, no longer hides the run; one of that one does."""
    write("address", [{"_id": 101, "Vorname": "Eva"}])
    results = write("estate", [{"_id": 17, "kaufpreis": "1"}, {"_id": 19, "kaufpreis": "2"}])
    steps = [str(results)]
    for name in ("undone", "redone", "undone-again"):
        clock.sleep(60)
        steps.append(str(tmp_path / name))
        assert run("undo", steps[-2], "--yes", "--results", steps[-1]).code == 0
    states = {line["results"]: line["undone"] for line in run("history").json}
    assert [states[name] for name in steps] == [True, False, True, False]
    clock.sleep(60)
    assert run("undo", steps[-1], "--yes").code == 0
    clock.sleep(60)
    assert run("modify", "estate", "17", "--set", "kaufpreis=77").code == 0
    assert run("undo", "--last", "--yes").error["left_rows"] == [1]
    assert [found["kaufpreis"] for found in read(17, 19)] == ["77.00", "0.00"]


def test_a_dry_run_shows_and_sends_nothing(run: Oocli, read: Read, write: Any) -> None:
    """It needs no confirmation; without one nothing else is done where nobody can be asked."""
    results = write("estate", [{"_id": 19, "kaufpreis": "2"}])
    assert run("undo", str(results), "--dry-run").json == [
        {"row": 1, "id": 19, "field": "kaufpreis", "old": "2.00", "new": "0.00"}
    ]
    assert run("undo", str(results)).code == 8
    assert run("undo", str(results), "--yes", variables={"OOCLI_READ_ONLY": "1"}).code == 8
    assert read(19)[0]["kaufpreis"] == "2.00"


def test_a_person_is_asked(run: Oocli, read: Read, write: Any) -> None:
    """A no sends nothing and is not a failure."""
    results = write("estate", [{"_id": 19, "kaufpreis": "2"}])
    assert run("undo", str(results), terminal=True, stdin="n\n").code == 0
    assert read(19)[0]["kaufpreis"] == "2.00"
    outcome = run("undo", str(results), terminal=True, stdin="y\n")
    assert outcome.code == 0, outcome.err
    assert read(19)[0]["kaufpreis"] == "0.00"


def test_a_language_version_comes_back_in_its_language(run: Oocli, read: Read, write: Any) -> None:
    """The German text stays as it is."""
    titles = [read(11, fields="objekttitel", language=language) for language in ("", "ENG")]
    results = write("estate", [{"_id": 11, "objekttitel": "Shop", "estatelanguage": "ENG"}])
    assert run("undo", str(results), "--yes").code == 0
    assert [read(11, fields="objekttitel", language=language) for language in ("", "ENG")] == titles


def test_entries_of_addresses_come_back(run: Oocli, write: Any) -> None:
    """What was added goes, what was changed is changed back, what was deleted is added."""

    def entries() -> list[str]:
        (record,) = run("read", "address", "101", "--fields", "phone,email").json
        return sorted(text for name, text in record["elements"].items() if "__" in name)

    before = entries()
    results = write(
        "address",
        [
            {"_id": 101, "phone_business": {"action": "add", "newvalue": "0999 1"}},
            {"_id": 101, "email": {"action": "delete", "oldvalue": "baerbel.127@beispiel.example"}},
        ],
        "--allow-repeats",
    )
    assert entries() != before
    assert run("undo", str(results), "--yes").code == 0
    assert entries() == before


def test_a_record_in_several_rows_is_as_before_the_first(run: Oocli, read: Read, write: Any) -> None:
    """Its values between the rows are no matter."""
    before = read(19)
    rows = [{"_id": 19, "kaufpreis": "2"}, {"_id": 17, "kaufpreis": "3"}, {"_id": 19, "kaufpreis": "4"}]
    results = write("estate", rows, "--allow-repeats")
    assert run("undo", str(results), "--yes").code == 0
    assert read(19) == before


def test_tasks_and_the_agents_log_come_back(run: Oocli, write: Any) -> None:
    """Also where fields are read under other names than they are written."""
    seen = [run("read", "task", "401", "--fields", "Prio,Betreff").out]
    log = ("read", "agentslog", "--where", "Nr=303", "--fields", "Bemerkung,Kosten,merkmal")
    seen.append(run(*log).out)
    tasks = write("task", [{"_id": 401, "Prio": 1, "Betreff": "x"}])
    entries = write("agentslog", [{"_id": 303, "note": "x", "cost": 12.5}])
    for results in (tasks, entries):
        assert run("undo", str(results), "--yes").code == 0
    assert [run("read", "task", "401", "--fields", "Prio,Betreff").out, run(*log).out] == seen


def test_appointments_come_back(run: Oocli, write: Any) -> None:
    """A cancellation is taken back to the status that was there; what stays is said."""
    rows: list[dict[str, Any]] = [
        {"_id": 437, "abgesagt": True, "art": "Intern", "rp_flag": True, "rp_exception": "#2026-10-08"},
        {"_id": 493, "ressources": [], "start_dt": "2026-09-05 17:00:00", "private": True},
        {"_id": 425, "ressources": ["Konferenzraum"], "note": "", "relatedEstateId": 17},
    ]

    def read_all() -> Any:
        found = [run("read", "calendar", str(row["_id"])).json[0]["elements"] for row in rows]
        return [
            {name: value for name, value in elements.items() if name not in ("modified", "assignedobjectids")}
            for elements in found
        ]

    before = read_all()
    results = write("calendar", rows)
    assert read_all()[0]["status"] == "canceled"
    outcome = run("undo", str(results), "--yes", "-o", "ids")
    assert (outcome.code, outcome.err) == (0, "What the run did with relatedEstateId stays.\n")
    assert read_all() == before


def test_search_criteria_come_back(run: Oocli, write: Any) -> None:
    """Ranges, keys and places are empty again where they were, and the advisor is the one before."""

    def read_all() -> Any:
        found = run("get", "searchcriterias", "--mode", "searchcriteria", "--ids", "1,2,3").json
        for record in found:
            record["elements"]["_meta"].pop("editdate")
            record["elements"] = {name: value for name, value in record["elements"].items() if value}
        return found

    before = read_all()
    place = {"range": "5", "range_plz": "52064", "range_ort": "Aachen"}
    rows: list[dict[str, Any]] = [
        {"_id": 1, "kaufpreis__bis": "450000", "sys_status": "0"},
        {"_id": 2, "wohnflaeche": ["10", "20"], "kaufpreis": ["1", "2"], **place},
        {"_id": 3, "advisor": 19, "sys_ko": ["plz"], "objektart": ["haus", "wohnung"], "balkon": "1"},
    ]
    results = write("searchcriteria", rows)
    assert [record["elements"]["_meta"]["advisor"] for record in read_all()] == [17, 17, 19]
    outcome = run("undo", str(results), "--yes", "-o", "ids")
    assert (outcome.code, outcome.err) == (0, "")
    assert read_all() == before


def test_links_of_a_task_are_left_and_told(run: Oocli, tmp_path: Path) -> None:
    """The way back neither repeats them nor passes over a row that changes nothing else."""
    (tmp_path / "rows.csv").write_text("id,relatedEstateId\n401,17\n")
    results = tmp_path / "done.ndjson"
    words = ("--from", str(tmp_path / "rows.csv"), "--results", str(results), "--skip-unchanged", "--yes")
    assert run("modify", "task", *words, "-o", "ids").out == "401\n"
    outcome = run("undo", str(results), "--yes")
    assert outcome.err.splitlines()[0] == "What the run did with relatedEstateId stays."


def test_what_was_created_is_listed_with_the_way_back(run: Oocli, tmp_path: Path) -> None:
    """Nothing is sent; estates and addresses are archived, appointments deleted."""
    (tmp_path / "people.csv").write_text("Name\nMuster\n", encoding="utf-8")
    results = str(tmp_path / "made.ndjson")
    words = ("create", "address", "--from", str(tmp_path / "people.csv"), "--yes", "--results", results)
    number = run(*words).json[0]["id"]
    assert run("undo", results).json == [
        {
            "id": number,
            "type": "address",
            "elements": {"row": 1, "command": f"oocli modify address {number} --set Status=0"},
        }
    ]


def test_what_cannot_be_undone_is_said_in_words(run: Oocli, tmp_path: Path) -> None:
    """A deletion has no way back."""
    results = str(tmp_path / "gone.ndjson")
    (tmp_path / "gone.csv").write_text("id\n1\n", encoding="utf-8")
    words = ("delete", "searchcriteria", "--from", str(tmp_path / "gone.csv"), "--yes", "--results", results)
    assert run(*words).code == 0
    outcome = run("undo", results, "--yes")
    assert outcome.code == 2
    assert "What was deleted cannot be brought back" in outcome.err


def test_the_run_of_another_account_is_refused(run: Oocli, oocli: Oocli, write: Any) -> None:
    """The numbers would be those of other records."""
    results = write("estate", [{"_id": 19, "kaufpreis": "2"}])
    account = {"OOCLI_TOKEN": "a" * 32, "OOCLI_SECRET": "b" * 64, "OOCLI_URL": "http://127.0.0.1:9/api"}
    outcome = oocli("undo", str(results), "--yes", variables=account)
    assert outcome.code == 2
    assert "is a run of 'sandbox'" in outcome.err


def test_one_run_must_be_named(run: Oocli, tmp_path: Path) -> None:
    """Neither none nor two; and a file that is none is refused."""
    assert run("undo").code == run("undo", "x.ndjson", "--last").code == 2
    assert run("undo", str(tmp_path / "missing.ndjson")).code == 2
    (tmp_path / "notes.txt").write_text("notes\n")
    assert "not a file of results" in run("undo", str(tmp_path / "notes.txt")).err


def test_history_has_a_row_for_each_run(run: Oocli, write: Any, clock: Any, tmp_path: Path) -> None:
    """The newest first, with what became of the rows; runs whose file was named are found, too."""
    assert run("history").json == []
    results = write("estate", [{"_id": 19, "kaufpreis": "2"}, {"_id": 17, "kaufpreis": "3"}])
    clock.sleep(90)
    assert run("undo", str(results), "--yes").code == 0
    undoing, first = run("history").json
    assert first == {
        "started": "2025-10-09T08:53:20.000+00:00",
        "seconds": 0.0,
        "profile": "sandbox",
        "call": "modify estate",
        "rows": 2,
        "ok": 2,
        "error": 0,
        "unknown": 0,
        "skipped": 0,
        "results": str(results),
        "undone": True,
    }
    assert (undoing["ok"], undoing["undone"]) == (2, False)
    (tmp_path / "estate-results.ndjson").unlink()
    assert len(run("history").json) == 1


def test_rows_that_change_nothing_are_not_sent(run: Oocli, tmp_path: Path) -> None:
    """They are skipped, and the run is done all the same."""
    source, results = tmp_path / "prices.csv", tmp_path / "done.ndjson"
    source.write_text("id,kaufpreis\n17,301600\n19,5\n", encoding="utf-8")
    words = (
        "modify",
        "estate",
        "--from",
        str(source),
        "--yes",
        "--skip-unchanged",
        "--results",
        str(results),
    )
    outcome = run(*words)
    assert outcome.code == 0, outcome.err
    assert [record["elements"]["status"] for record in outcome.json] == ["skipped", "ok"]
    assert json.loads(results.read_text().splitlines()[0])["unchanged"] is True
    assert run(*words, "--resume").code == 0
    assert run("history").json[0]["skipped"] == 1
    assert run(*words, "--max-changes", "0").code == 0


def test_a_refusal_beside_rows_that_change_nothing_is_one_of_some(run: Oocli, tmp_path: Path) -> None:
    """What is as it should be did not fail; its record has a number, as everywhere."""
    source = tmp_path / "prices.csv"
    source.write_text("id,kaufpreis\n17,301600\n99999,5\n", encoding="utf-8")
    outcome = run("modify", "estate", "--from", str(source), "--yes", "--skip-unchanged")
    assert (outcome.code, outcome.error["message"]) == (6, "1 of 2 rows failed")
    assert [record["id"] for record in outcome.json] == [17, 99999]


class _Line:
    """A sandbox behind a line on which the answer to some writing is lost, and not even carried out."""

    def __init__(self, inner: Sandbox, *, carries: bool) -> None:
        self._inner = inner
        self._carries = carries
        self.loses = True
        self.stops_after: int | None = None

    def post(self, body: bytes) -> Reply:
        """Answer; the first writing gets none, nor any after as many as ``stops_after``."""
        writes = any("modify" in action["actionid"] for action in json.loads(body)["request"]["actions"])
        if writes and self.stops_after is not None:
            self.stops_after -= 1
            if self.stops_after < 0:
                raise NetworkError("The connection was refused", arrived=False)
        if writes and self.loses:
            self.loses = False
            if self._carries:
                self._inner.post(body)
            raise NetworkError("The connection was reset", arrived=True)
        return self._inner.post(body)


@pytest.fixture
def account() -> dict[str, str]:
    """Give the credentials of the sandbox."""
    return {"OOCLI_TOKEN": sandbox.TOKEN, "OOCLI_SECRET": sandbox.SECRET}


@pytest.fixture
def store(home: Path) -> Iterator[Store]:
    """Give the records of the sandbox."""
    opened = Store.open(home / "data" / "sandbox.sqlite")
    yield opened
    opened.close()


@pytest.mark.parametrize("carries", [True, False])
@pytest.mark.parametrize("retries", [True, False])
def test_a_row_of_which_nobody_knows_is_looked_at(
    oocli: Oocli, account: Any, store: Store, clock: Any, tmp_path: Path, *, carries: bool, retries: bool
) -> None:
    """Whether it was carried out is seen from the record; sent once more it keeps what was there first."""
    line = _Line(Sandbox(store, now=clock.now), carries=carries)

    def call(*words: str) -> Outcome:
        return oocli(*words, variables=account, transport=line)

    (tmp_path / "prices.csv").write_text("id,kaufpreis\n17,1\n", encoding="utf-8")
    results = str(tmp_path / "done.ndjson")
    words = ("modify", "estate", "--from", str(tmp_path / "prices.csv"), "--yes", "--results", results)
    assert call(*words).code == 10
    if retries:
        assert call(*words, "--resume", "--retry-unknown").code == 0
    outcome = call("undo", results, "--yes", "-o", "ids")
    assert outcome.code == 0, outcome.err
    assert outcome.out == ("17\n" if carries or retries else "")
    assert (
        call("read", "estate", "17", "--fields", "kaufpreis").json[0]["elements"]["kaufpreis"] == "301600.00"
    )


def test_what_was_continued_is_not_undone(
    oocli: Oocli, account: Any, store: Store, clock: Any, tmp_path: Path
) -> None:
    """--resume says that rows were taken back; what it has sent can be undone, although the rest is."""
    line = _Line(Sandbox(store, now=clock.now), carries=True)

    def call(*words: str) -> Outcome:
        clock.sleep(60)
        return oocli(*words, variables=account, transport=line)

    (tmp_path / "prices.csv").write_text("id,kaufpreis\n17,1\n19,2\n", encoding="utf-8")
    words = (
        "modify",
        "estate",
        "--from",
        str(tmp_path / "prices.csv"),
        "--yes",
        "--batch",
        "1",
        "--jobs",
        "1",
    )
    line.loses = False
    line.stops_after = 1
    assert call(*words).code == 7
    line.stops_after = None
    assert call("undo", "--last", "--yes").code == 0
    assert call("history").json[1]["undone"] is True
    outcome = call(*words, "--resume")
    assert (outcome.code, outcome.err.count("1 row of this run was taken back by `oocli undo` since.")) == (
        0,
        1,
    )
    assert call("history").json[1]["undone"] is False
    assert call("undo", "--last", "--yes", "-o", "ids").out == "19\n"
    assert call(*words, "--resume").code == 0
    assert [run["undone"] for run in call("history").json] == [False, False, True]


class _Meanwhile:
    """A sandbox in which somebody else does something before the records are read for the n-th time."""

    def __init__(self, inner: Sandbox, act: Callable[[], object], *, reading: int) -> None:
        self._inner = inner
        self._act = act
        self.left = reading

    def post(self, body: bytes) -> Reply:
        """Answer."""
        self.left -= any("read" in action["actionid"] for action in json.loads(body)["request"]["actions"])
        if self.left == 0:
            self.left = -1
            self._act()
        return self._inner.post(body)


@pytest.mark.parametrize("forces", [True, False])
def test_what_is_changed_while_the_question_stands_is_left(
    oocli: Oocli,
    run: Oocli,
    account: Any,
    read: Read,
    store: Store,
    clock: Any,
    tmp_path: Path,
    *,
    forces: bool,
) -> None:
    """Between showing and sending a colleague may work on: his value is not overwritten, and told."""
    (tmp_path / "prices.csv").write_text("id,kaufpreis\n17,1\n19,2\n", encoding="utf-8")
    sandbox_ = Sandbox(store, now=clock.now)

    def change() -> None:
        assert run("modify", "estate", "17", "--set", "kaufpreis=77").code == 0

    def call(*words: str, reading: int = -1) -> Outcome:
        line = _Meanwhile(sandbox_, change, reading=reading)
        return oocli(*words, variables=account, transport=line)

    assert call("modify", "estate", "--from", str(tmp_path / "prices.csv"), "--yes").code == 0
    clock.sleep(60)
    words = ("undo", "--last", "--yes", "-o", "ndjson", *(["--force"] if forces else []))
    outcome = call(*words, reading=2)
    assert [line["old"] for line in map(json.loads, outcome.out.splitlines())] == ["1.00", "2.00"]
    assert outcome.code == (0 if forces else 6)
    assert forces or outcome.error["left_rows"] == [1]
    kept = "301600.00" if forces else "77.00"
    assert [found["kaufpreis"] for found in read(17, 19)] == [kept, "0.00"]
    assert [line["undone"] for line in call("history").json] == [False, forces]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"started": "2025', '"started": "2?25'),
        ('"started": "2025-10-09T08:53', '"started": "0000-00-00T99:99'),
        ('"started": "2', '"started": "\\u0000'),
        ('"counts": {"ok": 1', '"counts": {"ok": "1"'),
        ('"rows": 1', '"rows": "1"'),
        ('"keeps": 1', '"keeps": null'),
        ('"row": 1', '"row": 1.5'),
    ],
)
def test_a_damaged_file_hides_no_other(run: Oocli, write: Any, *, old: str, new: str) -> None:
    """Whatever is damaged in a file of results, the others are listed, and can be undone."""
    results = write("address", [{"_id": 101, "Vorname": "Eva"}])
    text = results.read_text(encoding="utf-8")
    assert old in text
    results.write_text(text.replace(old, new), encoding="utf-8")
    write("estate", [{"_id": 19, "kaufpreis": "2"}])
    assert "modify estate" in run("history", "-o", "table").out
    assert "modify estate" in [line["call"] for line in run("history").json]
    assert run("undo", str(results), "--yes").code in (0, 2)
    assert run("undo", "--last", "--yes").code in (0, 2)


def test_a_run_that_changed_nothing_has_nothing_to_undo(run: Oocli, write: Any) -> None:
    """That is no want of previous values; --last passes it over."""
    results = write("estate", [{"_id": 17, "kaufpreis": "301600"}])
    outcome = run("undo", str(results), "--yes")
    assert (outcome.code, outcome.out, outcome.err) == (0, "[]\n", "")
    assert "that run changed nothing" in run("undo", str(results), "--yes", terminal=True).err
    assert run("undo", "--last", "--yes").code == 2
