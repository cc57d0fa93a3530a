"""Every help page at 80 columns: nothing is torn apart, and nothing reaches over the edge."""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

import pytest
import typer
from command_tree import CommandTree, list_arguments, list_options
from typer.core import TyperCommand, TyperGroup

from harness import Outcome
from oocli.catalogue import VERBS, Catalogue
from oocli.context import Context
from oocli.interface.help import describe_help
from oocli.interface.help_lines import lay_out
from oocli.interface.topic_pages import describe_topic
from oocli.interface.topics import TOPICS

_WIDTH = 80
_FORMS = "Forms, each with its own parameters:"


class Page(NamedTuple):
    """One help page: its words on the command line, its command, its lines."""

    name: str
    command: TyperCommand | TyperGroup
    lines: list[str]


def list_pages() -> Iterator[Page]:
    """Give the page of every command, every call and every form of a call."""
    tree = CommandTree()
    for words, command in tree.walk():
        yield _make_page(tree, " ".join(("oocli", *words)), command)
    for call in tree.catalogue:
        for form in ("", *call.variants):
            yield _make_page(tree, f"oocli {call.name} {form}".strip(), tree.call(call, form))


def _make_page(tree: CommandTree, name: str, command: TyperCommand | TyperGroup) -> Page:
    top = None if name == "oocli" else typer.Context(tree.root, info_name="oocli", obj=Context())
    ctx = typer.Context(command, info_name=name, parent=top, obj=Context(catalogue=tree.catalogue))
    return Page(name, command, lay_out(describe_help(ctx), _WIDTH))


PAGES = list(list_pages())
_EACH = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)


def _is_address(line: str) -> bool:
    return " " not in line and line.startswith("https://")


@_EACH
def test_no_line_reaches_over_the_edge(page: Page) -> None:
    """No line is wider than the terminal, but for an address that stands alone."""
    assert [line for line in page.lines if len(line) > _WIDTH and not _is_address(line)] == []


@_EACH
def test_no_word_is_torn_apart(page: Page) -> None:
    """Each word of what a command says of itself and of its options stands on the page as a whole."""
    command = page.command
    options = list_options(command)
    texts = [command.help, command.epilog, *(item.help for item in (*list_arguments(command), *options))]
    shown = set(" ".join(page.lines).split())
    assert {word for text in texts for word in (text or "").split()} <= shown


@_EACH
def test_an_option_stands_beside_what_it_takes(page: Page) -> None:
    """No line ends with an option whose value would stand on the next one."""
    torn = [
        (line, following)
        for line, following in zip(page.lines, page.lines[1:], strict=False)
        if line.split() and line.split()[-1].startswith("--") and re.match(r"[A-Z]{2,}\b", following.strip())
    ]
    assert torn == []


@pytest.mark.parametrize("page", [page for page in PAGES if _FORMS in page.lines], ids=lambda page: page.name)
def test_forms_are_aligned(page: Page) -> None:
    """What the forms of a call do begins in one column."""
    start = page.lines.index(_FORMS) + 1
    forms = page.lines[start : page.lines.index("", start)]
    assert len({form.rindex("   ") for form in forms}) == 1


@pytest.mark.parametrize("verb", VERBS)
def test_a_verb_says_what_each_of_its_calls_does(verb: str) -> None:
    """Beside each name of a verb's list stands the title of the call."""
    page = next(page for page in PAGES if page.name == f"oocli {verb}")
    text = " ".join(" ".join(page.lines).split())
    missing = [
        call.name
        for call in Catalogue()
        if call.verb == verb and f"{call.resourcetype} {call.title}" not in text
    ]
    assert missing == []


@pytest.mark.parametrize(
    "page", [page for page in PAGES if isinstance(page.command, TyperGroup)], ids=lambda page: page.name
)
def test_what_a_list_of_commands_says_is_whole(page: Page) -> None:
    """Beside each command stands a whole sentence: none is cut, and none ends with a full stop."""
    assert isinstance(page.command, TyperGroup)
    shown = " ".join(" ".join(page.lines).split())
    said = [(command.help or "").partition("\n\n")[0].split() for command in page.command.commands.values()]
    whole = [" ".join(words).rstrip(".") for words in said]
    assert [words for words in whole if words not in shown or f"{words}." in shown] == []


@pytest.mark.parametrize("name", TOPICS)
def test_a_topic_fits_the_terminal(name: str) -> None:
    """No line of a topic is wider than 80 columns."""
    assert [line for line in lay_out(describe_topic(name), _WIDTH) if len(line) > _WIDTH] == []


def _headings(name: str) -> list[str]:
    page = next(page for page in PAGES if page.name == name)
    return [line.rstrip(":") for line in page.lines if line.endswith(":") and not line.startswith(" ")]


@pytest.mark.parametrize(
    ("name", "headings"),
    [
        ("oocli read estate", ["Example", "Arguments", "Options", "Parameters", "More options", "Notes"]),
        ("oocli get pdf", ["Example", "Required", "Options", "Parameters", "More options", "Notes"]),
        (
            "oocli modify estate",
            ["Example", "Arguments", "Options", "Rows", "Parameters", "More options", "Notes"],
        ),
    ],
)
def test_what_people_need_stands_first(name: str, headings: list[str]) -> None:
    """An example, what is required, what is needed most; then parameters, and what is seldom used."""
    assert [heading for heading in _headings(name) if heading != "Page"] == headings


def test_what_a_form_requires_is_said_where_all_forms_are_shown(oocli: Callable[..., Outcome]) -> None:
    """A parameter that one form requires is required by the call only where that form is meant."""
    assert "Required:" not in oocli("get", "file", "--help").out
    assert "[required if ID is address]" in oocli("get", "file", "--help").out
    assert "Required:\n  --addressid" in oocli("get", "file", "address", "--help").out
