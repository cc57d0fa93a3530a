"""What many writes cost, and the check that comes before them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from measure import list_rows, office, run, tell, tell_cost

if TYPE_CHECKING:
    from bench import Bench


def measure_writes(bench: Bench) -> Iterator[Sequence[str]]:
    """Compare creating records with the defaults with one in a request and one request at a time, per row."""
    sides = (
        ("`--jobs 1 --batch 1`", bench.sizes.singles, ("--jobs", "1", "--batch", "1")),
        ("`--jobs 1 --batch 10`", bench.sizes.writes // 10, ("--jobs", "1", "--batch", "10")),
        ("the defaults", bench.sizes.writes, ()),
    )
    rates: list[list[float]] = []
    with office(1, latency=0.15) as url:
        for name, count, words in sides:
            costs = []
            create = ("create", "address", "--from", bench.write_rows(count), "--yes", "--again", *words)
            for _ in range(bench.sizes.repeats):
                costs.append(run(bench.oocli(*create, url=url)))
            rates.append([count / cost.elapsed for cost in costs])
            ratios = [mine / other for mine, other in zip(rates[-1], rates[0], strict=True)]
            ratio = tell(ratios, "{:.1f}".format)
            yield name, f"{count:,}", tell_cost(costs, "elapsed"), ratio, "45" if not words else ""


def measure_checks(bench: Bench) -> Iterator[Sequence[str]]:
    """Compare the memory that the check of many rows takes with that of few."""
    costs = {
        f"{count:,} rows": [
            run(bench.oocli("create", "address", "--from", bench.write_rows(count), "--dry-run"))
            for _ in range(bench.sizes.repeats)
        ]
        for count in (bench.sizes.flat, bench.sizes.checks)
    }
    small, large = costs
    yield from list_rows(costs, "peak", {large: "1.2"}, small)


SECTIONS = (
    (
        "Many writes",
        "Creating addresses from a file at 150 ms latency, by rows a second against one a request. Every row"
        " is on disk before it is sent and after. Why the pace is what it is: [Speed](bulk.md#speed).",
        ("", "rows", "time", "ratio", "at least"),
        measure_writes,
    ),
    (
        "Checking many rows",
        "Peak memory of `--dry-run`, which looks at every row; none is kept.",
        ("", "peak", "ratio", "at most"),
        measure_checks,
    ),
)
"""The sections of ``run.py`` that are measured here."""
