"""Make the manual pages from the commands themselves: man/man1, man5 and man7.

Run it by ``make docs``; with ``--check`` it writes nothing and fails if anything would change. The pages are
written in mdoc, which mandoc and groff read, and are installed with the wheel.
"""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from command_tree import CommandTree, list_arguments, list_options, name_parameter
from generated import bring_up_to_date
from typer.core import TyperGroup

from oocli.catalogue import VERBS, Call
from oocli.interface.option_kinds import MORE_SECTION
from oocli.interface.topic_pages import format_topic
from oocli.interface.topics import TOPICS
from oocli.settings import SETTINGS

_ROOT = Path(__file__).parent.parent
_DATE = "November 28, 2026"  # of the last change to what the pages say in general
_WIDTH = 72  # of texts that keep their lines
_EXITS = "exit-codes"


def main(arguments: list[str]) -> int:
    """Write the pages, or compare them; gives the exit code."""
    return bring_up_to_date(make_pages(CommandTree()), _ROOT, check="--check" in arguments)


def make_pages(tree: CommandTree) -> dict[str, str]:
    """Give the text of every page, by its path in the project."""
    commands = dict(tree.walk())
    root = commands.pop(())
    pages = {"man/man1/oocli.1": _write_root(root)}
    for name in root.summaries:
        parts = {words: command for words, command in commands.items() if words[0] == name}
        pages[f"man/man1/oocli-{name}.1"] = _write_command(tree, name, root.summaries[name], parts)
    for topic, summary in TOPICS.items():
        section = _find_section(topic)
        pages[f"man/man{section}/oocli-{topic}.{section}"] = _write_topic(topic, summary)
    return {name: "\n".join(lines) + "\n" for name, lines in pages.items()}


def _write_root(root: Any) -> Iterator[str]:
    yield from _begin("oocli", 1, "Command-line client of the onOffice API")
    yield from (".Sh SYNOPSIS", ".Nm", ".Op Ar options", ".Ar command", ".Op Ar arguments ...")
    yield ".Sh DESCRIPTION"
    yield from _say(root.help or "")
    yield from (".Sh COMMANDS", *_list(root.summaries.items()))
    yield ".Sh OPTIONS"
    yield "Taken before or after the words of every command."
    yield from _list(map(_describe, list_options(root, common=True)))
    yield ".Sh ENVIRONMENT"
    yield from _list((setting.variable, f"as {setting.flag}") for setting in SETTINGS)
    yield ".Sh EXIT STATUS"
    yield from _keep(format_topic(_EXITS, _WIDTH)[2:])
    yield ".Sh EXAMPLES"
    examples = (
        "oocli --sandbox read estate",
        "oocli --sandbox read estate --where 'kaufpreis<300000' -o csv",
    )
    yield from _keep(examples)
    names = [
        *(f"oocli-{name} 1" for name in root.summaries),
        *(f"oocli-{topic} {_find_section(topic)}" for topic in TOPICS),
    ]
    yield from _see(names)


def _write_command(
    tree: CommandTree, name: str, summary: str, parts: dict[tuple[str, ...], Any]
) -> Iterator[str]:
    yield from _begin(f"oocli-{name}", 1, summary)
    yield ".Sh SYNOPSIS"
    for words, command in parts.items():
        if not isinstance(command, TyperGroup) or name in VERBS:
            yield from (".Nm oocli", f".Cm {' '.join(words)}", *_outline(command, is_verb=name in VERBS))
    for words, command in parts.items():
        yield ".Sh DESCRIPTION" if len(words) == 1 else f".Ss {_escape(' '.join(words))}"
        yield from _say(command.help or "")
        if name not in VERBS:
            yield from _list(map(_describe, [*list_arguments(command), *list_options(command)]))
    if name in VERBS:
        calls = [call for call in tree.catalogue if call.verb == name]
        yield from (".Sh CALLS", *_list((call.name, call.title) for call in calls))
        yield ".Sh OPTIONS"
        yield "Each call has the parameters of the API as options, and those of oocli's own that fit it:"
        yield from _list(_describe(option, cut=" [default ") for option in _list_own(tree, calls))
        yield from ("A call with all its options:", f".Li oocli {name} RESOURCE --help")
    yield from _see(["oocli 1", "oocli-output 7", "oocli-exit-codes 7"])


def _write_topic(topic: str, summary: str) -> Iterator[str]:
    yield from _begin(f"oocli-{topic}", _find_section(topic), summary)
    yield ".Sh DESCRIPTION"
    yield from _keep(format_topic(topic, _WIDTH))
    yield from _see(["oocli 1"])


def _find_section(topic: str) -> int:
    """Give the section of the manual that a topic belongs to: 5 for formats of files, 7 for all else."""
    return 5 if topic == "formats" else 7


def _begin(name: str, section: int, summary: str) -> Iterator[str]:
    yield '.\\" Made by `make docs` from the commands themselves; do not edit.'
    yield from (f".Dd {_DATE}", f".Dt {name.upper()} {section}", ".Os", ".Sh NAME")
    yield from (f".Nm {name}", f".Nd {_escape(summary.rstrip('.'))}")


def _outline(command: Any, *, is_verb: bool) -> Iterator[str]:
    """Give what follows the words of a command; a verb is followed by the resource."""
    if is_verb:
        yield from (".Ar resource", ".Op Ar id")
    for argument in list_arguments(command):
        text = _escape(name_parameter(argument))
        yield f".Ar {text}" if argument.required else f".Op Ar {text}"
    yield ".Op Ar options"


def _list_own(tree: CommandTree, calls: Iterable[Call]) -> list[Any]:
    """Give oocli's own options of calls, each once."""
    own: dict[str, Any] = {}
    for call in calls:
        for option in list_options(tree.call(call)):
            if option.rich_help_panel in ("Options", MORE_SECTION):
                own.setdefault(option.opts[-1], option)
    return list(own.values())


def _describe(parameter: Any, cut: str = "") -> tuple[str, str]:
    meaning = str(parameter.help or "")
    return name_parameter(parameter), meaning.split(cut)[0] if cut else meaning


def _list(rows: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Give a list of terms, each with what it means; nothing where there is none."""
    listed = list(rows)
    if not listed:
        return
    yield ".Bl -tag -width Ds"
    for term, text in listed:
        yield f".It Sy {_quote(term)}"
        yield from _text(text)
    yield ".El"


def _say(text: str) -> Iterator[str]:
    """Give paragraphs of help: those that are set in keep their lines, notes are a list."""
    for index, paragraph in enumerate(filter(None, text.strip().split("\n\n"))):
        if index:
            yield ".Pp"
        first, *rest = paragraph.split("\n")
        is_set_in = bool(rest) and all(line.startswith("  ") for line in rest)
        yield from _text(first if is_set_in else " ".join([first, *rest]))
        if is_set_in:
            yield from _keep(rest)


def _keep(lines: Iterable[str]) -> Iterator[str]:
    """Give lines as they are."""
    yield ".Bd -literal"
    for line in lines:
        yield _escape(line) if line.strip() else ""
    yield ".Ed"


def _see(names: Iterable[str]) -> Iterator[str]:
    """Give the last section, in the order that manuals have: by section, then by name."""
    listed = sorted(names, key=lambda name: (name.rpartition(" ")[2], name))
    yield ".Sh SEE ALSO"
    for name in listed:
        yield f".Xr {name}" + ("" if name == listed[-1] else " ,")


def _text(text: str) -> Iterator[str]:
    """Give a text with each sentence on a line of its own, as mdoc wants them."""
    yield from _escape(text).replace(". ", ".\n").splitlines()


def _escape(text: str) -> str:
    """Keep signs from being read as requests, and hyphens from being set as dashes."""
    text = text.replace("\\", "\\e").replace("-", "\\-")
    return f"\\&{text}" if text.startswith((".", "'")) else text


def _quote(term: str) -> str:
    """Give a term as one word of a macro, which is not read as a macro itself."""
    escaped = _escape(term).replace('"', "\\(dq")
    return f'"\\&{escaped}"'


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
