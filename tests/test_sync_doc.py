"""docs/sync.md: every command in it works, one after another, against the sandbox."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TOOLS = ("duckdb", "datasette")  # of other people
TEXT = (ROOT / "docs" / "sync.md").read_text(encoding="utf-8")


@pytest.mark.skipif(sys.platform == "win32", reason="the page is for a POSIX shell")
def test_examples_of_the_page_work(environ: dict[str, str], tmp_path: Path) -> None:
    """The blocks for the shell, and the one for Python with the file that they have made."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name, module in (("oocli", "-m oocli"), ("python", "")):
        script = folder / name
        script.write_text(f'#!/bin/sh\nexec "{sys.executable}" {module} "$@"\n')
        script.chmod(0o755)
    path = f"{folder}:{Path(sys.executable).parent}:/usr/local/bin:/usr/bin:/bin"
    variables = {**environ, "PATH": path, "PYTHONPATH": str(ROOT / "src"), "OOCLI_SANDBOX": "1"}
    blocks = re.findall(r"```(console|python)\n(.*?)```", TEXT, re.DOTALL)
    assert len(blocks) > 6
    for kind, block in blocks:
        if any(f"$ {tool}" in block and not shutil.which(tool, path=path) for tool in TOOLS):
            continue
        words = ["sh", "-e", "-c", re.sub(r"^\$ ", "", block, flags=re.MULTILINE)]
        command = ["python", "-c", f"{block}\nassert len(estates)"] if kind == "python" else words
        done = subprocess.run(
            command, env=variables, cwd=tmp_path, capture_output=True, text=True, check=False
        )
        assert (block, done.returncode, done.stderr) == (block, 0, "")
