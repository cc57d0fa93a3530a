"""Files come byte for byte, whatever their size, in little memory; every fault leaves the whole file or none.

``OOCLI_LARGE=50000000`` is the size of the largest (``make transfers``).
"""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from random import Random

import pytest

from harness import FUZZ_SEED, Clock, Outcome
from oocli.sandbox import SECRET, TOKEN
from oocli.sandbox.door.server import SandboxServer
from served import serve_sandbox

LARGE = int(os.environ.get("OOCLI_LARGE", "6000000"))
_BLOCK = 32 * 1024  # what is longer in base64 goes to the disk while it comes
_PIECE = 1024 * 1024  # of base64, decoded at a time
_PROGRAM = """
import resource, subprocess, sys
main = "import sys; from oocli.__main__ import main; sys.exit(main())"
code = subprocess.run([sys.executable, "-c", main, *sys.argv[1:]], stdout=subprocess.DEVNULL).returncode
unit = 1024 * 1024 if sys.platform == "darwin" else 1024
peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // unit  # of a process in between, as it began
sys.stderr.write(f"{code} {peak}")
"""
SIZES = sorted(
    {1, 2, 3, 4, LARGE}
    | {size * 3 // 4 + more for size in (_BLOCK, _PIECE) for more in (-1, 0, 1)}
    | {4 * _PIECE + more for more in (-1, 0, 1)}
)


@pytest.fixture(scope="module")
def contents() -> dict[str, bytes]:
    """Give the content of each file by its name."""
    draw = Random(FUZZ_SEED)
    return {f"f{size}.bin": draw.randbytes(size) for size in SIZES}


def _store(server: SandboxServer, contents: dict[str, bytes]) -> None:
    with server.service.office.sandbox.store.writing() as db:
        db.execute("DELETE FROM file WHERE module = 'address'")
        for position, (name, content) in enumerate(contents.items()):
            db.execute(
                "INSERT INTO file (module, record, name, originalname, position, modified, content)"
                " VALUES ('address', 101, ?, ?, ?, 1750000000, ?)",
                (name, name, position, content),
            )


@pytest.fixture
def office(tmp_path: Path, contents: dict[str, bytes]) -> Iterator[SandboxServer]:
    """Serve an office with these files."""
    with serve_sandbox(tmp_path / "office.sqlite") as server:
        _store(server, contents)
        yield server


def _hash(folder: Path) -> dict[str, str]:
    files = (path for path in folder.iterdir() if path.name != "files.ndjson")
    return {path.name: sha256(path.read_bytes()).hexdigest() for path in files}


def test_files_come_byte_for_byte_in_little_memory(
    office: SandboxServer, contents: dict[str, bytes], environ: dict[str, str], tmp_path: Path
) -> None:
    """Of one byte, around the sizes at which something changes, and of many megabytes."""
    variables = {**os.environ, **environ, "OOCLI_URL": office.url}
    variables |= {"OOCLI_TOKEN": TOKEN, "OOCLI_SECRET": SECRET}
    command = [sys.executable, "-c", _PROGRAM, "download", "address", "101", "--dir", str(tmp_path / "down")]
    done = subprocess.run(command, env=variables, capture_output=True, text=True, check=False)
    code, peak = done.stderr.split()
    assert code == "0"
    assert _hash(tmp_path / "down") == {
        name: sha256(content).hexdigest() for name, content in contents.items()
    }
    assert int(peak) < 120


@pytest.mark.parametrize(
    "fault", ["truncated", "reset-middle", "lost", "reset", "status-503", "missing-result"]
)
def test_every_fault_leaves_whole_files(
    fault: str, oocli: Callable[..., Outcome], clock: Clock, contents: dict[str, bytes], tmp_path: Path
) -> None:
    """An answer that breaks off is asked for again, and of each file is said whether it is there."""
    with serve_sandbox(tmp_path / "office.sqlite", f"{fault}:1/3", now=clock.now) as server:
        _store(server, contents)
        variables = {"OOCLI_TOKEN": TOKEN, "OOCLI_SECRET": SECRET, "OOCLI_URL": server.url}
        folder = tmp_path / "down"
        words = ("download", "address", "101", "103", "--dir", str(folder), "--jobs", "2")
        outcome = oocli(*words, variables=variables)
    assert outcome.code in (0, 6)
    rows = [record["elements"] for record in outcome.json if record["elements"]["record"] == 101]
    there = {row["file"] for row in rows if row["status"] == "ok"}
    assert {row["status"] for row in rows} <= {"ok", "error", "skipped"}
    assert _hash(folder / "101") == {name: sha256(contents[name]).hexdigest() for name in there}
