"""How much faster a full export is than one 500-page request after another, and what it costs in memory.

``python benchmarks/export.py [--records N] [--latency SECONDS] [--sweep]`` runs both sides
in one go against the same server on loopback, checks that the outputs hold the same
records, and prints ratios. ``--sweep`` tries pages in a request and requests in flight.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
SWEEP = [(jobs, batch) for batch in (1, 5, 10) for jobs in (1, 4, 8)]


@dataclass(frozen=True)
class Run:
    """One measured process: its name, seconds, MiB at the peak, ids it wrote."""

    name: str
    seconds: float
    peak: float
    ids: int


def measure(name: str, command: list[str], environ: dict[str, str]) -> Run:
    """Run a command that writes NDJSON and measure it."""
    with tempfile.TemporaryFile() as output:
        began = time.perf_counter()
        process = subprocess.Popen(command, stdout=output, env=environ)  # noqa: S603 - our own scripts
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise SystemExit(f"{name} failed with exit code {process.returncode}")
        output.seek(0)
        ids = {json.loads(line)["id"] for line in output}
    return Run(name, seconds, usage.ru_maxrss / 1024, len(ids))


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--records", type=int, default=50_000)
    parser.add_argument("--latency", type=float, default=0.15, help="seconds from request to answer")
    parser.add_argument("--sweep", action="store_true", help="try --jobs and --batch")
    asked = parser.parse_args()
    with serve(asked.records, asked.latency) as url:
        sys.stdout.write(
            f"{asked.records:,} records of 30 fields, {asked.latency * 1000:.0f} ms latency\n\n"
            f"{'':44} {'seconds':>8} {'times as fast':>14} {'peak MiB':>9}\n"
        )
        runs = _run_all(url, sweep=asked.sweep)
    if {run.ids for run in runs} != {asked.records}:
        raise SystemExit(f"records differ: {[run.ids for run in runs]}")


@contextmanager
def serve(records: int, latency: float) -> Iterator[str]:
    """Run the made-up onOffice as a process of its own; gives its address."""
    command = [sys.executable, str(HERE / "office.py"), "--records", str(records), "--latency", str(latency)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:  # noqa: S603 - our own script
        try:
            yield server.stdout.readline().strip() if server.stdout else ""
        finally:
            server.kill()


def _run_all(url: str, *, sweep: bool) -> list[Run]:
    environ = {
        **os.environ,
        "OOCLI_URL": url,
        "OOCLI_TOKEN": "t" * 32,
        "OOCLI_SECRET": "s" * 64,
    }
    oocli = [sys.executable, "-m", "oocli", "read", "estate", "--fields", "Id", "--all", "-o", "ndjson"]
    loop = measure(
        "one 500-page request after another", [sys.executable, str(HERE / "page_loop.py"), url], environ
    )
    _print(loop, loop)
    runs = [loop]
    sides = {"oocli read estate --all": oocli}
    if sweep:
        sides |= {
            f"--jobs {jobs} --batch {batch}": [*oocli, "--jobs", str(jobs), "--batch", str(batch)]
            for jobs, batch in SWEEP
        }
    for name, command in sides.items():
        runs.append(measure(name, command, environ))
        _print(runs[-1], loop)
    return runs


def _print(run: Run, loop: Run) -> None:
    times = loop.seconds / run.seconds
    sys.stdout.write(f"{run.name:44} {run.seconds:8.2f} {times:14.1f} {run.peak:9.1f}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
