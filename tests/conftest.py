"""What every test may ask for: a fixed clock, a prepared sandbox, and oocli itself in process.

The tests patch nothing; they hand in streams, environment, clock and transport.
"""

import os
import shutil
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from harness import FUZZ_SEED, TORTURE_SEED, Clock, Outcome, Stream
from oocli.__main__ import run
from oocli.catalogue import Catalogue
from oocli.client import Transport
from oocli.context import Context
from oocli.profiles import Profile
from oocli.sandbox.records.store import Store

if sys.platform == "win32":  # it has no pseudo-terminals
    collect_ignore = ["test_picture.py", "test_pseudo_terminal.py", "test_scene.py", "test_screens.py"]
    collect_ignore += ["test_page.py", "test_pages.py"]


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let the screens of all scenes be written anew."""
    parser.addoption("--rewrite-screens", action="store_true", help="write tests/screens/ anew")


def pytest_configure() -> None:
    """Let Python keep what it has compiled: oocli is started some hundred times, and is compiled once."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    sys.dont_write_bytecode = False


def pytest_report_header() -> str:
    """Say how this run of the hostile answers, and of the imports under faults, can be had again."""
    return f"hostile answers: OOCLI_FUZZ_SEED={FUZZ_SEED}, imports: OOCLI_TORTURE_SEED={TORTURE_SEED}"


@pytest.fixture
def clock() -> Clock:
    """Give a clock that stands still."""
    return Clock()


@pytest.fixture(scope="session")
def prepared_sandbox(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the file of a fresh sandbox, made once a session; tests work on copies."""
    path = tmp_path_factory.mktemp("prepared") / "sandbox.sqlite"
    Store.open(path).close()
    return path


@pytest.fixture
def home(tmp_path: Path, prepared_sandbox: Path) -> Path:
    """Give an empty home directory with a fresh sandbox in its data directory."""
    data = tmp_path / "data"
    data.mkdir()
    shutil.copy(prepared_sandbox, data / "sandbox.sqlite")
    return tmp_path


@pytest.fixture
def environ(home: Path) -> dict[str, str]:
    """Give an environment in which oocli touches only that home."""
    return {
        "HOME": str(home),
        "OOCLI_CONFIG_DIR": str(home / "config"),
        "OOCLI_DATA_DIR": str(home / "data"),
        "OOCLI_CACHE_DIR": str(home / "cache"),
    }


@pytest.fixture
def oocli(environ: dict[str, str], clock: Clock) -> Callable[..., Outcome]:
    """Give a function that runs one command line in process.

    ``terminal`` says that all three streams are terminals; ``stdin`` is what stands on
    standard input; ``variables`` join the environment; ``transport`` replaces the network.
    """

    def call(
        *arguments: str,
        stdin: str = "",
        terminal: bool = False,
        variables: Mapping[str, str] | None = None,
        transport: Transport | None = None,
        catalogue: Catalogue | None = None,
    ) -> Outcome:
        stdout, stderr = Stream(terminal=terminal), Stream(terminal=terminal)

        def open_transport(_profile: Profile) -> Transport:
            assert transport is not None
            return transport

        context = Context(
            environ={**environ, **(variables or {})},
            stdin=Stream(stdin, terminal=terminal),
            stdout=stdout,
            stderr=stderr,
            now=clock.now,
            sleep=clock.sleep,
            catalogue=catalogue or Catalogue(),
            open_transport=open_transport if transport is not None else None,
        )
        code = run(context, arguments)
        return Outcome(code, stdout.getvalue(), stderr.getvalue())

    return call
