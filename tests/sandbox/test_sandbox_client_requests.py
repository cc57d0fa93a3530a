"""Requests as the vendor's plugin and the adapter for Laravel send them get believable answers."""

import json
from pathlib import Path
from typing import Any

import pytest

from office import CREDENTIALS, NOW, Office
from oocli.request.actions import Action
from oocli.sandbox.door.answer import Sandbox
from oocli.sandbox.records.store import Store
from oocli.wire.messages import sign

_FILES = sorted((Path(__file__).parents[1] / "samples" / "clients").glob("*.json"))
_REQUESTS = [
    pytest.param(request, id=f"{path.stem}: {request['what']}")
    for path in _FILES
    for request in json.loads(path.read_text(encoding="utf-8"))["requests"]
]
_VERSIONS = (1, 2)


@pytest.mark.parametrize("request_", _REQUESTS)
@pytest.mark.parametrize("version", _VERSIONS)
def test_requests_of_clients_are_answered_with_records(request_: dict[str, Any], version: int) -> None:
    """No action is refused, each has records, and a record has every field that was asked for."""
    store = Store.open(":memory:")
    office = Office(Sandbox(store, now=lambda: NOW))
    asked = [
        Action(one["verb"], one["resourcetype"], one["resourceid"], "", one["parameters"])
        for one in request_["actions"]
    ]
    signed = [sign(action, CREDENTIALS, int(NOW), hmac_version=version) for action in asked]
    answer = office.post(signed)
    store.close()
    assert answer["status"]["errorcode"] == 0, [one["status"] for one in answer["response"]["results"]]
    found = [result["data"]["records"] for result in answer["response"]["results"]]
    assert any(found) if request_.get("empty") else all(found)
    for action, records in zip(asked, found, strict=True):
        names = action.parameters.get("data", []) if action.verb == "read" else []
        wanted = set(names.values() if isinstance(names, dict) else names)
        assert not wanted or all(wanted <= record["elements"].keys() for record in records)
