"""Signals at random times: one line and the right exit code, whatever was going on.

``make signals`` starts oocli some thousand times, the suite some hundred times. Time is counted
from where Python itself has started: what it does before, oocli has no hand in.
"""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Mapping

import pytest

from harness import FUZZ_SEED

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals as POSIX has them")

STARTS = int(os.environ.get("OOCLI_SIGNAL_STARTS", "120"))
SIGNALS = {"SIGINT": ("Interrupted", 130), "SIGTERM": ("Terminated", 143), "SIGHUP": ("Terminated", 143)}
COMMANDS = (
    ("--sandbox", "read", "estate", "--limit", "3"),
    ("--sandbox", "read", "address", "-o", "csv", "--errors", "text"),
    ("--sandbox", "create", "address", "--set", "Name=Meier"),
    ("explain", "read", "estate"),
    ("read", "estate", "--help"),
    ("--version",),
)
# Says when Python has started, and then is oocli. A signal between the two ends it, as an earlier one would.
PROGRAM = """
import os, signal, sys
from oocli.__main__ import main
signal.signal(signal.SIGINT, signal.SIG_DFL)
os.write(int(sys.argv.pop(1)), b".")
sys.exit(main())
"""


def _start(words: tuple[str, ...], environ: Mapping[str, str]) -> subprocess.Popen[str]:
    """Start oocli, and give it as soon as Python has started."""
    ready, say = os.pipe()
    try:
        process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM, str(say), *words],
            env={"PATH": os.environ["PATH"], **environ},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            pass_fds=[say],
            encoding="utf-8",
        )
        os.close(say)
        os.read(ready, 1)
        return process
    finally:
        os.close(ready)


def _describe_fault(name: str, code: int, err: str) -> str:
    """Say what is wrong with how a run ended; nothing where it was finished or stopped as it should."""
    word, stopped = SIGNALS[name]
    if code in (0, -getattr(signal, name)):  # too late, or before or after oocli was there to answer
        return err
    if code != stopped or err.count("\n") != 1:
        return f"{code}: {err}"
    said = json.loads(err)["message"] if err.startswith("{") else err.strip()
    return "" if said.startswith(word) else err


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_signal_at_a_random_time(words: tuple[str, ...], environ: dict[str, str]) -> None:
    """Never a traceback, never a failure of something else, never a signal that is lost."""
    draw = random.Random(f"{FUZZ_SEED} {words}")
    started = time.monotonic()
    _start(words, environ).communicate(timeout=60)
    longest = (time.monotonic() - started) * 0.7
    for _ in range(STARTS // len(COMMANDS)):
        name, pause = draw.choice(list(SIGNALS)), draw.uniform(0, longest)
        process = _start(words, environ)
        time.sleep(pause)
        process.send_signal(getattr(signal, name))
        out, err = process.communicate(timeout=60)
        fault = _describe_fault(name, process.returncode, err)
        assert not fault, f"{name} after {pause * 1000:.1f} ms: {fault}\n{out[:200]}"
