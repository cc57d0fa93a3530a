"""``oocli commands``: every command as data, as it really is."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from command_tree import CommandTree, list_arguments, list_flags, list_options
from typer.core import TyperGroup

from harness import Outcome
from oocli.interface.command_facts import EXIT_CODES, list_words
from oocli.render import FORMATS

Run = Callable[..., Outcome]

_EXIT_PAGE = Path(__file__).parents[2] / "docs" / "exit-codes.md"


@pytest.fixture(scope="module")
def tree() -> CommandTree:
    """Give the commands as they are."""
    return CommandTree()


def find(outcome: Outcome, name: str) -> dict[str, Any]:
    """Give what is said of a command."""
    (elements,) = (record["elements"] for record in outcome.json if record["id"] == name)
    return dict(elements)


def find_option(elements: Mapping[str, Any], flag: str) -> dict[str, Any]:
    """Give what is said of an option."""
    (option,) = (option for option in elements["options"] if flag in option["flags"])
    return dict(option)


def list_names(tree: CommandTree) -> list[str]:
    """Give the words of every command that does something: calls, their forms, and all others."""
    calls = [
        " ".join([call.verb, call.resourcetype, *form])
        for call in tree.catalogue
        for form in [[], *([name] for name in call.variants)]
    ]
    others = [" ".join(words) for words, command in tree.walk() if not isinstance(command, TyperGroup)]
    return [*calls, *others]


def test_every_command_is_there_once(oocli: Run, tree: CommandTree) -> None:
    """Calls, their forms, and all others; oocli itself first."""
    names = [record["id"] for record in oocli("commands").json]
    assert names[0] == "oocli"
    assert sorted(names[1:]) == sorted(list_names(tree))


def test_the_table_of_facts_has_no_command_that_is_not_there(tree: CommandTree) -> None:
    """Nor one too few."""
    others = {" ".join(words) for words, command in tree.walk() if not isinstance(command, TyperGroup)}
    assert set(list_words()) == others


def test_every_option_is_there(oocli: Run, tree: CommandTree) -> None:
    """Each with all its flags, of every call and every other command; arguments too."""
    said = {record["id"]: record["elements"] for record in oocli("commands").json}
    real = {f"{call.verb} {call.resourcetype}": tree.call(call) for call in tree.catalogue}
    real |= {" ".join(words): command for words, command in tree.walk() if " ".join(words) in list_words()}
    for name, command in real.items():
        flags = [
            sorted([*option["flags"], *filter(None, [option["off"]])]) for option in said[name]["options"]
        ]
        assert sorted(flags) == sorted(sorted(list_flags(option)) for option in list_options(command)), name
        assert len(said[name]["arguments"]) == len(list_arguments(command)), name
        common = {max(option.opts, key=len) for option in list_options(command, common=True)}
        assert set(said[name]["common_options"]) == common, name


def test_an_option_says_its_type_default_and_values(oocli: Run) -> None:
    """Of oocli's own, and of parameters of the API."""
    outcome = oocli("commands")
    read = find(outcome, "read estate")
    assert find_option(read, "--limit")["type"] == "integer"
    assert find_option(read, "--where")["repeatable"] is True
    language = find_option(read, "--listlimit")
    assert (language["parameter"], language["type"], language["repeatable"]) == (
        "listlimit",
        "integer",
        False,
    )
    order = find_option(read, "--sortorder")
    assert order["values"] == ["ASC", "DESC"]
    add = find_option(read, "--addMainLangId")
    assert (add["type"], add["off"], add["value"]) == ("flag", "--no-addMainLangId", None)
    serve = find(outcome, "sandbox serve")
    assert find_option(serve, "--host")["default"] == "127.0.0.1"
    output = find_option(find(outcome, "oocli"), "--output")
    assert (output["flags"], output["values"]) == (["-o", "--output"], list(FORMATS))
    quiet = find_option(find(outcome, "oocli"), "--quiet")
    assert (quiet["type"], quiet["repeatable"], quiet["value"]) == ("count", True, None)


def test_the_effect_of_a_call_is_that_of_the_catalogue(oocli: Run, tree: CommandTree) -> None:
    """And a form has its own."""
    said = {record["id"]: record["elements"].get("effect") for record in oocli("commands").json}
    assert {
        f"{call.verb} {call.resourcetype}": call.effect for call in tree.catalogue
    }.items() <= said.items()


@pytest.mark.parametrize(
    ("name", "codes", "outputs"),
    [
        ("read estate", {3, 4, 5, 6, 7}, {"records", "count", "action", None, "flat-records"}),
        ("modify estate", {8, 9, 10}, {"records", "changes", "outcomes", "row-plan", "action", None}),
        ("create address", {8, 10}, {"records", "outcomes", "row-plan", "action", None}),
        ("explain", set(), {"call", "fields", "meanings", "relations"}),
        ("fields", {9}, {"modules", "fields", "field-changes", None}),
    ],
)
def test_exit_codes_and_outputs_are_those_of_its_options(
    oocli: Run, name: str, codes: set[int], outputs: set[str | None]
) -> None:
    """9 only where there is --diff, no outcomes where there is no --from."""
    elements = find(oocli("commands"), name)
    assert codes | {0, 1, 2} <= set(elements["exit_codes"])
    assert outputs <= {output["schema"] for output in elements["outputs"]}
    has_diff = any("--exit-code" in option["flags"] for option in elements["options"])
    assert (9 in elements["exit_codes"]) == has_diff


def test_words_choose(oocli: Run) -> None:
    """The beginning of a command, word by word; a form of a call, too."""
    assert {record["id"] for record in oocli("commands", "sandbox").json} == {
        *("sandbox serve", "sandbox clone", "sandbox reset", "sandbox info")
    }
    assert [record["id"] for record in oocli("commands", "get", "file", "address").json] == [
        "get file address"
    ]
    assert len(oocli("commands", "get", "file").json) == 4


def test_words_that_begin_no_command_are_refused(oocli: Run) -> None:
    """With where all are listed."""
    outcome = oocli("commands", "read", "nothing")
    assert (outcome.code, outcome.error["message"]) == (2, "There is no command 'read nothing'")


def test_a_person_sees_a_line_for_each(oocli: Run) -> None:
    """What is typed, what it does to records, and what it is for."""
    lines = oocli("commands", "cache", terminal=True, variables={"NO_COLOR": "1"}).out.splitlines()
    assert lines[0].split() == ["command", "effect", "summary"]
    assert [line.split()[:3] for line in lines[2:]] == [
        ["cache", "info", "none"],
        ["cache", "list", "none"],
        ["cache", "clear", "local"],
    ]


def test_the_page_of_exit_codes_has_the_same() -> None:
    """Each that the commands name."""
    rows = [line for line in _EXIT_PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("| ")]
    named = {int(code) for row in rows[1:] for code in row.split("|")[1].split(",")}
    assert named == set(EXIT_CODES)


def test_every_call_is_explained_as_json_with_its_options(oocli: Run, tree: CommandTree) -> None:
    """The entry of the catalogue, and the options that oocli has for it, its own too."""
    said = {record["id"]: record["elements"] for record in oocli("commands").json}
    for name in list_names(tree):
        if name.split()[0] in ("read", "create", "modify", "delete", "get", "do"):
            outcome = oocli("explain", *name.split(), "-o", "json")
            assert outcome.code == 0, outcome.err
            (record,) = outcome.json
            for key in ("arguments", "options", "common_options", "exit_codes", "outputs"):
                assert record["elements"][key] == said[name][key], name
