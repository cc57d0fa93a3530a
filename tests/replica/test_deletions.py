"""What is gone is marked, and what only looks so is not."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from copied_office import Bench, compare
from oocli.errors import GuardError
from oocli.replica.limits import MostDeletes
from oocli.replica.wish import Wish
from oocli.sandbox.door.answer import Sandbox, encode
from oocli.wire.reply import Reply


@dataclass
class Distorted:
    """The office, with something done to each of its results.

    Attributes:
        bench: whose office it is.
        distort: changes a result in place.
    """

    bench: Bench
    distort: Callable[[dict[str, Any]], None]

    def post(self, body: bytes) -> Reply:
        """Answer, and distort."""
        reply = Sandbox(self.bench.store, now=self.bench.clock.now).post(body)
        answer = json.loads(reply.body)
        for result in answer["response"]["results"]:
            if result["resourcetype"] != "fields":
                self.distort(result)
        return Reply(encode(answer), headers=reply.headers)


def test_a_deleted_record_is_marked_with_its_values_and_without_its_links(bench: Bench) -> None:
    """Its row stays, and says when it was missed."""
    bench.run()
    bench.change("DELETE FROM estate WHERE Id = 11")
    bench.run()
    (row,) = bench.ask("SELECT _deleted_at, plz FROM estate WHERE _id = 11")
    assert row[0] == "2025-10-09T08:53:20+00:00"
    assert row[1]
    assert bench.ask("SELECT * FROM relation WHERE parent_id = 11 AND type LIKE 'estate:%'") == []
    assert compare(bench) == {}


def test_purge_removes_what_is_gone(bench: Bench) -> None:
    """Also what was marked before."""
    bench.run()
    bench.change("DELETE FROM address WHERE id = 101")
    bench.run()
    bench.run(Wish(purges=True))
    assert bench.ask("SELECT * FROM address WHERE _id = 101") == []


def test_a_record_that_comes_back_is_there_again(bench: Bench) -> None:
    """As after a backup was restored, with its old stamp."""
    bench.run()
    with bench.store.reading() as db:
        row = db.execute("SELECT * FROM task WHERE Nr = 401").fetchone()
    bench.change("DELETE FROM task WHERE Nr = 401")
    bench.run()
    bench.change(f"INSERT INTO task VALUES ({', '.join('?' * len(row))})", *row)
    bench.run()
    assert bench.ask("SELECT _deleted_at FROM task WHERE _id = 401") == [(None,)]


def empty(result: dict[str, Any]) -> None:
    """Let a result be that of somebody without rights."""
    links = result["resourcetype"] == "idsfromrelation"
    records = [{"id": "relatedIds", "type": "", "elements": []}] if links else []
    result["data"] = {"meta": {"cntabsolute": 0}, "records": records}


def test_a_lost_right_marks_nothing(bench: Bench) -> None:
    """Everything comes empty without a word: no row is marked, no link dropped, and every table says so."""
    bench.run()
    before = [bench.ask(f"SELECT count(*) FROM {table}") for table in ("estate", "user", "relation")]
    bench.transport = Distorted(bench, empty)
    outcomes = bench.run()
    failures = {outcome.table: type(outcome.failure) for outcome in outcomes}
    assert failures.pop("field") is type(None)
    assert set(failures.values()) == {GuardError}
    after = [
        bench.ask("SELECT count(*) FROM estate WHERE _deleted_at IS NULL"),
        bench.ask("SELECT count(*) FROM user WHERE _deleted_at IS NULL"),
        bench.ask("SELECT count(*) FROM relation"),
    ]
    assert after == before


def half(result: dict[str, Any]) -> None:
    """Leave out every second record of a list, and leave the count as it is."""
    if isinstance(result["data"], dict):
        del result["data"]["records"][1::2]


@pytest.mark.parametrize("limit", [MostDeletes(), MostDeletes(1.0, 0, is_explicit=True)])
def test_half_a_sweep_marks_nothing(bench: Bench, limit: MostDeletes) -> None:
    """Whatever may vanish: counts and numbers disagree."""
    bench.run()
    bench.transport = Distorted(bench, half)
    outcomes = bench.run(Wish(tables=("estate", "address"), most=limit))
    assert [outcome.failure is not None for outcome in outcomes] == [True, True]
    assert bench.ask("SELECT count(*) FROM estate WHERE _deleted_at IS NOT NULL") == [(0,)]


def test_more_than_the_limit_is_not_marked_unless_that_is_said(bench: Bench) -> None:
    """Eleven of fifty are too many; with their number they go."""
    bench.run()
    bench.change("DELETE FROM estate WHERE Id IN (SELECT Id FROM estate ORDER BY Id LIMIT 11)")
    (outcome,) = bench.run(Wish(tables=("estate",)))
    assert isinstance(outcome.failure, GuardError)
    assert outcome.failure.hint == "If they are gone indeed: --max-deletes 11"
    assert bench.ask("SELECT count(*) FROM estate WHERE _deleted_at IS NOT NULL") == [(0,)]
    bench.run(Wish(tables=("estate",), most=MostDeletes(0.0, 11, is_explicit=True)))
    assert bench.ask("SELECT count(*) FROM estate WHERE _deleted_at IS NOT NULL") == [(11,)]


def test_the_last_records_of_a_table_go_when_that_is_said(bench: Bench) -> None:
    """An empty table looks like a lost right, until somebody says that it is not."""
    bench.run()
    bench.change("DELETE FROM searchcriteria")
    (outcome,) = bench.run(Wish(tables=("searchcriteria",)))
    assert isinstance(outcome.failure, GuardError)
    bench.run(Wish(tables=("searchcriteria",), most=MostDeletes(1.0, 0, is_explicit=True)))
    assert bench.ask("SELECT count(*) FROM searchcriteria WHERE _deleted_at IS NULL") == [(0,)]


def test_the_last_link_of_a_type_goes_where_others_speak_for_the_right(bench: Bench) -> None:
    """One link is not a lost right as long as owners and contact persons come."""
    bench.change("DELETE FROM relation WHERE type = 'estate:address:renter'")
    bench.change("INSERT INTO relation (type, parent, child) VALUES ('estate:address:renter', 11, 101)")
    bench.run()
    bench.change("DELETE FROM relation WHERE type = 'estate:address:renter'")
    outcomes = bench.run(Wish(relations=("estate:address:owner", "estate:address:renter")))
    assert [outcome.failure for outcome in outcomes if outcome.failure] == []
    assert bench.ask("SELECT count(*) FROM relation WHERE type = 'estate:address:renter'") == [(0,)]


def test_a_record_that_a_list_lacks_is_asked_for_before_it_counts_as_gone(bench: Bench) -> None:
    """The list does not have it, nor does any count betray that; by its number it comes."""
    bench.run()

    def forget(result: dict[str, Any]) -> None:
        data = result["data"]
        if data["meta"]["cntabsolute"] == 50:  # of the list, not of what is asked for by number
            data["meta"]["cntabsolute"] = 49
            data["records"] = [record for record in data["records"] if record["id"] != 13]

    bench.transport = Distorted(bench, forget)
    (outcome,) = bench.run(Wish(tables=("estate",)))
    assert isinstance(outcome.failure, GuardError)
    assert outcome.failure.message.startswith("estate: the list of records was not complete")
    assert bench.ask("SELECT _deleted_at FROM estate WHERE _id = 13") == [(None,)]


def test_an_answer_without_links_is_asked_for_again_before_they_count_as_gone(bench: Bench) -> None:
    """The first answer for a type has none of them, the second all."""
    wish = Wish(tables=("estate", "relation"), relations=("estate:address:owner",), most=MostDeletes(1.0, 0))
    bench.run(wish)
    before = bench.ask("SELECT * FROM relation")
    left = [1]

    def lose(result: dict[str, Any]) -> None:
        if result["resourcetype"] == "idsfromrelation" and left:
            left.pop()
            for record in result["data"]["records"]:
                record["elements"] = {number: [] for number in record["elements"]}

    bench.transport = Distorted(bench, lose)
    outcomes = bench.run(wish)
    assert [outcome.failure for outcome in outcomes if outcome.failure] == []
    assert bench.ask("SELECT * FROM relation") == before
