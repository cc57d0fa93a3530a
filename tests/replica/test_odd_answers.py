"""Answers that no copy can take in: the table fails, the others go on, and no value is lost."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from copied_office import Bench
from oocli.errors import GuardError, PartlyDone
from oocli.replica.record_ids import read_all, see_values
from oocli.replica.synchronizing import conclude
from oocli.replica.wish import Wish
from oocli.sandbox.door.answer import Sandbox, encode
from oocli.wire.reply import Reply

_PARENTS = {"relation": ("estate", "address"), "file": ("estate",)}


@dataclass
class Odd:
    """The office, whose answers about one resource are changed in place.

    Attributes:
        bench: whose office it is.
        resource: whose answers.
        change: changes a record.
    """

    bench: Bench
    resource: str
    change: Callable[[dict[str, Any]], None]

    def post(self, body: bytes) -> Reply:
        """Answer oddly."""
        reply = Sandbox(self.bench.store, now=self.bench.clock.now).post(body)
        answer = json.loads(reply.body)
        for result in answer["response"]["results"]:
            if result["resourcetype"] == self.resource and result["data"]:
                for record in result["data"]["records"]:
                    self.change(record)
        return Reply(encode(answer), headers=reply.headers)


def set_id(value: Any) -> Callable[[dict[str, Any]], None]:
    """Give what gives every record this number."""
    return lambda record: record.update(id=value)


def set_elements(value: Any) -> Callable[[dict[str, Any]], None]:
    """Give what gives every record these elements."""
    return lambda record: record.update(elements=value)


@pytest.mark.parametrize(
    ("table", "resource", "change"),
    [
        ("user", "user", set_id(None)),
        ("user", "user", lambda record: record.pop("id")),
        ("user", "user", set_elements([])),
        ("task", "task", set_id(2**63)),
        ("task", "task", set_elements(None)),
        ("calendar", "appointmentList", set_id("a")),
        ("calendar", "appointmentList", set_elements({})),
        ("searchcriteria", "searchcriterias", set_id(float("inf"))),
        ("file", "file", set_id("x")),
        ("file", "file", set_elements([])),
        ("relation", "idsfromrelation", set_elements({"a": ["1"]})),
        ("relation", "idsfromrelation", set_elements({"11": [{}]})),
        ("relation", "idsfromrelation", set_elements({"11": "abc"})),
    ],
)
def test_an_answer_that_cannot_be_kept_fails_its_table_alone(
    bench: Bench, table: str, resource: str, change: Callable[[dict[str, Any]], None]
) -> None:
    """6, nothing is lost, and the run goes on to its end."""
    names = dict.fromkeys(("agentslog", *_PARENTS.get(table, ()), table))
    bench.run(Wish(tables=tuple(names)))
    before = bench.ask(f"SELECT * FROM {table} ORDER BY 1, 2, 3")
    bench.transport = Odd(bench, resource, change)
    outcomes = bench.run(Wish(is_full=True))
    failures = {outcome.table: outcome.failure for outcome in outcomes if outcome.failure}
    assert set(failures) == {table}
    assert isinstance(failures[table], PartlyDone)
    assert bench.ask(f"SELECT * FROM {table} ORDER BY 1, 2, 3") == before
    assert bench.ask("SELECT state FROM _run ORDER BY number DESC LIMIT 1") == [("incomplete",)]


@pytest.mark.parametrize("shown", [["101"], {"0": 101}, 101, "101"])
def test_the_children_of_a_parent_come_in_several_shapes(bench: Bench, shown: Any) -> None:
    """One alone is a number, and not its digits."""
    kind = "estate:address:owner"
    bench.transport = Odd(bench, "idsfromrelation", set_elements({"11": shown}))
    bench.run(Wish(tables=("estate", "relation"), relations=(kind,)))
    assert bench.ask("SELECT * FROM relation") == [(kind, 11, 101)]


def test_a_parent_without_children_has_none(bench: Bench) -> None:
    """However that is written."""
    shapes: tuple[Any, ...] = (None, "", [], {})
    for nothing in shapes:
        bench.transport = Odd(bench, "idsfromrelation", set_elements({"11": nothing}))
        bench.run(Wish(tables=("estate", "relation"), relations=("estate:address:owner",)))
        assert bench.ask("SELECT * FROM relation") == []


def test_a_configuration_without_fields_is_a_lost_right(bench: Bench) -> None:
    """Not a module without fields: the values would grow old, and all would be well."""
    bench.run(Wish(tables=("task", "field")))
    before = bench.ask("SELECT * FROM field ORDER BY module, field")
    bench.change("UPDATE task SET Betreff = 'neu', modified = '2026-12-01 00:00:00' WHERE Nr = 401")
    bench.transport = Odd(bench, "fields", set_elements({}))
    failure = conclude(bench.run())
    assert isinstance(failure, GuardError)
    assert "task: no field is configured any more" in failure.message
    assert bench.ask("SELECT * FROM field ORDER BY module, field") == before
    bench.transport = None
    assert conclude(bench.run()) is None
    assert bench.ask("SELECT Betreff FROM task WHERE _id = 401") == [("neu",)]


def test_the_limit_that_is_named_is_enough_for_all_that_is_missing(bench: Bench) -> None:
    """Of several types, the one of which most is missing."""
    bench.run(Wish(tables=("estate", "address", "relation")))
    bench.transport = Odd(bench, "idsfromrelation", set_elements({}))
    failure = conclude(bench.run(Wish(tables=("relation",))))
    rows = bench.ask("SELECT count(*) AS n FROM relation GROUP BY type ORDER BY n DESC LIMIT 1")
    assert failure is not None
    assert failure.hint.endswith(f"--max-deletes {rows[0][0]}")


def test_numbers_are_read_as_they_are_written() -> None:
    """Texts, too."""
    assert read_all([11, "13", " 17", -(2**63)]) == [11, 13, 17, -(2**63)]


def test_records_with_values_are_taken_in() -> None:
    """Nothing is said of them."""
    see_values([11], [{"ort": None}])
