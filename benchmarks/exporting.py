"""What a full export costs: time, memory, and how both grow."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from measure import Cost, alternate, list_both, list_rows, office, run, tell, tell_cost

if TYPE_CHECKING:
    from bench import Bench

_HERE = Path(__file__).parent
_ALL = ("read", "estate", "--all", "--fields", "Id", "-o", "ndjson")


def measure_exports(bench: Bench) -> Iterator[Sequence[str]]:
    """Compare full exports without latency with a loop over pages, by elapsed and by processor time."""
    loop = (str(_HERE / "page_loop.py"),)
    with office(bench.sizes.export) as url:
        sides = {
            "Python loop": bench.python(*loop, url, url=url),
            "`--all`": bench.oocli(*_ALL, url=url),
            "`--all`, `oocli[fast]`": bench.oocli(*_ALL, url=url, fast=True),
            "`--all -o json`": bench.oocli(*_ALL[:-1], "json", url=url),
            "`--all --flat`": bench.oocli(*_ALL, "--flat", url=url),
            "`--all --flat`, `oocli[fast]`": bench.oocli(*_ALL, "--flat", url=url, fast=True),
        }
        most = {"`--all`": "0.45", "`--all`, `oocli[fast]`": "0.45"}
        costs = alternate(sides, bench.sizes.exports)
        yield from list_both(costs, most, "Python loop")


def measure_compressed(bench: Bench) -> Iterator[Sequence[str]]:
    """Compare a full export of compressed answers with a loop that gets the same."""
    with office(bench.sizes.export, gzip=True) as url:
        sides = {
            "Python loop": bench.python(str(_HERE / "page_loop.py"), url, url=url),
            "`--all`": bench.oocli(*_ALL, url=url),
            "`--all -o csv`": bench.oocli(*_ALL[:-1], "csv", url=url),
        }
        costs = alternate(sides, bench.sizes.repeats, warm=False)
        for *row, _ in list_both(costs, {}, "Python loop"):
            yield row


def measure_latency(bench: Bench) -> Iterator[Sequence[str]]:
    """Compare a full export with 150 ms latency with a loop in PHP, by elapsed time."""
    if not shutil.which("php"):
        return
    with office(bench.sizes.export, latency=0.15) as url:
        php = bench.other("php", str(_HERE / "sides" / "loop.php"), url=url)
        sides = {"PHP loop": php, "`--all`": bench.oocli(*_ALL, url=url)}
        costs = alternate(sides, bench.sizes.repeats, warm=False)
        yield from list_rows(costs, "elapsed", {"`--all`": "0.1"}, "PHP loop", exact=True)


def measure_memory(bench: Bench) -> Iterator[Sequence[str]]:
    """Compare the memory of a large export with that of a small one, 8 requests in flight."""
    for batch, most in (("1", "1.2"), ("5", "")):
        costs: dict[str, list[Cost]] = {}
        for records in (bench.sizes.flat, bench.sizes.export):
            with office(records, latency=0.05) as url:
                command = bench.oocli(*_ALL, "--jobs", "8", "--batch", batch, url=url)
                name = f"{records:,} records, `--jobs 8 --batch {batch}`"
                costs[name] = [run(command) for _ in range(bench.sizes.exports)]
        small, large = costs
        yield from list_rows(costs, "peak", {large: most}, small)


def measure_table(bench: Bench) -> Iterator[Sequence[str]]:
    """Compare a long table with the same rows as TSV, by processor time."""
    with office(bench.sizes.table) as url:
        read = ("read", "estate", "--all", "--fields", "Id,objekttitel,kaufpreis")
        sides = {
            "tsv": bench.oocli(*read, "-o", "tsv", url=url),
            "table": bench.oocli(*read, "-o", "table", url=url, COLUMNS="120"),
        }
        yield from list_rows(alternate(sides, bench.sizes.exports), "cpu", {"table": "10"}, "tsv")


def measure_growth(bench: Bench) -> Iterator[Sequence[str]]:
    """Time and memory of an export at 150 ms latency as records grow, with the defaults, and the bound."""
    for records in bench.sizes.growth:
        before = _measure_children()
        with office(records, latency=0.15) as url:
            costs = [run(bench.oocli(*_ALL, url=url)) for _ in range(bench.sizes.repeats)]
        elapsed = sum(cost.elapsed for cost in costs)
        own = sum(cost.cpu for cost in costs) / elapsed
        server = (_measure_children() - before) / elapsed - own
        bound = "latency" if max(own, server) < 0.5 else "JSON" if own > server else "server"
        shares = (f"{100 * own:.0f} %", f"{100 * server:.0f} %")
        rate = tell([records / cost.elapsed for cost in costs], "{:,.0f}".format)
        yield f"{records:,}", tell_cost(costs, "elapsed"), rate, *shares, bound, tell_cost(costs, "peak")


def _measure_children() -> float:
    """Give the processor time of every process that was started here and has ended, in seconds."""
    times = os.times()
    return times.children_user + times.children_system


def measure_grid(bench: Bench) -> Iterator[Sequence[str]]:
    """Time of an export at 150 ms latency for requests in flight and actions in each."""
    with office(bench.sizes.grid, latency=0.15) as url:
        for jobs in ("1", "4", "8"):
            sides = {
                batch: bench.oocli(*_ALL, "--jobs", jobs, "--batch", batch, url=url)
                for batch in ("1", "5", "10")
            }
            found = alternate(sides, bench.sizes.repeats, warm=False).values()
            yield jobs, *(f"{tell_cost(costs, 'elapsed')}, {tell_cost(costs, 'peak')}" for costs in found)


SECTIONS = (
    (
        "Full export without latency",
        "Elapsed time of {export:,} records of 30 fields as NDJSON, against a loop of requests,"
        " `json.loads` and `json.dumps`; the last ratio but one is that of processor time. JSON is what"
        " holds it up. Records that nothing is done to are cut out of the answers and not decoded, so that"
        " orjson has nothing to do.",
        ("", "time", "ratio", "processor", "at most"),
        measure_exports,
    ),
    (
        "Full export of compressed answers",
        "The same from a server that compresses with gzip, as the API does; all sides ask for it. Most of the"
        " elapsed time the server compresses, which is the same for all; processor time is that of the side.",
        ("", "time", "ratio", "processor"),
        measure_compressed,
    ),
    (
        "Full export with 150 ms latency",
        "Elapsed time of {export:,} records of 30 fields as NDJSON, against a loop that asks for one page"
        " of 500 after another. Latency holds up the loop; oocli asks for 20 pages at once.",
        ("", "time", "ratio", "at most"),
        measure_latency,
    ),
    (
        "Memory",
        "Peak memory of a full export with 8 requests in flight. It does not grow with the records once all"
        " that may be under way is: `--jobs` times `--batch` pages.",
        ("", "peak", "ratio", "at most"),
        measure_memory,
    ),
    ("A long table", "Processor time of {table:,} rows.", ("", "time", "ratio", "at most"), measure_table),
    (
        "As records grow",
        "A full export with the defaults, 150 ms latency; how busy a processor is with oocli and with the"
        " server meanwhile. The bound is JSON or the server where one of them is busy for more than half"
        " of the time, else the latency.",
        ("records", "time", "records/s", "oocli", "server", "bound", "peak"),
        measure_growth,
    ),
    (
        "Requests in flight, and actions in each",
        "A full export of {grid:,} records, 150 ms latency, `--jobs` down and `--batch` across. Where a"
        " larger number no longer helps, latency is not what holds it up.",
        ("", "1", "5", "10"),
        measure_grid,
    ),
)
"""The sections of ``run.py`` that are measured here."""
