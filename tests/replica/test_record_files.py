"""Files of records in a copy: what is told of them, record by record."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pytest

from copied_office import Bench
from oocli.errors import ApiError, GuardError, PartlyDone
from oocli.replica.limits import MostDeletes
from oocli.replica.synchronizing import Lines
from oocli.replica.wish import Wish
from oocli.sandbox.door.answer import Sandbox, encode
from oocli.wire.reply import Reply

WISH = Wish(tables=("estate", "address", "calendar", "file"))
FILES = Wish(tables=("file",))
KEY = "parent, parent_id, number"


@dataclass
class Shelved:
    """The office, with something done to each list of files.

    Attributes:
        bench: whose office it is.
        distort: changes a result in place; is told what was asked for.
    """

    bench: Bench
    distort: Callable[[Mapping[str, Any], dict[str, Any]], None]

    def post(self, body: bytes) -> Reply:
        """Answer, and distort."""
        reply = Sandbox(self.bench.store, now=self.bench.clock.now).post(body)
        answer = json.loads(reply.body)
        asked = json.loads(body)["request"]["actions"]
        for action, result in zip(asked, answer["response"]["results"], strict=True):
            if result["resourcetype"] == "file":
                self.distort(action["parameters"], result)
        return Reply(encode(answer), headers=reply.headers)


def add_file(bench: Bench, module: str, record: int, name: str) -> int:
    """Give a record one more file; give the number of the file."""
    return bench.change(
        "INSERT INTO file (module, record, Art, name, originalname, modified, content)"
        " VALUES (?, ?, 'Foto', ?, ?, 1764000000, 'secret')",
        *(module, record, name, name),
    )


def read_truth(bench: Bench) -> set[tuple[Any, ...]]:
    """Give record and number of every file of the office."""
    with bench.store.reading() as db:
        rows = db.execute(
            "SELECT replace(module, 'appointment', 'calendar'), record, id FROM file"
        ).fetchall()
    return {row for row in rows if row[0] in ("estate", "address", "calendar")}


def read_copy(bench: Bench) -> set[tuple[Any, ...]]:
    """Give record and number of every file of the copy."""
    return set(bench.ask(f"SELECT {KEY} FROM file WHERE _deleted_at IS NULL"))


def count_gone(bench: Bench) -> int:
    """Give the number of files that are marked as gone."""
    return int(bench.ask("SELECT count(*) FROM file WHERE _deleted_at IS NOT NULL")[0][0])


@pytest.fixture
def copied(bench: Bench) -> Bench:
    """Give a copy that has files of estates, addresses and appointments, of one estate very many."""
    with bench.store.reading() as db:
        (appointment,) = db.execute("SELECT min(Nr) FROM appointment").fetchone()
    add_file(bench, "estate", 11, "more.jpg")
    add_file(bench, "address", 101, "more.jpg")
    add_file(bench, "appointment", appointment, "more.jpg")
    for number in range(230):
        add_file(bench, "estate", 13, f"{number}.jpg")
    assert [outcome.failure for outcome in bench.run(WISH)] == [None] * 4
    return bench


def test_a_copy_has_the_files_of_every_record(copied: Bench) -> None:
    """More than a hundred of one record, too; what is told of them, not what is in them."""
    assert read_copy(copied) == read_truth(copied)
    assert copied.ask(
        "SELECT type, originalname, fileSize, modified FROM file WHERE parent_id = 13 AND position = 0"
        " ORDER BY number DESC LIMIT 1"
    ) == [("Foto", "229.jpg", 6, 1764000000)]
    assert not any("secret" in str(row) or "c2VjcmV0" in str(row) for row in copied.ask("SELECT * FROM file"))


def test_files_are_kept_only_where_they_are_named(bench: Bench) -> None:
    """They take a question for each record."""
    bench.run()
    assert bench.ask("SELECT name FROM sqlite_master WHERE name = 'file'") == []
    bench.run(FILES)
    assert read_copy(bench) == read_truth(bench)
    number = add_file(bench, "estate", 11, "new.jpg")
    bench.run()
    assert ("estate", 11, number) in read_copy(bench)


def test_what_changes_of_files_is_seen(copied: Bench) -> None:
    """New, renamed, gone; nothing else is written, and the link to a file of an appointment is none."""
    number = add_file(copied, "estate", 13, "new.jpg")
    copied.change("UPDATE file SET title = 'Garten' WHERE id = ?", number - 1)
    copied.change("DELETE FROM file WHERE id = ?", number - 2)
    (outcome,) = copied.run(FILES, lines=Lines.WATCHED)
    assert (outcome.tally.inserted, outcome.tally.updated, outcome.tally.deleted) == (1, 1, 1)
    assert read_copy(copied) == read_truth(copied)
    rows = copied.ask("SELECT op, CAST(id AS INTEGER), changed FROM _change ORDER BY op, seq")
    assert [row[:2] for row in rows] == [("delete", number - 2), ("insert", number), ("update", number - 1)]
    assert json.loads(rows[2][2]) == {"title": ["", "Garten"]}
    (again,) = copied.run(FILES)
    assert (again.tally.inserted, again.tally.updated, again.tally.deleted) == (0, 0, 0)


def test_files_of_a_deleted_record_go_with_it(copied: Bench) -> None:
    """However many they are: the record itself has been allowed to go."""
    copied.change("DELETE FROM estate WHERE Id = 13")
    copied.change("DELETE FROM file WHERE module = 'estate' AND record = 13")
    outcomes = copied.run()
    assert [outcome.failure for outcome in outcomes] == [None] * 4
    assert count_gone(copied) >= 230
    assert read_copy(copied) == read_truth(copied)


@pytest.mark.parametrize("limit", [MostDeletes(), MostDeletes(1.0, 0, is_explicit=True)])
def test_lists_that_come_empty_mark_nothing_unless_said(copied: Bench, limit: MostDeletes) -> None:
    """A right is lost; with --max-deletes 100% they are gone indeed."""

    def empty(_asked: Mapping[str, Any], result: dict[str, Any]) -> None:
        result["data"] = {"meta": {"cntabsolute": 0}, "records": []}

    copied.transport = Shelved(copied, empty)
    (outcome,) = copied.run(FILES._replace(most=limit))
    assert (count_gone(copied) == 0) is not limit.is_explicit
    assert isinstance(outcome.failure, GuardError) is not limit.is_explicit


def test_half_a_list_marks_nothing(copied: Bench) -> None:
    """The count tells that files are missing, whatever may vanish."""

    def halve(_asked: Mapping[str, Any], result: dict[str, Any]) -> None:
        del result["data"]["records"][1::2]

    copied.transport = Shelved(copied, halve)
    (outcome,) = copied.run(FILES._replace(most=MostDeletes(1.0, 0, is_explicit=True)))
    assert isinstance(outcome.failure, PartlyDone)
    assert count_gone(copied) == 0


def test_a_list_that_lacks_a_file_is_asked_for_again(copied: Bench) -> None:
    """It came wrong once, with a count to match."""
    left = [1]

    def forget(asked: Mapping[str, Any], result: dict[str, Any]) -> None:
        if asked.get("estateid") == 11 and left:
            left.pop()
            result["data"]["records"].pop()
            result["data"]["meta"]["cntabsolute"] -= 1

    copied.transport = Shelved(copied, forget)
    (outcome,) = copied.run(FILES)
    assert (outcome.failure, count_gone(copied)) == (None, 0)


def refuse(_asked: Mapping[str, Any], result: dict[str, Any]) -> None:
    """Refuse a list of files."""
    result["data"] = []
    result["status"] = {"errorcode": 156, "message": "not allowed"}


def test_files_that_are_refused_leave_the_others_alone(copied: Bench) -> None:
    """Those of one estate stay as they were, and the others are brought up to date."""

    def refuse_one(asked: Mapping[str, Any], result: dict[str, Any]) -> None:
        if asked.get("estateid") == 13:
            refuse(asked, result)

    number = add_file(copied, "estate", 11, "new.jpg")
    copied.transport = Shelved(copied, refuse_one)
    (outcome,) = copied.run(FILES)
    assert isinstance(outcome.failure, PartlyDone)
    assert outcome.failure.message == "file: the files of 1 records cannot be read"
    assert count_gone(copied) == 0
    assert ("estate", 11, number) in read_copy(copied)


def test_files_that_are_refused_altogether_are_a_right_that_is_missing(copied: Bench) -> None:
    """After some records nobody goes on asking."""
    copied.transport = Shelved(copied, refuse)
    (outcome,) = copied.run(FILES)
    assert isinstance(outcome.failure, ApiError)
    assert (outcome.failure.exit_code, count_gone(copied)) == (4, 0)


def test_two_files_of_one_number_are_two_rows(copied: Bench) -> None:
    """The second has a number of its own in the file, the same at each run."""

    def renumber(asked: Mapping[str, Any], result: dict[str, Any]) -> None:
        if "addressid" in asked:
            for record in result["data"]["records"]:
                record["id"] = 1

    copied.transport = Shelved(copied, renumber)
    ones = f"SELECT {KEY}, _id FROM file WHERE number = 1 AND _deleted_at IS NULL ORDER BY 1, 2"
    copied.run(FILES._replace(most=MostDeletes(1.0, 0)))
    first = copied.ask(ones)
    assert len(first) > 2
    assert {row[3] for row in first if row[0] == "estate"} == {1}
    copied.run(FILES._replace(most=MostDeletes(1.0, 0)))
    assert copied.ask(ones) == first


def test_files_need_their_records(bench: Bench) -> None:
    """Without any table of records there is nobody to ask about."""
    (outcome,) = bench.run(FILES)
    assert isinstance(outcome.failure, PartlyDone)
    assert outcome.failure.hint == "Name one of estate, address, calendar, too"
