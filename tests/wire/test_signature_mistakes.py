"""Which mistake makes a signature: each is planted, and found by its name."""

import base64
import hashlib
import hmac
from collections.abc import Callable

import pytest

from oocli.request.actions import Action
from oocli.wire.messages import Credentials, sign_v1, sign_v2
from oocli.wire.signature_mistakes import Known, find_mistakes, find_mistakes_of_version_1

NOW = 1_760_000_000
PAIR = Credentials("t0" * 16, "5e" * 32)
ACTION = Action("read", "estate", parameters={"data": ["Id"], "a/b": "ü"})
KNOWN = Known(("read", "get"), ("address", "estate", "user"))
URN = ACTION.actionid


def digest(text: str, key: str = PAIR.secret, name: str = "sha256") -> bytes:
    """Give the HMAC of a text."""
    return hmac.digest(key.encode(), text.encode(), name)


def encode(made: bytes) -> str:
    """Give the bytes of a hash as base64."""
    return base64.b64encode(made).decode()


RIGHT = f"{NOW}{PAIR.token}estate{URN}"

PLANTED: dict[str, tuple[str, tuple[str, ...]]] = {
    "swapped": (
        encode(digest(f"{NOW}{PAIR.secret}estate{URN}", PAIR.token)),
        ("Token and secret are swapped: the token is the key, and the secret stands in the text",),
    ),
    "order": (
        encode(digest(f"{PAIR.token}{NOW}estate{URN}")),
        (
            "The order is token, timestamp, resourcetype, actionid,"
            " not timestamp, token, resourcetype, actionid",
        ),
    ),
    "hexadecimal": (digest(RIGHT).hex(), ("It is hexadecimal, not base64",)),
    "base64 of hexadecimal": (
        encode(digest(RIGHT).hex().encode()),
        ("It is base64 of the hexadecimal digits, not of the bytes",),
    ),
    "milliseconds": (
        encode(digest(f"{NOW}000{PAIR.token}estate{URN}")),
        ("The time that is signed is in milliseconds, the one that is sent in seconds",),
    ),
    "another actionid": (
        encode(digest(f"{NOW}{PAIR.token}estate{URN[: -len('read')]}get")),
        ("The actionid that is signed is get, the one that is sent is read",),
    ),
    "verb alone": (
        encode(digest(f"{NOW}{PAIR.token}estateread")),
        ("The actionid is signed without its beginning, urn:onoffice-de-ns:...",),
    ),
    "another resourcetype": (
        encode(digest(f"{NOW}{PAIR.token}address{URN}")),
        ("The resourcetype that is signed is address, the one that is sent is estate",),
    ),
    "case of the resourcetype": (
        encode(digest(f"{NOW}{PAIR.token}ESTATE{URN}")),
        ("The resourcetype that is signed is ESTATE, the one that is sent is estate",),
    ),
    "line break": (
        encode(digest(f"{RIGHT}\n")),
        ("At the end of the text that is signed stands a line break",),
    ),
    "line break of the secret": (
        encode(digest(RIGHT, f"{PAIR.secret}\n")),
        ("At the end of the secret stands a line break",),
    ),
    "decoded secret": (
        encode(hmac.digest(bytes.fromhex(PAIR.secret), RIGHT.encode(), "sha256")),
        ("The secret is decoded as hexadecimal, it is used as the text that it is",),
    ),
    "clock read twice": (
        encode(digest(f"{NOW - 1}{PAIR.token}estate{URN}")),
        ("The time that is signed is 1 s before the one that is sent",),
    ),
    "joined": (
        encode(digest(f"{NOW},{PAIR.token},estate,{URN}")),
        ("The parts are joined with ',', they stand side by side",),
    ),
    "hash": (encode(digest(RIGHT, name="sha1")), ("The hash is SHA-1, not SHA-256",)),
    "plain hash": (
        encode(hashlib.sha256(f"{PAIR.secret}{RIGHT}".encode()).digest()),
        ("It is a plain hash of secret and text, not an HMAC",),
    ),
    "key and text": (
        encode(digest(PAIR.secret, RIGHT)),
        ("Key and text are swapped: the secret is the key",),
    ),
    "padding": (
        encode(digest(RIGHT)).rstrip("="),
        ("The = at the end of the hmac is missing",),
    ),
    "blanks": (f"{encode(digest(RIGHT))}\n", ("Blanks or a line break stand around the hmac",)),
    "two at once": (
        digest(f"{PAIR.token}{NOW}estate{URN}\n").hex(),
        (
            "The order is token, timestamp, resourcetype, actionid,"
            " not timestamp, token, resourcetype, actionid",
            "At the end of the text that is signed stands a line break",
            "It is hexadecimal, not base64",
        ),
    ),
}


@pytest.mark.parametrize("name", PLANTED)
def test_each_planted_mistake_is_found(name: str) -> None:
    """By what it is, and nothing besides."""
    signature, expected = PLANTED[name]
    assert find_mistakes(ACTION, str(NOW), signature, PAIR, known=KNOWN) == expected


def test_a_right_signature_has_no_mistake() -> None:
    """Of either version."""
    signature = sign_v2(PAIR, NOW, ACTION)
    assert find_mistakes(ACTION, str(NOW), signature, PAIR, known=KNOWN) == ()
    signature = sign_v1(PAIR, NOW, ACTION)
    assert find_mistakes_of_version_1(ACTION, str(NOW), signature, PAIR, known=KNOWN) == ()


@pytest.mark.parametrize("find", [find_mistakes, find_mistakes_of_version_1])
@pytest.mark.parametrize("signature", ["", "rubbish", "=", "%", "00" * 32, "A" * 10_000])
def test_what_no_known_mistake_makes_is_not_explained(find: Callable[..., object], signature: str) -> None:
    """Nobody guesses."""
    assert find(ACTION, str(NOW), signature, PAIR, known=KNOWN) is None


@pytest.mark.parametrize(
    ("made", "says"),
    [
        (
            sign_v1(Credentials(PAIR.secret, PAIR.token), NOW, ACTION),
            "Token and secret are swapped: the token is the key, and the secret stands in the text",
        ),
        (
            sign_v1(PAIR, NOW * 1000, ACTION),
            "The time that is signed is in milliseconds, the one that is sent in seconds",
        ),
        (
            sign_v1(PAIR, NOW, Action("read", "address", parameters=ACTION.parameters)),
            "The resourcetype that is signed is address, the one that is sent is estate",
        ),
        (sign_v1(PAIR, NOW, ACTION).upper(), "It is written with capitals or blanks"),
    ],
)
def test_mistakes_of_version_1_are_found(made: str, says: str) -> None:
    """The old signature can be made wrongly, too."""
    assert find_mistakes_of_version_1(ACTION, str(NOW), made, PAIR, known=KNOWN) == (says,)
