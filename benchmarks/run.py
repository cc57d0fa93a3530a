"""All benchmarks in one go: ``make bench`` writes what they find to docs/benchmarks.md.

``python benchmarks/run.py PLAIN FAST [--others DIR] [--only SECTION] [--write FILE] [--quick]``: two
virtual environments with oocli installed, without and with orjson, and one with sqlite-utils and dlt.
Rows whose other side is not installed here (php, curl, openssl, jq, and these two) are left out.
``--quick`` takes small numbers, to see that everything runs.
"""

import argparse
import platform
import signal
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import copying
import differing
import exporting
import formats
import growing
import serving
import starting
import transfers
import writing
from bench import QUICK, Bench, Sizes

SECTIONS = (
    *starting.SECTIONS,
    *exporting.SECTIONS,
    *copying.SECTIONS,
    *writing.SECTIONS,
    *differing.SECTIONS,
    *serving.SECTIONS,
    *transfers.SECTIONS,
    *growing.SECTIONS,
    *formats.SECTIONS,
)

_ABOUT = """# Benchmarks

Made by `make bench`, which runs all sides in turns on one machine. Figures of another machine
differ; ratios hardly do. A ratio is the median of the ratios of neighbouring runs; "at most" is what
it is meant to keep below. What does not repeat within 15 % is given as what it was from and to, of many
runs for the middle half. The server is `benchmarks/quick_office.py`, a process of its own on the same
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
    if asked.only and asked.only not in {title for title, *_ in SECTIONS}:
        parser.error(f"no section has the title {asked.only!r}")
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _stop)
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
            with _told_if_early(title):
                for row in measure(bench):
                    text += _say(f"| {' | '.join(row)} |\n")
    if asked.write:
        asked.write.write_text(text, encoding="utf-8")


@contextmanager
def _told_if_early(title: str) -> Iterator[None]:
    """Say among the figures that a section is not whole, where they would look as if it were.

    A run that is ended from outside, as by a limit of time, is one of these. It fails, and writes no file.
    """
    try:
        yield
    except BaseException as reason:
        _say(f"\n**{title} ended early: {reason or type(reason).__name__}**\n")
        raise


def _stop(number: int, _: object) -> None:
    raise SystemExit(f"{signal.Signals(number).name} from outside")


def _say(text: str) -> str:
    sys.stdout.write(text)
    sys.stdout.flush()
    return text


if __name__ == "__main__":
    main()
