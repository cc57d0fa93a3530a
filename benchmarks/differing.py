"""What it costs to see changes before they are made: ``--diff``, beside a reading of the same records."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from measure import Cost, alternate, list_rows, office, run
from quick_office import Office

if TYPE_CHECKING:
    from bench import Bench

_ROWS = 2_000
_FIELDS = "Id,kaufpreis,lage"
_READ = "`read estate --limit 2000`"


def measure_differences(bench: Bench) -> Iterator[Sequence[str]]:
    """Compare ``--diff`` with a bare read of the same records and fields, by elapsed time."""
    with office(_ROWS, latency=0.15) as url, tempfile.TemporaryDirectory() as folder:
        changes = ("modify", "estate", "--from", _write_rows(Path(folder), _ROWS), "--diff")
        read = ("read", "estate", "--limit", str(_ROWS), "--fields", _FIELDS, "-o", "ndjson")
        sides = {
            _READ: bench.oocli(*read, url=url),
            "`modify estate --diff -o ndjson`": bench.oocli(*changes, "-o", "ndjson", url=url),
            "`modify estate --diff`, for people": bench.oocli(*changes, "-o", "table", url=url),
        }
        costs = alternate(sides, bench.sizes.exports)
    yield from list_rows(costs, "elapsed", {"--diff": "3"}, _READ)


def measure_difference_memory(bench: Bench) -> Iterator[Sequence[str]]:
    """Compare the memory that ``--diff`` of many rows takes with that of few."""
    costs: dict[str, list[Cost]] = {}
    for rows in (bench.sizes.flat, bench.sizes.checks):
        with office(rows) as url, tempfile.TemporaryDirectory() as folder:
            changes = ("modify", "estate", "--from", _write_rows(Path(folder), rows), "--diff", "-o", "table")
            command = bench.oocli(*changes, url=url)
            costs[f"{rows:,} rows"] = [run(command) for _ in range(bench.sizes.repeats)]
    small, large = costs
    yield from list_rows(costs, "peak", {large: "1.2"}, small)


def _write_rows(folder: Path, count: int) -> str:
    """Write a row for each estate of an office, which changes two fields; return the name of the file."""
    sheet = folder / "rows.csv"
    with sheet.open("w", encoding="utf-8") as file:
        file.write(f"{_FIELDS}\n")
        file.writelines(f"{number},{number % 5 + 1}00000,Am Wald {number}\n" for number in Office(count).ids)
    return str(sheet)


SECTIONS = (
    (
        "Changes before they are made",
        "Elapsed time of `--diff` with 2,000 rows at 150 ms latency, which reads their records, against a"
        " bare reading of the same.",
        ("", "time", "ratio", "at most"),
        measure_differences,
    ),
    (
        "Many changes before they are made",
        "Peak memory of `--diff`; neither rows nor records are kept.",
        ("", "peak", "ratio", "at most"),
        measure_difference_memory,
    ),
)
