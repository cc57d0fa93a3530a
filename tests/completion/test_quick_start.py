"""What the Tab key costs: the process that answers loads next to nothing."""

import json
import subprocess
import sys

import pytest

_SHOW_LOADED = """
import json, sys
before = set(sys.modules)
from oocli.__main__ import main
code = main()
print(json.dumps(sorted(set(sys.modules) - before)), file=sys.stderr)
sys.exit(code)
"""
_COMPLETION = {
    f"oocli.completion{part}"
    for part in ("", ".bash_words", ".names", ".cursor", ".quick_json", ".value_sources")
}
_SHARED = {"oocli.request", "oocli.request.option_names", "oocli.text", "oocli.text.switches"}
_START = {"__future__", "oocli", "oocli.__main__", "oocli.stop_signals", *_SHARED}


def _run(*arguments: str) -> tuple[int, str, set[str]]:
    environ = {"OOCLI_CONFIG_DIR": "/nowhere", "OOCLI_CACHE_DIR": "/nowhere"}
    command = [sys.executable, "-c", _SHOW_LOADED, *arguments]
    done = subprocess.run(command, env=environ, capture_output=True, text=True, encoding="utf-8", check=False)
    return done.returncode, done.stdout, set(json.loads(done.stderr))


@pytest.mark.parametrize(
    ("words", "first"),
    [
        (["rea"], "read\tRead records: estates, addresses, tasks, appointments ..."),
        (["read", "est"], "estate\tRead estates"),
        (["read", "estate", "--sorto"], "--sortorder\tSort direction"),
        (["read", "estate", "--fields", "Id,ort"], "Id,ort\t"),
        (["--profile", "s"], "sandbox\tthe made-up onOffice that ships with oocli"),
    ],
)
def test_completion_loads_only_itself(words: list[str], first: str) -> None:
    """Words, resource types, options, fields and profiles are answered without json, typing or typer."""
    code, out, loaded = _run("__complete", "zsh", "oocli", *words)
    assert (code, out.splitlines()[0]) == (0, first)
    assert loaded <= _START | _COMPLETION | {"_json"}


def test_version_loads_only_the_package() -> None:
    """--version alone is answered by the first module."""
    code, out, loaded = _run("--version")
    assert (code, out.split()[0]) == (0, "oocli")
    assert loaded <= _START


def test_a_script_of_another_time_gets_silence() -> None:
    """What completion does not understand is answered by an exit code, never by a traceback."""
    command = [sys.executable, "-m", "oocli", "__complete"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (1, "", "")
