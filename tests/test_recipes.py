"""The recipes of docs/recipes.md: each is run as it stands there, where its tool is installed."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pandas
import pytest

TEXT = (Path(__file__).parents[1] / "docs" / "recipes.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```console\n(.*?)```", TEXT, re.DOTALL)


@pytest.fixture
def shell_environ(environ: dict[str, str], tmp_path: Path) -> dict[str, str]:
    """Give an environment in which a shell finds oocli."""
    folder = tmp_path / "bin"
    folder.mkdir()
    script = folder / "oocli"
    script.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m oocli "$@"\n')
    script.chmod(0o755)
    source = str(Path(__file__).parents[1] / "src")
    installed = Path(sys.executable).parent
    path = f"{folder}:{installed}:/usr/local/bin:/usr/bin:/bin"
    return {**environ, "PATH": path, "PYTHONPATH": source}


@pytest.mark.skipif(sys.platform == "win32", reason="the recipes are for a POSIX shell")
@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.split()[1] + block[-12:].strip())
def test_recipe_runs(block: str, shell_environ: dict[str, str], tmp_path: Path) -> None:
    """A recipe ends well and says nothing on standard error."""
    for tool in ("duckdb", "sqlite3", "jq"):
        if re.search(rf"^\$ {tool} |\| {tool} ", block, re.MULTILINE) and not shutil.which(
            tool, path=shell_environ["PATH"]
        ):
            pytest.skip(f"{tool} is not installed")
    script = re.sub(r"^\$ ", "", block, flags=re.MULTILINE)
    done = subprocess.run(
        ["/bin/sh", "-e", "-c", script], env=shell_environ, cwd=tmp_path, capture_output=True, text=True
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_pandas_keeps_the_zero_of_a_postcode(shell_environ: dict[str, str], tmp_path: Path) -> None:
    """The recipe's way of reading leaves postcodes as text."""
    path = tmp_path / "estates.ndjson"
    command = [
        sys.executable,
        "-m",
        "oocli",
        "--sandbox",
        "read",
        "estate",
        "--all",
        "--flat",
        "-o",
        "ndjson",
    ]
    with path.open("w") as stream:
        subprocess.run([*command, "--fields", "plz"], env=shell_environ, stdout=stream, check=True)
    estates = pandas.read_json(path, lines=True, dtype={"plz": str})
    assert len(estates) == 300
    assert estates["plz"].str.len().isin([0, 4, 5]).all()
