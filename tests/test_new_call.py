"""A call that comes later: one more file in the catalogue's folder is all that it takes.

The last test is the whole promise: a copy of the project gets the file and its sample, makes
what is made from the catalogue, and passes every test that the suite has for every call.
"""

import json
import os
import shutil
import subprocess
import sys
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
    "deprecated": False,
    "effect": "read",
    "resourceid": {"use": "unused"},
    "paging": None,
    "parameters": [
        {"name": "town", "type": "string", "required": True, "summary": "Town to look at"},
        {
            "name": "units",
            "type": "string",
            "required": False,
            "enum": ["metric", "imperial"],
            "summary": "Units of the answer",
        },
    ],
    "response": {
        "records": "one record",
        "total": None,
        "elements": {"sky": "what the sky is like", "degrees": "how warm it is"},
        "enums": {"sky": ["clear", "cloudy"]},
    },
    "notes": ["Clouds are not counted."],
}
_SAMPLE = {
    "actionid": "urn:onoffice-de-ns:smart:2.5:smartml:action:get",
    "resourceid": "",
    "identifier": "",
    "resourcetype": "weather",
    "parameters": {"town": "Aachen", "units": "metric"},
}
_ROOT = Path(__file__).parent.parent
_COPIED = ("completions", "docs", "src", "tests", "tools", "pyproject.toml", "README.md", "CHANGELOG.md")
_MADE = ("format_catalogue", "make_index", "make_docs", "make_completions", "make_help")


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


def test_it_is_answered_by_the_sandbox(oocli: Run, catalogue: Catalogue) -> None:
    """Without a function of its own: a record with what its entry names, once it is asked for rightly."""
    words = ("--sandbox", "get", "weather")
    (record,) = oocli(*words, "--town", "Aachen", catalogue=catalogue).json
    assert record["elements"] == {"sky": "clear", "degrees": "how warm it is"}
    refused = oocli(*words, "--no-validate", catalogue=catalogue)
    assert (refused.code, refused.error["api_errorcode"]) == (5, 167)


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


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Give a copy of the project with the call's file and sample, and all that is made from them."""
    for name in _COPIED:
        if (_ROOT / name).is_dir():
            shutil.copytree(_ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(_ROOT / name, tmp_path)
    for path, content in (
        ("src/oocli/catalogue/calls/get.weather.json", _ENTRY),
        ("tests/samples/requests/get.weather.1.json", _SAMPLE),
    ):
        text = json.dumps(content, indent=2, ensure_ascii=False) + "\n"
        (tmp_path / path).write_text(text, encoding="utf-8")
    for tool in _MADE:
        _run(tmp_path, f"tools/{tool}.py")
    return tmp_path


def test_the_suite_passes_with_it(project: Path) -> None:
    """Every test that is made for every call passes for this one, and so do those of the made files."""
    wanted = (
        "weather or test_calls or test_index or test_generated_words or test_reference or test_help_is_up"
    )
    told = _run(
        project, "-m", "pytest", "-n0", "-rA", "-k", wanted, "--ignore=tests/test_new_call.py", "tests"
    )
    passed = [line for line in told.splitlines() if line.startswith("PASSED") and "weather" in line]
    files = {line.split("::")[0].rpartition("/")[2] for line in passed}
    assert files >= {
        "test_app.py",
        "test_calls.py",
        "test_documented_requests.py",
        "test_examples.py",
        "test_guard.py",
        "test_help_pages.py",
        "test_sandbox_documented.py",
        "test_validation.py",
    }


def _run(project: Path, *words: str) -> str:
    """Run Python in the copy of the project, and give what it says; it has to succeed."""
    environ = {**os.environ, "PYTHONPATH": str(project / "src"), "PYTHONDONTWRITEBYTECODE": ""}
    for name in [name for name in environ if name.startswith("PYTEST_")]:
        del environ[name]  # of the run that this test belongs to
    done = subprocess.run(
        [sys.executable, *words], cwd=project, env=environ, capture_output=True, text=True, encoding="utf-8"
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr
    return done.stdout
