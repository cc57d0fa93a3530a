"""Requests of odd shape: each gets one of the API's refusals, never "Unknown error" and never a crash."""

import json
from pathlib import Path
from typing import Any

import pytest

from office import CREDENTIALS, NOW, Office
from oocli.catalogue import Catalogue
from oocli.request.actions import Action
from oocli.sandbox import TOKEN
from oocli.wire.messages import encode, sign

_SAMPLES = Path(__file__).parent.parent / "samples" / "requests"


def _list_requests() -> list[Path]:
    """Give one documented request for every call and every form of it."""
    found: dict[tuple[str, str], Path] = {}
    for file in sorted(_SAMPLES.glob("*.json")):
        verb, resource, _ = file.stem.split(".")
        call = Catalogue().find(verb, resource)
        form = (
            str(json.loads(file.read_text(encoding="utf-8"))["resourceid"]) if call and call.variants else ""
        )
        found.setdefault((f"{verb} {resource}", form), file)
    return list(found.values())


_ODD: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 1.5, 1e308, 2**63, 2**70, -(2**63)),
    *("", " ", "\x00", "'\"", "-5", "1e999", "0x1F", "²", "٣", "9" * 25, "9" * 5000, "2026-13-45"),
    *([], [[]], {}, {"a": 1}, [None], [True], ["²"], ["9" * 5000], [2**70], [{"a": []}], {"": 1}),
    *({"0": {"1": 2}}, {"action": "add"}, {"action": [], "newvalue": {}}),
)


def _is_unknown(office: Office, verb: str, request: dict[str, Any], parameters: Any, number: Any) -> bool:
    """Say whether a request gets the error that says nothing."""
    action = Action(verb, request["resourcetype"], number, "", parameters)
    body = encode([sign(action, CREDENTIALS, int(NOW))], TOKEN)
    answer = json.loads(office.sandbox.post(body).body)
    return any(result["status"]["errorcode"] == 1 for result in answer["response"]["results"])


@pytest.mark.parametrize("file", _list_requests(), ids=lambda file: file.stem)
def test_no_value_leads_to_an_unknown_error(fresh: Office, file: Path) -> None:
    """Whatever stands in place of a parameter or of the record's number, the answer says what is wrong."""
    request = json.loads(file.read_text(encoding="utf-8"))
    verb = file.stem.partition(".")[0]
    call = Catalogue().find(verb, request["resourcetype"])
    assert call is not None
    documented = [known.name for known in call.variant(str(request["resourceid"] or "")).parameters]
    given = request["parameters"] or {}
    failed = []
    for odd in _ODD:
        if _is_unknown(fresh, verb, request, given, odd):
            failed.append(("resourceid", odd))
        for name in {*documented, *given}:
            if _is_unknown(fresh, verb, request, {**given, name: odd}, request["resourceid"]):
                failed.append((name, odd))
    assert failed == []


@pytest.mark.parametrize(
    ("parameters", "code"),
    [
        ({"filter": {"ort": [{"op": "like", "val": "%" * 100_000}]}}, 257),
        ({"filter": {"ort": [{"op": "not like", "val": "ä" * 40_000}]}}, 257),
        ({"filter": {"Id": [{"op": ">", "val": number} for number in range(5000)]}}, 257),
        ({"listoffset": "1e999"}, 68),
        ({"listoffset": "9" * 5000}, 68),
        ({"listoffset": 2**70}, 68),
        ({"listlimit": [5]}, 68),
        ({"listoffset": -1}, 67),
        ({"sortby": {"ort": "UP"}}, 212),
        ({"data": "Id"}, 74),
        ({"data": {"Id": 1}}, 74),
    ],
)
def test_great_and_odd_values_of_a_list(office: Office, parameters: dict[str, Any], code: int) -> None:
    """Patterns, offsets and lists that no database takes get the API's refusal."""
    assert office.error("read", "estate", {"data": ["Id"], **parameters})[0] == code


@pytest.mark.parametrize("number", ["9" * 5000, "9" * 19, "007", "11 ", "²", "11a", "-11", "0"])
def test_numbers_of_no_record_find_nothing(office: Office, number: str) -> None:
    """A number of odd shape is that of no record."""
    assert office("read", "estate", {"data": ["Id"]}, number)["data"]["records"] == []


def test_a_long_list_is_taken(office: Office) -> None:
    """Forty thousand numbers in one condition are not a reason to refuse."""
    wanted = {"Id": [{"op": "in", "val": list(range(11, 40_011))}]}
    asked = {"data": ["Id"], "filter": wanted, "listlimit": 500}
    assert len(office.records("read", "estate", asked)) == 300
    none = {"Id": [{"op": "not in", "val": list(range(11, 40_011))}]}
    assert office.records("read", "estate", {"data": ["Id"], "filter": none}) == []


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999", "-1e999"])
def test_what_is_no_number_of_json_is_no_json(office: Office, number: str) -> None:
    """Python reads such numbers, JSON does not have them."""
    body = encode([sign(Action("read", "estate"), CREDENTIALS, int(NOW))], TOKEN)
    odd = body.replace(b'"parameters":[]', b'"parameters":{"listoffset":%s}' % number.encode())
    odd = odd.replace(b'"parameters":{}', b'"parameters":{"listoffset":%s}' % number.encode())
    assert odd != body
    assert json.loads(office.sandbox.post(odd).body)["status"]["errorcode"] == 4


@pytest.mark.parametrize("depth", [300, 900, 3000, 100_000])
def test_deep_values_are_refused_as_such(office: Office, depth: int) -> None:
    """Nesting without an end gets a refusal, in the body as in a parameter."""
    body = encode([sign(Action("read", "estate"), CREDENTIALS, int(NOW))], TOKEN)
    deep = b"[" * depth + b"]" * depth
    for empty in (b'"parameters":[]', b'"parameters":{}'):
        body = body.replace(empty, b'"parameters":{"data":%s}' % deep)
    answer = json.loads(office.sandbox.post(body).body)
    told = [answer, *answer["response"]["results"]]
    codes = {part["status"]["errorcode"] for part in told}
    assert not codes & {0, 1}
