"""Every change is seen, whatever clocks and stamps say."""

from random import Random

import pytest

from copied_office import Bench
from oocli.replica.wish import Wish
from oocli.text.german_time import german_time

LATER = 1_800_000_000.0  # than every stamp of the office
OCTOBER = 1_792_888_200.0  # 25 October 2026, 02:30 in Germany, for the first time


def modify(bench: Bench, title: str) -> None:
    """Change a task now."""
    bench.change(
        "UPDATE task SET Betreff = ?, modified = ? WHERE Nr = 401", title, german_time(bench.clock.time)
    )


def read_title(bench: Bench) -> str:
    """Give what the copy has."""
    return str(bench.ask("SELECT Betreff FROM task WHERE _id = 401")[0][0])


@pytest.mark.parametrize("seconds", [0, 1, 119, 121, 3600])
def test_two_changes_in_one_second_are_both_seen(bench: Bench, seconds: int) -> None:
    """A run between them reads the first; the next run, whenever it comes, the second."""
    modify(bench, "first")
    bench.run()
    modify(bench, "second")
    bench.clock.time += seconds
    bench.run()
    assert read_title(bench) == "second"


SWEPT = {
    "estate": ("Id", "kaufpreis", "geaendert_am", "estate", "kaufpreis"),
    "address": ("id", "Name", "Aenderung", "address", "Name"),
    "task": ("Nr", "Betreff", "modified", "task", "Betreff"),
    "activity": ("Nr", "Bemerkung", "Datum_bearb", "agentslog", "Bemerkung"),
}
"""Table of the office to its number, a value and its stamp; then table and column of the copy."""


@pytest.mark.parametrize(
    ("table", "start"),
    [
        ("estate", LATER),
        ("address", OCTOBER - 0.75),
        ("task", OCTOBER + 3599.5),
        ("activity", OCTOBER + 7199),
    ],
)
def test_a_hundred_changes_in_one_second_are_all_seen(bench: Bench, table: str, start: float) -> None:
    """Of each table 25: a change, a run, another change under the same stamp, a run."""
    key, value, stamp, copied, column = SWEPT[table]
    with bench.store.reading() as db:
        (number,) = db.execute(f"SELECT max({key}) FROM {table}").fetchone()
    wish = Wish(tables=(copied,), fields={copied: (column,)})
    random = Random(table)
    bench.clock.time = start
    found = 0
    for at in range(25):
        for drawn in (str(1000 + at), str(2000 + at)):
            bench.change(
                f"UPDATE {table} SET {value} = ?, {stamp} = ? WHERE {key} = ?",
                *(drawn, german_time(bench.clock.time), number),
            )
            bench.run(wish)
        ((seen,),) = bench.ask(f"SELECT {column} FROM {copied} WHERE _id = ?", number)
        found += float(seen) == float(drawn)
        bench.clock.time += random.choice((0, 0, 1, 60, 120, 121, 900))
    assert found == 25


def test_a_record_that_is_settled_is_not_read_again(bench: Bench) -> None:
    """One run after the two minutes takes it off the list."""
    bench.clock.time = LATER
    modify(bench, "first")
    bench.run()
    assert bench.ask("SELECT id FROM _pending WHERE table_name = 'task'") == [(401,)]
    bench.clock.time += 121
    bench.run()
    assert bench.ask("SELECT count(*) FROM _pending") == [(0,)]


def test_the_hour_that_october_has_twice_hides_nothing(bench: Bench) -> None:
    """Two changes that bear the same stamp an hour apart, with a run between them."""
    bench.clock.time = OCTOBER
    modify(bench, "first")
    bench.clock.time += 600
    bench.run()
    bench.clock.time = OCTOBER + 3600
    modify(bench, "second")
    bench.clock.time += 600
    bench.run()
    assert read_title(bench) == "second"


def test_a_restored_backup_is_seen(bench: Bench) -> None:
    """The stamp goes back: it is another one, that is enough."""
    bench.run()
    bench.change("UPDATE task SET Betreff = 'as of old', modified = '2020-01-01 00:00:00' WHERE Nr = 401")
    bench.run()
    assert read_title(bench) == "as of old"
