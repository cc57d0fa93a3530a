"""``--from``: rows to actions, checked before the first is sent, recorded, gone on with."""

import json
import os
import signal
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from harness import Clock, Outcome
from limited import full_disk
from oocli import sandbox
from oocli.errors import NetworkError
from oocli.sandbox.door.answer import Sandbox
from oocli.sandbox.records.store import Store
from oocli.wire.reply import Reply
from scripted import answer, refusal, result

Oocli = Callable[..., Outcome]


@dataclass
class Office:
    """A sandbox behind a line that fails as planned.

    Attributes:
        sandbox: what answers.
        plan: number of a request (from 1) to what happens: ``lost`` (carried out, no
            answer), ``refused`` (never arrived), or a reply in the place of its own.
        sizes: how many actions each request had; that for the types of fields is none of them.
        fails: what happens to all later requests; None for nothing.
        asked: how often somebody asked for the types of fields.
    """

    sandbox: Sandbox
    plan: dict[int, str | Reply] = field(default_factory=dict)
    sizes: list[int] = field(default_factory=list)
    fails: str | Reply | None = None
    asked: int = 0

    def post(self, body: bytes) -> Reply:
        """Answer, or fail."""
        actions = json.loads(body)["request"]["actions"]
        if actions[0]["resourcetype"] == "fields":
            self.asked += 1
            return self.sandbox.post(body)
        self.sizes.append(len(actions))
        fault = self.plan.get(len(self.sizes), self.fails)
        if isinstance(fault, Reply):
            return fault
        if fault == "refused":
            raise NetworkError("Connection refused", arrived=False, retryable=False)
        reply = self.sandbox.post(body)
        if fault == "lost":
            raise NetworkError("The connection was reset", arrived=True)
        return reply


@pytest.fixture
def office(home: Path, clock: Any) -> Iterator[Office]:
    """Give an office that answers, until it is told otherwise."""
    store = Store.open(home / "data" / "sandbox.sqlite")
    yield Office(Sandbox(store, now=clock.now))
    store.close()


@pytest.fixture
def run(oocli: Oocli, office: Office) -> Oocli:
    """Give a function that runs oocli against that office."""
    account = {"OOCLI_TOKEN": sandbox.TOKEN, "OOCLI_SECRET": sandbox.SECRET}

    def call(*words: str, **more: Any) -> Outcome:
        return oocli(*words, variables=account, transport=office, **more)

    return call


def _write(path: Path, names: Iterable[str]) -> str:
    path.write_text("Name,Vorname\n" + "".join(f"{name},Import\n" for name in names), encoding="utf-8")
    return str(path)


def _people(tmp_path: Path, count: int) -> str:
    return _write(tmp_path / "people.csv", (f"Mensch{number}" for number in range(1, count + 1)))


def _stored(oocli: Oocli) -> list[str]:
    """Give the names that were imported, in order of their ids."""
    found = oocli(
        "--sandbox",
        "read",
        "address",
        "--where",
        "Vorname=Import",
        "--fields",
        "Name",
        "--all",
        "--sort",
        "KdNr",
    )
    assert found.code == 0, found.err
    return [record["elements"]["Name"] for record in sorted(found.json, key=lambda record: record["id"])]


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _statuses(outcome: Outcome) -> list[str]:
    return [record["elements"]["status"] for record in outcome.json]


def test_rows_become_records(run: Oocli, oocli: Oocli, office: Office, tmp_path: Path) -> None:
    """Each row is one action, ten in a request if wanted, in order; the results carry the ids."""
    pace = ("--batch", "10", "--jobs", "1")
    outcome = run("create", "address", "--from", _people(tmp_path, 23), "--yes", *pace)
    assert (outcome.code, outcome.err, office.sizes) == (0, "", [10, 10, 3])
    first = outcome.json[0]
    assert first == {
        "id": first["id"],
        "type": "address",
        "elements": {"row": 1, "status": "ok", "error": None},
    }
    assert _stored(oocli) == [f"Mensch{number}" for number in range(1, 24)]
    assert [record["id"] for record in outcome.json] == list(range(first["id"], first["id"] + 23))


@pytest.mark.parametrize("jobs", ["1", "3"])
def test_several_requests_at_once_lose_nothing(run: Oocli, oocli: Oocli, tmp_path: Path, jobs: str) -> None:
    """With --jobs every row is sent once, and the results are in the order of the rows."""
    outcome = run(
        "create", "address", "--from", _people(tmp_path, 20), "--yes", "--jobs", jobs, "--batch", "3"
    )
    assert [record["elements"]["row"] for record in outcome.json] == list(range(1, 21))
    assert sorted(_stored(oocli)) == sorted(f"Mensch{number}" for number in range(1, 21))


def test_what_was_read_can_be_changed_and_written_back(oocli: Oocli, tmp_path: Path) -> None:
    """The NDJSON and the CSV of a reading are rows of a modification."""
    for form in ("ndjson", "csv"):
        read = oocli("--sandbox", "read", "estate", "--fields", "Id,lage", "--limit", "3", "-o", form)
        assert read.code == 0
        sheet = tmp_path / f"estates.{form}"
        sheet.write_text(read.out, encoding="utf-8")
        changed = oocli(
            "--sandbox", "modify", "estate", "--from", str(sheet), "--set", f"ort={form}", "--yes"
        )
        assert (changed.code, _statuses(changed)) == (0, ["ok"] * 3), changed.err
        again = oocli("--sandbox", "read", "estate", "--fields", "ort", "--limit", "3")
        assert [record["elements"]["ort"] for record in again.json] == [form] * 3
        assert [record["id"] for record in again.json] == [record["id"] for record in changed.json]


@pytest.mark.parametrize("words", [("csv",), ("tsv",), ("csv", "--dialect", "excel-de")])
def test_lists_that_were_read_can_be_written_back(
    oocli: Oocli, tmp_path: Path, words: tuple[str, ...]
) -> None:
    """Fields of several values survive a sheet; where their types are left out it is said how."""
    reading = ("--sandbox", "read", "estate", "--fields", "Id,heizungsart,ort", "--limit", "20")
    before = oocli(*reading).json
    assert any(isinstance(record["elements"]["heizungsart"], list) for record in before)
    sheet = tmp_path / "estates.csv"
    sheet.write_bytes(oocli(*reading, "-o", *words).out.encode())
    form = "excel-de" if "excel-de" in words else words[0]
    writing = ("--sandbox", "modify", "estate", "--from", str(sheet), "--from-format", form, "--yes")
    unknown = oocli(*writing, "--no-fields")
    assert unknown.code == 6
    assert "--no-fields: values are sent as they are written" in unknown.err
    assert "A column heizungsart:= sends them as lists" in unknown.err
    known = oocli(*writing, "--results", str(tmp_path / "r.ndjson"))
    assert (known.code, known.err) == (0, "")
    assert oocli(*reading).json == before


def test_every_row_is_checked_before_the_first_is_sent(run: Oocli, office: Office, tmp_path: Path) -> None:
    """All problems are told with their rows; nothing is sent, and there is no journal."""
    sheet = tmp_path / "relations.csv"
    sheet.write_text(
        "relationtype,parentid,childid,wrong\n"
        "estate:address:buyer,17,4,\n"
        "estate:address:buyer,x,4,\n"
        "estate:address:buyer,x,4,\n"
        "estate:address:buyer,17,4,y\n"
    )
    outcome = run("create", "relation", "--from", str(sheet), "--yes")
    assert (outcome.code, outcome.out, office.sizes) == (2, "", [])
    assert outcome.error["message"] == "Nothing is sent: 3 rows are wrong, of 4"
    assert outcome.error["problems"] == [
        "lines 3-4: parentid: 'x' is not a whole number; write it like 1234",
        "line 5: wrong is not a parameter of create relation; `oocli create relation --help` lists them",
    ]
    assert not (tmp_path / "data" / "journals").exists()


def test_dry_run_checks_and_shows(run: Oocli, office: Office, tmp_path: Path) -> None:
    """A dry run gives the number of rows and the first actions, and sends nothing."""
    outcome = run("create", "address", "--from", _people(tmp_path, 23), "--set", "Ort=Köln", "--dry-run")
    assert (outcome.code, outcome.err, office.sizes) == (0, "", [])
    shown = outcome.json
    assert (shown["call"], shown["rows"], shown["requests"], len(shown["actions"])) == (
        "create address",
        23,
        1,
        3,
    )
    assert shown["actions"][0]["parameters"] == {"Name": "Mensch1", "Vorname": "Import", "Ort": "Köln"}


def test_one_row_is_not_called_rows(run: Oocli, tmp_path: Path) -> None:
    """A count is spelt right."""
    outcome = run("create", "address", "--from", _people(tmp_path, 1))
    assert outcome.error["message"].startswith("create address with 1 row needs to be confirmed")


def test_nothing_is_sent_unconfirmed(run: Oocli, office: Office, tmp_path: Path) -> None:
    """Without a terminal --yes, or the right number in --confirm, is needed."""
    words = ("create", "address", "--from", _people(tmp_path, 3))
    assert run(*words).code == 8
    assert run(*words, "--confirm", "2").error["message"] == "--confirm=2 does not fit: 3 rows would be sent"
    assert office.sizes == []
    assert run(*words, "--confirm", "3").code == 0


def test_refused_run_leaves_the_results_of_the_one_before(run: Oocli, oocli: Oocli, tmp_path: Path) -> None:
    """Who does not confirm, or may not write, keeps what a finished run has recorded."""
    results = tmp_path / "r.ndjson"
    words = ("create", "address", "--from", _people(tmp_path, 3), "--results", str(results))
    assert run(*words, "--yes").code == 0
    before = results.read_bytes()
    others = (*words, "--send-empty")
    assert run(*others).code == 8
    assert oocli("--sandbox", *others, "--yes", variables={"OOCLI_READ_ONLY": "1"}).code == 8
    assert results.read_bytes() == before


def test_a_finished_run_is_not_repeated_by_mistake(run: Oocli, oocli: Oocli, tmp_path: Path) -> None:
    """The same rows with the same results are done: to create them once more would double them."""
    results = tmp_path / "r.ndjson"
    words = ("create", "address", "--from", _people(tmp_path, 3), "--results", str(results), "--yes")
    assert run(*words).code == 0
    assert (run(*words).code, len(_stored(oocli))) == (2, 3)
    results.unlink()
    assert (run(*words).code, len(_stored(oocli))) == (0, 6)


def test_a_person_is_shown_what_and_asked(run: Oocli, office: Office, tmp_path: Path) -> None:
    """On a terminal account, number and first rows are shown; only a yes sends."""
    words = ("create", "address", "--from", _people(tmp_path, 5))
    refused = run(*words, terminal=True, stdin="n\n")
    assert (refused.code, office.sizes) == (8, [])
    assert '  row 3: {"Name": "Mensch3", "Vorname": "Import"}\n' in refused.err
    assert "Really create address with 5 rows of " in refused.err
    assert "as 'environment'? [y/N]" in refused.err
    agreed = run(*words, "--color", "never", terminal=True, stdin="y\n")
    assert agreed.code == 0
    assert agreed.out == "5 addresses were created in less than a second.\n"


def test_read_only_is_said_before_asking(oocli: Oocli, tmp_path: Path) -> None:
    """A profile that must not write refuses at once, also on a terminal."""
    words = ("--sandbox", "create", "address", "--from", _people(tmp_path, 3))
    outcome = oocli(*words, terminal=True, stdin="y\n", variables={"OOCLI_READ_ONLY": "1"})
    assert outcome.code == 8
    assert "Really" not in outcome.err


def test_deletions_of_rows(oocli: Oocli) -> None:
    """A list of ids on standard input is enough to delete."""
    ids = oocli(
        "--sandbox", "read", "calendar", "--datestart", "2025-01-01", "--dateend", "2026-12-31", "-o", "ids"
    )
    assert ids.code == 0, ids.err
    some = ids.out.split()[:3]
    rows = "id\n" + "".join(f"{number}\n" for number in some)
    outcome = oocli("--sandbox", "delete", "calendar", "--from", "-", "--yes", "-o", "ids", stdin=rows)
    assert (outcome.code, outcome.out.split()) == (0, some), outcome.err


def test_some_refused_is_exit_code_6_and_a_file_to_mend(run: Oocli, oocli: Oocli, tmp_path: Path) -> None:
    """What the API refuses does not hold up the rest; the rows to mend can be run again as they are."""
    sheet, failed, results = tmp_path / "e.csv", tmp_path / "failed.csv", tmp_path / "r.ndjson"
    one, two, three = oocli("--sandbox", "read", "estate", "--limit", "3", "-o", "ids").out.split()
    sheet.write_text(f"_id;lage\n{one};Süd\n999999;Nord\n{two};West\n", encoding="utf-8")
    words = ("--results", str(results), "--failed", str(failed), "--yes")
    outcome = run("modify", "estate", "--from", str(sheet), *words)
    assert (outcome.code, _statuses(outcome)) == (6, ["ok", "error", "ok"])
    assert outcome.error["message"] == "1 of 3 rows failed"
    assert outcome.error["hint"] == f"The rows to correct are in {failed}\nResults: {results}"
    first, row = failed.read_text().splitlines()
    assert first == "_id;lage;oocli_error"
    assert row.startswith("999999;Nord;The API refused modify estate: Unknown record.")
    again = run("modify", "estate", "--from", str(failed), "--dry-run")
    assert again.json["columns"][2] == {"column": "oocli_error", "to": None}
    assert again.json["actions"][0]["parameters"] == {"data": {"lage": "Nord"}}
    assert [line["row"] for line in _lines(results)] == [1, 2, 3]
    failed.write_text(failed.read_text().replace("999999", three))
    mended = run("modify", "estate", "--from", str(failed), "--failed", str(failed), "--yes")
    assert (mended.code, _statuses(mended), failed.read_text()) == (0, ["ok"], "_id;lage;oocli_error\n")


def test_input_with_rows_to_go_on_with_is_not_replaced(
    run: Oocli, oocli: Oocli, office: Office, tmp_path: Path
) -> None:
    """--failed onto the input leaves it alone while rows of it are not done; --resume then sends those."""
    sheet = Path(_people(tmp_path, 12))
    before = sheet.read_bytes()
    words = ("create", "address", "--from", str(sheet), "--failed", str(sheet), "--batch", "3", "--yes")
    office.plan = {3: "refused"}
    outcome = run(*words)
    assert (outcome.code, sheet.read_bytes()) == (7, before)
    assert f"{sheet} is left as it is: --resume needs the rows that are not done." in outcome.err
    assert run(*words, "--resume").code == 0
    assert sorted(_stored(oocli)) == sorted(f"Mensch{number}" for number in range(1, 13))
    assert sheet.read_text() == "Name,Vorname,oocli_error\n"


def test_no_rows_are_no_way_to_go_on(run: Oocli, tmp_path: Path) -> None:
    """A resumption with an empty input is not a success: it would leave out what was not sent."""
    outcome = run("create", "address", "--from", "-", "--yes", "--resume", stdin="Name,Vorname\n")
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.error["message"] == (
        "There are no rows in standard input, so there is nothing to continue"
    )


def test_all_refused_is_the_refusal(run: Oocli, tmp_path: Path) -> None:
    """When no row was accepted, the exit code is that of the refusal."""
    sheet = tmp_path / "e.csv"
    sheet.write_text("_id,nope\n1,x\n2,y\n")
    outcome = run("modify", "estate", "--from", str(sheet), "--yes", "--no-validate")
    assert outcome.code == 5
    assert outcome.error["message"].startswith("All 2 rows failed: The API refused modify estate")


def test_lost_answer_is_unknown_and_never_sent_again(
    run: Oocli, oocli: Oocli, office: Office, tmp_path: Path
) -> None:
    """After a lost answer the others go on; a resumption leaves the unknown rows alone and says so."""
    words = ("create", "address", "--from", _people(tmp_path, 12), "--batch", "3", "--yes")
    office.plan = {2: "lost"}
    outcome = run(*words)
    assert outcome.code == 10
    assert _statuses(outcome) == ["ok"] * 3 + ["unknown"] * 3 + ["ok"] * 6
    assert "rows 4-6" in outcome.error["message"]
    assert outcome.error["unknown_rows"] == [4, 5, 6]
    again = run(*words, "--resume")
    assert (again.code, len(office.sizes), _statuses(again)) == (10, 4, _statuses(outcome))
    # While one request is under way the next one may arrive first.
    assert sorted(_stored(oocli)) == sorted(f"Mensch{number}" for number in range(1, 13))
    asked = run(*words, "--resume", "--retry-unknown")
    assert (asked.code, len(office.sizes), len(_stored(oocli))) == (0, 5, 15)


def test_unknown_row_whose_second_try_never_arrives_stays_unknown(
    run: Oocli, oocli: Oocli, office: Office, tmp_path: Path
) -> None:
    """It may have been carried out the first time, so a resumption alone must not send it."""
    words = ("create", "address", "--from", _people(tmp_path, 9), "--batch", "3", "--yes")
    office.plan = {2: "lost"}
    run(*words)
    office.plan = {4: "refused"}
    retried = run(*words, "--resume", "--retry-unknown")
    assert (retried.code, retried.error["unknown_rows"]) == (10, [4, 5, 6])
    resumed = run(*words, "--resume")
    assert (resumed.code, len(office.sizes), len(_stored(oocli))) == (10, 4, 9)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda sent: answer(*sent, code=500, errorcode=1, message="Unknown error occurred"),
        lambda sent: answer(code=500, errorcode=26),
        lambda sent: answer(*[refusal(1, "Unknown error occurred")] * len(sent), errorcode=97),
        lambda sent: answer(code=500)._replace(status=500),
    ],
)
def test_general_fault_after_the_work_doubles_nothing(
    oocli: Oocli, office: Office, tmp_path: Path, spoil: Callable[[list[Any]], Reply]
) -> None:
    """A fault that speaks of no row may have come after the work: unknown, and never sent again by itself."""

    class Late:
        def post(self, body: bytes) -> Reply:
            reply = office.post(body)
            return spoil(json.loads(reply.body)["response"]["results"]) if len(office.sizes) == 2 else reply

    account = {"OOCLI_TOKEN": sandbox.TOKEN, "OOCLI_SECRET": sandbox.SECRET}
    words = ("create", "address", "--from", _people(tmp_path, 9), "--batch", "3", "--jobs", "1", "--yes")
    outcome = oocli(*words, variables=account, transport=Late())
    assert (outcome.code, _statuses(outcome)) == (10, ["ok"] * 3 + ["unknown"] * 3 + ["ok"] * 3)
    assert oocli(*words, "--resume", variables=account, transport=office).code == 10
    assert _stored(oocli) == [f"Mensch{number}" for number in range(1, 10)]


def _spoil(office: Office, number: int, spoil: Callable[[list[Any]], None]) -> Any:
    """Give a transport that does something to the results of one answer."""

    class Spoilt:
        def post(self, body: bytes) -> Reply:
            reply = office.post(body)
            if len(office.sizes) != number:
                return reply
            results = json.loads(reply.body)["response"]["results"]
            spoil(results)
            return answer(*results)

    return Spoilt()


def _double(results: list[Any]) -> None:
    results.insert(1, results[0])


def _copy_over(results: list[Any]) -> None:
    results[1] = results[0]


def _take_out(results: list[Any]) -> None:
    del results[1]


def _forget_identifiers(results: list[Any]) -> None:
    for item in results:
        del item["identifier"]


def _forget_identifiers_and_one(results: list[Any]) -> None:
    _forget_identifiers(results)
    results.pop()


@pytest.mark.parametrize(
    ("spoil", "unknown"),
    [
        (list.reverse, []),
        (_double, [4]),
        (_copy_over, [4, 5]),
        (_take_out, [5]),
        (lambda results: results.pop(), [6]),
        (lambda results: results.append({**results[0], "identifier": "99"}), []),
        (_forget_identifiers, []),
        (_forget_identifiers_and_one, [4, 5, 6]),
    ],
)
def test_no_row_gets_the_id_of_another(
    oocli: Oocli, office: Office, tmp_path: Path, spoil: Callable[[list[Any]], None], unknown: list[int]
) -> None:
    """Results are those of the row whose number they carry; what is doubled or missing is unknown."""
    account = {"OOCLI_TOKEN": sandbox.TOKEN, "OOCLI_SECRET": sandbox.SECRET}
    words = ("create", "address", "--from", _people(tmp_path, 9), "--batch", "3", "--jobs", "1", "--yes")
    outcome = oocli(*words, variables=account, transport=_spoil(office, 2, spoil))
    assert outcome.code == (10 if unknown else 0)
    found = [
        record["elements"]["row"] for record in outcome.json if record["elements"]["status"] == "unknown"
    ]
    assert found == unknown
    ids = [record["id"] for record in outcome.json if record["elements"]["row"] not in unknown]
    first = outcome.json[0]["id"]
    assert ids == [first + row - 1 for row in range(1, 10) if row not in unknown]


@pytest.mark.parametrize(
    ("words", "labels"), [((), ["1", "2"]), (("--identifier", "mine"), ["mine-1", "mine-2"])]
)
def test_every_row_carries_its_number(
    run: Oocli, tmp_path: Path, words: tuple[str, ...], labels: list[str]
) -> None:
    """The identifier of an action is the number of its row, behind the label that was given."""
    outcome = run("create", "address", "--from", _people(tmp_path, 2), *words, "--dry-run")
    assert [action["identifier"] for action in outcome.json["actions"]] == labels


@pytest.mark.skipif(not Path("/dev/full").is_char_device(), reason="the system has no /dev/full")
def test_unknown_rows_are_told_although_failed_rows_cannot_be_written(
    run: Oocli, office: Office, tmp_path: Path
) -> None:
    """A full disk under --failed does not hide that nobody knows what became of rows."""
    words = ("create", "address", "--from", _people(tmp_path, 6), "--batch", "3", "--yes")
    office.plan = {2: "lost"}
    outcome = run(*words, "--failed", "/dev/full")
    assert (outcome.code, outcome.error["unknown_rows"]) == (10, [4, 5, 6])
    assert "Cannot write /dev/full: No space left on device." in outcome.err
    office.plan = {}
    assert (
        run("create", "address", "--from", "-", "--failed", "/dev/full", "--yes", stdin="Name\nA\n").code == 1
    )


@pytest.mark.skipif(os.name == "nt", reason="Windows cannot limit the length of files")
@pytest.mark.parametrize("jobs", ["1", "4"])
def test_full_disk_leaves_only_rows_unknown_that_were_sent(oocli: Oocli, tmp_path: Path, jobs: str) -> None:
    """Whatever the disk did not take was not sent; what was sent is told, and the rest goes on later."""
    sent: list[str] = []

    class Counting:
        def post(self, body: bytes) -> Reply:
            actions = json.loads(body)["request"]["actions"]
            sent.extend(action["identifier"] for action in actions)
            return answer(*[result({"id": 7})] * len(actions))

    results = tmp_path / "r.ndjson"
    pace = (
        "--batch",
        "4",
        "--jobs",
        jobs,
        "--yes",
        "--results",
        str(results),
        "--errors",
        "text",
        "--no-fields",
    )
    words = ("create", "address", "--from", _people(tmp_path, 40), *pace)
    account = {"OOCLI_TOKEN": sandbox.TOKEN, "OOCLI_SECRET": sandbox.SECRET}
    with full_disk(4000):
        outcome = oocli(*words, variables=account, transport=Counting())
    assert outcome.code in (1, 10)
    assert f"Cannot write {results}" in outcome.err
    statuses = {str(line["row"]): line["status"] for line in _lines(results)}
    assert sorted(statuses) == sorted(sent)
    assert set(statuses.values()) <= {"ok", "unknown"}
    resumed = oocli(*words, "--resume", variables=account, transport=Counting())
    assert resumed.code == (10 if "unknown" in statuses.values() else 0)
    assert sorted(sent, key=int) == [str(row) for row in range(1, 41)]


def test_interrupted_run_tells_of_unknown_rows(oocli: Oocli, office: Office, tmp_path: Path) -> None:
    """Who stops a run learns of the rows too whose answer was lost before."""

    class Stopped:
        def post(self, body: bytes) -> Reply:
            if len(office.sizes) == 1:
                signal.raise_signal(signal.SIGINT)
            return office.post(body)

    office.plan = {1: "lost"}
    account = {"OOCLI_TOKEN": sandbox.TOKEN, "OOCLI_SECRET": sandbox.SECRET}
    words = ("create", "address", "--from", _people(tmp_path, 6), "--batch", "2", "--yes")
    stopped = oocli(*words, variables=account, transport=Stopped())
    assert stopped.code == 130
    assert stopped.error["message"] == (
        "Interrupted: 2 of 6 rows are done, 2 were not sent, 2 have an unknown outcome"
    )


def test_two_lost_answers_stop_the_run(run: Oocli, oocli: Oocli, office: Office, tmp_path: Path) -> None:
    """When answers get lost one after the other nothing more is risked; a resumption sends the rest."""
    words = ("create", "address", "--from", _people(tmp_path, 12), "--batch", "3", "--yes")
    office.fails = "lost"
    outcome = run(*words)
    assert (outcome.code, len(office.sizes)) == (10, 2)
    assert _statuses(outcome) == ["unknown"] * 6 + ["skipped"] * 6
    office.fails = None
    resumed = run(*words, "--resume")
    assert (resumed.code, _statuses(resumed)) == (10, ["unknown"] * 6 + ["ok"] * 6)
    assert _stored(oocli) == [f"Mensch{number}" for number in range(1, 13)]


def test_unreachable_server_skips_the_rest(run: Oocli, oocli: Oocli, office: Office, tmp_path: Path) -> None:
    """What surely never arrived is not unknown: exit code 7, and --resume sends it."""
    words = ("create", "address", "--from", _people(tmp_path, 12), "--batch", "3", "--jobs", "1", "--yes")
    office.plan = {3: "refused"}
    outcome = run(*words)
    assert (outcome.code, _statuses(outcome)) == (7, ["ok"] * 6 + ["skipped"] * 6)
    assert outcome.error["why"] == "6 of 12 rows are done"
    resumed = run(*words, "--resume")
    assert (resumed.code, _statuses(resumed)) == (0, ["ok"] * 12)
    assert _stored(oocli) == [f"Mensch{number}" for number in range(1, 13)]


def test_interrupt_ends_the_waiting_for_another_attempt(
    oocli: Oocli, office: Office, clock: Clock, tmp_path: Path
) -> None:
    """While a server asks for patience Ctrl-C is answered; what it did not take was surely not sent."""
    busy = Reply(b"", status=429, headers={"retry-after": "20"})

    class Busy:
        def post(self, body: bytes) -> Reply:
            if b'"fields"' in body:
                return office.post(body)
            signal.raise_signal(signal.SIGINT)
            return busy

    account = {"OOCLI_TOKEN": sandbox.TOKEN, "OOCLI_SECRET": sandbox.SECRET}
    words = ("create", "address", "--from", _people(tmp_path, 4), "--batch", "2", "--jobs", "1", "--yes")
    stopped = oocli(*words, variables=account, transport=Busy())
    assert (stopped.code, _statuses(stopped), clock.pauses) == (130, ["skipped"] * 4, [])
    assert oocli(*words, "--resume", variables=account, transport=office).code == 0
    assert _stored(oocli) == [f"Mensch{number}" for number in range(1, 5)]


def test_wrong_credentials_stop_the_run(run: Oocli, office: Office, tmp_path: Path) -> None:
    """It is useless to have five hundred requests refused for the same secret."""
    office.fails = answer(*[refusal(137, "The HMAC is invalid.")] * 2, code=200)
    outcome = run("create", "address", "--from", _people(tmp_path, 12), "--batch", "2", "--yes")
    assert (outcome.code, len(office.sizes)) == (4, 2)
    assert _statuses(outcome) == ["error"] * 4 + ["skipped"] * 8


@pytest.mark.parametrize("code", [80, 149, 156, 253, 261, 262, 286, 292, 293])
def test_rows_that_are_refused_keep_no_other_from_being_sent(
    run: Oocli, office: Office, tmp_path: Path, code: int
) -> None:
    """Unknown records, and rights on single ones, say nothing of the next row, however many there are."""
    office.plan = {number: answer(*[refusal(code, "x")] * 2) for number in (*range(1, 11), 18, 20, 30)}
    words = ("create", "address", "--from", _people(tmp_path, 60), "--batch", "2", "--jobs", "1", "--yes")
    outcome = run(*words)
    assert (outcome.code, len(office.sizes)) == (6, 30)
    assert [_statuses(outcome).count(status) for status in ("ok", "error")] == [34, 26]


@pytest.mark.parametrize("code", [22, 41, 137, 170, 174, 201])
def test_right_that_the_whole_call_lacks_stops_the_run(
    run: Oocli, office: Office, tmp_path: Path, code: int
) -> None:
    """Where every row must be refused for the same reason, two requests are enough to see it."""
    office.fails = answer(*[refusal(code, "x")] * 2)
    outcome = run("create", "address", "--from", _people(tmp_path, 12), "--batch", "2", "--yes")
    assert (outcome.code, len(office.sizes)) == (5 if code == 201 else 4, 2)
    assert _statuses(outcome) == ["error"] * 4 + ["skipped"] * 8


def test_rows_not_tried_yet_go_first(run: Oocli, oocli: Oocli, office: Office, tmp_path: Path) -> None:
    """On --resume what was refused before holds up nothing that was never sent, and is tried once."""
    words = ("create", "address", "--from", _people(tmp_path, 8), "--batch", "2", "--jobs", "1", "--yes")
    office.plan = {1: answer(*[refusal(80, "x")] * 2), 3: "refused"}
    assert _statuses(run(*words)) == ["error"] * 2 + ["ok"] * 2 + ["skipped"] * 4
    office.plan = {4: answer(*[refusal(80, "x")] * 2), 6: answer(*[refusal(80, "x")] * 2)}
    outcome = run(*words, "--resume")
    assert (outcome.code, len(office.sizes)) == (6, 6)
    assert _statuses(outcome) == ["error"] * 2 + ["ok"] * 2 + ["error"] * 2 + ["ok"] * 2
    assert run(*words, "--resume").code == 0
    assert _stored(oocli) == [f"Mensch{number}" for number in (3, 4, 7, 8, 1, 2, 5, 6)]


def test_changes_of_one_record_keep_their_order(run: Oocli, oocli: Oocli, tmp_path: Path) -> None:
    """However many requests are in flight, the last row of a record is the one that stays."""
    sheet = tmp_path / "estates.csv"
    numbers = oocli("--sandbox", "read", "estate", "--limit", "5", "-o", "ids").out.split()
    sheet.write_text("id,lage\n" + "".join(f"{numbers[row % 5]},{row}\n" for row in range(100)))
    pace = ("--batch", "1", "--jobs", "8")
    words = ("modify", "estate", "--from", str(sheet), *pace, "--allow-repeats", "--yes")
    assert run(*words).code == 0
    reading = ("--sandbox", "read", "estate", "--fields", "lage", "--limit", "5")
    assert [record["elements"]["lage"] for record in oocli(*reading).json] == ["95", "96", "97", "98", "99"]


@pytest.mark.parametrize(
    ("words", "requests"),
    [
        (("create", "address", "--set", "Name=x"), 2),
        (("modify", "estate", "--set", "lage=x"), 2),
        (("do", "sendmail", "--emailidentity", "a@example.com", "--body", "x"), 5),
        (("create", "relation", "--relationtype", "estate:address:buyer"), 2),
        (("delete", "relation", "--relationtype", "estate:address:buyer"), 5),
    ],
)
def test_rows_with_records_of_their_own_travel_together(
    oocli: Oocli, words: tuple[str, ...], requests: int
) -> None:
    """Twenty-five rows travel together where each has a record of its own; ten of what reaches people."""
    rows = "".join(f"{number},{number},{number},x@example.com\n" for number in range(1, 51))
    columns = {"sendmail": "a,b,c,receiver", "relation": "a,parentid,childid,d"}.get(words[1], "id,a,b,c")
    outcome = oocli(
        "--sandbox", *words, "--from", "-", "--dry-run", "--no-validate", stdin=f"{columns}\n{rows}"
    )
    assert (outcome.json["rows"], outcome.json["requests"]) == (50, requests)


def test_only_refused_rows_are_created_again(run: Oocli, oocli: Oocli, office: Office) -> None:
    """Who repeats an import because some rows were refused does not double the others."""
    rows = "Name,Vorname\nEins,Import\nZwei,Import\n"
    words = ("create", "address", "--from", "-", "--batch", "1", "--yes")
    office.plan = {2: answer(refusal(170, "no rights"))}
    assert run(*words, stdin=rows).code == 6
    repeated = run(*words, stdin=rows)
    assert (repeated.code, repeated.error["why"]) == (2, "ok: 1, error: 1 of 2 rows")
    assert run(*words, "--resume", stdin=rows).code == 0
    assert _stored(oocli) == ["Eins", "Zwei"]


def test_mending_the_input_doubles_nothing(run: Oocli, oocli: Oocli, office: Office, tmp_path: Path) -> None:
    """Who mends a row in the input itself is refused either way, and told to send that row alone."""
    sheet = Path(_people(tmp_path, 3))
    before = sheet.read_text()
    words = ("create", "address", "--from", str(sheet), "--batch", "1", "--yes")
    kept = ("--results", str(tmp_path / "r.ndjson"))
    office.plan = {2: answer(refusal(170, "no rights"))}
    assert run(*words, *kept).code == 6
    sheet.write_text(before.replace("Mensch2", "Zwei"))
    for more in ((*kept, "--resume"), kept, ("--resume",)):
        refused = run(*words, *more)
        assert refused.code == 2
        assert "--failed FILE writes the rows to correct; send those alone" in refused.error["hint"]
    sheet.write_text(before)
    assert run(*words, *kept, "--resume").code == 0
    assert sorted(_stored(oocli)) == ["Mensch1", "Mensch2", "Mensch3"]


def test_journal_has_a_place_of_its_own(run: Oocli, office: Office, tmp_path: Path) -> None:
    """Without --results the same command finds its journal, also when all is done."""
    words = ("create", "address", "--from", _people(tmp_path, 4), "--batch", "2", "--yes")
    office.plan = {2: "refused"}
    run(*words)
    (journal,) = (tmp_path / "data" / "journals").iterdir()
    assert [line["status"] for line in _lines(journal)] == ["ok", "ok", "skipped", "skipped"]
    refused = run(*words)
    assert (refused.code, len(office.sizes)) == (2, 2)
    assert "was not finished" in refused.error["message"]
    assert run(*words, "--resume").code == 0
    sent = len(office.sizes)
    assert (run(*words, "--resume").code, len(office.sizes)) == (0, sent)


def test_what_was_created_is_not_created_twice_unasked(run: Oocli, oocli: Oocli, tmp_path: Path) -> None:
    """The same rows typed again are refused, with the way on; the first journal stays beside the second."""
    words = ("create", "address", "--from", _people(tmp_path, 2), "--yes")
    assert run(*words).code == 0
    refused = run(*words)
    assert (refused.code, refused.error["hint"]) == (2, "--again does it all the same")
    assert run(*words, "--again").code == 0
    assert len(_stored(oocli)) == 4
    assert len(list((tmp_path / "data" / "journals").glob("*.ndjson"))) == 2


def test_what_was_created_is_remembered_although_again_was_declined(
    run: Oocli, oocli: Oocli, tmp_path: Path
) -> None:
    """--again without a yes sends nothing and forgets nothing: the rows typed without it are refused."""
    words = ("create", "address", "--from", _people(tmp_path, 2))
    assert run(*words, "--yes").code == 0
    (journal,) = (tmp_path / "data" / "journals").glob("*.ndjson")
    before = journal.read_bytes()
    assert run(*words, "--again").code == 8
    assert run(*words, "--yes").code == 2
    assert len(_stored(oocli)) == 2
    assert (journal.read_bytes(), list(journal.parent.glob("*.ndjson"))) == (before, [journal])


def test_journals_without_a_name_go_after_their_time(run: Oocli, clock: Clock, tmp_path: Path) -> None:
    """30 days, or what the variable says; one that is gone on with stays."""
    first, second = _people(tmp_path, 1), _write(tmp_path / "others.csv", ["Anna"])
    assert run("create", "address", "--from", first, "--yes").code == 0
    (journal,) = (tmp_path / "data" / "journals").iterdir()
    os.utime(journal, (clock.now() - 29 * 86400,) * 2)
    assert run("create", "address", "--from", first, "--yes", "--resume").code == 0
    assert run("history").json[0]["results"] == str(journal)
    os.utime(journal, (clock.now() - 31 * 86400,) * 2)
    assert run("create", "address", "--from", second, "--yes").code == 0
    assert journal not in (tmp_path / "data" / "journals").iterdir()


def test_the_time_of_journals_is_a_number_of_days(oocli: Oocli) -> None:
    """Anything else is refused before it removes something."""
    assert oocli("history", variables={"OOCLI_KEEP_JOURNALS": "ever"}).code == 2


def test_other_rows_cannot_be_gone_on_with(run: Oocli, office: Office, tmp_path: Path) -> None:
    """A journal belongs to the rows and the command it was begun with."""
    results = str(tmp_path / "r.ndjson")
    words = (
        "create",
        "address",
        "--from",
        _people(tmp_path, 4),
        "--batch",
        "2",
        "--yes",
        "--results",
        results,
    )
    office.plan = {2: "refused"}
    run(*words)
    changed = run(*words, "--resume", "--set", "Ort=Köln")
    assert (changed.code, changed.error["why"]) == (2, "Different: options")
    _people(tmp_path, 5)
    assert run(*words, "--resume").error["why"] == "Different: input, rows, last_row"
    assert len(office.sizes) == 2


def test_another_account_does_not_go_on(run: Oocli, oocli: Oocli, office: Office, tmp_path: Path) -> None:
    """Rows that are left are not sent to another customer, whose credentials look the same from here."""
    results = tmp_path / "r.ndjson"
    words = ("create", "address", "--from", _people(tmp_path, 4), "--batch", "2", "--yes")
    other = {"OOCLI_TOKEN": "f" * 32, "OOCLI_SECRET": sandbox.SECRET}
    for kept in ((), ("--results", str(results))):
        office.fails = "refused"
        assert run(*words, *kept).code == 7
        sent = len(office.sizes)
        office.fails = None
        refused = oocli(*words, *kept, "--resume", variables=other, transport=office)
        assert (refused.code, len(office.sizes)) == (2, sent)
    assert refused.error["why"] == "Different: account (another token)"
    assert sandbox.TOKEN not in results.read_text()


@pytest.mark.parametrize("place", ["nothing/out.json", "."])
def test_output_that_cannot_be_written_is_said_before_sending(
    run: Oocli, office: Office, tmp_path: Path, place: str
) -> None:
    """An output file in no directory, or that is one, ends the command while nothing is sent."""
    words = ("create", "address", "--from", _people(tmp_path, 2), "--yes")
    refused = run(*words, "--output-file", str(tmp_path / place))
    assert (refused.code, office.sizes) == (2, [])
    assert refused.error["message"] == f"Cannot write {tmp_path / place}"
    assert run(*words, "--output-file", str(tmp_path / "out.json")).code == 0
    assert len(json.loads((tmp_path / "out.json").read_text())) == 2


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--resume",), "--resume is for rows, and there are none"),
        (("--batch", "3"), "--batch is for rows, and there are none"),
        (("--from", "-", "--params", "-"), "Standard input cannot be both --from and --params"),
        (
            ("--from", "-", "--set", "Bemerkung=@-"),
            "Standard input cannot be both --from and the value of an option",
        ),
        (("--from", "-", "--batch", "0"), "--batch takes a number from 1 to 100, not 0"),
        (("--from", "-", "--retry-unknown"), "--retry-unknown is for a run that is continued"),
        (("--from", "-", "--results", "-"), "--results needs a file of its own"),
        (("--from", "-", "--failed", "."), "Cannot write ."),
        (("--from", "-", "-o", "raw"), "There is no raw output of many requests"),
    ],
)
def test_contradictions_are_refused(oocli: Oocli, words: tuple[str, ...], message: str) -> None:
    """Options that make no sense together are said before anything is read."""
    outcome = oocli("--sandbox", "create", "address", *words, "--errors", "json")
    assert (outcome.code, outcome.error["message"]) == (2, message)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--results", "r", "--failed", "./r"), "--results and --failed are the same file"),
        (("--results", "r", "--output-file", "r"), "--results and --output-file are the same file"),
        (("--failed", "r", "--output-file", "r"), "--failed and --output-file are the same file"),
        (("--output-file", "people.csv"), "--from and --output-file are the same file"),
        (("--results", "people.csv"), "--from and --results are the same file"),
    ],
)
def test_one_file_for_two_things_is_refused(
    run: Oocli, office: Office, tmp_path: Path, words: tuple[str, ...], message: str
) -> None:
    """Neither the input nor the results are written over by something else, however they are spelt."""
    sheet = _people(tmp_path, 2)
    before = Path(sheet).read_bytes()
    more = [word if word.startswith("--") else f"{tmp_path}/{word}" for word in words]
    outcome = run("create", "address", "--from", sheet, "--yes", "--errors", "json", *more)
    assert (outcome.code, outcome.error["message"], office.sizes) == (2, message, [])
    assert Path(sheet).read_bytes() == before


@pytest.mark.parametrize(("verb", "resource"), [("modify", "estate"), ("delete", "calendar")])
def test_records_of_another_kind_are_refused(run: Oocli, office: Office, verb: str, resource: str) -> None:
    """The id of an address is not taken for that of an estate or an appointment."""
    record = {"id": 101, "type": "address", "elements": {}}
    outcome = run(verb, resource, "--from", "-", "--yes", stdin=json.dumps([record]))
    assert (outcome.code, office.sizes) == (2, [])
    assert outcome.error["problems"] == [f"line 1: it is a record of type address, not {resource}"]


@pytest.mark.parametrize(
    ("reading", "resource"),
    [
        (("read", "address"), "address"),
        (("read", "estate"), "estate"),
        (("read", "task"), "task"),
        (("read", "agentslog", "--addressid", "101"), "agentslog"),
        (("read", "calendar", "--datestart", "2025-01-01", "--dateend", "2026-12-31"), "calendar"),
        (("get", "searchcriterias", "--mode", "internal", "--ids", "101"), "searchcriteria"),
    ],
)
def test_records_that_were_read_are_of_the_right_kind(
    oocli: Oocli, reading: tuple[str, ...], resource: str
) -> None:
    """What a reading gives is taken by the modification of the same records."""
    records = oocli("--sandbox", *reading)
    assert records.code == 0, records.err
    words = ("--sandbox", "modify", resource, "--from", "-", "--dry-run", "--no-validate")
    changed = oocli(*words, stdin=records.out)
    assert changed.code == 0, changed.err


def test_no_rows_is_no_failure(oocli: Oocli, tmp_path: Path) -> None:
    """An input without rows gives an empty result, without a question, and says so."""
    outcome = oocli("--sandbox", "create", "address", "--from", "-", stdin="Name,Vorname\n")
    said = "There are no rows in standard input, so nothing is sent.\n"
    assert (outcome.code, outcome.json, outcome.err) == (0, [], said)


def test_ids_of_created_records_cannot_be_chosen(run: Oocli, oocli: Oocli, tmp_path: Path) -> None:
    """Rows with ids are created under new ones, and a warning says so."""
    outcome = run("create", "address", "--from", "-", "--yes", stdin="_id,Name,Vorname\n7,Neu,Import\n")
    assert outcome.code == 0
    assert outcome.err == "The ids in the rows are left out: create address has no use for them.\n"
    assert _stored(oocli) == ["Neu"]


def test_progress_is_shown_to_a_person(run: Oocli, tmp_path: Path) -> None:
    """While rows are sent a line on standard error counts them, and goes when they are done."""
    words = ("--batch", "10", "--jobs", "1", "--yes")
    outcome = run("create", "address", "--from", _people(tmp_path, 12), *words, terminal=True)
    shown = outcome.err.split("\r")
    assert "10 of 12 rows" in [line.strip() for line in shown]
    assert shown[-1] == ""


def test_sheet_of_german_excel(run: Oocli, oocli: Oocli, tmp_path: Path) -> None:
    """What --dialect excel-de writes can be read back: decimal commas, postcodes, ids."""
    words = ("read", "estate", "--fields", "plz,wohnflaeche", "--limit", "5", "--sort", "Id")
    before = oocli("--sandbox", *words)
    sheet = tmp_path / "excel.csv"
    sheet.write_bytes(oocli("--sandbox", *words, "-o", "csv", "--dialect", "excel-de").out.encode())
    outcome = run("modify", "estate", "--from", str(sheet), "--from-format", "excel-de", "--yes")
    assert (outcome.code, outcome.err) == (0, "")
    assert oocli("--sandbox", *words).json == before.json


def test_columns_are_mapped_or_ignored(oocli: Oocli, tmp_path: Path) -> None:
    """A heading that is no field needs a word: what it is, or that it is nothing."""
    sheet = tmp_path / "prices.csv"
    sheet.write_text("Datensatznr;Preis;Notiz\n17;300.000,00;dringend\n", encoding="utf-8")
    command = ("--sandbox", "modify", "estate", "--from", str(sheet), "--dry-run")
    refused = oocli(*command)
    assert (refused.code, len(refused.error["problems"])) == (2, 2)
    shown = oocli(*command, "--map", "Preis=kaufpreis", "--ignore", "Notiz")
    action = shown.json["actions"][0]
    assert (shown.code, action["resourceid"]) == (0, "17")
    assert action["parameters"]["data"] == {"kaufpreis": "300000.00"}


def test_rows_without_a_record_number_are_told_how_to_name_one(oocli: Oocli, tmp_path: Path) -> None:
    """Which columns there are is said, and nothing is sent."""
    sheet = tmp_path / "prices.csv"
    sheet.write_text("Kaufpreis\n300.000,00\n", encoding="utf-8")
    outcome = oocli("--sandbox", "modify", "estate", "--from", str(sheet), "--yes")
    assert outcome.code == 2
    assert "Kaufpreis" in outcome.err


@pytest.mark.parametrize("words", [("--from-format", "excel-de"), ("--dialect", "excel-de")])
def test_who_names_the_kind_of_the_rows_wins(oocli: Oocli, tmp_path: Path, words: tuple[str, str]) -> None:
    """Where no number of the file shows the decimal sign, the word for German Excel does."""
    sheet = tmp_path / "prices.csv"
    sheet.write_bytes(b"Id;kaufpreis\r\n17;300.000\r\n")
    command = ("--sandbox", "modify", "estate", "--from", str(sheet), "--dry-run", "--errors", "json")
    assert oocli(*command).code == 2
    shown = oocli(*command, *words)
    assert (shown.code, shown.json["actions"][0]["parameters"]["data"]) == (0, {"kaufpreis": "300000"})


def test_json_on_standard_input(oocli: Oocli) -> None:
    """Records of another command can be piped in."""
    records = [{"Name": "Röhre", "Vorname": "Import"}, {"Name": "Zwei", "Vorname": "Import"}]
    outcome = oocli("--sandbox", "create", "address", "--from", "-", "--yes", stdin=json.dumps(records))
    assert (outcome.code, len(outcome.json)) == (0, 2), outcome.err
    assert _stored(oocli) == ["Röhre", "Zwei"]


def test_mails_of_rows_need_to_be_confirmed(oocli: Oocli) -> None:
    """What reaches people is held back like every other bulk run, and told with its number."""
    rows = "receiver;subject\na@example.com;Hallo\nb@example.com;Hallo\n"
    words = (
        "--sandbox",
        "do",
        "sendmail",
        "--from",
        "-",
        "--emailidentity",
        "info@example.com",
        "--body",
        "x",
    )
    outcome = oocli(*words, stdin=rows)
    assert (outcome.code, outcome.error["message"]) == (
        8,
        "do sendmail with 2 rows needs to be confirmed, and nobody can be asked here",
    )


def test_rows_that_would_all_change_one_record_are_refused(run: Oocli) -> None:
    """An ID on the command line is that of one record; several rows without an id have none."""
    words = ("modify", "address", "101", "--from", "-", "--from-format", "csv", "--yes")
    outcome = run(*words, stdin="Ort\nAachen\nBonn\n")
    assert (outcome.code, outcome.error["message"]) == (2, "2 rows would all modify address 101")
    assert run(*words, stdin="Ort\nAachen\n").code == 0
    twice = run(*words, stdin="Ort,_id\nAachen,101\nBonn,101\n")
    assert (twice.code, twice.error["problems"]) == (
        2,
        ["line 3: record 101 is already in an earlier row; --allow-repeats sends both in order"],
    )
    assert run(*words, "--allow-repeats", stdin="Ort,_id\nAachen,101\nBonn,101\n").code == 0


def test_more_rows_than_are_allowed_are_not_sent(run: Oocli, office: Office, tmp_path: Path) -> None:
    """A guard against the wrong file: none of them is sent."""
    outcome = run("create", "address", "--from", _people(tmp_path, 3), "--yes", "--max-changes", "2")
    assert (outcome.code, office.sizes) == (8, [])
    assert "3 rows would be sent, and --max-changes allows 2" in outcome.err


def test_what_is_done_is_not_checked_again(run: Oocli, office: Office, tmp_path: Path) -> None:
    """A run that is gone on with says nothing more of the rows that are done; of the others it does."""
    rows, long = tmp_path / "rows.csv", "x" * 900
    lines = ["Name,Ort", *("Muster,Aachen" for _ in range(4)), f"{long},Aachen", f"Max,{long}"]
    rows.write_text("\n".join(lines) + "\n", encoding="utf-8")
    create = ("create", "address", "--from", str(rows), "--yes", "--batch", "5", "--jobs", "1")
    office.plan[2] = "refused"
    first = run(*create).err
    assert ("Name holds" in first, "Ort holds" in first) == (True, True)
    again = run(*create, "--resume")
    assert (again.code, "Name holds" in again.err, "Ort holds" in again.err) == (0, False, True)
