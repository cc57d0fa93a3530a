"""A call that comes later: one more file in the catalogue's folder is all that it takes."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from command_tree import CommandTree
from make_docs import make_pages

from harness import Outcome
from oocli.catalogue import Catalogue
from oocli.completion import complete
from oocli.completion.names import Names

Run = Callable[..., Outcome]

_ENTRY = {
    "verb": "get",
    "resourcetype": "weather",
    "title": "Get the weather at a place",
    "module": "miscellaneous",
    "doc": "https://apidoc.onoffice.de/weather/",
    "example": "oocli get weather --town Aachen --units metric",
    "effect": "read",
    "resourceid": {"use": "unused"},
    "parameters": [
        {"name": "town", "type": "string", "required": True, "summary": "Town to look at"},
        {"name": "units", "type": "string", "enum": ["metric", "imperial"], "summary": "Units of the answer"},
    ],
    "notes": ["Clouds are not counted."],
}


@pytest.fixture
def catalogue(tmp_path: Path) -> Catalogue:
    """Give the catalogue that ships with oocli and one call more."""
    folder = tmp_path / "calls"
    shutil.copytree(Catalogue()._folder, folder)
    (folder / "get.weather.json").write_text(json.dumps(_ENTRY), encoding="utf-8")
    return Catalogue(folder)


def test_it_has_help(oocli: Run, catalogue: Catalogue) -> None:
    """The verb lists it, and its own help explains parameters, values, notes and an example."""
    assert "weather" in oocli("get", "--help", catalogue=catalogue).out.split()
    shown = oocli("get", "weather", "--help", catalogue=catalogue).out
    for text in (
        "Get the weather at a place. Reads; changes nothing.",
        "  oocli get weather --town Aachen --units metric\n",
        "Required:\n  --town TEXT  Town to look at [required]\n",
        "  --units TEXT  Units of the answer [one of metric, imperial]\n",
        "  - Clouds are not counted.\n",
        "Page: https://apidoc.onoffice.de/weather/\n",
    ):
        assert text in shown


def test_it_is_found(oocli: Run, catalogue: Catalogue) -> None:
    """The search finds it by title, parameter or note, and `explain` knows it."""
    for words in (("weather",), ("town", "units"), ("clouds", "counted")):
        assert oocli("calls", *words, catalogue=catalogue).json[0]["id"] == "get.weather"
    assert (
        oocli("explain", "get", "weather", "-o", "json", catalogue=catalogue).json[0]["id"] == "get.weather"
    )


def test_it_is_checked_and_built(oocli: Run, catalogue: Catalogue) -> None:
    """What is wrong is refused with every reason at once; what is right becomes an action."""
    refused = oocli("get", "weather", "--units", "kelvin", catalogue=catalogue)
    assert (refused.code, len(refused.error["problems"])) == (2, 2)
    words = ("get", "weather", "--town", "Aachen", "--units", "metric")
    action = oocli(*words, "--dry-run", catalogue=catalogue).json
    assert action["parameters"] == {"town": "Aachen", "units": "metric"}
    assert (
        oocli("get", "wether", catalogue=catalogue)
        .error["hint"]
        .startswith("Did you mean `oocli get weather`?")
    )


def test_it_is_completed(catalogue: Catalogue) -> None:
    """Its name, its parameters and their values are offered at the Tab key, beside oocli's own options."""
    names = Names({}, calls=str(catalogue._folder))
    assert complete(["get", "wea"], names) == [("weather", "")]
    assert complete(["get", "weather", "--t"], names)[0] == ("--town", "Town to look at")
    assert complete(["get", "weather", "--units", ""], names) == [("metric", ""), ("imperial", "")]
    assert ("--dry-run", "Print the action as JSON and send nothing") in complete(
        ["get", "weather", "--d"], names
    )


def test_it_is_documented(catalogue: Catalogue) -> None:
    """The reference gets a row and a section for it."""
    pages = make_pages(CommandTree(catalogue))
    row = "| [`oocli get weather`](get.md#get-weather) | miscellaneous | Get the weather at a place |"
    assert row in pages["docs/calls/index.md"].splitlines()
    section = pages["docs/calls/get.md"].split("## get weather\n")[1].split("\n## ")[0]
    assert "| `--units TEXT` | Units of the answer [one of metric, imperial] |" in section.splitlines()
