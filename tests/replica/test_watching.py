"""Lines of changes: what they say, when they are given, and again."""

import gc
import io
import json
import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from copied_office import Bench
from oocli.errors import DiskFull, OocliError, PartlyDone, UsageError
from oocli.replica.file import Copy
from oocli.replica.handing_on import HandOn, write_on, write_whole
from oocli.replica.synchronizing import Lines, Synchronization
from oocli.replica.watching import Watch, read_interval
from oocli.replica.wish import Wish

WISH = Wish(tables=("task",), fields={"task": ("Betreff", "Prio")})


class Enough(BaseException):
    """The watching has lasted long enough."""


def build_watch(bench: Bench, hand_on: HandOn, *, rounds: int = 1, said: list[str] | None = None) -> Watch:
    """Give a watch whose clock is the office's, and that ends after so many rounds."""

    @contextmanager
    def begin() -> Iterator[Synchronization]:
        with bench.open() as copy:
            yield bench.begin(copy, WISH, lines=Lines.WATCHED)

    left = [rounds]

    def sleep(seconds: float) -> None:
        bench.clock.time += seconds
        left[0] -= 1
        if not left[0]:
            raise Enough

    return Watch(begin, hand_on, sleep, (said if said is not None else []).append, 300)


def watch(bench: Bench) -> list[dict[str, object]]:
    """Run once and give the lines."""
    stream = io.StringIO()
    build_watch(bench, write_on(stream)).run_once()
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def modify(bench: Bench, title: str) -> None:
    """Change a task."""
    bench.change("UPDATE task SET Betreff = ?, modified = '2026-12-01 00:00:00' WHERE Nr = 401", title)


def read_title(bench: Bench) -> str:
    """Give the title of the task in the office."""
    with bench.store.reading() as db:
        return str(db.execute("SELECT Betreff FROM task WHERE Nr = 401").fetchone()[0])


def test_the_first_reading_gives_no_lines(bench: Bench) -> None:
    """Whoever wants all records has the file."""
    assert watch(bench) == []


def test_each_change_is_a_line_with_what_was_and_what_is(bench: Bench) -> None:
    """Changed, new and gone."""
    watch(bench)
    before = read_title(bench)
    modify(bench, "new")
    bench.change("DELETE FROM task WHERE Nr = 403")
    bench.change("INSERT INTO task (Betreff, Prio, modified) VALUES ('more', '1', '2026-12-01 00:00:00')")
    lines = watch(bench)
    new = lines[1].pop("id")
    assert lines == [
        {"op": "update", "table": "task", "id": 401, "changed": {"Betreff": [before, "new"]}},
        {"op": "insert", "table": "task", "changed": {"Betreff": [None, "more"], "Prio": [None, "1"]}},
        {"op": "delete", "table": "task", "id": 403, "changed": {}},
    ]
    assert isinstance(new, int)
    assert watch(bench) == []


def test_a_link_is_a_line(bench: Bench) -> None:
    """Of a relation that has come, and of one that has gone."""
    wish = Wish(
        tables=("estate", "relation"), relations=("estate:address:renter",), fields={"estate": ("Id",)}
    )
    bench.change("DELETE FROM relation WHERE type = 'estate:address:renter'")
    bench.change("INSERT INTO relation (type, parent, child) VALUES ('estate:address:renter', 13, 101)")
    bench.run(wish, lines=Lines.WATCHED)
    bench.change("UPDATE relation SET child = 103 WHERE type = 'estate:address:renter'")
    bench.run(wish, lines=Lines.WATCHED)
    assert bench.ask("SELECT op, table_name, id FROM _change ORDER BY seq") == [
        ("insert", "relation", "estate:address:renter/13/103"),
        ("delete", "relation", "estate:address:renter/13/101"),
    ]


def test_changes_that_a_sync_finds_are_given_by_the_next_watch(bench: Bench) -> None:
    """Once a file has been watched, no change is missed."""
    watch(bench)
    modify(bench, "new")
    bench.run(WISH)
    assert [line["id"] for line in watch(bench)] == [401]


def test_lines_that_were_not_had_are_given_again(bench: Bench) -> None:
    """With those that have come meanwhile; what failed is told."""
    watch(bench)

    def refuse(_copy: object) -> int:
        raise PartlyDone("The command of --exec failed")

    modify(bench, "first")
    said: list[str] = []
    with pytest.raises(Enough):
        build_watch(bench, refuse, said=said).run_on()
    assert said == ["The command of --exec failed"]
    modify(bench, "second")
    bench.change("UPDATE task SET modified = '2026-12-01 00:00:01' WHERE Nr = 401")
    assert [line["changed"] for line in watch(bench)][1] == {"Betreff": ["first", "second"]}


def test_a_full_disk_does_not_end_the_watching(bench: Bench) -> None:
    """Somebody makes room, and nobody has to begin anew."""

    def refuse(_copy: Copy) -> int:
        raise DiskFull("crm.db cannot grow: the disk is full")

    said: list[str] = []
    with pytest.raises(Enough):
        build_watch(bench, refuse, rounds=2, said=said).run_on()
    assert said == ["crm.db cannot grow: the disk is full"] * 2


def test_lines_whose_file_could_not_appear_are_given_again(bench: Bench) -> None:
    """The disk was full, or the directory has gone."""

    @contextmanager
    def vanish() -> Iterator[io.StringIO]:
        yield io.StringIO()
        raise OocliError("The file cannot be written")

    watch(bench)
    modify(bench, "Neu")
    with pytest.raises(OocliError):
        build_watch(bench, write_whole(vanish)).run_once()
    assert [line["id"] for line in watch(bench)] == [401]


def test_a_new_field_gives_no_lines(bench: Bench) -> None:
    """Its values are new to the file, not to the office."""
    watch(bench)
    with bench.open() as copy:
        bench.begin(copy, WISH._replace(fields={"task": ("Status",)}), lines=Lines.WATCHED).run()
    assert watch(bench) == []


def test_an_hour_of_watching_grows_nothing(bench: Bench) -> None:
    """Twelve runs, a change in each: neither memory nor file."""
    watch(bench)
    stream = io.StringIO()
    sizes = []

    def hand_on(copy: Copy) -> int:
        assert write_on(stream)(copy) == 1
        gc.collect()
        sizes.append((tracemalloc.get_traced_memory()[0], bench.path.stat().st_size))
        modify(bench, str(len(sizes)))
        bench.change("UPDATE task SET modified = ? WHERE Nr = 401", f"2026-12-01 00:00:{len(sizes):02}")
        return 1

    modify(bench, "begin")
    tracemalloc.start()
    try:
        with pytest.raises(Enough):
            build_watch(bench, hand_on, rounds=12).run_on()
    finally:
        tracemalloc.stop()
    assert sizes[-1][1] <= sizes[1][1]
    assert sizes[-1][0] - sizes[3][0] < 200_000


@pytest.mark.parametrize(("text", "seconds"), [("5m", 300), ("90s", 90), ("1h", 3600), ("1d", 86400)])
def test_an_interval_is_read(text: str, seconds: int) -> None:
    """Seconds, minutes, hours, days."""
    assert read_interval(text, is_local=False) == seconds


@pytest.mark.parametrize(
    ("text", "is_local"), [("30s", False), ("0m", True), ("five", True), ("", True), ("-5m", True)]
)
def test_an_interval_is_refused(text: str, is_local: bool) -> None:
    """None, or too short for a real onOffice."""
    with pytest.raises(UsageError):
        read_interval(text, is_local=is_local)
