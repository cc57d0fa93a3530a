"""Make what completion needs from the commands themselves: the word table and the four scripts.

Run it by ``make completions``; with ``--check`` it writes nothing and fails if anything would change.
"""

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from command_tree import CommandTree, list_arguments, list_choices, list_flags, list_options, takes_value
from generated import bring_up_to_date

from oocli.catalogue import VERBS, Call
from oocli.completion.scripts import SHELLS
from oocli.interface.option_kinds import PARAMETER_SECTION, REQUIRED_SECTION
from oocli.settings import SETTINGS

_ROOT = Path(__file__).parent.parent
_PARAMETERS = (PARAMETER_SECTION, REQUIRED_SECTION)
_CALL_SOURCES = {
    "--fields": "fields",
    "--where": "conditions",
    "--sort": "sort_fields",
    "--set": "settings",
    "--parameter": "parameters",
    "--resourceid": "ids",
}
_SOURCES = {
    "FILE": "files",
    "DIR": "files",
    "RESULTS": "files",
    "PROFILE": "profiles",
    "SUBJECT": "subjects",
    "FIELD": "names",
}


def main(arguments: list[str]) -> int:
    """Write the files, or compare them; gives the exit code."""
    return bring_up_to_date(make_files(), _ROOT, check="--check" in arguments)


def make_files() -> dict[str, str]:
    """Give the text of every file, by its path in the project."""
    scripts = {f"completions/{shell.file_name}": shell.script() for shell in SHELLS.values()}
    table = json.dumps(make_words(CommandTree()), ensure_ascii=False, indent=1)
    return {"src/oocli/completion/words.json": table + "\n", **scripts}


def make_words(tree: CommandTree) -> dict[str, Any]:
    """Give the word table: commands, common options, and oocli's own options of calls.

    Keys: ``options`` and ``commands`` of the root, in the shape of ``completion.cursor``;
    ``common``: the options of all commands;
    ``own``: every option of oocli's own that some call has, and the ``verbs`` it means this
    for; ``calls``: verb and resource type to ``help`` and to ``own``, the last flags of those
    that it has, in ``forms`` by form.
    """
    commands = dict(tree.walk())
    root = commands.pop(())
    own: dict[tuple[str, str], dict[str, Any]] = {}
    return {
        "common": [_describe_option(root, option) for option in list_options(root, common=True)],
        "options": [_describe_option(root, option) for option in list_options(root)],
        "commands": _nest(
            {words: _describe_command(words, item, root.summaries) for words, item in commands.items()}
        ),
        "calls": {
            verb: {
                call.resourcetype: _describe_call(tree, call, own)
                for call in tree.catalogue
                if call.verb == verb
            }
            for verb in VERBS
        },
        "own": list(own.values()),
    }


def _nest(nodes: Mapping[tuple[str, ...], dict[str, Any]]) -> dict[str, Any]:
    """Put commands of more than one word into the one before."""
    nested: dict[str, Any] = {}
    for words, node in nodes.items():
        place = nested
        for word in words[:-1]:
            place = place[word].setdefault("commands", {})
        place[words[-1]] = node
    return nested


def _describe_command(words: tuple[str, ...], command: Any, summaries: Mapping[str, str]) -> dict[str, Any]:
    first_line = (command.help or "").split("\n")[0].rstrip(".")
    node: dict[str, Any] = {"help": summaries[words[0]] if len(words) == 1 else first_line}
    if words[0] in VERBS:
        return {**node, "verb": words[0]}
    options = [_describe_option(command, option) for option in list_options(command)]
    arguments = [_describe_argument(words, command, argument) for argument in list_arguments(command)]
    return {**node, **_drop_empty({"options": options, "arguments": arguments})}


def _describe_argument(words: tuple[str, ...], command: Any, argument: Any) -> dict[str, Any]:
    name = (argument.metavar or argument.name.upper()).split()[0]
    source = "profiles" if words[0] == "profile" and name == "NAME" else _SOURCES.get(name, "")
    return _drop_empty(
        {
            "value": name,
            "values": dict.fromkeys(list_choices(command, argument), ""),
            "source": source,
            "many": argument.nargs == -1,
        }
    )


def _describe_option(command: Any, option: Any, sources: Mapping[str, str] | None = None) -> dict[str, Any]:
    flags = list_flags(option)
    described = {"flags": flags, "help": option.help or ""}
    if not takes_value(option):
        return described
    name = option.metavar or "TEXT"
    choices = next((common.choices for common in SETTINGS if flags[-1] in common.flags), ())
    source = (sources or {}).get(flags[-1]) or (
        "profiles" if flags[-1] == "--profile" else _SOURCES.get(name)
    )
    values = dict.fromkeys([*choices, *list_choices(command, option)], "")
    return {**described, "value": name, **_drop_empty({"values": values, "source": source})}


def _describe_call(
    tree: CommandTree, call: Call, own: dict[tuple[str, str], dict[str, Any]]
) -> dict[str, Any]:
    """Give the title and own options of a call and its forms; options not met before join ``own``."""
    forms = {form: _list_own(call.verb, tree.call(call, form), own) for form in call.variants}
    described = {"help": call.title, "own": _list_own(call.verb, tree.call(call), own)}
    return {**described, **_drop_empty({"forms": forms})}


def _list_own(verb: str, command: Any, own: dict[tuple[str, str], dict[str, Any]]) -> list[str]:
    options = [option for option in list_options(command) if option.rich_help_panel not in _PARAMETERS]
    for option in options:
        described = _describe_option(command, option, _CALL_SOURCES)
        text = described["help"].split(" [")[0]
        known = own.setdefault((described["flags"][-1], text), {**described, "help": text, "verbs": []})
        if verb not in known["verbs"]:
            known["verbs"].append(verb)
    return [list_flags(option)[-1] for option in options]


def _drop_empty(node: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in node.items() if value}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
