"""What grows with rows and records: how fast rows are checked, and that a thousand cost the same everywhere.

Each figure is processor time. A start of the program is in the smallest one, too, so what a row costs
is taken from the differences.
"""

from collections.abc import Callable, Iterator, Sequence
from statistics import median
from typing import TYPE_CHECKING

from measure import Command, office, run

if TYPE_CHECKING:
    from bench import Bench

COUNTS = (1_000, 10_000, 100_000)
"""Rows or records."""

_LISTED = 10_000  # numbers in a condition; a command line takes no more in one word
_MOST = "1.5"  # times as much for one of the many as for one of the few
_FIELDS = ("--fields", "Id,objekttitel,kaufpreis")


def measure_rate(bench: "Bench") -> Iterator[Sequence[str]]:
    """Rows a second that are checked once the fields are known, beside the start of the program."""
    few, many = (bench.write_rows(count) for count in (1, bench.sizes.checks))
    with office(1) as url:
        run(bench.oocli("fields", "address", url=url))

        def check(sheet: str) -> float:
            command = bench.oocli("create", "address", "--from", sheet, "--dry-run", url=url)
            return median(run(command).cpu for _ in range(bench.sizes.exports))

        rate = bench.sizes.checks / (check(many) - check(few))
    yield f"{bench.sizes.checks:,} rows of 6 columns, `--dry-run`", f"{rate:,.0f}", "30,000"


def measure_growing(bench: "Bench") -> Iterator[Sequence[str]]:
    """Time for some thousand, ten times as many and a hundred times as many, and what one more costs."""
    counts = COUNTS[:-1] if bench.sizes.checks < COUNTS[-1] else COUNTS
    with office(COUNTS[-1]) as url:
        run(bench.oocli("fields", "address", url=url))

        def finish(count: int) -> Command:
            sheet = bench.write_rows(count)
            words = ("create", "address", "--from", sheet, "--yes", "--results", f"{sheet}.results")
            run(bench.oocli(*words, url=url))
            return bench.oocli(*words, "--resume", url=url)

        def check(count: int) -> Command:
            return bench.oocli("create", "address", "--from", bench.write_rows(count), "--dry-run", url=url)

        def list_numbers(count: int) -> Command:
            numbers = ",".join(str(number * 3 + number * 7 % 3) for number in range(1, count + 1))
            return bench.oocli("read", "estate", "--all", "--where", f"Id in ({numbers})", *_FIELDS, url=url)

        def draw(count: int) -> Command:
            words = ("read", "estate", "--limit", str(count), *_FIELDS, "-o", "table")
            return bench.oocli(*words, url=url, COLUMNS="120")

        yield _grow("rows checked", check, counts)
        yield _grow("rows of a journal that is done, `--resume`", finish, counts)
        yield _grow("records of a table", draw, counts)
        yield _grow("numbers in `--where 'Id in (...)'`", list_numbers, [n for n in counts if n <= _LISTED])


def _grow(name: str, make: Callable[[int], Command], counts: Sequence[int]) -> Sequence[str]:
    """Return a row: the times, and how many times as much one of the many costs as one of the few."""
    commands = [make(count) for count in counts]
    times = [median(run(command).cpu for _ in range(3)) for command in commands]
    shown = [f"{time:.2f} s" for time in times] + ["-"] * (len(COUNTS) - len(times))
    if len(times) < len(COUNTS):
        return name, *shown, "-", ""
    small = (times[1] - times[0]) / (counts[1] - counts[0])
    large = (times[2] - times[1]) / (counts[2] - counts[1])
    return name, *shown, f"{large / small:.2f}", _MOST


SECTIONS = (
    (
        "Rows a second",
        "Rows that are checked in a second of processor time, once the fields of the module are known.",
        ("", "rows/s", "at least"),
        measure_rate,
    ),
    (
        "As rows grow",
        "Processor time for a thousand, ten thousand, a hundred thousand. The growth is what one more costs"
        " among the many by what it costs among the few, 1 where all is linear. A command line has no room"
        " for a hundred thousand numbers.",
        ("", *(f"{count:,}" for count in COUNTS), "growth", "at most"),
        measure_growing,
    ),
)
"""The sections of ``run.py`` that are measured here."""
