"""Every documented request can be typed in three ways, and means the same action each time."""

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from harness import SAMPLES, Outcome
from oocli.catalogue import Call, Catalogue, Parameter

_REQUESTS = sorted((SAMPLES / "requests").glob("*.json"))


def _load(path: Path) -> dict[str, Any]:
    request: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return request


def _words(request: Mapping[str, Any]) -> list[str]:
    verb = request["actionid"].rpartition(":")[2]
    words = [verb, request["resourcetype"]]
    if request.get("resourceid") not in (None, ""):
        words.append(str(request["resourceid"]))
    return [*words, "--identifier", str(request.get("identifier") or "")]


def _normalise(action: Mapping[str, Any]) -> dict[str, Any]:
    """Make equal what means the same: a record number as text or number, none as "" or null, [] or {}."""
    resourceid = action.get("resourceid")
    return {
        **action,
        "resourceid": "" if resourceid is None else str(resourceid),
        "parameters": action["parameters"] or {},
    }


def _type_out(parameter: Parameter | None, name: str, value: Any) -> Iterator[str]:
    """Type one parameter as a person would: text, a flag, a repeated option, or JSON."""
    if parameter is None:
        yield from ("-p", f"{name}:={json.dumps(value)}")
    elif parameter.type == "boolean" and isinstance(value, bool):
        yield f"--{name}" if value else f"--no-{name}"
    elif parameter.type.startswith("array<") and isinstance(value, list) and value:
        yield from (part for item in value for part in (f"--{name}", _element(item)))
    elif isinstance(value, dict | list):
        yield from (f"--{name}", json.dumps(value))
    elif _keeps_its_type(parameter, value):
        yield from (f"--{name}", str(value))
    else:
        yield from ("-p", f"{name}:={json.dumps(value)}")


def _element(value: Any) -> str:
    return (
        value
        if isinstance(value, str) and "," not in value and value[:1] not in "[@"
        else json.dumps([value])
    )


def _keeps_its_type(parameter: Parameter, value: Any) -> bool:
    """Whether typed text comes out as this value; the documentation sends some numbers as text."""
    kinds = {"integer": int, "number": int | float, "string": str, "any": str}
    kind = kinds.get(parameter.type, ())
    return isinstance(value, kind) and not isinstance(value, bool)


def _type_fields(call: Call, fields: Mapping[str, Any]) -> Iterator[str]:
    for name, value in fields.items():
        yield from ("--set", f"{name}:={json.dumps(value)}")


def _options(call: Call, parameters: Mapping[str, Any]) -> list[str]:
    words: list[str] = []
    for name, value in parameters.items():
        known = call.parameter(name)
        if name == "data" and call.fields_in == "parameters.data" and isinstance(value, dict):
            words += _type_fields(call, value)
        elif known is None and call.fields_in == "parameters":
            words += _type_fields(call, {name: value})
        else:
            words += _type_out(known, name, value)
    return words


@pytest.mark.parametrize("path", _REQUESTS, ids=lambda path: path.stem)
def test_three_ways_lead_to_the_documented_action(
    path: Path, oocli: Callable[..., Outcome], tmp_path: Path
) -> None:
    """``send``, ``--params`` and options alone print the documented action with ``--dry-run``."""
    request = _load(path)
    expected = _normalise(request)
    sent = oocli("send", str(path), "--dry-run")
    assert (sent.code, sent.err) == (0, "")
    assert _normalise(sent.json) == expected

    params = tmp_path / "params.json"
    params.write_text(json.dumps(request["parameters"] or {}), encoding="utf-8")
    words = _words(request)
    from_file = oocli(*words, "--params", str(params), "--dry-run")
    assert from_file.code == 0, from_file.err
    assert _normalise(from_file.json) == expected

    call = Catalogue().find(words[0], words[1])
    assert call is not None
    form = call.variant(str(request.get("resourceid") or ""))
    typed = oocli(*words, *_options(form, request["parameters"] or {}), "--dry-run")
    assert typed.code == 0, typed.err
    assert _normalise(typed.json) == expected
