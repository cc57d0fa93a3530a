"""The manual pages are those of the commands as they are, and mandoc finds nothing wrong with them."""

import shutil
import subprocess
from pathlib import Path

import pytest
from command_tree import CommandTree
from make_man import make_pages

from oocli.app import COMMANDS
from oocli.interface.topics import TOPICS

ROOT = Path(__file__).parent.parent


def test_the_pages_are_made_from_the_commands() -> None:
    """Each stands in the project as it would be made now; `make docs` brings it up to date."""
    pages = make_pages(CommandTree())
    assert {name: (ROOT / name).read_text("utf-8") for name in pages} == pages
    assert sorted(str(path.relative_to(ROOT)) for path in (ROOT / "man").rglob("*.*")) == sorted(pages)


def test_every_command_and_topic_has_a_page() -> None:
    """A word that a user types is the name of a page."""
    names = {path.name.rpartition(".")[0] for path in (ROOT / "man").rglob("*.*")}
    assert names == {"oocli", *(f"oocli-{name}" for name in COMMANDS), *(f"oocli-{name}" for name in TOPICS)}


@pytest.mark.skipif(not shutil.which("mandoc"), reason="mandoc is not installed")
def test_the_pages_are_clean() -> None:
    """There is no warning about any of them."""
    pages = sorted((ROOT / "man").rglob("*.*"))
    done = subprocess.run(
        ["mandoc", "-T", "lint", "-W", "warning", *map(str, pages)], capture_output=True, text=True
    )
    assert (done.returncode, done.stdout) == (0, "")
