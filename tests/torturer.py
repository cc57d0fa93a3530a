"""Imports under random faults, and what must be true of them at every moment.

A trial draws rows, a pace and faults from its seed, runs the import, goes on with ``--resume`` under
further faults, then without any until nothing is left to do. After each run the journal is compared
with the sandbox's own log of writes. Then it is undone, under faults at first, until every field is as
before. A failure names its seed: ``OOCLI_TORTURE=1 OOCLI_TORTURE_SEED=...``.
"""

import json
import threading
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from harness import Outcome
from limited import full_disk
from oocli import sandbox
from oocli.errors import NetworkError
from oocli.sandbox.door.answer import Sandbox
from oocli.sandbox.records.store import Store
from oocli.wire.reply import Reply
from scripted import answer, refusal

ACCOUNT = {"OOCLI_TOKEN": sandbox.TOKEN, "OOCLI_SECRET": sandbox.SECRET}
_REFUSED = (80, 137, 149, 170, 254, 293)
_GENERAL = (1, 26, 27, 303, 5555)
_MOVES_ON = ("pattern", "id", "geaendert_am")
_PRICES = ("", "0", "1.5", "350000", "350000.00")

Results = list[dict[str, Any]]


@dataclass
class CruelOffice:
    """A sandbox behind everything that can go wrong on the way there and back.

    Attributes:
        sandbox: what carries out and answers.
        journal: the results file of the run, of which a kill leaves what stands in it at that moment.
        random: draws the faults.
        share: how many of the requests are hit, from 0 to 1.
        left: what the kill has left of the journal; None while nobody was killed.
        faults: what happened, to be told.
        posted: rows that were handed to it.
    """

    sandbox: Sandbox
    journal: Path
    random: Random
    share: float = 0.0
    can_tear: bool = False
    left: bytes | None = None
    faults: list[str] = field(default_factory=list)
    posted: set[int] = field(default_factory=set)
    _earlier: Results = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def post(self, body: bytes) -> Reply:
        """Answer, or do what a fault does; one request at a time. What reads is answered well."""
        if not is_writing(body):
            return self.sandbox.post(body)
        with self._lock:
            if self.left is not None:  # nobody is there any more who could send
                raise NetworkError("killed", arrived=True, retryable=False)
            self.posted |= {int(action["identifier"]) for action in json.loads(body)["request"]["actions"]}
            if self.random.random() >= self.share:
                return self._carry_out(body)
            fault = self.random.choice(_FAULTS)
            self.faults.append(fault.__name__.strip("_"))
            return fault(self, body)

    def kill(self, body: bytes, *, torn: bool = False) -> NetworkError:
        """End the process: from now on nothing is sent, and the journal stays as it is."""
        kept = self.journal.read_bytes() if self.journal.exists() else b""
        if torn and self.can_tear:
            lines = kept.split(b"\n")[1:]  # the first ones appear with the file
            announced = sum(len(line) + 1 for line in lines[-1 - count_actions(body) : -1])
            kept = kept[: len(kept) - self.random.randint(0, announced)]
        self.left = kept
        return NetworkError("killed", arrived=True, retryable=False)

    def revive(self) -> None:
        """Let another process begin with what the killed one has left."""
        if self.left is not None:
            self.journal.write_bytes(self.left)
            if not self.left:
                self.journal.unlink()
        self.left = None

    def _carry_out(self, body: bytes) -> Reply:
        reply = self.sandbox.post(body)
        self._earlier = read_results(reply)
        return reply

    def _carry_out_some(self, body: bytes) -> tuple[Results, int]:
        """Carry out the first actions of a request; give their results, and how many there were in all."""
        request = json.loads(body)
        actions = request["request"]["actions"]
        count = self.random.randint(0, len(actions))
        if not count:
            return [], len(actions)
        request["request"]["actions"] = actions[:count]
        return read_results(self.sandbox.post(json.dumps(request).encode())), len(actions)


def read_results(reply: Reply) -> Results:
    """Give the results of an answer."""
    results: Results = json.loads(reply.body)["response"]["results"]
    return results


def is_writing(body: bytes) -> bool:
    """Say whether a request is one of rows."""
    verb: str = json.loads(body)["request"]["actions"][0]["actionid"].rpartition(":")[2]
    return verb not in ("read", "get")


def count_actions(body: bytes) -> int:
    """Give how many actions a request has."""
    return len(json.loads(body)["request"]["actions"])


# What can happen to a request. Each gets the office and the body.


def _never_arrives(office: CruelOffice, _body: bytes) -> Reply:
    raise NetworkError("Connection refused", arrived=False, retryable=office.random.random() < 0.5)


def _is_lost_on_the_way(_office: CruelOffice, _body: bytes) -> Reply:
    raise NetworkError("The connection was reset", arrived=True)


def _answer_is_lost(office: CruelOffice, body: bytes) -> Reply:
    office.sandbox.post(body)
    raise NetworkError("The connection was reset", arrived=True)


def _is_done_in_part(office: CruelOffice, body: bytes) -> Reply:
    office._carry_out_some(body)
    raise NetworkError("The connection was reset", arrived=True)


def _is_done_and_answered_in_part(office: CruelOffice, body: bytes) -> Reply:
    return answer(*office._carry_out_some(body)[0])


def _fails_in_the_middle(office: CruelOffice, body: bytes) -> Reply:
    results, count = office._carry_out_some(body)
    failed = [refusal(office.random.choice(_GENERAL), "fault") for _ in range(count - len(results))]
    return answer(*results, *failed, errorcode=97 if failed else 0)


def _is_killed_before(office: CruelOffice, body: bytes) -> Reply:
    raise office.kill(body, torn=True)


def _is_killed_in_between(office: CruelOffice, body: bytes) -> Reply:
    office._carry_out_some(body)
    raise office.kill(body)


def _is_killed_after(office: CruelOffice, body: bytes) -> Reply:
    office.sandbox.post(body)
    raise office.kill(body)


def _has_patience(_office: CruelOffice, _body: bytes) -> Reply:
    return Reply(b"", status=429, headers={"retry-after": "3"})


def _is_refused(office: CruelOffice, body: bytes) -> Reply:
    code = office.random.choice(_REFUSED)
    if office.random.random() < 0.5:
        return answer(code=500, errorcode=code, message="refused")
    return answer(*[refusal(code, "refused")] * count_actions(body), errorcode=97)


def _is_refused_in_part(office: CruelOffice, body: bytes) -> Reply:
    results, count = office._carry_out_some(body)
    failed = [refusal(office.random.choice(_REFUSED), "refused") for _ in range(count - len(results))]
    return answer(*results, *failed, code=office.random.choice((200, 500)), errorcode=97 if failed else 0)


def _is_swapped(office: CruelOffice, body: bytes) -> Reply:
    results = read_results(office._carry_out(body))
    office.random.shuffle(results)
    return answer(*results)


def _misses_results(office: CruelOffice, body: bytes) -> Reply:
    results = read_results(office._carry_out(body))
    office.random.shuffle(results)
    return answer(*results[: office.random.randint(0, len(results))])


def _doubles_results(office: CruelOffice, body: bytes) -> Reply:
    results = read_results(office._carry_out(body))
    place = office.random.randrange(len(results))
    doubled = results[office.random.randrange(len(results))]
    if office.random.random() < 0.5:
        results.insert(place, doubled)
    else:
        results[place] = doubled
    return answer(*results)


def _answers_what_was_asked_before(office: CruelOffice, body: bytes) -> Reply:
    earlier = office._earlier
    office._carry_out(body)
    return answer(*earlier)


def _names_no_rows(office: CruelOffice, body: bytes) -> Reply:
    results = [{**result, "identifier": ""} for result in read_results(office._carry_out(body))]
    return answer(*results[: office.random.choice((len(results), len(results) - 1))])


def _has_a_general_fault(office: CruelOffice, body: bytes) -> Reply:
    results = read_results(office._carry_out(body))
    kept = results if office.random.random() < 0.5 else []
    code = office.random.choice((*_GENERAL, *_REFUSED) if kept else _GENERAL)
    return answer(*kept, code=office.random.choice((200, 500)), errorcode=code, message="fault")


def _has_general_faults_of_actions(office: CruelOffice, body: bytes) -> Reply:
    results = read_results(office._carry_out(body))
    spoilt = [
        {**result, **refusal(office.random.choice(_GENERAL), "fault")}
        if office.random.random() < 0.5
        else result
        for result in results
    ]
    return answer(*spoilt, errorcode=97)


def _is_a_page(office: CruelOffice, body: bytes) -> Reply:
    if office.random.random() < 0.5:
        office.sandbox.post(body)
    return Reply(b"<html></html>", status=office.random.choice((200, 500, 502, 504)))


def _is_cut(office: CruelOffice, body: bytes) -> Reply:
    reply = office.sandbox.post(body)
    return Reply(reply.body[: office.random.randrange(len(reply.body))])


_FAULTS: Sequence[Callable[[CruelOffice, bytes], Reply]] = (
    *(_never_arrives, _is_lost_on_the_way, _answer_is_lost, _is_done_in_part),
    *(_is_done_and_answered_in_part, _fails_in_the_middle, _is_killed_before, _is_killed_in_between),
    *(_is_killed_after, _has_patience, _is_refused, _is_refused_in_part, _is_swapped, _misses_results),
    *(_doubles_results, _answers_what_was_asked_before, _names_no_rows, _has_a_general_fault),
    *(_has_general_faults_of_actions, _is_a_page, _is_cut),
)


@dataclass
class Trial:
    """One import under faults, from its first run to the end.

    Attributes:
        seed: where its draws begin.
        store: the records of the sandbox.
        folder: an empty directory for its files.
        speak: runs one command line of oocli with a transport.
    """

    seed: int
    store: Store
    folder: Path
    speak: Callable[..., Outcome]
    now: Callable[[], float]

    def __post_init__(self) -> None:
        self.random = Random(self.seed)
        self.creates = self.random.random() < 0.6
        self.rows = int(300 ** self.random.random())
        self.results = self.folder / f"{self.seed}.ndjson"
        jobs = self.random.choice((1, 1, 2, 4))
        self.office = CruelOffice(
            Sandbox(self.store, now=self.now), self.results, self.random, can_tear=jobs == 1
        )
        self._begin = self._read_log_end()
        self.ids = self._choose_estates()
        self.before = self.read_estates()
        self.sheet = self.folder / f"{self.seed}.csv"
        self._write_rows()
        self.words = (
            *(("create", "address") if self.creates else ("modify", "estate")),
            *("--from", str(self.sheet), "--results", str(self.results)),
            *("--yes", "-o", "json", "--no-validate"),
            *("--batch", str(self.random.choice((1, 2, 5, 10, 20))), "--jobs", str(jobs)),
        )

    def run(self) -> str:
        """Run it to its end, and look at it after every run; give what happened, to be counted."""
        resume: tuple[str, ...] = ()
        for _ in range(self.random.randint(1, 4)):
            self.office.share = self.random.choice((0.1, 0.3, 0.7))
            self._run_once(*resume, fills=self.random.random() < 0.15)
            resume = ("--resume",) if self.results.exists() else ()
        self.office.share = 0.0
        for _ in range(3):
            outcome = self._run_once(*resume)
            if outcome.code == 0 or set(self._read_statuses().values()) <= {"ok", "unknown"}:
                break
            resume = ("--resume",)
        statuses = self._read_statuses()
        assert set(statuses.values()) <= {"ok", "unknown"}, self.tell()
        assert len(statuses) == self.rows, self.tell()
        for follow in AFTERWARDS:
            follow(self)
        for path in self.folder.iterdir():
            path.unlink()
        return ", ".join(self.office.faults)

    def _run_once(self, *more: str, fills: bool = False) -> Outcome:
        if self._is_over():
            return Outcome(0, "", "")
        files = [path for path in (self.results, self.sheet) if path.exists()]
        room = max(path.stat().st_size for path in files) + self.random.randint(0, 80 * self.rows)
        with full_disk(room) if fills else nullcontext():
            outcome = self.speak(*self.words, *more, variables=ACCOUNT, transport=self.office)
        was_killed = self.office.left is not None
        self.office.revive()
        if was_killed:  # between the announcement of a row and its sending
            self.office.posted |= {
                row for row, status in self._read_statuses().items() if status == "unknown"
            }
        assert "oocli failed" not in outcome.err, f"{outcome}\n{self.tell()}"
        assert was_killed or outcome.code in (0, 1, 4, 5, 6, 7, 10), f"{outcome}\n{self.tell()}"
        self.check()
        return outcome

    def _is_over(self) -> bool:
        """Say whether every row is done; then there is nothing left to do."""
        statuses = list(self._read_statuses().values())
        return statuses == ["ok"] * self.rows

    def check(self) -> None:
        """See that no row was applied twice, and that the journal tells nothing untrue."""
        applied, ids = self._read_applied()
        entries = self.read_entries()
        for row in range(1, self.rows + 1):
            entry = entries.get(row, {"status": ""})
            times, status = applied[row], entry["status"]
            assert times <= 1, f"row {row} was applied {times} times\n{self.tell()}"
            if status == "ok":
                assert times == 1, f"row {row} is ok, and was not applied\n{self.tell()}"
                assert str(entry["id"]) == ids[row], f"row {row} has the id of another\n{self.tell()}"
            elif status == "unknown":
                assert row in self.office.posted, f"row {row} was not sent, and is unknown\n{self.tell()}"
            else:
                assert times == 0, f"row {row} is {status or 'not there'}, and was applied\n{self.tell()}"

    def read_entries(self) -> dict[int, dict[str, Any]]:
        """Give the line that holds for each row."""
        if not self.results.exists():
            return {}
        whole = self.results.read_bytes().split(b"\n")[:-1]
        return {(line := json.loads(text))["row"]: line for text in whole}

    def _read_statuses(self) -> dict[int, str]:
        return {row: entry["status"] for row, entry in self.read_entries().items()}

    def _read_applied(self) -> tuple[Counter[int], dict[int, str]]:
        """Give how often each row was applied, by the log of the sandbox, and to which record."""
        action, module = ("add", "address") if self.creates else ("edit", "estate")
        with self.store.reading() as db:
            log = db.execute(
                "SELECT resource FROM log_entry WHERE id > ? AND action = ? AND module = ?",
                (self._begin, action, module),
            ).fetchall()
            names = db.execute(
                "SELECT id, Name FROM address WHERE Vorname = ?", (f"trial{self.seed}",)
            ).fetchall()
        numbers = [str(number) for (number,) in log]
        if self.creates:
            rows = {str(number): int(name.removeprefix("M")) for number, name in names}
        else:
            rows = {number: row for row, number in enumerate(self.ids, start=1)}
        return Counter(rows[number] for number in numbers), {rows[number]: number for number in numbers}

    def _read_log_end(self) -> int:
        with self.store.reading() as db:
            end: int = db.execute("SELECT coalesce(max(id), 0) FROM log_entry").fetchone()[0]
        return end

    def read_estates(self) -> list[tuple[Any, ...]]:
        """Give everything that the estates of the rows have, but for what no call can take back."""
        columns = "e.*, p.*"
        with self.store.reading() as db:
            cursor = db.execute(f"SELECT {columns} FROM estate e JOIN pattern p ON p.id = e.pattern")
            names = [column[0] for column in cursor.description]
            wanted = [place for place, name in enumerate(names) if name not in _MOVES_ON]
            rows = {str(row[0]): tuple(row[place] for place in wanted) for row in cursor}
        return [rows[number] for number in self.ids]

    def _choose_estates(self) -> list[str]:
        with self.store.reading() as db:
            numbers = [str(number) for (number,) in db.execute("SELECT id FROM estate ORDER BY id")]
        self.rows = self.rows if self.creates else min(self.rows, len(numbers))
        return self.random.sample(numbers, self.rows) if not self.creates else []

    def _write_rows(self) -> None:
        numbers = range(1, self.rows + 1)
        if self.creates:
            lines = ["Name,Vorname", *(f"M{row},trial{self.seed}" for row in numbers)]
        else:
            lines = ["id,lage,kaufpreis,objekttitel", *map(self._write_change, numbers)]
        self.sheet.write_text("\n".join(lines) + "\n")

    def _write_change(self, row: int) -> str:
        return f"{self.ids[row - 1]},{self.seed} {row},{self.random.choice(_PRICES)},Haus {row}"

    def tell(self) -> str:
        """Tell what was done, to be shown where it went wrong."""
        return f"seed {self.seed}: {self.rows} rows, {' '.join(self.words)}: {', '.join(self.office.faults)}"

    def run_undo(self, number: int, *, share: float) -> Outcome:
        """Undo the run, under as many faults; number tells one attempt from another."""
        results = self.folder / f"{self.seed}-undo-{number}.ndjson"
        self.office.journal, self.office.share = results, share
        words = ("undo", str(self.results), "--yes", "--results", str(results), "-o", "json")
        outcome = self.speak(*words, variables=ACCOUNT, transport=self.office)
        self.office.revive()
        assert "oocli failed" not in outcome.err, f"{outcome}\n{self.tell()}"
        return outcome


def take_back(trial: Trial) -> None:
    """Undo what the rows have changed until every field is as before; what they created is listed."""
    if trial.creates:
        created = {str(entry["id"]) for entry in trial.read_entries().values() if entry["status"] == "ok"}
        listed = trial.run_undo(0, share=0.0)
        assert listed.code == (0 if created else 2), f"{listed}\n{trial.tell()}"
        if created:
            assert {str(record["id"]) for record in listed.json} == created, trial.tell()
        return
    for attempt in range(trial.random.randint(0, 2)):
        trial.run_undo(attempt, share=0.5)
    outcome = trial.run_undo(9, share=0.0)
    assert outcome.code == 0, f"{outcome}\n{trial.tell()}"
    assert trial.read_estates() == trial.before, trial.tell()


AFTERWARDS: Sequence[Callable[[Trial], None]] = (take_back,)
"""What follows when everything is done: gets the trial, and asserts."""
