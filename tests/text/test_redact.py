"""No spelling of a secret gets through the redaction, and nothing else is taken out."""

import base64
import json
import time
from collections.abc import Callable
from urllib.parse import quote, quote_plus, urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oocli.text.redact import Redactor, redact_action_json

TOKEN = "d8e7c8cba562ff1523dee85eeb84572b"
SECRET = "3ab8e78c72c95635f69aeb00bf55a632ca38cf02bb1a533938ff10879cdbb841"
HMAC = "zSCCsFlLt60iYQ2fih+QZnOOu1/fmt4Bx0C8kyEHbzI="
REDACTOR = Redactor({TOKEN: "token", SECRET: "secret", HMAC: "hmac", "grün & süß/1": "password"})


def test_known_values_become_marks_with_their_names() -> None:
    """A token and a secret in a sentence become [token] and [secret]."""
    assert REDACTOR.redact(f"signed with {TOKEN} and {SECRET}.") == "signed with [token] and [secret]."


def test_values_without_names_become_hidden() -> None:
    """Values that are given without names all become the same mark."""
    assert Redactor((TOKEN, SECRET)).redact(f"{TOKEN}:{SECRET}") == "[hidden]:[hidden]"


@pytest.mark.parametrize(
    "spell",
    [
        str,
        json.dumps,
        lambda text: json.dumps(text, ensure_ascii=False),
        lambda text: json.dumps(text).replace("/", "\\/"),
        lambda text: json.dumps(json.dumps(text).replace("/", "\\/")),
        quote,
        quote_plus,
        lambda text: quote(text, safe=""),
        lambda text: quote(text, safe="").replace("%2F", "%2f").replace("%2B", "%2b").replace("%3D", "%3d"),
        lambda text: urlencode({"value": text}),
        repr,
    ],
)
def test_every_spelling_of_a_signature_is_found(spell: Callable[[str], str]) -> None:
    """A signature is found as JSON, as JSON in JSON, as PHP writes it, and percent-encoded."""
    text = REDACTOR.redact(spell(HMAC))
    assert "[hmac]" in text
    assert "zSCC" not in text
    assert "HbzI" not in text


@pytest.mark.parametrize("before", ["", "a", "ab", "abc"])
@pytest.mark.parametrize("encode", [base64.b64encode, base64.urlsafe_b64encode])
def test_base64_is_found_wherever_the_value_stands_in_it(
    encode: Callable[[bytes], bytes], before: str
) -> None:
    """All but the border characters of a secret are gone from the base64 of a text around it."""
    plain = encode(f"{before}{SECRET} and more".encode()).decode()
    redacted = REDACTOR.redact(plain)
    assert "[secret]" in redacted
    assert len(redacted) <= len(plain) - len(SECRET)


def test_a_value_that_was_cut_is_found_by_its_beginning() -> None:
    """An error that shows the first bytes of an answer does not show half a token."""
    assert REDACTOR.redact('begins with \'{"x":"' + TOKEN[:20] + "'") == 'begins with \'{"x":"[token]\''


def test_a_password_with_umlauts_is_found_escaped() -> None:
    """JSON escapes and percent-encoding of other letters make no difference."""
    texts = [json.dumps("grün & süß/1"), quote("grün & süß/1"), quote_plus("grün & süß/1"), "grün & süß/1"]
    assert [REDACTOR.redact(text) for text in texts] == [
        '"[password]"',
        "[password]",
        "[password]",
        "[password]",
    ]


def test_very_short_values_are_left_alone() -> None:
    """What is empty or shorter than 4 characters would be found everywhere."""
    assert Redactor(("", "a", "abc")).redact("a cab, abc") == "a cab, abc"


@pytest.mark.parametrize(
    ("text", "redacted"),
    [
        ('{"hmac":"abc\\/d=","hmac_version":2}', '{"hmac":"[hmac]","hmac_version":2}'),
        ('{"token" : "x y"}', '{"token" : "[token]"}'),
        ('{"a":"{\\"hmac\\":\\"ab\\\\\\/c=\\",\\"b\\":1}"}', '{"a":"{\\"hmac\\":\\"[hmac]\\",\\"b\\":1}"}'),
        ('"accountpassword":"say \\"x\\" \\\\","b":"c"', '"accountpassword":"[accountpassword]","b":"c"'),
        ('"Passwort": 12345', '"Passwort": "[Passwort]"'),
        ('"hmac":"zSCCsFlLt', '"hmac":"[hmac]"'),
        ('"password":"", "b":"c"', '"password":"", "b":"c"'),
        ('"tokens":"a","kaufpreis":"b"', '"tokens":"a","kaufpreis":"b"'),
    ],
)
def test_values_under_a_telling_key_are_masked_in_text(text: str, redacted: str) -> None:
    """Signatures and passwords that nobody announced are found by their key, also in JSON within JSON."""
    assert Redactor(()).redact(text) == redacted


def test_json_is_redacted_in_keys_and_values_at_any_depth() -> None:
    """The shape stays; texts anywhere in it lose the secrets."""
    value = {"a": [{TOKEN: f"x{SECRET}"}, 1, None, True], "b": (HMAC,)}
    assert REDACTOR.redact_json(value) == {"a": [{"[token]": "x[secret]"}, 1, None, True], "b": ["[hmac]"]}


def test_an_action_keeps_its_shape_and_loses_what_signs_it() -> None:
    """Token, signature, claim and passwords of a request are masked, all else stays."""
    request = {
        "token": TOKEN,
        "request": {
            "actions": [
                {
                    "resourcetype": "estate",
                    "hmac": HMAC,
                    "hmac_version": 2,
                    "parameters": {
                        "extendedclaim": "abc",
                        "accountpassword": "x",
                        "data": ["Id"],
                        "password": "",
                    },
                }
            ]
        },
    }
    assert redact_action_json(request) == {
        "token": "[token]",
        "request": {
            "actions": [
                {
                    "resourcetype": "estate",
                    "hmac": "[hmac]",
                    "hmac_version": 2,
                    "parameters": {
                        "extendedclaim": "[extendedclaim]",
                        "accountpassword": "[accountpassword]",
                        "data": ["Id"],
                        "password": "",
                    },
                }
            ]
        },
    }


_OTHER_THAN_MARKS = st.characters(codec="utf-8", exclude_characters="[x]")


@settings(deadline=None)
@given(st.text(_OTHER_THAN_MARKS, min_size=12, max_size=40), st.text(max_size=20), st.text(max_size=20))
def test_no_text_keeps_a_value_that_it_was_told_to_lose(value: str, before: str, after: str) -> None:
    """Whatever stands around a value, plain or as JSON, it is gone afterwards."""
    redactor = Redactor({value: "x"})
    assert value not in redactor.redact(before + value + after)
    assert json.dumps(value)[1:-1] not in redactor.redact(json.dumps([before, value, after]))


@settings(deadline=None)
@given(st.text(alphabet=' ,.:[]{}\n\t"\\abchmactokenpassword0123456789', max_size=200))
def test_text_without_secrets_is_left_as_it_is(text: str) -> None:
    """Without known values and telling keys with values, redaction changes nothing."""
    if not any(key in text.lower() for key in ("hmac", "token", "secret", "extendedclaim", "passwor")):
        assert REDACTOR.redact(text) == text


@pytest.mark.parametrize(
    "hostile",
    [
        "\\" * 200_000,
        '"password' * 20_000,
        "password" * 30_000,
        '"hmac":"' * 30_000,
        '"token"' + " " * 200_000,
    ],
)
def test_hostile_text_takes_no_longer_than_its_length_asks_for(hostile: str) -> None:
    """Text that is made to be slow to search is searched within seconds."""
    started = time.monotonic()
    REDACTOR.redact(hostile)
    assert time.monotonic() - started < 20
