"""Runs that end where they stand: what they wrote is whole, and the next one reads the rest.

``OOCLI_KILLS=50 pytest tests/replica/test_kills.py`` kills more of them (``make storms``).
"""

import os
import subprocess
import sys
import time
from pathlib import Path
from random import Random

import pytest

from copied_office import Bench, compare
from harness import FUZZ_SEED
from oocli.sandbox.records.store import Store

KILLS = int(os.environ.get("OOCLI_KILLS", "3"))
PROGRAM = "import sys; from oocli.__main__ import main; sys.exit(main())"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no kill -9")
@pytest.mark.parametrize("seed", range(FUZZ_SEED % 1000, FUZZ_SEED % 1000 + KILLS))
def test_a_killed_run_leaves_whole_rows_and_the_next_one_reads_the_rest(
    seed: int, bench: Bench, environ: dict[str, str], tmp_path: Path
) -> None:
    """At any moment of a first copy: the file is sound, and one more run makes it equal the office."""
    data = tmp_path / "data"
    bench.store.close()
    (tmp_path / "office.sqlite").rename(data / "sandbox.sqlite")
    command = [sys.executable, "-c", PROGRAM, "--sandbox", "sync", str(bench.path)]
    variables = {**os.environ, **environ}
    running = subprocess.Popen(command, env=variables, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while not bench.path.exists() and running.poll() is None:
        time.sleep(0.005)
    time.sleep(Random(seed).random() * 1.5)
    running.kill()
    running.wait()
    done = subprocess.run(command, env=variables, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    again = Bench(Store.open(data / "sandbox.sqlite"), bench.path)
    assert again.ask("PRAGMA integrity_check") == [("ok",)]
    assert compare(again) == {}
