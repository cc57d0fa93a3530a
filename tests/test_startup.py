"""What is loaded for a command, and what is not: a command line is felt at its start."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import pytest

from wire_server import WireServer, answer, repeat

# Runs oocli with the arguments that it is given but the last, which is the file that gets
# the exit code, the modules that were loaded meanwhile, and the dataclasses, patterns and named tuples
# of ours in them.
PROGRAM = """
import sys
report = sys.argv.pop()
before = set(sys.modules)
from oocli.__main__ import main
code = main()
loaded = sorted(set(sys.modules) - before)
import json, re
ours = [(f"{name}.{key}", item) for name in loaded if name.startswith("oocli")
        for key, item in vars(sys.modules[name]).items()]
classes = [(name, item) for name, item in ours if isinstance(item, type)
           and name == f"{item.__module__}.{item.__name__}"]
made = [name for name, item in classes if "__dataclass_fields__" in vars(item)]
patterns = [name for name, item in ours if isinstance(item, re.Pattern)]
tuples = [name for name, item in classes if tuple in item.__bases__]
with open(report, "w", encoding="utf-8") as file:
    json.dump([code, loaded, made, patterns, tuples], file)
"""

# What costs milliseconds each, and only sending, drawing or the sandbox need.
HEAVY = {
    "asyncio",
    "click",
    "email",
    "http",
    "importlib.metadata",
    "logging",
    "oocli.render.table",
    "oocli.sandbox",
    "oocli.transport",
    "pydantic",
    "requests",
    "rich",
    "socket",
    "sqlite3",
    "ssl",
    "urllib3",
}

# What most readings need nothing of.
SELDOM_READ = {
    "oocli.bulk",
    "oocli.call.outcome",
    "oocli.catalogue.modules",
    "oocli.catalogue.relations",
    "oocli.disk.inputs",
    "oocli.disk.whole_file",
    "oocli.fields.facts",
    "oocli.interface.help",
    "oocli.paging.course",
    "oocli.paging.prefetch",
    "oocli.paging.spans",
    "oocli.render.flat",
    "oocli.render.json",
    "oocli.render.shapes",
    "oocli.transport.certificates",
    "oocli.values.field_values",
    "oocli.values.typed_texts",
    "oocli.wire.lifting",
}

EMPTY_ANSWER = {
    "status": {"code": 200, "errorcode": 0, "message": "OK"},
    "response": {
        "results": [
            {
                "actionid": "urn:onoffice-de-ns:smart:2.5:smartml:action:read",
                "resourceid": "",
                "resourcetype": "estate",
                "cacheable": True,
                "identifier": "",
                "data": {"meta": {"cntabsolute": 0}, "records": []},
                "status": {"errorcode": 0, "message": "OK"},
            }
        ]
    },
}


class Loaded(NamedTuple):
    """What a run has loaded: modules, and what these have made: dataclasses, patterns, named tuples."""

    modules: list[str]
    made: list[str]
    patterns: list[str]
    tuples: list[str]

    @property
    def own(self) -> list[str]:
        """The modules of ours."""
        return [name for name in self.modules if name.partition(".")[0] == "oocli"]


def load_for(*arguments: str, environ: dict[str, str], report: Path) -> set[str]:
    """Run oocli in a process of its own, see it succeed, and give the modules that it loaded."""
    return {*run_for(*arguments, environ=environ, report=report).modules}


def run_for(*arguments: str, environ: dict[str, str], report: Path) -> Loaded:
    """Run oocli so, and give what it has loaded."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, *arguments, str(report)],
        env={**_without_settings(os.environ), **environ},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    code, *loaded = json.loads(report.read_text("utf-8"))
    assert (code, done.stderr) == (0, "")
    return Loaded(*loaded)


def _without_settings(environ: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in environ.items() if not name.startswith("OOCLI_")}


@pytest.mark.parametrize(
    "arguments",
    [
        ["--version"],
        ["--help"],
        ["read", "--help"],
        ["read", "estate", "--help"],
        ["help", "do", "sendmail"],
        ["fields", "--help"],
        ["profile", "--help"],
        ["sync", "--help"],
        ["sql", "--help"],
        ["watch", "--help"],
        ["calls", "mail"],
        ["explain", "read", "estate"],
        ["explain", "error", "141"],
        ["explain", "relation", "buyer"],
        ["completion", "show", "bash"],
        ["read", "estate", "--where", "kaufpreis<300000", "--dry-run"],
    ],
    ids=" ".join,
)
def test_what_sends_nothing_loads_nothing_that_sends_or_draws(
    arguments: list[str], environ: dict[str, str], tmp_path: Path
) -> None:
    """Version, help, explanations and dry runs need neither network nor tables nor database."""
    loaded = load_for(*arguments, environ=environ, report=tmp_path / "report")
    assert loaded & HEAVY == set()


@pytest.mark.parametrize(
    "arguments",
    [
        ["--version"],
        ["__complete", "bash", "2", "oocli", "read", "es"],
        [],
        ["--help"],
        ["read", "estate", "--help"],
        ["help", "filters"],
    ],
    ids=" ".join,
)
def test_version_completion_and_help_come_before_the_program(
    arguments: list[str], environ: dict[str, str], tmp_path: Path
) -> None:
    """They are answered without Typer and almost without anything of Python's."""
    loaded = load_for(*arguments, environ=environ, report=tmp_path / "report")
    assert {name for name in loaded if not name.startswith("oocli")} <= {"__future__", "_json", "itertools"}


def test_a_read_over_http_loads_neither_tables_nor_database(environ: dict[str, str], tmp_path: Path) -> None:
    """NDJSON for a pipe needs urllib3, and nothing of rich or of the sandbox; requests only for a proxy.

    To define a dataclass takes a thirtieth of Python's start, to compile a pattern up to a tenth; a module
    takes a hundredth at least, a named tuple nearly as much.
    """
    account = {"OOCLI_TOKEN": "t" * 32, "OOCLI_SECRET": "s" * 64}
    with WireServer(repeat(answer(json.dumps(EMPTY_ANSWER).encode()))) as server:
        loaded = run_for(
            *("read", "estate", "-o", "ndjson"),
            environ={**environ, **account, "OOCLI_URL": server.url},
            report=tmp_path / "report",
        )
    assert "urllib3" in loaded.modules
    assert {*loaded.modules} & {"requests", "rich", "sqlite3", "pydantic", "click", "oocli.sandbox"} == set()
    assert len(loaded.own) <= 95, loaded.own
    assert len(loaded.made) <= 6, loaded.made
    assert len(loaded.patterns) <= 4, loaded.patterns
    assert len(loaded.tuples) <= 44, loaded.tuples


def test_a_read_of_one_page_loads_nothing_for_many_pages_or_for_values(
    environ: dict[str, str], tmp_path: Path
) -> None:
    """Nor what help, tables and files in answers need, nor what other calls have."""
    account = {"OOCLI_TOKEN": "t" * 32, "OOCLI_SECRET": "s" * 64}
    with WireServer(repeat(answer(json.dumps(EMPTY_ANSWER).encode()))) as server:
        loaded = run_for(
            *("read", "estate", "-o", "ndjson"),
            environ={**environ, **account, "OOCLI_URL": server.url},
            report=tmp_path / "report",
        )
    assert {*loaded.own} & SELDOM_READ == set()


def test_a_read_of_the_sandbox_loads_nothing_that_sends(environ: dict[str, str], tmp_path: Path) -> None:
    """The sandbox needs its database, and no HTTP and no table."""
    arguments = ("--sandbox", "read", "estate", "--limit", "1")
    loaded = load_for(*arguments, environ=environ, report=tmp_path / "report")
    assert "sqlite3" in loaded
    assert loaded & {"requests", "urllib3", "rich", "ssl", "pydantic", "click", "oocli.transport"} == set()
