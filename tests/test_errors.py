"""Failures: the tree of them, their exit codes, and what is added to them on their way up."""

import importlib
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

import oocli
import oocli.errors
from oocli.catalogue.error_codes import list_errors
from oocli.errors import OocliError
from oocli.interface.help_lines import lay_out
from oocli.interface.topic_pages import describe_topic
from oocli.stop_signals import INTERRUPTED, TERMINATED

_DOCS = Path(__file__).parent.parent / "docs"
_BRANCH = re.compile(r"^ {4}((?:  )*)(\w+) +(\d+)  (.+)$", re.MULTILINE)
_ENDINGS = {0, INTERRUPTED, TERMINATED, 141}  # of a run that was no failure, or was stopped from outside


class Branch(NamedTuple):
    """A failure in the tree: how deep it stands, what it is called, its exit code."""

    depth: int
    name: str
    exit_code: int


def list_drawn() -> list[Branch]:
    """Give the tree that the docstring of ``errors.py`` draws, from top to bottom."""
    drawn = _BRANCH.findall(oocli.errors.__doc__ or "")
    return [Branch(len(indent) // 2, name, int(code)) for indent, name, code, _ in drawn]


def list_real(kind: type[OocliError] = OocliError, depth: int = 0) -> Iterator[Branch]:
    """Give a class and those below it, in the order in which they are defined."""
    yield Branch(depth, kind.__name__, kind.exit_code)
    for below in kind.__subclasses__():
        yield from list_real(below, depth + 1)


def list_told(text: str) -> set[int]:
    """Give the exit codes that the rows of a table or of a help topic begin with."""
    rows = re.findall(r"^(?:\| |  )(\d[\d, ]*?)(?: \||  )", text, re.MULTILINE)
    return {int(code) for row in rows for code in row.split(", ")}


def test_the_tree_of_failures_is_drawn_as_it_is() -> None:
    """Every failure of the whole package stands where the docstring draws it, with that exit code."""
    for module in pkgutil.walk_packages(oocli.__path__, "oocli."):
        importlib.import_module(module.name)
    assert list_drawn() == list(list_real())


def test_the_page_of_exit_codes_has_each_and_no_other() -> None:
    """A code that oocli can end with has a row in the table, and a row has its failure."""
    text = (_DOCS / "exit-codes.md").read_text(encoding="utf-8")
    assert list_told(text) == {branch.exit_code for branch in list_real()} | _ENDINGS


def test_page_and_help_tell_the_same_codes() -> None:
    """`oocli help exit-codes` is the page in short."""
    text = (_DOCS / "exit-codes.md").read_text(encoding="utf-8")
    assert list_told("\n".join(lay_out(describe_topic("exit-codes"), 80))) == list_told(text)


@pytest.mark.parametrize("page", ["bulk.md", "files.md"])
def test_tables_of_other_pages_use_these_codes(page: str) -> None:
    """What a bulk run or an upload ends with is one of the codes of that page."""
    _, found, table = (_DOCS / page).read_text(encoding="utf-8").partition("\n| Exit code |")
    told = list_told(table.partition("\n\n")[0])
    assert found
    assert {0, 6, 10} <= told <= {branch.exit_code for branch in list_real()} | _ENDINGS


def test_error_codes_of_the_api_end_in_these_codes() -> None:
    """Whatever onOffice refuses is exit code 3, 4 or 5."""
    codes = {code.exit_code_for(single=single) for code in list_errors() for single in (False, True)}
    assert codes == {0, 3, 4, 5}


def test_what_is_known_further_up_stands_below_what_was_said() -> None:
    """A failure of a page gets the way on; what it said itself stays the first line."""
    failure = OocliError("It broke", why="the line was cut", hint="Try again", details={"row": 3})
    failure.supplement(why="5 rows are done", hint="--resume goes on", details={"rows": 9})
    assert (failure.why, failure.hint) == ("the line was cut\n5 rows are done", "Try again\n--resume goes on")
    assert failure.details == {"row": 3, "rows": 9}


def test_nothing_stays_nothing() -> None:
    """No empty line stands where nothing was said."""
    failure = OocliError("It broke")
    failure.supplement(hint="--resume goes on")
    assert (failure.why, failure.hint) == ("", "--resume goes on")
