"""``oocli explain signature``: how it is made, and what is wrong with one that somebody else made."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from harness import NOW, Outcome
from oocli.request.actions import Action
from oocli.sandbox import SECRET, TOKEN
from oocli.wire.messages import Credentials, sign

Run = Callable[..., Outcome]
PAIR = Credentials(TOKEN, SECRET)


def write(token: str = TOKEN, credentials: Credentials = PAIR, version: int = 2, **changed: Any) -> str:
    """Give a request with one signed action; parts of it ``changed`` afterwards, None for none."""
    signed = sign(Action("read", "estate"), credentials, int(NOW), hmac_version=version) | changed
    action = {name: value for name, value in signed.items() if value is not None}
    return json.dumps({"token": token, "request": {"actions": [action]}})


def look(oocli: Run, request: str, *options: str) -> dict[str, Any]:
    """Give what is said of the one action of a request."""
    (record,) = oocli("explain", "signature", "-", *(options or ("--sandbox",)), stdin=request).json
    return dict(record["elements"])


def test_it_shows_the_text_without_token_and_secret(oocli: Run) -> None:
    """The text that is signed, both versions, the time window."""
    outcome = oocli("--sandbox", "explain", "signature", terminal=True)
    assert f"{int(NOW)}[token]estateurn:onoffice-de-ns:smart:2.5:smartml:action:read" in outcome.out
    assert "Version 1" in outcome.out
    assert "120 s" in outcome.out
    assert TOKEN not in outcome.out
    assert SECRET not in outcome.out


def test_it_needs_no_profile(oocli: Run) -> None:
    """Who has none yet can read it, and have a request looked at as far as that goes."""
    assert oocli("explain", "signature", terminal=True).code == 0
    found = look(oocli, write(timestamp=int(NOW) * 1000), "--output", "json")
    assert (found["fits"], found["profile"]) == (None, None)
    assert found["mistakes"] == ["timestamp is in milliseconds, the server wants whole seconds"]


@pytest.mark.parametrize("version", [1, 2])
def test_a_signature_that_fits(oocli: Run, version: int) -> None:
    """Nothing is wrong with it."""
    found = look(oocli, write(version=version))
    assert (found["fits"], found["mistakes"], found["age"]) == (True, [], 0)


def test_neither_secret_nor_signature_is_said(oocli: Run) -> None:
    """Whatever is wrong, in either format."""
    request = write(credentials=Credentials(SECRET, TOKEN))
    signature = json.loads(request)["request"]["actions"][0]["hmac"]
    for terminal in (True, False):
        outcome = oocli("--sandbox", "explain", "signature", "-", stdin=request, terminal=terminal)
        said = outcome.out + outcome.err
        assert not [secret for secret in (TOKEN, SECRET, signature) if secret in said]


@pytest.mark.parametrize(
    ("request_text", "mistake"),
    [
        (write(credentials=Credentials(SECRET, TOKEN)), "Token and secret are swapped"),
        (write(token=SECRET), "The token has 64 characters, as a secret has"),
        (write(token=TOKEN[:-1]), "The token has 31 characters"),
        (write(token="x" * 32), "The token is another one than that of the profile sandbox"),
        (write(hmac=None), "hmac is missing"),
        (write(timestamp=None), "timestamp is missing"),
        (write(timestamp="soon"), "timestamp is not a whole number"),
        (write(hmac_version=None), "hmac_version 2 is missing"),
        (write(version=1, hmac_version=2), "It is a signature of version 1"),
        (write(actionid="read"), "actionid is read, the server wants urn:"),
        (
            write(resourcetype="address"),
            "The resourcetype that is signed is estate, the one that is sent is address",
        ),
    ],
)
def test_what_is_wrong_is_said(oocli: Run, request_text: str, mistake: str) -> None:
    """First of all."""
    assert [said for said in look(oocli, request_text)["mistakes"] if said.startswith(mistake)]


def test_another_secret_is_no_known_mistake(oocli: Run) -> None:
    """Then it is said that nobody knows."""
    request = write(credentials=Credentials(TOKEN, "x" * 64))
    assert (look(oocli, request)["fits"], look(oocli, request)["mistakes"]) == (False, [])
    outcome = oocli("--sandbox", "explain", "signature", "-", stdin=request, terminal=True)
    assert "another secret?" in " ".join(outcome.out.split())


def test_the_age_is_told(oocli: Run) -> None:
    """What is too old, and what is ahead of this machine's clock."""
    for seconds, words in ((500, "8 min old"), (-500, "8 min ahead"), (10, "10 s old: in time")):
        signed = sign(Action("read", "estate"), PAIR, int(NOW) - seconds)
        outcome = oocli("--sandbox", "explain", "signature", "-", stdin=json.dumps(signed), terminal=True)
        assert words in outcome.out


@pytest.mark.parametrize(
    "request_text",
    ['{"actionid": "read", "resourcetype": "\\ud800", "hmac": "x", "timestamp": 1}', "[]", "no JSON", "{}"],
)
def test_what_is_no_request_is_refused(oocli: Run, request_text: str) -> None:
    """As `send` refuses it."""
    assert oocli("--sandbox", "explain", "signature", "-", stdin=request_text).code == 2
