"""The command that gives a secret: no shell, no input, limits of time and size."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from oocli.errors import CredentialsError
from oocli.profiles.secret_command import run_secret_command

SECRET = "3ab8e78c72c95635f69aeb00bf55a632ca38cf02bb1a533938ff10879cdbb841"


def _python(program: str) -> str:
    """Give a command that runs a Python program."""
    return f'"{Path(sys.executable).as_posix()}" -c "{program}"'


def test_a_secret_command_gives_its_first_line() -> None:
    """Password managers print notes after the first line; they are left alone."""
    command = _python(f"print('{SECRET}'); print('url: onoffice')")
    assert run_secret_command(command, source="profile acme") == SECRET


def test_a_secret_command_needs_no_shell_and_gets_none() -> None:
    """Words are split as in a shell, but nothing of them is expanded."""
    command = _python("import sys; print(sys.argv[1])") + " $HOME;x"
    assert run_secret_command(command, source="profile acme") == "$HOME;x"


def test_a_secret_command_reads_nothing() -> None:
    """Its stdin is empty, so that it cannot eat rows that are meant for oocli."""
    command = _python("import sys; print(repr(sys.stdin.read()))")
    assert run_secret_command(command, source="profile acme") == "''"


@pytest.mark.parametrize(
    ("command", "message"),
    [
        (_python(f"import sys; print('{SECRET}'); sys.exit('{SECRET}')"), "The secret command failed"),
        (_python("pass"), "The secret command printed nothing"),
        ("oocli-has-no-such-program --secret", "The secret command cannot be started"),
        (_python("import time; time.sleep(60)"), "The secret command gave nothing in 0.5 seconds"),
    ],
)  # fmt: skip
def test_a_failing_secret_command_is_reported_without_what_it_wrote(command: str, message: str) -> None:
    """Each way to fail has its message; neither stdout nor stderr of the command is repeated."""
    with pytest.raises(CredentialsError) as caught:
        run_secret_command(command, source="profile acme", timeout=0.5 if "sleep" in command else 60)
    assert caught.value.message == message
    assert caught.value.hint == "Run it by hand to see why; it is the secret-command of profile acme"
    assert SECRET not in json.dumps(caught.value.as_dict())


@pytest.mark.skipif(sys.platform == "win32", reason="Windows splits command lines itself")
@pytest.mark.parametrize("command", ["", "  ", "pass 'show"])
def test_a_secret_command_that_cannot_be_split_is_refused(command: str, tmp_path: Path) -> None:
    """An empty command and an open quote are refused before anything runs."""
    with pytest.raises(CredentialsError, match="cannot be started"):
        run_secret_command(command, source="profile acme")


def test_a_secret_command_without_an_end_is_stopped() -> None:
    """What prints for ever takes neither all memory nor the time limit."""
    started = time.monotonic()
    with pytest.raises(CredentialsError, match="printed more than 65,536 bytes"):
        run_secret_command(_python("while True: print('y' * 999)"), source="profile acme")
    assert time.monotonic() - started < 30


def test_what_a_secret_command_leaves_running_is_not_waited_for() -> None:
    """An agent that it starts, and that keeps its output open, does not hold oocli up."""
    child = "import time; time.sleep(20)"
    command = _python(
        f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', '{child}']); print('{SECRET}')"
    )
    started = time.monotonic()
    assert run_secret_command(command, source="profile acme") == SECRET
    assert time.monotonic() - started < 15


def test_a_secret_command_does_not_get_the_credentials_of_the_environment() -> None:
    """Token, secret and claim of oocli's own variables are none of its business; the rest is there."""
    program = (
        "import os, sys; from oocli.profiles.secret_command import run_secret_command as run;"
        "print(run(sys.argv[1], source='x'))"
    )
    asks = _python("import os; print(sorted(n for n in os.environ if n.startswith('OOCLI_')))")
    done = subprocess.run(
        [sys.executable, "-c", program, asks],
        env={
            **os.environ,
            "OOCLI_TOKEN": "t",
            "OOCLI_SECRET": "s",
            "OOCLI_EXTENDEDCLAIM": "c",
            "OOCLI_URL": "u",
        },
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert done.stdout == "['OOCLI_URL']\n"
