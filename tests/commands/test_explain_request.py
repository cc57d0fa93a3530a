"""``oocli explain request``: what somebody else's request does, and how oocli writes it."""

import json
import shlex
from collections.abc import Callable
from typing import Any

import pytest

from harness import Outcome
from oocli.catalogue import Catalogue

Run = Callable[..., Outcome]

READ = {
    "actionid": "urn:onoffice-de-ns:smart:2.5:smartml:action:read",
    "resourcetype": "estate",
    "parameters": {},
}


def explain(oocli: Run, text: str) -> list[dict[str, Any]]:
    """Give what is said of each action of a text."""
    outcome = oocli("explain", "request", "-", stdin=text)
    assert (outcome.code, outcome.err) == (0, "")
    return [record["elements"] for record in outcome.json]


def test_the_command_makes_the_same_action(oocli: Run) -> None:
    """What it prints is the call once more, for the example of every call, and nothing is wrong with it."""
    for call in Catalogue():
        words = shlex.split(call.example.replace('"$CLAIM"', "claim"))[1:]
        shown = oocli("--sandbox", *words, "--dry-run", "-qq").out
        (found,) = explain(oocli, shown)
        again = oocli("--sandbox", *shlex.split(found["command"])[1:], "--dry-run", "-qq")
        assert (found["problems"], again.json) == ([], json.loads(shown)), call.name


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"parameters": {"data": ["Id"], "listlimits": 5}}, "listlimits"),
        ({"parameters": {"data": ["Id"], "listlimit": "many"}}, "listlimit"),
        ({"resourcetype": "estat"}, "did you mean read estate?"),
        ({"actionid": "delete"}, "did you mean read estate or create estate or modify estate?"),
    ],
)
def test_what_is_wrong_is_said(oocli: Run, changed: dict[str, Any], problem: str) -> None:
    """By the catalogue, as when oocli would send it."""
    (found,) = explain(oocli, json.dumps(READ | changed))
    assert problem in " ".join([*found["problems"], *found["warnings"]])


def test_php_and_json_mean_the_same(oocli: Run) -> None:
    """The same facts of the same action."""
    php = "$p = ['data' => ['Id'], 'listlimit' => 5]; $sdk->callGeneric('read', 'estate', $p);"
    plain = {"actionid": "read", "resourcetype": "estate", "parameters": {"data": ["Id"], "listlimit": 5}}
    assert explain(oocli, php) == explain(oocli, json.dumps(plain)) == explain(oocli, json.dumps([plain]))


def test_arrows_in_a_text_make_no_php_of_json(oocli: Run) -> None:
    """A description may hold anything."""
    request = {
        "actionid": "modify",
        "resourcetype": "estate",
        "resourceid": 1,
        "parameters": {"data": {"lage": "a => b"}},
    }
    assert explain(oocli, json.dumps([request]))[0]["action"] == "modify estate"


def test_a_whole_request_has_an_explanation_for_each_action(oocli: Run) -> None:
    """Token and signatures are left out."""
    request = {"token": "t" * 32, "request": {"actions": [{**READ, "hmac": "x"}, READ]}}
    assert len(explain(oocli, json.dumps(request))) == 2
    assert "t" * 32 not in oocli("explain", "request", "-", stdin=json.dumps(request)).out


@pytest.mark.parametrize("words", [(), ("a", "b")])
def test_one_file_is_named(oocli: Run, words: tuple[str, ...]) -> None:
    """None and two are refused."""
    assert oocli("explain", "request", *words).code == 2
