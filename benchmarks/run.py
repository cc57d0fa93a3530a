"""All benchmarks in one go: ``make bench`` writes what they find to docs/benchmarks.md.

``python benchmarks/run.py PLAIN FAST [--others DIR] [--only SECTION] [--write FILE] [--quick]``: two
virtual environments with oocli installed, without and with orjson, and one with sqlite-utils and dlt.
Rows whose other side is not installed here (php, curl, openssl, jq, and these two) are left out.
``--quick`` takes small numbers, to see that everything runs.
"""

import argparse
import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import NamedTuple

from copying import FIELDS, count_bytes
from differing import SECTIONS as DIFFERENCES
from formats import SECTIONS as FORMATS
from growing import GROWING
from measure import Command, Cost, alternate, find_ratio, office, run
from serving import SECTION as SERVING
from transfers import measure_blocks, measure_downloads, measure_uploads

HERE = Path(__file__).parent
CERTIFICATE = HERE.parent / "tests" / "samples" / "tls" / "localhost.pem"
ACCOUNT = {"OOCLI_TOKEN": "t" * 32, "OOCLI_SECRET": "s" * 64}
ALL = ("read", "estate", "--all", "--fields", "Id", "-o", "ndjson")


class Sizes(NamedTuple):
    """How much is done: runs of each side, records of each part."""

    starts: int = 15
    exports: int = 3
    export: int = 200_000
    flat: int = 5_000
    table: int = 20_000
    growth: tuple[int, ...] = (1_000, 10_000, 100_000, 1_000_000)
    grid: int = 20_000
    writes: int = 10_000
    singles: int = 200
    checks: int = 200_000
    pictures: int = 500


QUICK = Sizes(2, 1, 4_000, 1_000, 1_000, (1_000, 2_000), 2_000, 1_000, 20, 20_000, 50)


class Bench:
    """Two installations of oocli, an empty home directory, and the rows that were found."""

    def __init__(self, plain: Path, fast: Path, home: Path, sizes: Sizes, others: Path) -> None:
        self.plain, self.fast, self.sizes = plain / "bin", fast / "bin", sizes
        self._others = others / "bin"
        self._home = {"HOME": str(home), "LC_ALL": "C.UTF-8"}
        self._folder = home

    def oocli(self, *words: str, url: str = "", fast: bool = False, **environ: str) -> Command:
        """Give a command line of oocli."""
        account = {**ACCOUNT, "OOCLI_URL": url} if url else {}
        program = (self.fast if fast else self.plain) / "oocli"
        return Command([str(program), *words], {**self._home, **account, **environ})

    def list_others(self, folder: str) -> Mapping[str, str]:
        """Give what else keeps records in a SQLite file, as far as it is installed, as shell commands."""
        upsert, python = self._others / "sqlite-utils", self._others / "python"
        merge = (
            f"RUNTIME__DLTHUB_TELEMETRY=false {python} -W ignore {HERE / 'sides' / 'dlt_merge.py'} {folder}"
        )
        others = {}
        if upsert.exists():
            others["`sqlite-utils upsert`"] = f"{upsert} upsert {folder}/upsert.db estate - --pk _id --nl"
        if list(self._others.parent.glob("lib/python*/site-packages/dlt")):
            others["dlt, `merge`"] = merge
        return others

    def other(self, *words: str, url: str = "", **environ: str) -> Command:
        """Give a command line of something else."""
        return Command(words, {**self._home, **ACCOUNT, "OOCLI_URL": url, **environ})

    def python(self, *words: str, url: str = "") -> Command:
        """Give a command line of the same Python."""
        return self.other(str(self.plain / "python"), *words, url=url)

    def write_rows(self, count: int) -> str:
        """Write so many rows of addresses; give the name of the file, a new one each time."""
        sheet = self._folder / f"rows-{len(list(self._folder.glob('rows-*')))}-{count}.csv"
        with sheet.open("w", encoding="utf-8") as file:
            file.write("Vorname,Name,Plz,Ort,Strasse,Telefon1\n")
            file.writelines(
                f"Erika,Muster {row},{row % 90000 + 1067:05d},Köln,Am Weg {row},0221 {row}\n"
                for row in range(count)
            )
        return str(sheet)

    @property
    def bare(self) -> Command:
        """Start Python and end it."""
        return self.python("-c", "pass")


def measure_starts(bench: Bench) -> Iterator[Sequence[str]]:
    """Compare what needs no network with a bare start of Python, by processor time."""
    sides = {
        "`python -c pass`": bench.bare,
        "`python -c 'import typer'`": bench.python("-c", "import typer"),
        "`python -c 'import requests'`": bench.python("-c", "import requests"),
        "`oocli --version`": bench.oocli("--version"),
        "completion of a verb": bench.oocli("__complete", "zsh", "oocli", "re"),
        "completion of an option": bench.oocli("__complete", "zsh", "oocli", "read", "estate", "--li"),
        "`oocli --help`": bench.oocli("--help"),
        "`oocli read estate --help`": bench.oocli("read", "estate", "--help"),
        "`oocli calls mail`": bench.oocli("calls", "mail"),
        "`oocli read estate --dry-run`": bench.oocli("--sandbox", "read", "estate", "--dry-run"),
    }
    most = {"--version": "1.3", "completion": "1.5", "--help": "2", "calls": "15", "--dry-run": "8.5"}
    yield from _rows(alternate(sides, bench.sizes.starts), "cpu", most, "`python -c pass`")


def measure_reads(bench: Bench) -> Iterator[Sequence[str]]:
    """Compare one signed read of 20 records over loopback, and one write, by processor time."""
    with office(1000) as url:
        read = ("read", "estate", "--fields", "Id,objekttitel,kaufpreis")
        sides = {
            "`python -c pass`": bench.bare,
            "20 records as ndjson": bench.oocli(*read, "-o", "ndjson", url=url),
            "20 records as a table": bench.oocli(*read, "-o", "table", url=url, COLUMNS="120"),
            "a write": bench.oocli("create", "address", "--set", "Name=Muster", "-o", "ndjson", url=url),
        }
        most = {"ndjson": "12", "table": "20", "a write": "12"}
        yield from _rows(alternate(sides, bench.sizes.starts), "cpu", most, "`python -c pass`")
    if not all(map(shutil.which, ("curl", "openssl", "jq"))):
        return
    with office(1000, tls=True) as url:
        bundle = str(CERTIFICATE)
        sides = {
            "curl + openssl + jq": bench.other(
                "sh", str(HERE / "sides" / "read.sh"), url=url, CURL_CA_BUNDLE=bundle
            ),
            "20 records over TLS": bench.oocli(*read, "-o", "ndjson", url=url, REQUESTS_CA_BUNDLE=bundle),
        }
        costs = alternate(sides, bench.sizes.starts)
        yield from _rows(costs, "cpu", {"TLS": "2.6"}, "curl + openssl + jq")


def measure_exports(bench: Bench) -> Iterator[Sequence[str]]:
    """Compare full exports without latency with a loop over pages, by elapsed and by processor time."""
    loop = (str(HERE / "page_loop.py"),)
    with office(bench.sizes.export) as url:
        sides = {
            "Python loop": bench.python(*loop, url, url=url),
            "`--all`": bench.oocli(*ALL, url=url),
            "`--all`, `oocli[fast]`": bench.oocli(*ALL, url=url, fast=True),
            "`--all -o json`": bench.oocli(*ALL[:-1], "json", url=url),
            "`--all --flat`": bench.oocli(*ALL, "--flat", url=url),
            "`--all --flat`, `oocli[fast]`": bench.oocli(*ALL, "--flat", url=url, fast=True),
        }
        most = {"`--all`": "0.6", "`--all`, `oocli[fast]`": "0.4"}
        costs = alternate(sides, bench.sizes.exports)
        elapsed = _rows(costs, "elapsed", most, "Python loop", exact=True)
        for row, (*_, processor, _) in zip(elapsed, _rows(costs, "cpu", {}, "Python loop"), strict=True):
            yield *row[:3], processor, row[3]


def measure_latency(bench: Bench) -> Iterator[Sequence[str]]:
    """Compare a full export with 150 ms latency with a loop in PHP, by elapsed time."""
    if not shutil.which("php"):
        return
    with office(bench.sizes.export, latency=0.15) as url:
        php = bench.other("php", str(HERE / "sides" / "loop.php"), url=url)
        sides = {"PHP loop": php, "`--all`": bench.oocli(*ALL, url=url)}
        costs = {name: [run(command)] for name, command in sides.items()}
        yield from _rows(costs, "elapsed", {"`--all`": "0.1"}, "PHP loop", exact=True)


def measure_memory(bench: Bench) -> Iterator[Sequence[str]]:
    """Compare the memory of a large export with that of a small one, 8 requests in flight."""
    for batch, most in (("1", "1.2"), ("5", "")):
        costs: dict[str, list[Cost]] = {}
        for records in (bench.sizes.flat, bench.sizes.export):
            with office(records, latency=0.05) as url:
                command = bench.oocli(*ALL, "--jobs", "8", "--batch", batch, url=url)
                name = f"{records:,} records, `--jobs 8 --batch {batch}`"
                costs[name] = [run(command) for _ in range(bench.sizes.exports)]
        small, large = costs
        yield from _rows(costs, "peak", {large: most}, small)


def measure_table(bench: Bench) -> Iterator[Sequence[str]]:
    """Compare a long table with the same rows as TSV, by processor time."""
    with office(bench.sizes.table) as url:
        read = ("read", "estate", "--all", "--fields", "Id,objekttitel,kaufpreis")
        sides = {
            "tsv": bench.oocli(*read, "-o", "tsv", url=url),
            "table": bench.oocli(*read, "-o", "table", url=url, COLUMNS="120"),
        }
        yield from _rows(alternate(sides, bench.sizes.exports), "cpu", {"table": "10"}, "tsv")


def measure_copies(bench: Bench) -> Iterator[Sequence[str]]:
    """Compare a first copy, and one that is there already, with a full export of the same fields."""
    fields = ",".join(FIELDS)
    export = ("read", "estate", "--all", "--fields", fields)
    with office(bench.sizes.table) as url, tempfile.TemporaryDirectory() as folder:
        first, known = f"{folder}/first.db", f"{folder}/known.db"
        oocli = bench.oocli("sync", known, "estate", "--fields", f"estate={fields}", url=url)
        run(oocli)
        program = oocli.words[0]
        made = f'rm -f {first}*; exec {program} sync {first} estate --fields "estate={fields}"'
        sides = {
            "`read --all -o ndjson`": bench.oocli(*export, "-o", "ndjson", url=url),
            "first `sync`": bench.other("sh", "-c", made, url=url),
            "`sync` again": bench.oocli("sync", known, url=url),
        }
        records = f"{program} {' '.join(export)} -o ndjson --flat"
        for name, words in bench.list_others(folder).items():
            pipe = bench.other("sh", "-c", f"{records} | {words}", url=url)
            sides[f"`... --flat` into {name}"] = pipe
        costs = alternate(sides, bench.sizes.exports)
        yield from _rows(costs, "elapsed", {"first": "1.5"}, "`read --all -o ndjson`")


def measure_copied_bytes(bench: Bench) -> Iterator[Sequence[str]]:
    """Count what moves over the line: for all records, for no change, and for 1 % of them."""
    counts = count_bytes(bench.sizes.table)
    for name, key, most in (
        ("first `sync`", "first", ""),
        ("`sync`, nothing has changed", "again", "2 MB"),
        ("`sync`, 1 % have changed", "changed", "12 %"),
    ):
        yield name, f"{counts[key] / 1e6:.1f} MB", f"{100 * counts[key] / counts['first']:.1f} %", most


def measure_copy_memory(bench: Bench) -> Iterator[Sequence[str]]:
    """Compare the memory of a large copy with that of a small one."""
    costs: dict[str, list[Cost]] = {}
    for records in (bench.sizes.table, bench.sizes.export):
        with office(records) as url, tempfile.TemporaryDirectory() as folder:
            words = ("estate", "--fields", f"estate={','.join(FIELDS)}")
            command = bench.oocli("sync", f"{folder}/crm.db", *words, url=url)
            costs[f"first `sync` of {records:,} records"] = [run(command)]
    small, large = costs
    yield from _rows(costs, "peak", {large: "1.2"}, small)


def measure_growth(bench: Bench) -> Iterator[Sequence[str]]:
    """Time and memory of an export at 150 ms latency as records grow, with the defaults, and the bound."""
    for records in bench.sizes.growth:
        before = _measure_children()
        with office(records, latency=0.15) as url:
            cost = run(bench.oocli(*ALL, url=url))
        own = cost.cpu / cost.elapsed
        server = (_measure_children() - before) / cost.elapsed - own
        bound = "latency" if max(own, server) < 0.5 else "JSON" if own > server else "server"
        shares = (f"{100 * own:.0f} %", f"{100 * server:.0f} %")
        rate = f"{records / cost.elapsed:,.0f}"
        yield f"{records:,}", f"{cost.elapsed:.1f} s", rate, *shares, bound, f"{cost.peak:.0f} MiB"


def _measure_children() -> float:
    """Give the processor time of every process that was started here and has ended, in seconds."""
    times = os.times()
    return times.children_user + times.children_system


def measure_grid(bench: Bench) -> Iterator[Sequence[str]]:
    """Time of an export at 150 ms latency for requests in flight and actions in each."""
    with office(bench.sizes.grid, latency=0.15) as url:
        for jobs in ("1", "4", "8"):
            costs = [
                run(bench.oocli(*ALL, "--jobs", jobs, "--batch", batch, url=url))
                for batch in ("1", "5", "10")
            ]
            yield jobs, *(f"{cost.elapsed:.1f} s, {cost.peak:.0f} MiB" for cost in costs)


def measure_writes(bench: Bench) -> Iterator[Sequence[str]]:
    """Compare creating records with the defaults with one in a request and one request at a time, per row."""
    sides = (
        ("`--jobs 1 --batch 1`", bench.sizes.singles, ("--jobs", "1", "--batch", "1")),
        ("`--jobs 1 --batch 10`", bench.sizes.writes // 10, ("--jobs", "1", "--batch", "10")),
        ("the defaults", bench.sizes.writes, ()),
    )
    rates: list[float] = []
    with office(1, latency=0.15) as url:
        for name, count, words in sides:
            create = ("create", "address", "--from", bench.write_rows(count), "--yes", *words)
            cost = run(bench.oocli(*create, url=url))
            rates.append(count / cost.elapsed)
            limit = "45" if not words else ""
            yield name, f"{count:,}", f"{cost.elapsed:.1f} s", f"{rates[-1] / rates[0]:.1f}", limit


def measure_checks(bench: Bench) -> Iterator[Sequence[str]]:
    """Compare the memory that the check of many rows takes with that of few."""
    costs = {
        f"{count:,} rows": [
            run(bench.oocli("create", "address", "--from", bench.write_rows(count), "--dry-run"))
        ]
        for count in (bench.sizes.flat, bench.sizes.checks)
    }
    small, large = costs
    yield from _rows(costs, "peak", {large: "1.2"}, small)


def _rows(
    costs: Mapping[str, Sequence[Cost]],
    key: str,
    most: Mapping[str, str],
    against: str,
    *,
    exact: bool = False,
) -> Iterator[Sequence[str]]:
    """Give a row for each side: name, what it took, ratio, and the ratio it is to keep below."""
    for name, found in costs.items():
        value = median(getattr(cost, key) for cost in found)
        shown = (
            f"{value:.0f} MiB"
            if key == "peak"
            else f"{value:.2f} s"
            if value > 1
            else f"{value * 1000:.0f} ms"
        )
        limit = next((text for part, text in most.items() if (part == name if exact else part in name)), "")
        ratio = find_ratio(found, costs[against], key)
        yield name, shown, f"{ratio:.2f}", limit


SECTIONS = (
    (
        "Start",
        "Processor time against a bare start of the same Python.",
        ("", "time", "ratio", "at most"),
        measure_starts,
    ),
    (
        "One read",
        "Processor time of a signed read of 20 records over loopback, or of a write, all processes together.",
        ("", "time", "ratio", "at most"),
        measure_reads,
    ),
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
        "A copy of the office",
        "Elapsed time of `oocli sync` with {table:,} estates of 23 fields, against an export of the same."
        " Other tools that keep records in a SQLite file get them from a pipe; their file is there already,"
        " and none of them sees what is gone.",
        ("", "time", "ratio", "at most"),
        measure_copies,
    ),
    (
        "What a copy moves",
        "Bytes of requests and answers for {table:,} estates of 23 fields.",
        ("", "moved", "of all", "at most"),
        measure_copied_bytes,
    ),
    (
        "Memory of a copy",
        "Peak memory; the numbers of the records stand on disk.",
        ("", "peak", "ratio", "at most"),
        measure_copy_memory,
    ),
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
    *DIFFERENCES,
    SERVING,
    (
        "Many files",
        "Elapsed time of storing {pictures:,} pictures of 150 kB with 25 estates at 50 ms latency, against"
        " a loop that uploads and links one after another. `curl` gets requests that were made before.",
        ("", "time", "peak", "ratio", "at most"),
        measure_uploads,
    ),
    (
        "Many files down",
        "Elapsed time of {pictures:,} pictures of 150 kB of 25 estates at 50 ms latency, against a loop"
        " that lists and gets one after another. `curl` gets requests that were made before, and lists none.",
        ("", "time", "peak", "ratio", "at most"),
        measure_downloads,
    ),
    (
        "A large file",
        "Elapsed time of 50 MB at 50 ms latency, in blocks of half a megabyte and in those that are chosen.",
        ("", "time", "peak", "ratio", "at most"),
        measure_blocks,
    ),
    *GROWING,
    *FORMATS,
)

_ABOUT = """# Benchmarks

Made by `make bench`, which runs all sides in turns on one machine. Figures of another machine
differ; ratios hardly do. A ratio is the median of the ratios of neighbouring runs; "at most" is what
it is meant to keep below. The server is `benchmarks/quick_office.py`, a process of its own on the same
machine.

{machine}
"""


def main() -> None:
    """Measure everything, print it, and write it to a file where one is named."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("plain", type=Path)
    parser.add_argument("fast", type=Path)
    parser.add_argument("--others", type=Path, default=Path("build/bench/others"))
    parser.add_argument("--only", default="", help="title of the one section to measure")
    parser.add_argument("--write", type=Path)
    parser.add_argument("--quick", action="store_true")
    asked = parser.parse_args()
    sizes = QUICK if asked.quick else Sizes()
    version = f"Python {platform.python_version()}, {platform.system()}"
    text = _say(_ABOUT.format(machine=f"Measured with {version}."))
    with tempfile.TemporaryDirectory() as home:
        others = asked.others.absolute()
        bench = Bench(asked.plain.absolute(), asked.fast.absolute(), Path(home), sizes, others)
        for title, about, columns, measure in SECTIONS:
            if asked.only not in ("", title):
                continue
            text += _say(f"\n## {title}\n\n{about.format(**sizes._asdict())}\n\n")
            text += _say(f"| {' | '.join(columns)} |\n|{'---|' * len(columns)}\n")
            for row in measure(bench):
                text += _say(f"| {' | '.join(row)} |\n")
    if asked.write:
        asked.write.write_text(text, encoding="utf-8")


def _say(text: str) -> str:
    sys.stdout.write(text)
    sys.stdout.flush()
    return text


if __name__ == "__main__":
    main()
