"""The files that are made from the commands: as fresh as the commands, and true to them."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import make_completions
import pytest
from command_tree import CommandTree, list_arguments, list_flags, list_options

from oocli.catalogue import Catalogue
from oocli.completion import complete
from oocli.completion.names import Names

_ROOT = Path(__file__).parent.parent.parent


@pytest.mark.parametrize("name", make_completions.make_files())
def test_file_is_up_to_date(name: str) -> None:
    """Word table and scripts are what `make completions` makes of the commands now."""
    made = make_completions.make_files()[name]
    assert (_ROOT / name).read_text(encoding="utf-8") == made, "run `make completions`"


def _flags(command: Any) -> set[str]:
    options = [*list_options(command), *list_options(command, common=True)]
    return {flag for option in options for flag in list_flags(option)}


def _list_calls() -> Iterator[tuple[str, ...]]:
    for call in Catalogue():
        yield call.verb, call.resourcetype
        yield from ((call.verb, call.resourcetype, form) for form in call.variants)


@pytest.fixture(scope="module")
def tree() -> CommandTree:
    """Give the commands as they really are."""
    return CommandTree()


def _offer_flags(*words: str) -> set[str]:
    return {value for value, _ in complete([*words, "-"], Names({}))}


def test_options_of_every_call_are_those_of_its_command(tree: CommandTree) -> None:
    """What completion reads from a catalogue entry is what the command is built with, for each form too."""
    wrong = []
    for verb, resource, *form in _list_calls():
        call = tree.catalogue.find(verb, resource)
        assert call is not None
        if _offer_flags(verb, resource, *form) != _flags(tree.call(call, *form)):
            wrong.append((verb, resource, *form))
    assert wrong == []


def test_options_of_every_other_command_are_offered(tree: CommandTree) -> None:
    """Each command of the program is known to completion, with all its options."""
    assert {
        words: _flags(command) ^ _offer_flags(*words)
        for words, command in tree.walk()
        if _flags(command) != _offer_flags(*words)
    } == {}


def test_every_argument_with_a_known_source_is_completed(tree: CommandTree) -> None:
    """The arguments that nothing can be offered for are those where anything may stand."""
    table = make_completions.make_words(tree)
    silent = {
        (*words, argument.metavar)
        for words, command in tree.walk()
        for argument, node in zip(
            list_arguments(command), _find(table, words).get("arguments", ()), strict=False
        )
        if not node.get("values") and not node.get("source")
    }
    assert silent == {
        ("calls", "WORD ..."),
        ("sql", "SQL"),
        ("download", "ID..."),
        ("profile", "add", "KEY=VALUE ..."),
        ("profile", "set", "KEY=VALUE ..."),
    }


def _find(table: dict[str, Any], words: tuple[str, ...]) -> dict[str, Any]:
    for word in words:
        table = table["commands"][word]
    return table
