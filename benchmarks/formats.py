"""What each format costs beside loops with json and orjson, and beside the latency of its requests."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING

from measure import Command, alternate, list_both, office, tell, tell_cost

if TYPE_CHECKING:
    from bench import Bench

_HERE = Path(__file__).parent
_READ = ("read", "estate", "--all", "--fields", "Id")
_FORMATS = {
    "ndjson": ("-o", "ndjson"),
    "csv": ("-o", "csv"),
    "tsv": ("-o", "tsv"),
    "excel-de": ("-o", "csv", "--dialect", "excel-de"),
    "flat": ("-o", "ndjson", "--flat"),
    "typed": ("-o", "ndjson", "--typed"),
}
_MOST = {
    "ndjson": ("0.45", "0.45"),
    "csv": ("1.0", "0.75"),
    "tsv": ("1.0", "0.75"),
    "excel-de": ("1.3", "1.0"),
    "flat": ("", "0.7"),
    "typed": ("1.3", "0.9"),
}
"""At most so many times a loop with json, without orjson and with it."""

_LATENCY = 0.15  # seconds
_FILLED = 450  # records that a page of 500 is cut to hold, see paging/spans.py
_BATCH, _JOBS = 5, 4  # the defaults
_MOST_OF_FLOOR = "1.3"
_WIDE = ("--jobs", "16", "--batch", "50")


def measure_formats(bench: Bench) -> Iterator[Sequence[str]]:
    """Compare each format without latency with a loop, by elapsed and by processor time."""
    with office(bench.sizes.export) as url:
        for name, words in _FORMATS.items():
            sides = {
                f"{name}: loop, json": _loop(bench, url, name),
                f"{name}: loop, orjson": _loop(bench, url, name, fast=True),
                f"`{' '.join(words)}`": bench.oocli(*_READ, *words, url=url),
                f"`{' '.join(words)}`, `oocli[fast]`": bench.oocli(*_READ, *words, url=url, fast=True),
            }
            if name == "ndjson" and shutil.which("php"):
                php = ("php", str(_HERE / "sides" / "loop.php"))
                sides["ndjson: PHP loop"] = bench.other(*php, url=url)
            costs = alternate(sides, bench.sizes.repeats)
            limits = dict(zip(list(sides)[2:4], _MOST[name], strict=True))
            yield from list_both(costs, limits, f"{name}: loop, json")


def measure_floor(bench: Bench) -> Iterator[Sequence[str]]:
    """Compare each format at 150 ms latency with the latency of its requests, four of which are in flight."""
    requests = ceil(bench.sizes.export / _FILLED / _BATCH)
    floor = requests / _JOBS * _LATENCY
    yield f"{requests} requests, {_JOBS} in flight", f"{floor:.2f} s", "1.00", ""
    with office(bench.sizes.export, latency=_LATENCY) as url:
        sides = {
            name + (", `oocli[fast]`" if fast else ""): bench.oocli(*_READ, *words, url=url, fast=fast)
            for fast in (False, True)
            for name, words in _FORMATS.items()
        }
        for name, costs in alternate(sides, bench.sizes.repeats, warm=False).items():
            ratio = tell([cost.elapsed / floor for cost in costs], "{:.2f}".format)
            yield name, tell_cost(costs, "elapsed"), ratio, _MOST_OF_FLOOR


def measure_window(bench: Bench) -> Iterator[Sequence[str]]:
    """Peak memory with the defaults, and with as much in flight as can be asked for."""
    with office(bench.sizes.export, latency=_LATENCY) as url:
        limits = {("-o", "ndjson"): "60 MiB", ("-o", "csv"): "60 MiB", _WIDE: "160 MiB"}
        sides = {f"`{' '.join(words)}`": bench.oocli(*_READ, *words, url=url) for words in limits}
        costs = alternate(sides, bench.sizes.repeats, warm=False)
        for (name, found), limit in zip(costs.items(), limits.values(), strict=True):
            yield name, tell_cost(found, "peak"), limit


def _loop(bench: Bench, url: str, name: str, *, fast: bool = False) -> Command:
    words = (str(_HERE / "page_loop.py"), url, name)
    if not fast:
        return bench.python(*words, url=url)
    return bench.other(str(bench.fast / "python"), *words, "--orjson", url=url)


SECTIONS = (
    (
        "Every format without latency",
        "Elapsed time of {export:,} records of 30 fields against a loop of requests with json or csv, and"
        " with orjson for reading and for JSON; the last ratio but one is that of processor time. All sides"
        " ask for the same fields over a connection that is kept open (the PHP loop makes one for each"
        " request, as the SDK does), and the server compresses for none. The loops write what they read: they"
        " type nothing, and guard no cell of a spreadsheet.",
        ("", "time", "ratio", "processor", "at most"),
        measure_formats,
    ),
    (
        "Every format with 150 ms latency",
        "Elapsed time of {export:,} records of 30 fields with the defaults, against that of the requests:"
        " a page is cut to hold 450 records, five go in a request, four requests are in flight. An answer"
        " begins 150 ms after its request has come.",
        ("", "time", "ratio", "at most"),
        measure_floor,
    ),
    (
        "Memory of what is in flight",
        "Peak memory of {export:,} records of 30 fields at 150 ms latency.",
        ("", "peak", "at most"),
        measure_window,
    ),
)
