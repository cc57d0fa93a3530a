"""The compiler of TypeScript, where it is installed: on the path, or where `make typescript` puts it."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

_BUILT = Path(__file__).parent.parent / "build" / "typescript" / "node_modules" / ".bin"
_STRICT = (
    "--strict",
    "--noEmit",
    "--target",
    "es2022",
    "--module",
    "es2022",
    "--moduleResolution",
    "bundler",
)


def compile_strictly(folder: Path) -> str:
    """Compile every file of a folder, and give what the compiler says."""
    found = shutil.which("tsc", path=f"{_BUILT}{os.pathsep}{os.environ['PATH']}")
    if found is None:
        pytest.skip("tsc is not installed; `make typescript` fetches it by npm and runs this")
    files = sorted(map(str, folder.glob("*.ts")))
    done = subprocess.run([found, *_STRICT, *files], capture_output=True, text=True, check=False)
    return done.stdout + done.stderr
