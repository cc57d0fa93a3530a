"""The columns of a copy follow the field configuration."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from copied_office import Bench
from oocli.replica.sql_columns import OWN
from oocli.replica.status import read_status
from oocli.replica.wish import Wish
from oocli.sandbox.door.answer import Sandbox, encode
from oocli.sandbox.refusal import Refusal
from oocli.wire.reply import Reply


@dataclass
class Configured:
    """The office with another field configuration, and with fields that it refuses.

    Attributes:
        bench: whose office it is.
        configure: changes the fields of tasks in place.
        refused: the field of tasks that is refused.
    """

    bench: Bench
    configure: Callable[[dict[str, Any]], None]
    refused: str = ""

    def post(self, body: bytes) -> Reply:
        """Answer as such an office does."""
        reply = Sandbox(self.bench.store, now=self.bench.clock.now).post(body)
        answer = json.loads(reply.body)
        asked = json.loads(body)["request"]["actions"]
        for action, result in zip(asked, answer["response"]["results"], strict=True):
            if result["resourcetype"] == "fields":
                for record in result["data"]["records"]:
                    if record["id"] == "task":
                        self.configure(record["elements"])
            elif self.refused and self.refused in (action["parameters"].get("data") or ()):
                place = action["parameters"]["data"].index(self.refused)
                refusal = Refusal(144, f"({place}, {self.refused})")
                result["data"] = []
                result["status"] = {"errorcode": 144, "message": refusal.text}
        return Reply(encode(answer), headers=reply.headers)


TASKS = Wish(tables=("task",))


def list_columns(bench: Bench) -> dict[str, str]:
    """Give the columns of the tasks, with their types."""
    return {row[1]: row[2] for row in bench.ask("PRAGMA table_info(task)")}


def test_types_come_from_the_configuration(bench: Bench) -> None:
    """Numbers are numbers, postal codes are text, and the table is strict."""
    bench.run(Wish(tables=("estate",)))
    types = {row[1]: row[2] for row in bench.ask("PRAGMA table_info(estate)")}
    assert (types["kaufpreis"], types["plz"], types["heizungsart"], types["balkon"]) == (
        "REAL",
        "TEXT",
        "TEXT",
        "INTEGER",
    )
    ((table,),) = bench.ask("SELECT sql FROM sqlite_master WHERE name = 'estate'")
    assert table.endswith("STRICT")


def test_a_new_field_is_filled_for_all_records_at_once(bench: Bench) -> None:
    """The records have not changed, and have its values all the same."""
    bench.transport = Configured(bench, lambda fields: fields.pop("Aufgabe"))
    bench.run(TASKS)
    assert "Aufgabe" not in list_columns(bench)
    bench.transport = None
    (outcome,) = bench.run(TASKS)
    assert bench.ask("SELECT count(*) FROM task WHERE Aufgabe IS NULL") == [(0,)]
    assert outcome.tally.updated == 0
    assert bench.ask("SELECT state FROM field WHERE module = 'task' AND field = 'Aufgabe'") == [("kept",)]


def test_a_changed_type_is_a_changed_column_with_the_values_of_all(bench: Bench) -> None:
    """Text becomes a number."""

    def count(fields: dict[str, Any]) -> None:
        fields["Prio"]["type"] = "integer"

    bench.run(TASKS)
    before = bench.ask("SELECT _id, CAST(Prio AS INTEGER) FROM task ORDER BY _id")
    assert list_columns(bench)["Prio"] == "TEXT"
    bench.transport = Configured(bench, count)
    bench.run(TASKS)
    assert list_columns(bench)["Prio"] == "INTEGER"
    assert bench.ask("SELECT _id, Prio FROM task ORDER BY _id") == before


def test_a_refused_field_keeps_its_values_and_the_others_go_on(bench: Bench) -> None:
    """Records that change are read without it."""
    bench.run(TASKS)
    ((before,),) = bench.ask("SELECT Prio FROM task WHERE _id = 401")
    bench.transport = Configured(bench, lambda _: None, refused="Prio")
    bench.change("UPDATE task SET Betreff = 'new', modified = '2026-01-01 00:00:00' WHERE Nr = 401")
    (outcome,) = bench.run(TASKS)
    assert outcome.failure is None
    assert bench.ask("SELECT Prio, Betreff FROM task WHERE _id = 401") == [(before, "new")]
    assert bench.ask("SELECT state FROM field WHERE module = 'task' AND field = 'Prio'") == [("refused",)]


def test_a_field_that_is_not_configured_any_more_keeps_column_and_values(bench: Bench) -> None:
    """It is named by the status, shown by the view, and read again for all when it comes back."""
    bench.run(TASKS)
    before = bench.ask("SELECT _id, Aufgabe FROM task ORDER BY _id")
    bench.transport = Configured(bench, lambda fields: fields.pop("Aufgabe"))
    (outcome,) = bench.run(TASKS)
    assert outcome.failure is None
    with bench.open() as copy:
        assert "Aufgabe" in next(read_status(copy)).lost_fields
    assert bench.ask("SELECT _id, Aufgabe FROM task_now ORDER BY _id") == before
    bench.change("UPDATE task SET Aufgabe = 'meanwhile' WHERE Nr = 401")
    bench.transport = None
    bench.run(TASKS)
    assert bench.ask("SELECT Aufgabe FROM task WHERE _id = 401") == [("meanwhile",)]
    assert bench.ask("SELECT state FROM field WHERE module = 'task' AND field = 'Aufgabe'") == [("kept",)]


def test_a_number_that_becomes_text_keeps_what_it_says(bench: Bench) -> None:
    """And what did not fit the number before is there again."""
    bench.change("UPDATE task SET Prio = 'hoch' WHERE Nr = 401")
    bench.transport = Configured(bench, lambda fields: fields["Prio"].update(type="integer"))
    bench.run(TASKS)
    assert bench.ask("SELECT Prio, _other FROM task WHERE _id = 401") == [(None, '{"Prio":"hoch"}')]
    bench.transport = None
    bench.run(TASKS)
    assert bench.ask("SELECT Prio, _other FROM task WHERE _id = 401") == [("hoch", None)]


def test_fields_are_chosen_and_added_to_later(bench: Bench) -> None:
    """The file remembers them."""
    bench.run(TASKS._replace(fields={"task": ("Betreff",)}))
    assert set(list_columns(bench)) == {*OWN, "Betreff"}
    bench.run(TASKS._replace(fields={"task": ("Prio",)}))
    bench.run(TASKS)
    assert bench.ask("SELECT count(*) FROM task WHERE Prio IS NULL OR Betreff IS NULL") == [(0,)]


def test_the_view_shows_labels_for_keys(bench: Bench) -> None:
    """Of what is there; one key, and lists of keys."""
    bench.run(Wish(tables=("estate",)))
    flats = bench.ask(f"SELECT DISTINCT n.objektart {_BOTH} WHERE e.objektart = 'wohnung'")
    assert flats == [("Wohnung",)]
    ((labels,),) = bench.ask(f"SELECT n.heizungsart {_BOTH} WHERE e.heizungsart LIKE '%fern%' LIMIT 1")
    assert "Fern" in labels


_BOTH = "FROM estate_now AS n JOIN estate AS e USING (_id)"


def test_a_stranger_that_an_earlier_oocli_has_remembered_is_forgotten(bench: Bench) -> None:
    """`--fields` only widens, so there would be no way back."""
    bench.run(Wish(tables=("task",), fields={"task": ("Betreff",)}))
    with bench.open() as copy:
        copy.write_facts({"fields": {"task": ["Betreff", "Betref"]}})
    bench.run(TASKS)
    bench.run(TASKS)
    assert bench.ask("SELECT value FROM _fact WHERE name = 'fields'") == [('{"task": ["Betreff"]}',)]
    with bench.open() as copy:
        assert [status.lost_fields for status in read_status(copy)] == [()]


def test_a_field_that_is_given_and_not_configured_is_no_stranger(bench: Bench) -> None:
    """The API has some that it does not list."""
    bench.transport = Configured(bench, lambda fields: fields.pop("Aufgabe"))
    for _ in range(2):
        bench.run(Wish(tables=("task",), fields={"task": ("Aufgabe",)}))
    assert "Aufgabe" in list_columns(bench)
