"""The scripts in the shells themselves: what a person would see at the Tab key.

bash and zsh are given the state that they give a completion function; fish completes by
itself. A shell that is not installed is left out. PowerShell's script is read only.
"""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from oocli.completion.scripts import SHELLS

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="these shells are not at home on Windows")

_BASH = """
source "$1"
COMP_WORDBREAKS=$' \\t\\n"\\'@><=;|&(:'
COMP_LINE=$2 COMP_POINT=${#2}
_oocli oocli "" ""
printf '%s\\n' "${COMPREPLY[@]}"
"""

# compdef and _describe belong to compinit, which wants a terminal; these show what they are given.
_ZSH = """
compdef() { :; }
_describe() { local name=$3; print -rl -- "${(@P)name}"; }
source "$1"
words=("${(@)argv[2,-1]}") CURRENT=$(( $# - 1 )) PREFIX=${argv[-1]}
_oocli
"""

_FISH = """
source $argv[1]
complete --do-complete "$argv[2]"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a folder with the program as `oocli`, and the scripts as they are installed."""
    program = tmp_path / "oocli"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m oocli "$@"\n')
    program.chmod(0o755)
    for shell in SHELLS.values():
        (tmp_path / shell.file_name).write_text(shell.script(), encoding="utf-8")
    return tmp_path


def _run(folder: Path, *command: str) -> list[str]:
    environ = {
        "PATH": f"{folder}:/usr/local/bin:/usr/bin:/bin",
        "HOME": str(folder),
        "OOCLI_CONFIG_DIR": str(folder),
        "OOCLI_CACHE_DIR": str(folder),
        "LC_ALL": "C.UTF-8",
    }
    done = subprocess.run(command, env=environ, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.stderr == ""
    return done.stdout.splitlines()


@pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not installed")
@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("oocli rea", ["read"]),
        ("oocli read estate --output=js", ["json"]),
        ("oocli get idsfromrelation --relationtype estate:address:buy", ["buyer"]),
        ("oocli create task --set 'Prio", ["Prio="]),
        ("oocli nothing x", [""]),
    ],
)
def test_bash_gets_what_it_inserts(folder: Path, line: str, offered: list[str]) -> None:
    """The script of bash fills COMPREPLY with what bash inserts."""
    assert _run(folder, "bash", "--norc", "-c", _BASH, "bash", f"{folder}/oocli.bash", line) == offered


@pytest.mark.skipif(shutil.which("zsh") is None, reason="zsh is not installed")
@pytest.mark.parametrize(
    ("words", "offered"),
    [
        (["oocli", "comp"], ["completion:Let the Tab key complete words, options and names"]),
        (["oocli", "--sandbox", "read", "estate", "--sorto"], ["--sortorder:Sort direction"]),
        (
            ["oocli", "explain", "relation", "estate:address:buy"],
            ["estate\\:address\\:buyer:buyer of the estate"],
        ),
        (["oocli", "create", "task", "--set", "Prio=1"], ["Prio=1:"]),
        (["oocli", "nothing", "x"], []),
    ],
)
def test_zsh_gets_candidates_with_descriptions(folder: Path, words: list[str], offered: list[str]) -> None:
    """The script of zsh describes each candidate, with colons inside names escaped."""
    assert _run(folder, "zsh", "-f", "-c", _ZSH, "zsh", f"{folder}/_oocli", *words) == offered


@pytest.mark.skipif(shutil.which("fish") is None, reason="fish is not installed")
@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("oocli comp", ["completion\tLet the Tab key complete words, options and names"]),
        ("oocli read estate --output=js", ["--output=json"]),
        ("oocli explain relation estate:address:buy", ["estate:address:buyer\tbuyer of the estate"]),
        ("oocli create task --set 'Prio=1", ["Prio=1"]),
        ("oocli nothing x", []),
    ],
)
def test_fish_gets_candidates_and_no_file_names(folder: Path, line: str, offered: list[str]) -> None:
    """The script of fish gives candidates with their descriptions, and no file names."""
    assert _run(folder, "fish", "--no-config", "-c", _FISH, f"{folder}/oocli.fish", line) == offered


def test_every_script_asks_by_the_hidden_word() -> None:
    """No placeholder is left in a script, and each names the shell that it speaks for."""
    for shell in SHELLS.values():
        script = shell.script()
        assert "%WORD%" not in script
        assert f"__complete {shell.name} " in script
