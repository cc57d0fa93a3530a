"""Run commands as processes of their own, one side after the other, and see what they cost.

Every figure of ``docs/benchmarks.md`` comes from here. Sides are run in turns, and a ratio is the
median of the ratios of neighbouring runs, so that a machine which is slow for a while is
slow for both. What runs do not repeat is told as what it was from and to. Linux and macOS.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median, quantiles
from typing import NamedTuple

_OFFICE = Path(__file__).parent / "quick_office.py"
_RUNNER = str(Path(__file__).parent / "run_one.py")
_PEAK_UNIT = 1024 * 1024 if sys.platform == "darwin" else 1024  # of ru_maxrss, to MiB
_REPEATED = 1.15  # times the smallest that the largest figure may be to be told as one
_MANY = 8  # runs, of which the middle half is looked at: one of them is always late


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
    done = subprocess.run(  # noqa: S603 - commands of run.py
        [sys.executable, "-I", "-S", _RUNNER, output, *command.words],
        stdout=subprocess.PIPE,
        env={**kept, **command.environ},
        check=True,
    )
    code, cpu, elapsed, peak = json.loads(done.stdout)
    if code:
        raise SystemExit(f"{' '.join(command.words)} failed with exit code {code}")
    return Cost(cpu, elapsed, peak / _PEAK_UNIT)


def alternate(sides: Mapping[str, Command], rounds: int, *, warm: bool = True) -> dict[str, list[Cost]]:
    """Run the sides in turns, so many rounds after one that does not count; give the costs of each.

    ``warm=False`` leaves that one out, for what takes so long that it makes no difference.
    """
    for command in sides.values() if warm else ():
        run(command)
    costs: dict[str, list[Cost]] = {name: [] for name in sides}
    for _ in range(rounds):
        for name, command in sides.items():
            costs[name].append(run(command))
    return costs


def tell(values: Sequence[float], show: Callable[[float], str]) -> str:
    """Give the median, or the smallest and the largest where they do not repeat within 15 %."""
    middle = quantiles(values, n=4) if len(values) >= _MANY else values
    low, high = min(middle), max(middle)
    return show(median(values)) if high <= low * _REPEATED else f"{show(low)} to {show(high)}"


def tell_cost(costs: Sequence[Cost], key: str) -> str:
    """Give what runs took of ``cpu``, ``elapsed`` or ``peak``, with its unit."""
    values: list[float] = [getattr(cost, key) for cost in costs]
    return tell(values, _show_memory if key == "peak" else _show_time)


def tell_ratio(costs: Sequence[Cost], against: Sequence[Cost], key: str) -> str:
    """Give how many times as much of ``cpu``, ``elapsed`` or ``peak`` the first side takes."""
    pairs = zip(costs, against, strict=True)
    return tell([getattr(mine, key) / getattr(other, key) for mine, other in pairs], "{:.2f}".format)


def _show_time(seconds: float) -> str:
    return f"{seconds:.2f} s" if seconds > 1 else f"{seconds * 1000:.0f} ms"


def _show_memory(size: float) -> str:
    return f"{size:.0f} MiB"


@contextmanager
def office(records: int, *, latency: float = 0.0, tls: bool = False, gzip: bool = False) -> Iterator[str]:
    """Serve so many estates while the block runs; gives the address of the ``api.php``.

    Raises:
        SystemExit: the server does not start.
    """
    words = [sys.executable, str(_OFFICE), "--records", str(records), "--latency", str(latency)]
    words += [*(["--tls"] if tls else []), *(["--gzip"] if gzip else [])]
    server = subprocess.Popen(  # noqa: S603 - our own script
        words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        url = server.stdout.readline().strip() if server.stdout else ""
        if not url:  # without an address oocli would ask the real one
            raise SystemExit("quick_office.py ended before it served anything")
        yield url
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
        limit = next((text for part, text in most.items() if (part == name if exact else part in name)), "")
        yield name, tell_cost(found, key), tell_ratio(found, costs[against], key), limit


def list_both(
    costs: Mapping[str, Sequence[Cost]], most: Mapping[str, str], against: str
) -> Iterator[Sequence[str]]:
    """Give a row for each side: name, elapsed time, its ratio, that of processor time, and a limit."""
    for name, found in costs.items():
        ratios = [tell_ratio(found, costs[against], key) for key in ("elapsed", "cpu")]
        yield name, tell_cost(found, "elapsed"), *ratios, most.get(name, "")
