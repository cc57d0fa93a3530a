"""The commands of oocli as they really are, for what is made from them.

Builds each command as the program does; completion's word table and the command reference
are made of it.
"""

from collections.abc import Iterator
from typing import Any

import typer
from typer.core import TyperArgument, TyperGroup, TyperOption

from oocli.app import build
from oocli.catalogue import VERBS, Call, Catalogue
from oocli.context import Context
from oocli.interface.option_kinds import COMMON_SECTION


class CommandTree:
    """Every command, with a catalogue of its own.

    Attributes:
        catalogue: the calls under the six verbs.
        root: the command `oocli` itself.
    """

    def __init__(self, catalogue: Catalogue | None = None) -> None:
        self.catalogue = catalogue or Catalogue()
        self.root = build()
        self._top = typer.Context(self.root, info_name="oocli", obj=Context(catalogue=self.catalogue))

    def walk(self) -> Iterator[tuple[tuple[str, ...], Any]]:
        """Give every command with its words: the root first, verbs without their calls."""
        yield (), self.root
        for name in self.root.list_commands(self._top):
            yield from _descend(self._top, (name,), self.root.get_command(self._top, name))

    def call(self, call: Call, form: str = "") -> Any:
        """Give the command of a call, or of one of its forms."""
        verb: Any = self.root.get_command(self._top, call.verb)
        ctx = typer.Context(verb, info_name=call.verb, parent=self._top)
        return verb.resolve_command(ctx, [call.resourcetype, *filter(None, [form])])[1]


def _descend(parent: Any, words: tuple[str, ...], command: Any) -> Iterator[tuple[tuple[str, ...], Any]]:
    yield words, command
    if isinstance(command, TyperGroup) and words[0] not in VERBS:
        ctx = typer.Context(command, info_name=words[-1], parent=parent)
        for name in command.list_commands(ctx):
            yield from _descend(ctx, (*words, name), command.get_command(ctx, name))


def list_arguments(command: Any) -> list[Any]:
    """Give the arguments that a command shows."""
    return [item for item in command.params if isinstance(item, TyperArgument) and not item.hidden]


def list_options(command: Any, *, common: bool = False) -> list[Any]:
    """Give a command's own options, or those that all commands share."""
    options = [item for item in command.params if isinstance(item, TyperOption) and not item.hidden]
    return [item for item in options if (item.rich_help_panel == COMMON_SECTION) == common]


def list_flags(option: Any) -> list[str]:
    """Give every way to type an option, the short one first, the negative one last."""
    return [*sorted(option.opts, key=len), *option.secondary_opts]


def takes_value(option: Any) -> bool:
    """Say whether an option is followed by a value."""
    return not option.is_flag and not option.count


def list_choices(command: Any, parameter: Any) -> list[str]:
    """Give the values that a command itself names for an argument or option."""
    ctx = typer.Context(command, obj=Context())
    return [item.value for item in parameter.shell_complete(ctx, "") if item.type == "plain"]


def name_parameter(parameter: Any) -> str:
    """Give an argument or option as it is typed: ``-o, --output FORMAT``."""
    if isinstance(parameter, TyperArgument):
        return str(parameter.metavar or parameter.name)
    names = ", ".join(sorted(parameter.opts, key=len))
    off = f" / {parameter.secondary_opts[0]}" if parameter.secondary_opts else ""
    value = f" {parameter.metavar or 'TEXT'}" if takes_value(parameter) else ""
    return f"{names}{off}{value}"
