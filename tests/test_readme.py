"""README.md and docs/getting-started.md: every command of the sandbox in them works as it stands."""

import re
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest

from harness import Outcome

_ROOT = Path(__file__).parents[1]
_PAGES = ("README.md", "docs/getting-started.md")


def _read(name: str) -> str:
    return (_ROOT / name).read_text(encoding="utf-8")


def _examples() -> list[str]:
    found: list[str] = []
    for page in _PAGES:
        for block in re.findall(r"```console\n(.*?)```", _read(page), re.DOTALL):
            lines = block.replace("$ ", "", 1).split("\n$ ")
            found += [line.strip() for line in lines if line.startswith(("oocli --sandbox", "oocli explain"))]
    return found


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a working directory with the files that the examples name."""
    folder = tmp_path / "work"
    folder.mkdir()
    (folder / "kitchen.jpg").write_bytes(b"made up")
    (folder / "prices.csv").write_text("id,kaufpreis\n17,310000\n19,295000\n", encoding="utf-8")
    monkeypatch.chdir(folder)
    return folder


@pytest.mark.parametrize("line", sorted(set(_examples())))
def test_example_runs(oocli: Callable[..., Outcome], folder: Path, line: str) -> None:
    """An example succeeds; what it pipes into another program is left out, what it writes is not."""
    command = line.partition(" | ")[0]
    words = [word for word in shlex.split(command, comments=True) if word not in (">", "estates.ndjson")]
    yes = ["--yes"] if "--from" in words else []
    outcome = oocli(*words[1:], *yes)
    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.out


def test_there_are_examples() -> None:
    """Both pages have commands to run."""
    assert len(_examples()) > 12


def test_every_link_leads_somewhere() -> None:
    """The pages that README and docs name exist."""
    pages = [_ROOT / "README.md", _ROOT / "CONTRIBUTING.md", *sorted((_ROOT / "docs").rglob("*.md"))]
    missing = [
        f"{page.relative_to(_ROOT)} -> {target}"
        for page in pages
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
        if not (page.parent / target).exists()
    ]
    assert missing == []


def test_both_commands_of_the_readme_are_marked() -> None:
    """CI takes the second command from the README, by its mark."""
    assert re.search(r"<!-- main -->\n```sh\n.*oocli --sandbox read estate\n```", _read("README.md"))
    assert re.search(r"<!-- test -->\n```sh\n.*pytest\n```", _read("README.md"))
