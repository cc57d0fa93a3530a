"""What a token and a secret must look like, and how a secret is fetched from elsewhere."""

import json
import sys
from shlex import quote

import pytest

from oocli.errors import CredentialsError
from oocli.profiles.credentials import check_secret, check_token

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
