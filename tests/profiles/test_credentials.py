"""What a token and a secret must look like, and how a secret is fetched from elsewhere."""

import json
import sys
from pathlib import Path
from shlex import quote

import pytest

from oocli.errors import CredentialsError
from oocli.profiles.credentials import check_secret, check_token, run_secret_command

TOKEN = "d8e7c8cba562ff1523dee85eeb84572b"
SECRET = "3ab8e78c72c95635f69aeb00bf55a632ca38cf02bb1a533938ff10879cdbb841"


def _python(code: str) -> str:
    """Give a command line that runs a line of Python."""
    words = [sys.executable, "-c", code]
    if sys.platform == "win32":
        import subprocess

        return subprocess.list2cmdline(words)
    return " ".join(map(quote, words))


def test_a_token_and_a_secret_of_the_right_length_pass() -> None:
    """32 and 64 characters are given back as they came."""
    assert (check_token(TOKEN), check_secret(SECRET)) == (TOKEN, SECRET)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "it is empty"),
        ("  \n", "it is empty"),
        (TOKEN[:-1], "it has 31 characters and must have 32"),
        (SECRET, "it has 64 characters, as a secret has: token and secret look swapped"),
        (TOKEN + " ", "there is white space before or after it"),
        ("\u00a0" + TOKEN, "there is white space before or after it"),
        (f"'{TOKEN}'", "there are quotes around it"),
        (f"\u201e{TOKEN}\u201c", "there are quotes around it"),
        (f"{TOKEN[:16]}\n{TOKEN[16:]}", "there is white space in it"),
        (f"\ufeff{TOKEN}", "it holds an impossible character: U+FEFF (ZERO WIDTH NO-BREAK SPACE)"),
        (f"{TOKEN[:-1]}\u00df", "it holds an impossible character: U+00DF (LATIN SMALL LETTER SHARP S)"),
        (f"{TOKEN[:-1]}\x1b", "it holds an impossible character: U+001B (no name)"),
    ],
)  # fmt: skip
def test_a_damaged_token_is_refused_with_what_happened_to_it(text: str, why: str) -> None:
    """The reason names the damage, and no part of the message holds the token."""
    with pytest.raises(CredentialsError) as caught:
        check_token(text)
    assert caught.value.why == why
    assert TOKEN[:8] not in json.dumps(caught.value.as_dict())


def test_a_token_in_place_of_a_secret_is_recognised() -> None:
    """A secret of 32 characters is the token, and the message says that they look swapped."""
    with pytest.raises(CredentialsError) as caught:
        check_secret(TOKEN, source="profile acme")
    assert caught.value.message == "The secret from profile acme cannot be right"
    assert caught.value.why == "it has 32 characters, as a token has: token and secret look swapped"


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
