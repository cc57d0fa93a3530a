"""Run commands as processes of their own, one side after the other, and see what they cost.

Every figure of ``docs/benchmarks.md`` comes from here. Sides are run in turns, and a ratio is the
median of the ratios of neighbouring runs, so that a machine which is slow for a while is
slow for both. Linux and macOS.
"""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import NamedTuple

_OFFICE = Path(__file__).parent / "quick_office.py"
_PEAK_UNIT = 1024 * 1024 if sys.platform == "darwin" else 1024  # of ru_maxrss, to MiB


class Cost(NamedTuple):
    """What one run of a command cost.

    Attributes:
        cpu: seconds of processor time, of its children too.
        elapsed: seconds from start to end.
        peak: MiB of memory at most.
    """

    cpu: float
    elapsed: float
    peak: float


class Command(NamedTuple):
    """A command line and the variables it gets beside those of the caller."""

    words: Sequence[str]
    environ: Mapping[str, str] = {}


def run(command: Command, output: str = os.devnull) -> Cost:
    """Run a command to its end.

    Raises:
        SystemExit: it failed.
    """
    kept = {name: value for name, value in os.environ.items() if not name.startswith("OOCLI_")}
    with Path(output).open("wb") as target:
        began = perf_counter()
        process = subprocess.Popen(  # noqa: S603 - commands of run.py
            command.words, stdout=target, env={**kept, **command.environ}
        )
        _, status, usage = os.wait4(process.pid, 0)
        elapsed = perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(command.words)} failed with exit code {process.returncode}")
    return Cost(usage.ru_utime + usage.ru_stime, elapsed, usage.ru_maxrss / _PEAK_UNIT)


def alternate(sides: Mapping[str, Command], rounds: int) -> dict[str, list[Cost]]:
    """Run the sides in turns, so many rounds after one that does not count; give the costs of each."""
    for command in sides.values():
        run(command)
    costs: dict[str, list[Cost]] = {name: [] for name in sides}
    for _ in range(rounds):
        for name, command in sides.items():
            costs[name].append(run(command))
    return costs


def find_ratio(costs: Sequence[Cost], against: Sequence[Cost], key: str) -> float:
    """Give how many times as much of ``cpu``, ``elapsed`` or ``peak`` the first side takes."""
    pairs = zip(costs, against, strict=True)
    ratios: list[float] = [getattr(mine, key) / getattr(other, key) for mine, other in pairs]
    return median(ratios)


@contextmanager
def office(records: int, *, latency: float = 0.0, tls: bool = False) -> Iterator[str]:
    """Serve so many estates while the block runs; gives the address of the ``api.php``."""
    words = [sys.executable, str(_OFFICE), "--records", str(records), "--latency", str(latency)]
    server = subprocess.Popen(  # noqa: S603 - our own script
        [*words, *(["--tls"] if tls else [])], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        yield server.stdout.readline().strip() if server.stdout else ""
    finally:
        server.communicate()


def list_rows(
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
