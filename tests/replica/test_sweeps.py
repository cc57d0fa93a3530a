"""When all records are listed, and what is seen when only the latest are."""

import json

import pytest

from copied_office import Bench, compare
from oocli.replica.wish import Wish
from oocli.text.german_time import german_time

TASKS = Wish(tables=("task",), fields={"task": ("Betreff",)})
DAY = 86_400
LATER = 1_800_000_000.0  # than every stamp of the office
GONE = "SELECT _id FROM task WHERE _deleted_at IS NOT NULL"


@pytest.fixture
def large(bench: Bench) -> Bench:
    """Give an office that counts as large, and a copy of its tasks."""
    bench.many = 10
    bench.clock.time = LATER
    bench.change("UPDATE task SET modified = '2026-11-01 10:00:00' WHERE modified > '2026-11-01'")
    modify(bench, 407, "before")
    bench.run(TASKS)
    bench.clock.time += 600
    return bench


def modify(bench: Bench, number: int, title: str, *, ago: int = 0) -> None:
    """Change a task so many seconds ago."""
    stamp = german_time(bench.clock.time - ago)
    bench.change("UPDATE task SET Betreff = ?, modified = ? WHERE Nr = ?", title, stamp, number)


def read_title(bench: Bench, number: int) -> str:
    """Give what the copy has."""
    return str(bench.ask("SELECT Betreff FROM task WHERE _id = ?", number)[0][0])


def test_of_a_large_table_only_the_latest_are_asked_for(large: Bench) -> None:
    """What has changed is there at once; what is gone, and what came with an old stamp, the next day."""
    modify(large, 401, "new")
    modify(large, 405, "old stamp", ago=DAY)
    large.change("DELETE FROM task WHERE Nr = 403")
    (outcome,) = large.run(TASKS)
    assert (outcome.tally.listed, outcome.tally.updated, outcome.tally.deleted) == (60, 1, 0)
    assert (read_title(large, 401), large.ask(GONE)) == ("new", [])
    large.clock.time += DAY
    (outcome,) = large.run(TASKS)
    assert (outcome.tally.listed, outcome.tally.updated, outcome.tally.deleted) == (59, 1, 1)
    assert (read_title(large, 405), large.ask(GONE)) == ("old stamp", [(403,)])


def test_a_change_that_comes_late_is_among_the_latest(large: Bench) -> None:
    """Its stamp is before that of a change that is known: of another clock, or of the hour in October."""
    modify(large, 401, "late", ago=7000)
    large.run(TASKS)
    assert read_title(large, 401) == "late"


@pytest.mark.parametrize(("sweep", "gone"), [("always", [(403,)]), ("never", []), ("auto", [])])
def test_all_are_listed_when_that_is_said(large: Bench, sweep: str, gone: list[tuple[int]]) -> None:
    """Every time, never, or once a day."""
    large.change("DELETE FROM task WHERE Nr = 403")
    large.run(TASKS._replace(sweep=sweep))
    assert large.ask(GONE) == gone


def test_never_is_never(large: Bench) -> None:
    """Also after days; a change is seen all the same."""
    large.change("DELETE FROM task WHERE Nr = 403")
    large.clock.time += 3 * DAY
    modify(large, 401, "new")
    large.run(TASKS._replace(sweep="never"))
    assert (read_title(large, 401), large.ask(GONE)) == ("new", [])


def test_a_small_table_is_listed_at_every_run(bench: Bench) -> None:
    """What is gone is gone at once."""
    bench.run(TASKS)
    bench.change("DELETE FROM task WHERE Nr = 403")
    bench.run(TASKS)
    assert bench.ask(GONE) == [(403,)]


def test_a_change_without_a_new_stamp_is_seen_by_a_full_reading(bench: Bench) -> None:
    """Nothing tells of it otherwise."""
    bench.clock.time = LATER
    bench.run()
    bench.change("UPDATE task SET Betreff = 'silent' WHERE Nr = 401")
    bench.run()
    assert read_title(bench, 401) != "silent"
    bench.run(Wish(is_full=True))
    assert read_title(bench, 401) == "silent"
    assert compare(bench) == {}


def test_a_history_keeps_every_change_from_then_on(bench: Bench) -> None:
    """With the run and the values before and after; nobody has to ask for it again."""
    bench.run(TASKS)
    bench.run(TASKS._replace(keeps_history=True))
    for title in ("first", "second"):
        modify(bench, 401, title)
        bench.clock.time += 300
        bench.run()
    rows = bench.ask("SELECT run, op, table_name, id, changed FROM _change ORDER BY seq")
    assert [row[:4] for row in rows] == [(3, "update", "task", "401"), (4, "update", "task", "401")]
    assert [json.loads(row[4])["Betreff"][1] for row in rows] == ["first", "second"]
