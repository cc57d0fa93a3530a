"""Runs that end where they stand: what they wrote is whole, and the next one reads the rest.

``OOCLI_KILLS=50 pytest tests/replica/test_kills.py`` kills more of them (``make storms``).
"""

import os
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from random import Random

import pytest

from copied_office import Bench, compare
from harness import FUZZ_SEED
from oocli.sandbox.records.store import Store
from storm import TABLES

KILLS = int(os.environ.get("OOCLI_KILLS", "3"))
PROGRAM = "import sys; from oocli.__main__ import main; sys.exit(main())"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no kill -9")
@pytest.mark.parametrize("is_first", [True, False])
@pytest.mark.parametrize("seed", range(FUZZ_SEED % 1000, FUZZ_SEED % 1000 + (KILLS + 1) // 2))
def test_a_killed_run_leaves_whole_rows_and_the_next_one_reads_the_rest(
    seed: int, is_first: bool, bench: Bench, environ: dict[str, str], tmp_path: Path
) -> None:
    """At any moment of a first copy and of a later run: one more run makes the copy equal the office."""
    data = tmp_path / "data"
    bench.store.close()
    (tmp_path / "office.sqlite").rename(data / "sandbox.sqlite")
    office = Bench(Store.open(data / "sandbox.sqlite"), bench.path)
    command = [sys.executable, "-c", PROGRAM, "--sandbox", "sync", str(bench.path)]
    variables = {**os.environ, **environ}
    if not is_first:
        office.path = tmp_path / "kept.db"
        subprocess.run([*command[:-1], str(office.path)], env=variables, capture_output=True, check=True)
        change_much(office)
    command[-1] = str(office.path)
    running = subprocess.Popen(command, env=variables, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    lock = office.path.with_name(f"{office.path.name}.lock")
    while not lock.exists() and running.poll() is None:
        time.sleep(0.005)
    time.sleep(Random(seed).random() * 1.5)
    running.kill()
    running.wait()
    assert is_sound(office.path)
    done = subprocess.run(command, env=variables, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert is_sound(office.path)
    assert compare(office) == {}


def is_sound(path: Path) -> bool:
    """Say whether SQLite finds nothing wrong with a file, perhaps an empty one."""
    db = sqlite3.connect(path)
    try:
        return db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    finally:
        db.close()


def change_much(office: Bench) -> None:
    """Change most records, delete some and link others."""
    for table, (key, value, stamp) in TABLES.items():
        office.change(
            f"UPDATE {table} SET {value} = {key} + 1, {stamp} = '2025-10-09 08:00:00' WHERE {key} % 3"
        )
    for table in ("estate", "task", "activity"):
        key = TABLES[table][0]
        office.change(f"DELETE FROM {table} WHERE {key} IN (SELECT max({key}) FROM {table})")
    office.change("UPDATE relation SET child = 103 WHERE child = 101 AND type = 'estate:address:interested'")
