"""A call that comes later is answered from its catalogue entry alone, without a function of its own."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from office import Office
from oocli.catalogue import Catalogue

_ENTRY = {
    "verb": "get",
    "resourcetype": "weather",
    "title": "Get the weather at a place",
    "module": "miscellaneous",
    "doc": "https://apidoc.onoffice.de/weather/",
    "effect": "read",
    "resourceid": {"use": "unused"},
    "parameters": [
        {"name": "town", "type": "string", "required": True, "missing_code": 164, "summary": "Town"}
    ],
    "response": {
        "records": "one record",
        "total": "data.meta.cntabsolute",
        "elements": {
            "sky": "what the sky is like",
            "air": "the air",
            "air.degrees": "how warm it is",
            "<hour>": "weather of an hour",
        },
        "enums": {"sky": ["clear", "cloudy"]},
        "cacheable": False,
    },
}


@pytest.fixture
def build(open_office: Callable[..., Office], tmp_path: Path) -> Callable[[dict[str, Any]], Office]:
    """Give a function that opens an office whose catalogue has one call more."""

    def open_with(entry: dict[str, Any]) -> Office:
        folder = tmp_path / "calls"
        shutil.copytree(Catalogue()._folder, folder)
        (folder / f"{entry['verb']}.{entry['resourcetype']}.json").write_text(json.dumps(entry), "utf-8")
        return open_office(catalogue=Catalogue(folder))

    return open_with


def test_it_answers_every_element_that_its_entry_names(build: Callable[..., Office]) -> None:
    """One record, with a permitted value where there are some, else with the words of the entry."""
    result = build(_ENTRY)("get", "weather", {"town": "Aachen"})
    elements = {"sky": "clear", "air": {"degrees": "how warm it is"}}
    records = [{"id": 0, "type": "", "elements": elements}]
    assert result["data"] == {"meta": {"cntabsolute": 1}, "records": records}
    assert result["cacheable"] is False


def test_its_required_parameters_are_looked_at(build: Callable[..., Office]) -> None:
    """A missing one is refused with the code of the entry."""
    assert build(_ENTRY).error("get", "weather")[0] == 164


def test_a_write_of_its_kind_says_success(build: Callable[..., Office]) -> None:
    """What the entry calls success is that word, under the number that was written."""
    entry = {**_ENTRY, "verb": "modify", "effect": "write", "parameters": []}
    entry |= {"resourceid": {"use": "required", "meaning": "number"}}
    entry |= {
        "response": {"records": "one record", "total": None, "elements": {"success": "whether it went"}}
    }
    assert build(entry).records("modify", "weather", {}, 7) == [
        {"id": 7, "type": "weather", "elements": {"success": "success"}}
    ]
