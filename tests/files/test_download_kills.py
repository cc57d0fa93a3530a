"""Downloads that end where they stand: every file is whole or not there, and the next run fetches the rest.

``OOCLI_KILLS=50`` kills more of them (``make transfers``).
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from random import Random

import pytest

from harness import FUZZ_SEED
from oocli.files.file_inventory import Inventory
from oocli.sandbox import SECRET, TOKEN
from oocli.sandbox.door.server import SandboxServer
from served import serve_sandbox

KILLS = int(os.environ.get("OOCLI_KILLS", "4"))
PROGRAM = "import sys; from oocli.__main__ import main; sys.exit(main())"
_ADDRESSES = (101, 103, 105)
_SIZES = (1, 700, 70_000, 300_000, 2_000_000)  # those above 32 KiB of base64 come by way of a file


@pytest.fixture(scope="module")
def contents() -> dict[str, bytes]:
    """Give the content of each file by its path; every record has one of each size."""
    draw = Random(FUZZ_SEED)
    return {f"{a}/f{n}.bin": draw.randbytes(size) for a in _ADDRESSES for n, size in enumerate(_SIZES)}


@pytest.fixture(scope="module")
def office(contents: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory) -> Iterator[SandboxServer]:
    """Serve an office with these files."""
    path = tmp_path_factory.mktemp("office") / "office.sqlite"
    with serve_sandbox(path) as server:
        with server.service.office.sandbox.store.writing() as db:
            db.execute("DELETE FROM file WHERE module = 'address'")
            for position, (name, content) in enumerate(contents.items()):
                record, _, file = name.partition("/")
                db.execute(
                    "INSERT INTO file (module, record, name, originalname, position, modified, content)"
                    " VALUES ('address', ?, ?, ?, ?, 1750000000, ?)",
                    (int(record), file, file, position, content),
                )
        server.service.latency = 0.02
        yield server


def _check_whole(folder: Path, contents: dict[str, bytes]) -> set[str]:
    """See that every file that is there is whole; give their names."""
    found = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    whole = {name for name in found if name in contents}
    assert {name for name in whole if found[name].read_bytes() != contents[name]} == set()
    left = {name for name in found if name not in contents and not Path(name).name.startswith(".")}
    assert left <= {"files.ndjson"}
    return whole


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no kill -9")
@pytest.mark.parametrize("seed", range(FUZZ_SEED % 1000, FUZZ_SEED % 1000 + KILLS))
def test_a_killed_download_leaves_whole_files_and_the_next_one_fetches_the_rest(
    seed: int, office: SandboxServer, contents: dict[str, bytes], environ: dict[str, str], tmp_path: Path
) -> None:
    """At any moment, by any signal: nothing is cut, nothing that is there is fetched again, all comes."""
    folder = tmp_path / "down"
    words = ["download", "address", *map(str, _ADDRESSES), "--dir", str(folder), "-o", "json"]
    command = [sys.executable, "-c", PROGRAM, *words]
    variables = {**os.environ, **environ}
    variables |= {"OOCLI_TOKEN": TOKEN, "OOCLI_SECRET": SECRET, "OOCLI_URL": office.url}
    draw = Random(seed)
    running = subprocess.Popen(command, env=variables, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while not folder.exists() and running.poll() is None:
        time.sleep(0.002)
    time.sleep(draw.random() * 0.4)
    running.send_signal(draw.choice([signal.SIGKILL, signal.SIGKILL, signal.SIGTERM, signal.SIGINT]))
    running.wait()
    whole = _check_whole(folder, contents)
    told = {entry.file for entry in Inventory.read(folder).list_entries()}
    assert told <= whole
    assert len(whole - told) <= 1
    done = subprocess.run(command, env=variables, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.count('"skipped"') == len(whole)
    assert _check_whole(folder, contents) == set(contents)
    assert {entry.file: entry.sha256 for entry in Inventory.read(folder).list_entries()} == {
        name: sha256(content).hexdigest() for name, content in contents.items()
    }
    assert list(folder.rglob(".*")) == []
