"""Every fault at every step of an upload: a file is stored whole or not, and the outcome says which."""

import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from harness import Clock, Outcome
from limited import full_disk
from oocli import sandbox
from oocli.errors import NetworkError
from oocli.sandbox.door.answer import Sandbox
from oocli.sandbox.records.store import Store
from oocli.wire.reply import Reply
from scripted import answer, refusal

Oocli = Callable[..., Outcome]
ACCOUNT = {"OOCLI_TOKEN": sandbox.TOKEN, "OOCLI_SECRET": sandbox.SECRET}
SIZES = {"plan.pdf": 700, "film.mp4": 1300}
BLOCK = "1024"  # 768 bytes
REQUESTS = 5  # that the upload takes without a fault


@dataclass
class FaultyOffice:
    """A sandbox behind a line on which one request meets a fault.

    Attributes:
        sandbox: what carries out and answers.
        fault: what happens to the request.
        number: which request that is, from 1; 0 for none.
        posted: requests so far.
    """

    sandbox: Sandbox
    fault: Callable[[Sandbox, bytes], Reply]
    number: int
    posted: int = field(default=0)

    def post(self, body: bytes) -> Reply:
        """Answer a request."""
        self.posted += 1
        return self.fault(self.sandbox, body) if self.posted == self.number else self.sandbox.post(body)


def _never_arrives(_sandbox: Sandbox, _body: bytes) -> Reply:
    raise NetworkError("Connection refused", arrived=False, retryable=False)


def _is_reset(_sandbox: Sandbox, _body: bytes) -> Reply:
    raise NetworkError("The connection was reset", arrived=True)


def _answer_is_lost(office: Sandbox, body: bytes) -> Reply:
    office.post(body)
    raise NetworkError("The connection was reset", arrived=True)


def _answer_is_cut(office: Sandbox, body: bytes) -> Reply:
    reply = office.post(body)
    return Reply(reply.body[: len(reply.body) // 2])


def _page(_sandbox: Sandbox, _body: bytes) -> Reply:
    return Reply(b"<html>busy</html>")


def _empty(_sandbox: Sandbox, _body: bytes) -> Reply:
    return Reply(b"")


def _too_long(office: Sandbox, body: bytes) -> Reply:
    office.post(body)
    return Reply(b"<html>504</html>", status=504)


def _trouble(_sandbox: Sandbox, _body: bytes) -> Reply:
    return Reply(b"<html>500</html>", status=500)


def _no_results(office: Sandbox, body: bytes) -> Reply:
    office.post(body)
    return answer()


def _general_failure(office: Sandbox, body: bytes) -> Reply:
    office.post(body)
    return answer(
        *[refusal(303, "failed")] * len(json.loads(body)["request"]["actions"]), code=500, errorcode=97
    )


def _refused(_sandbox: Sandbox, body: bytes) -> Reply:
    return answer(*[refusal(80, "no")] * len(json.loads(body)["request"]["actions"]), code=500, errorcode=97)


FAULTS = (
    *(_never_arrives, _is_reset, _answer_is_lost, _answer_is_cut, _page, _empty, _too_long, _trouble),
    *(_no_results, _general_failure, _refused),
)


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    """Give a small office in memory."""
    opened = Store.open(":memory:", estates=30, addresses=3)
    yield opened
    opened.close()


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__.strip("_"))
def test_fault_at_any_step(
    fault: Callable[[Sandbox, bytes], Reply], oocli: Oocli, clock: Clock, store: Store, tmp_path: Path
) -> None:
    """What is ok is there once and whole, of what is unknown there is at most one, --resume does the rest."""
    for number in range(1, REQUESTS + 1):
        folder = tmp_path / str(number) / "11"
        folder.mkdir(parents=True)
        for seed, (name, size) in enumerate(SIZES.items()):
            (folder / name).write_bytes(bytes((seed + number + index) % 251 for index in range(size)))
        results = str(tmp_path / f"{number}.ndjson")
        words = ("upload", *(str(folder / name) for name in SIZES), "--estate", "11", "--type", "Foto")
        words += ("--block-size", BLOCK, "--results", results, "--jobs", "1")
        with store.writing() as db:
            db.execute("DELETE FROM file WHERE module = 'estate' AND record = 11")
        office = Sandbox(store, now=clock.now)
        outcome = oocli(*words, transport=FaultyOffice(office, fault, number), variables=ACCOUNT)
        rows = [record["elements"] for record in outcome.json]
        for row in rows:
            content = Path(row["file"]).read_bytes()
            found = _list_contents(store, Path(row["file"]).name)
            expected = {"ok": [[content]], "unknown": [[], [content]]}.get(row["status"], [[]])
            assert found in expected, (number, row)
        statuses = {row["status"] for row in rows}
        assert outcome.code == (0 if statuses == {"ok"} else outcome.code or -1), number
        if outcome.code:
            again = oocli(*words, "--resume", transport=FaultyOffice(office, fault, 0), variables=ACCOUNT)
            assert (again.code, again.err) == (0, ""), number
        assert [_list_contents(store, name) for name in SIZES] == [
            [(folder / name).read_bytes()] for name in SIZES
        ]


@pytest.mark.skipif(os.name == "nt", reason="Windows cannot limit the length of files")
@pytest.mark.parametrize("largest", [2500, 4000, 6000])
def test_full_disk_under_the_journal(
    oocli: Oocli, clock: Clock, store: Store, tmp_path: Path, largest: int
) -> None:
    """What the disk did not take is not stored; with room again the rest goes on, and nothing doubles."""
    folder = tmp_path / "13"
    folder.mkdir()
    for number in range(20):
        (folder / f"{number}.txt").write_bytes(bytes([number]) * 50)
    with store.writing() as db:
        db.execute("DELETE FROM file WHERE module = 'estate' AND record = 13")
    results = tmp_path / "results.ndjson"
    words: tuple[str, ...] = (
        "upload",
        str(folder),
        "--by-folder",
        "--to",
        "estate",
        "--type",
        "Dokument",
        "--yes",
    )
    words += ("--results", str(results))
    office = Sandbox(store, now=clock.now)
    with full_disk(largest):
        outcome = oocli(*words, transport=office, variables=ACCOUNT)
    assert outcome.code in (1, 6, 10)
    assert f"Cannot write {results}" in outcome.err
    again = oocli(*words, "--resume", transport=office, variables=ACCOUNT)
    assert (again.code, again.err) == (0, "")
    with store.reading() as db:
        found = db.execute("SELECT originalname FROM file WHERE record = 13 ORDER BY id").fetchall()
    assert sorted(row[0] for row in found) == sorted(path.name for path in folder.iterdir())


def _list_contents(store: Store, name: str) -> list[bytes]:
    """Give the contents of the files of that name."""
    with store.reading() as db:
        found = db.execute("SELECT content FROM file WHERE record = 11 AND originalname = ?", (name,))
        return [bytes(row[0]) for row in found]
