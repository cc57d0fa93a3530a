"""A signal ends a run, wherever in the code it strikes."""

import os
import subprocess
import sys

import pytest

from oocli.stop_signals import Stopped, describe_stop

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals as POSIX has them")

# Runs oocli with a transport that lets a signal strike where its exception would be lost or changed.
PROGRAM = """
import os, signal, sys, time
from oocli.__main__ import run
from oocli.context import Context
from oocli.stop_signals import StopSignals
from oocli.wire.reply import Reply

class Lost:
    def __del__(self):
        os.kill(os.getpid(), signal.SIGTERM)

class Transport:
    def post(self, body):
        PLACE
        time.sleep(30)

signals = StopSignals()
signals.strike()
context = Context(open_transport=lambda profile: Transport(), options={"errors": "text"})
code = run(context, ["read", "estate"], signals)
sys.exit(code)
"""
CHANGED = """
        try:
            os.kill(os.getpid(), signal.SIGTERM)
        except KeyboardInterrupt:
            raise RuntimeError("user-defined function raised exception")
"""
SWALLOWED = """
        try:
            os.kill(os.getpid(), signal.SIGTERM)
        except KeyboardInterrupt:
            return Reply(b'{"status":{"code":200,"errorcode":0},"response":{"results":[{"data":'
                b'{"meta":{"cntabsolute":0},"records":[]},"status":{"errorcode":0}}]}}')
"""


@pytest.mark.parametrize("place", ["Lost()", CHANGED, SWALLOWED], ids=["lost", "changed", "swallowed"])
def test_lost_signal_strikes_again(place: str, environ: dict[str, str]) -> None:
    """Thrown away by a destructor, made another failure, or kept to itself: it is one line and 143."""
    pair = {"OOCLI_TOKEN": "t" * 32, "OOCLI_SECRET": "s" * 64}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM.replace("PLACE", place)],
        env={**environ, **pair},
        capture_output=True,
        encoding="utf-8",
        timeout=20,
        check=False,
    )
    assert (done.returncode, done.stderr.splitlines()[:1]) == (143, ["Terminated"])
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("stop", "described"),
    [
        (KeyboardInterrupt(), ("Interrupted", 130)),
        (Stopped(2), ("Interrupted", 130)),
        (Stopped(15), ("Terminated", 143)),
        (Stopped(1), ("Terminated", 143)),
    ],
)
def test_signal_has_its_word_and_exit_code(stop: KeyboardInterrupt, described: tuple[str, int]) -> None:
    """Ctrl-C interrupts; SIGTERM and SIGHUP terminate."""
    assert describe_stop(stop) == described
