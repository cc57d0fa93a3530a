"""Make the reference from the program: docs/commands.md, docs/calls/, docs/reference/, docs/stichworte.md ...

Run it by ``make docs``; with ``--check`` it writes nothing and fails if anything would change.
"""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from command_tree import CommandTree, list_arguments, list_options, name_parameter
from generated import bring_up_to_date
from keyword_page import write_keywords
from llms_text import write_llms
from markdown_text import escape, to_markdown, write_table
from reference_pages import write_errors, write_fields, write_filters, write_settings
from schema_page import write_schemas
from typer.core import TyperGroup

from oocli.catalogue import VERBS, Call
from oocli.interface.call_help import describe_call, describe_notes
from oocli.interface.option_kinds import MORE_SECTION
from oocli.settings import SETTINGS

_ROOT = Path(__file__).parent.parent
_MADE = "<!-- Made by `make docs` from the program itself; do not edit. -->"


def main(arguments: list[str]) -> int:
    """Write the pages, or compare them; gives the exit code."""
    return bring_up_to_date(make_pages(CommandTree()), _ROOT, check="--check" in arguments)


def make_pages(tree: CommandTree) -> dict[str, str]:
    """Give the text of every page, by its path in the project."""
    calls = list(tree.catalogue)
    pages = {f"docs/calls/{verb}.md": _write_verb(tree, verb, calls) for verb in VERBS}
    pages["docs/calls/index.md"] = _write_index(calls)
    pages["docs/commands.md"] = _write_commands(tree, calls)
    pages["docs/stichworte.md"] = [*write_keywords(tree.catalogue)]
    pages["docs/reference/errors.md"] = [*write_errors()]
    pages["docs/reference/usual-fields.md"] = [*write_fields()]
    pages["docs/reference/filters.md"] = [*write_filters()]
    pages["docs/reference/settings.md"] = [*write_settings()]
    pages["docs/reference/schemas.md"] = [*write_schemas()]
    for paragraphs in pages.values():
        paragraphs[1:1] = [] if _MADE in paragraphs else [_MADE]
    pages["docs/llms.txt"] = write_llms(tree)
    return {name: "\n\n".join(paragraphs) + "\n" for name, paragraphs in pages.items()}


# Calls


def _write_index(calls: Iterable[Call]) -> list[str]:
    listed = list(calls)
    rows = [
        (f"[`oocli {call.name}`]({call.verb}.md#{_anchor(call)})", call.module, call.title) for call in listed
    ]
    return [
        "# The documented calls",
        _MADE,
        f"{len(listed)} calls of the API, each a command with its own `--help`."
        " `oocli calls WORD` searches them.",
        write_table(("Call", "Module", "What it does"), rows),
    ]


def _write_verb(tree: CommandTree, verb: str, calls: Iterable[Call]) -> list[str]:
    sections = [_write_call(tree, call) for call in calls if call.verb == verb]
    return [
        f"# oocli {verb}",
        _MADE,
        "Each call says which of oocli's own options it takes too;"
        " [commands](../commands.md#options-of-calls) explains them. All calls: [index](index.md).",
        *(paragraph for section in sections for paragraph in section),
    ]


def _write_call(tree: CommandTree, call: Call) -> list[str]:
    """Give the section of a call; where it has forms, one more for each, which holds the parameters."""
    parts = [f"## {call.name}", *to_markdown(describe_call(call))]
    if not call.variants:
        return [*parts, *_write_form(tree.call(call), call)]
    for name, form in call.variants.items():
        parts += [f"### {call.name} {name}", *to_markdown(describe_call(form))]
        parts += _write_form(tree.call(call, name), form)
    return parts


def _write_form(command: Any, form: Call) -> Iterator[str]:
    own = [option for option in list_options(command) if _is_own(option)]
    parameters = [option for option in list_options(command) if option not in own]
    rows = [_describe(item) for item in [*list_arguments(command), *parameters]]
    yield write_table(("Parameter", "Meaning"), rows) if rows else "It takes no parameters."
    yield f"Also oocli's own {', '.join(f'`{max(option.opts, key=len)}`' for option in own)}."
    if form.default_fields:
        yield f"Without `--fields` it asks for `{','.join(form.default_fields)}`."
    yield from to_markdown(describe_notes(form))


def _is_own(option: Any) -> bool:
    return option.rich_help_panel in ("Options", MORE_SECTION)


def _anchor(call: Call) -> str:
    return call.name.lower().replace(" ", "-")


# Commands


def _write_commands(tree: CommandTree, calls: Iterable[Call]) -> list[str]:
    commands = dict(tree.walk())
    root = commands.pop(())
    own: dict[str, Any] = {}
    for call in calls:
        for option in list_options(tree.call(call)):
            if _is_own(option):
                own.setdefault(option.opts[-1], option)
    return [
        "# Commands",
        _MADE,
        "`oocli COMMAND --help` says the same in the terminal.",
        write_table(
            ("Command", "What it does"), [(f"`oocli {name}`", text) for name, text in root.summaries.items()]
        ),
        *_write_common(root),
        "## Options of calls",
        "The options of oocli's own; which call takes which stands with [the call](calls/index.md)."
        " Where the API has a parameter of that name, the parameter wins.",
        write_table(("Option", "Meaning"), [_describe(option, cut=" [default ") for option in own.values()]),
        *(part for words, command in commands.items() for part in _write_command(words, command)),
    ]


def _write_common(root: Any) -> Iterator[str]:
    variables = {setting.flag: setting.variable for setting in SETTINGS}
    yield "## Common options"
    yield "Taken before or after the words of every command; a variable of the environment gives the same."
    rows = []
    for option in list_options(root, common=True):
        variable = variables.get(max(option.opts, key=len), "")
        rows.append((*_describe(option), f"`{variable}`" if variable else ""))
    yield write_table(("Option", "Meaning", "Variable"), rows)


def _write_command(words: tuple[str, ...], command: Any) -> Iterator[str]:
    yield f"## oocli {' '.join(words)}"
    if words[0] in VERBS:
        yield from to_markdown(command.help)
        yield f"Its calls: [oocli {words[0]}](calls/{words[0]}.md)."
        return
    yield from to_markdown(command.help or "")
    rows = [_describe(item) for item in [*list_arguments(command), *list_options(command)]]
    if rows and not isinstance(command, TyperGroup):
        yield write_table(("Option", "Meaning"), rows)


def _describe(parameter: Any, cut: str = "") -> tuple[str, str]:
    """Give the row of an argument or option; its meaning up to ``cut``."""
    meaning = parameter.help or ""
    return f"`{name_parameter(parameter)}`", escape(meaning.split(cut)[0] if cut else meaning)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
