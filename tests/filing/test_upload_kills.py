"""Uploads that end where they stand: ``--resume`` goes on, and every file is there once, byte for byte.

``OOCLI_KILLS=50 pytest tests/filing/test_upload_kills.py`` kills more of them (``make transfers``).
"""

import os
import subprocess
import sys
import time
from pathlib import Path
from random import Random

import pytest

from harness import FUZZ_SEED
from oocli.sandbox.records.store import Store

KILLS = int(os.environ.get("OOCLI_KILLS", "3"))
PROGRAM = "import sys; from oocli.__main__ import main; sys.exit(main())"
FILES = {
    f"{record}/{name}": size for record in (11, 13, 17) for name, size in (("a.jpg", 700), ("b.jpg", 40_000))
}
FILES |= {f"{record}/{number}.jpg": 300 + number for record in (11, 19) for number in range(12)}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no kill -9")
@pytest.mark.parametrize("seed", range(FUZZ_SEED % 1000, FUZZ_SEED % 1000 + KILLS))
def test_a_killed_upload_goes_on(seed: int, environ: dict[str, str], tmp_path: Path) -> None:
    """At any moment, the same killed a second time: what was stored is not sent again, the rest is."""
    random = Random(seed)
    photos, results = tmp_path / "photos", tmp_path / "results.ndjson"
    for name, size in FILES.items():
        (photos / name).parent.mkdir(parents=True, exist_ok=True)
        (photos / name).write_bytes(random.randbytes(size))
    before = set(_list_stored(tmp_path))
    words = ("upload", str(photos), "--by-folder", "--to", "estate", "--type", "Foto", "--block-size", "1024")
    command = [sys.executable, "-c", PROGRAM, "--sandbox", *words, "--yes", "--results", str(results)]
    variables = {**os.environ, **environ}
    for _ in range(2):
        goes_on = ("--resume",) if _is_begun(results) else ()
        running = subprocess.Popen(
            [*command, *goes_on], env=variables, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        while not results.exists() and running.poll() is None:
            time.sleep(0.002)
        time.sleep(random.random() * 0.4)
        running.kill()
        running.wait()
    goes_on = ("--resume",) if _is_begun(results) else ()
    done = subprocess.run([*command, *goes_on], env=variables, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    stored = [file for file in _list_stored(tmp_path) if file not in before]
    assert sorted(stored) == sorted(
        (int(name.partition("/")[0]), name.partition("/")[2], (photos / name).read_bytes()) for name in FILES
    )


def _is_begun(results: Path) -> bool:
    return results.exists() and results.stat().st_size > 0


def _list_stored(home: Path) -> list[tuple[int, str, bytes]]:
    """Give record, name and content of each file of an estate in the sandbox."""
    store = Store.open(home / "data" / "sandbox.sqlite")
    try:
        with store.reading() as db:
            found = db.execute("SELECT record, originalname, content FROM file WHERE module = 'estate'")
            return [(record, name, bytes(content)) for record, name, content in found]
    finally:
        store.close()
