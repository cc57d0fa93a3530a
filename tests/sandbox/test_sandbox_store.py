"""The store: made once, the same for the same seed, safe for many at once."""

import json
import sqlite3
import subprocess
import sys
import threading
import zlib
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from oocli.errors import OocliError, UsageError
from oocli.sandbox.ask import Ask
from oocli.sandbox.calls.estates import SOURCE
from oocli.sandbox.records import schema
from oocli.sandbox.records.conditions import build_filter
from oocli.sandbox.records.counts import Counts
from oocli.sandbox.records.selection import Part, find_ids
from oocli.sandbox.records.store import Store
from oocli.text.german_time import german_time


def _titles(store: Store) -> list[tuple[str, str]]:
    with store.reading() as db:
        return db.execute("SELECT uuid, objekttitel FROM estate JOIN pattern p ON pattern = p.id").fetchall()


def test_records_are_the_same_for_the_same_seed() -> None:
    """A seed makes the same records again, another seed makes others."""
    first, again, other = (Store.open(":memory:", seed=seed, estates=30, addresses=5) for seed in (1, 1, 2))
    assert _titles(first) == _titles(again) != _titles(other)
    for store in (first, again, other):
        store.close()


def test_file_is_made_once(tmp_path: Path) -> None:
    """What was written is there when the file is opened again, whatever size is asked for then."""
    path = tmp_path / "deep" / "sandbox.sqlite"
    store = Store.open(path, estates=5, addresses=5)
    with store.writing() as db:
        db.execute("DELETE FROM estate WHERE Id = 11")
    store.close()
    again = Store.open(path, estates=50)
    assert len(_titles(again)) == 4
    assert again.facts() == {"addresses": 5, "estates": 5, "made": 0, "revision": 1, "seed": 1}
    again.close()


def test_other_files_are_refused(tmp_path: Path) -> None:
    """Neither a text nor another program's database is overwritten."""
    text, database = tmp_path / "text", tmp_path / "database"
    text.write_text("not a database, but long enough to be taken for one" * 10)
    other = Store(database)
    with other._connect() as db:
        db.execute("CREATE TABLE mine (x)")
    other.close()
    for path in (text, database):
        with pytest.raises(UsageError, match="cannot be used as the sandbox's file"):
            Store.open(path)


def _age(path: Path, *, facts: str = "") -> None:
    """Make the file one of another version, with other facts where they are given."""
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA user_version = 5")
        if facts:
            db.execute(facts)
        db.execute("ALTER TABLE estate RENAME COLUMN kaufpreis TO price")
        db.commit()


def test_a_file_of_another_version_without_changes_is_made_anew(tmp_path: Path) -> None:
    """Nobody who only read needs to hear of it; the numbers it was made with stay."""
    path = tmp_path / "x.sqlite"
    first = Store.open(path, seed=3, estates=7, addresses=5)
    titles = _titles(first)
    first.close()
    _age(path)
    again = Store.open(path)
    assert (_titles(again), again.facts()["estates"]) == (titles, 7)
    again.close()


def test_a_file_of_another_version_that_was_reset_is_made_anew(tmp_path: Path) -> None:
    """What was written before a reset is thrown away already."""
    path = tmp_path / "x.sqlite"
    store = Store.open(path, estates=5, addresses=5)
    with store.writing() as db:
        db.execute("DELETE FROM estate WHERE Id = 11")
    store.close()
    Store.open(path, estates=5, addresses=5, anew=True).close()
    _age(path)
    again = Store.open(path)
    assert len(_titles(again)) == 5
    again.close()


@pytest.mark.parametrize(
    "facts",
    [
        "UPDATE fact SET value = value + 1 WHERE name = 'revision'",
        "DELETE FROM fact WHERE name = 'revision'",
        "DELETE FROM fact WHERE name = 'seed'",
        "UPDATE fact SET value = 'x' WHERE name = 'estates'",
    ],
    ids=["changed", "no revision", "no seed", "no number"],
)
def test_a_file_of_another_version_that_may_hold_changes_is_kept(tmp_path: Path, facts: str) -> None:
    """What somebody wrote is not thrown away by an upgrade; the hint says how to."""
    path = tmp_path / "x.sqlite"
    Store.open(path, estates=5, addresses=5).close()
    _age(path, facts=facts)
    with pytest.raises(UsageError, match="cannot be used") as refused:
        Store.open(path)
    assert "oocli sandbox reset" in refused.value.hint


def test_failed_write_leaves_nothing(tmp_path: Path) -> None:
    """A block that raises is undone."""
    store = Store.open(tmp_path / "x.sqlite", estates=5, addresses=5)
    with pytest.raises(OocliError, match="failed"):
        _delete_then_fail(store)
    assert len(_titles(store)) == 5
    store.close()


def test_million_estates_are_variations(tmp_path: Path) -> None:
    """Beyond 300 the estates share texts and have prices, sizes and numbers of their own."""
    store = Store.open(tmp_path / "x.sqlite", estates=2000, addresses=5)
    with store.reading() as db:
        counts = db.execute(
            "SELECT COUNT(*), MAX(Id), COUNT(DISTINCT uuid), COUNT(DISTINCT pattern) FROM estate"
        )
        assert counts.fetchone() == (2000, 4009, 2000, 300)
    store.close()


def test_nasty_values_are_among_the_data() -> None:
    """Quotes, newlines, emoji, formulas, escape sequences and 20,000 characters wait for careless clients."""
    store = Store.open(":memory:")
    titles = "".join(title for _, title in _titles(store))
    with store.reading() as db:
        longest = db.execute("SELECT MAX(length(objektbeschreibung)) FROM pattern").fetchone()[0]
    assert all(
        part in titles for part in ('"Zur Krone"', "\r\n", "😀", "=1+1", "\x1b[31m", "DROP TABLE", "\u202e")
    )
    assert longest == 20000
    store.close()


def _delete_then_fail(store: Store) -> None:
    with store.writing() as db:
        db.execute("DELETE FROM estate")
        db.execute("DELETE FROM nothing")


@pytest.mark.parametrize("place", ["file", "memory"])
def test_threads_lose_no_write(tmp_path: Path, place: str) -> None:
    """Eight threads that each count up fifty times reach four hundred."""
    store = Store.open(tmp_path / "x.sqlite" if place == "file" else ":memory:", estates=5, addresses=5)

    def count_up() -> None:
        for _ in range(50):
            with store.writing() as db:
                (value,) = db.execute("SELECT kaufpreis FROM estate WHERE Id = 11").fetchone()
                db.execute("UPDATE estate SET kaufpreis = ? WHERE Id = 11", (value + 1,))

    with store.writing() as db:
        db.execute("UPDATE estate SET kaufpreis = 0 WHERE Id = 11")
    _run_all([threading.Thread(target=count_up) for _ in range(8)])
    with store.reading() as db:
        assert db.execute("SELECT kaufpreis FROM estate WHERE Id = 11").fetchone() == (400,)
    store.close()


def test_two_processes_may_open_it_first_at_once(tmp_path: Path) -> None:
    """One makes the records, the others wait and find them complete."""
    script = (
        "import sys, json, pathlib; from oocli.sandbox.records.store import Store;"
        "store = Store.open(pathlib.Path(sys.argv[1]));"
        "print(json.dumps(store.facts())); store.close()"
    )
    command = [sys.executable, "-c", script, str(tmp_path / "x.sqlite")]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    facts = [json.loads(process.communicate()[0]) for process in running]
    assert facts == [{"addresses": 200, "estates": 300, "made": 0, "revision": 0, "seed": 1}] * 3


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (1_795_000_000, "2026-11-18 12:06:40"),
        (1_774_745_999, "2026-03-29 01:59:59"),
        (1_774_746_000, "2026-03-29 03:00:00"),
        (1_792_889_999, "2026-10-25 02:59:59"),
        (1_792_890_000, "2026-10-25 02:00:00"),
    ],
)
def test_summer_time_begins_and_ends_on_last_sundays(now: float, expected: str) -> None:
    """Summer time begins and ends on the last Sundays of March and October at 01:00 UTC."""
    assert german_time(now) == expected


def test_other_tables_mean_another_version() -> None:
    """Whoever changes tables or fields counts ``VERSION`` up, and then corrects the number here."""
    folder = Path(schema.__file__).parent
    described = [folder / "schema.sql", folder / "schema.py", *sorted((folder / "modules").glob("*.json"))]
    checksum = zlib.crc32(b"".join(path.read_bytes().replace(b"\r\n", b"\n") for path in described))
    assert (schema.VERSION, checksum) == (8, 689_949_818)


@pytest.mark.parametrize(
    "name",
    [
        *("objektnr_extern", "kaufpreis", "kaltmiete", "wohnflaeche", "anzahl_zimmer", "plz", "ort"),
        *("geaendert_am", "benutzer", "status", "status2"),
    ],
)
def test_estates_are_found_by_an_index(name: str) -> None:
    """Filters and orders by the fields that people ask for most look at no more rows than they give."""
    store = Store.open(":memory:", estates=1000)
    with store.reading() as db:
        column = store.find_modules(db).find("estate").fields[name].column
        filtered = f"SELECT r.Id FROM estate r WHERE {column} = ? ORDER BY r.Id LIMIT 20"
        ordered = f"SELECT r.Id FROM estate r ORDER BY {column} ASC, r.Id ASC LIMIT 20"
        plans = [
            [row[-1] for row in db.execute(f"EXPLAIN QUERY PLAN {statement}", values)]
            for statement, values in ((filtered, ("1",)), (ordered, ()))
        ]
    assert [len(plan) for plan in plans] == [1, 1]
    assert all(f"estate_{name}" in plan[0] for plan in plans), plans


@pytest.mark.parametrize(
    "conditions",
    [
        {
            "kaufpreis": ("<", 300000),
            "wohnflaeche": (">", 100),
            "anzahl_zimmer": (">=", 3),
            "status": ("=", 1),
        },
        {"kaltmiete": ("between", [500, 900]), "anzahl_zimmer": ("=", 3)},
        {"geaendert_am": (">", "2026-05-01"), "status": ("=", 1)},
        {"status": ("=", 1), "veroeffentlichen": ("=", 1)},
        {"benutzer": ("=", 1), "status": ("=", 1)},
        {"vermarktungsart": ("=", "kauf"), "kaufpreis": ("<", 300000)},
    ],
)
def test_estates_of_several_conditions_are_counted_in_an_index(conditions: dict[str, Any]) -> None:
    """What people ask for together stands together, so that no record is looked at to count them."""
    store = Store.open(":memory:", estates=20_000)
    with store.reading() as db:
        fields = store.find_modules(db).find("estate").fields
        given = {name: {"op": operator, "val": value} for name, (operator, value) in conditions.items()}
        condition = build_filter(given, fields)
        table = "estate r" + (" JOIN pattern p ON p.id = r.pattern" if "p." in condition.sql else "")
        statement = f"EXPLAIN QUERY PLAN SELECT COUNT(*) FROM {table} WHERE {condition.sql}"
        plan = [row[-1] for row in db.execute(statement, condition.values)]
    [looked] = [step for step in plan if " r " in step]
    assert "USING COVERING INDEX" in looked, plan


def test_few_records_are_sorted_by_what_people_see() -> None:
    """Whether an index gives the order or the records are sorted, letter case means nothing to it."""
    store = Store.open(":memory:", estates=0)
    with store.writing() as db:
        for number, town in enumerate(("b", "A", "B", "a", "C"), start=1):
            db.execute("INSERT INTO estate (Id, ort, pattern) VALUES (?, ?, 1)", (number, town))
    with store.reading() as db:
        modules = store.find_modules(db)
        ask = Ask(db, "", {}, 0.0, modules, Counts())
        order = [(modules.find("estate").fields["ort"], "ASC")]
        walked, sorted_ones = (find_ids(ask, SOURCE, Part(order=order, found=found)) for found in (None, 5))
    assert walked == sorted_ones == [2, 4, 1, 3, 5]


def _run_all(threads: list[threading.Thread]) -> None:
    start: Callable[[threading.Thread], None] = threading.Thread.start
    for thread in threads:
        start(thread)
    for thread in threads:
        thread.join()
