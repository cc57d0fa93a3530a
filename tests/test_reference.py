"""The command reference in docs/: made from the commands, complete, and never stale."""

from pathlib import Path

import make_docs
import pytest
from command_tree import CommandTree, list_options
from markdown_text import to_markdown

_ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def tree() -> CommandTree:
    """Give the commands as they really are."""
    return CommandTree()


@pytest.fixture(scope="module")
def pages(tree: CommandTree) -> dict[str, str]:
    """Give the pages as they would be made now."""
    return make_docs.make_pages(tree)


def test_pages_are_up_to_date(pages: dict[str, str]) -> None:
    """The pages in docs/ are what `make docs` makes of the commands now."""
    stale = [name for name, text in pages.items() if _read(name) != text]
    assert stale == [], "run `make docs`"


def _read(name: str) -> str:
    path = _ROOT / name
    return path.read_text(encoding="utf-8") if path.exists() else ""


def test_every_parameter_of_every_call_is_explained(tree: CommandTree, pages: dict[str, str]) -> None:
    """The page of a verb names each option of each of its calls, also those of their forms."""
    missing = [
        (call.name, option.opts[-1])
        for call in tree.catalogue
        for form in (*call.variants, "")
        for option in list_options(tree.call(call, form))
        if f"{option.opts[-1]}" not in pages[f"docs/calls/{call.verb}.md"]
    ]
    assert missing == []


def test_every_command_is_listed(tree: CommandTree, pages: dict[str, str]) -> None:
    """The page of commands has a section for each command and each word below one."""
    sections = {line for line in pages["docs/commands.md"].splitlines() if line.startswith("## oocli")}
    assert sections == {f"## oocli {' '.join(words)}" for words, _ in tree.walk() if words}


def test_text_is_no_markdown_by_accident() -> None:
    """Stars, angle brackets, bars and outer underscores of a text are shown as they are."""
    shown = "\n\n".join(to_markdown("a*b <field>__von _meta `x_*`\n\nNotes:\n  - one\n  - two"))
    assert shown == "a\\*b &lt;field&gt;\\_\\_von \\_meta `x_*`\n\nNotes:\n\n- one\n- two"
