"""Make the help that oocli ships from the commands themselves: interface/ready_help.ndjson.

Run it by ``make help``; with ``--check`` it writes nothing and fails if anything would change.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer
from command_tree import CommandTree
from generated import bring_up_to_date

from oocli.context import Context
from oocli.interface.help import describe_help
from oocli.interface.topic_pages import describe_topic
from oocli.interface.topics import TOPICS
from oocli.settings import SETTINGS

_ROOT = Path(__file__).parent.parent


def main(arguments: list[str]) -> int:
    """Write the file, or compare it; gives the exit code."""
    return bring_up_to_date(make_files(CommandTree()), _ROOT, check="--check" in arguments)


def make_files(tree: CommandTree) -> dict[str, str]:
    """Give the text of the file, by its path in the project."""
    pages = [[" ".join(words), _make_page(tree, words)] for words in list_pages(tree)]
    pages += [[f"help {name}", describe_topic(name)] for name in TOPICS]
    choices = {setting.variable: setting.choices for setting in SETTINGS if setting.choices}
    lines = [json.dumps(value, ensure_ascii=False) for value in (choices, *pages)]
    return {"src/oocli/interface/ready_help.ndjson": "\n".join(lines) + "\n"}


def list_pages(tree: CommandTree) -> Iterator[tuple[str, ...]]:
    """Give the words of every command, every call and every form of a call."""
    for words, _ in tree.walk():
        yield words
    for call in tree.catalogue:
        yield call.verb, call.resourcetype
        for form in call.variants:
            yield call.verb, call.resourcetype, form


def _make_page(tree: CommandTree, words: tuple[str, ...]) -> list[Any]:
    ctx: Any = typer.Context(tree.root, info_name="oocli", obj=Context(catalogue=tree.catalogue))
    left = list(words)
    while left and hasattr(ctx.command, "resolve_command"):
        name, command, left = ctx.command.resolve_command(ctx, left)
        ctx = typer.Context(command, info_name=name, parent=ctx)
    return list(describe_help(ctx))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
