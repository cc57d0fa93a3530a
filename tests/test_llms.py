"""docs/llms.txt and docs/stability.md: short, and every command in them works."""

import re
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest

from harness import Outcome

_DOCS = Path(__file__).parent.parent / "docs"
_PAGE = (_DOCS / "llms.txt").read_text(encoding="utf-8")
_EXAMPLES = re.findall(r"^    (oocli .*)$", _PAGE, re.MULTILINE)
_PROMISE = (_DOCS / "stability.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("line", _EXAMPLES)
def test_example_runs(oocli: Callable[..., Outcome], line: str) -> None:
    """As it stands, with nothing on standard error."""
    outcome = oocli(*shlex.split(line)[1:])
    assert (outcome.code, outcome.err) == (0, "")


def test_it_fits_into_a_question() -> None:
    """A model reads it before each; ten thousand characters are some three thousand words of it."""
    assert len(_PAGE) < 10_000
    assert _PAGE.startswith("# oocli\n\n> ")


def test_options_that_it_names_are_there(oocli: Callable[..., Outcome]) -> None:
    """Each is one of oocli's."""
    known = {
        flag
        for record in oocli("commands").json
        for option in record["elements"]["options"]
        for flag in option["flags"]
    }
    named = set(re.findall(r"(?<![\w-])--[a-z][a-z-]*", _PAGE))
    assert named - known == {"--jq"}  # which it says is none


def test_links_lead_somewhere() -> None:
    """To pages beside it."""
    for target in re.findall(r"\]\(([^)]+)\)", _PAGE):
        assert (_DOCS / target).exists(), target


@pytest.mark.parametrize("line", re.findall(r"^\$ (oocli .*?) \|", _PROMISE, re.MULTILINE))
def test_commands_of_the_promise_run(oocli: Callable[..., Outcome], line: str) -> None:
    """What stands before the pipe gives JSON."""
    assert oocli(*shlex.split(line)[1:]).json
