"""Help as oocli shows it: what, examples, arguments, options in sections, notes.

Plain text with bold headings on a terminal; needs no rich, so that help stays quick.
"""

import inspect
from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import Any

import typer
from typer.core import TyperArgument, TyperGroup

from oocli.context import Context
from oocli.interface.help_lines import fill_paragraphs, list_rows
from oocli.terminal import shows_colour
from oocli.terminal.pager import show
from oocli.text.wrapping import wrap

COMMON_SECTION = "Common options"
REQUIRED_SECTION = "Required"
PARAMETER_SECTION = "Parameters"
MORE_SECTION = "More options"
_ORDER = (
    "Arguments",
    REQUIRED_SECTION,
    "Options",
    "Rows",
    PARAMETER_SECTION,
    MORE_SECTION,
    COMMON_SECTION,
)
_MENTION = "Common options, such as --output and --sandbox: `oocli help options`"
_WIDEST = 110


def write_help(ctx: typer.Context) -> None:
    """Write the help of the command at hand to standard output."""
    write_lines(ctx.obj, format_help(ctx, find_width(ctx.obj)))


def find_width(context: Context) -> int:
    """Return the width that help is wrapped to."""
    return min(context.output.size[0], _WIDEST)


def write_lines(context: Context, lines: Iterable[str]) -> None:
    """Write lines of help, headings bold where colours are shown; page by page where a person reads them."""
    bold = shows_colour(context.stdout, context.environ, asked=context.settings.color)
    shown = [
        f"\x1b[1m{line}\x1b[0m" if bold and line.endswith(":") and not line.startswith(" ") else line
        for line in lines
    ]
    show(shown, context.stdout, context.environ)


def show_help(ctx: typer.Context, words: Sequence[str]) -> None:
    """Write the help that these words of a command line would show."""
    root = ctx.find_root().command
    with suppress(typer.Exit), root.make_context("oocli", [*words, "--help"], obj=ctx.obj) as below:
        root.invoke(below)


def format_help(ctx: typer.Context, width: int) -> list[str]:
    """Return the lines of a command's help, none wider than ``width`` where words allow it."""
    command = ctx.command
    lines = [f"Usage: {ctx.command_path} {' '.join(_usage_pieces(command))}".rstrip()]
    if command.help:
        lines += ["", *fill_paragraphs(inspect.cleandoc(command.help), width)]
    if isinstance(command, TyperGroup):
        lines += ["", "Commands:", *_list_commands(command, ctx, width)]
    for title, parameters in _sections(command.params):
        if title == COMMON_SECTION and ctx.parent is not None:
            lines += ["", *wrap(_MENTION, width)]
        else:
            lines += ["", f"{title}:", *list_rows(list_parameters(parameters), width)]
    if command.epilog:
        lines += ["", *fill_paragraphs(inspect.cleandoc(command.epilog), width)]
    return lines


def _usage_pieces(command: Any) -> list[str]:
    pieces = [
        f"{parameter.metavar or parameter.name}"
        if parameter.required
        else f"[{parameter.metavar or parameter.name}]"
        for parameter in command.params
        if isinstance(parameter, TyperArgument) and not parameter.hidden
    ]
    return [*pieces, "[OPTIONS]", *(["COMMAND ..."] if isinstance(command, TyperGroup) else [])]


def _sections(parameters: Iterable[Any]) -> list[tuple[str, list[Any]]]:
    """Group parameters by the section they name, what is needed first, common options last."""
    found: dict[str, list[Any]] = {}
    for parameter in parameters:
        if not parameter.hidden:
            default = "Arguments" if isinstance(parameter, TyperArgument) else "Options"
            found.setdefault(parameter.rich_help_panel or default, []).append(parameter)
    return sorted(found.items(), key=lambda item: _ORDER.index(item[0]))


def list_parameters(parameters: Iterable[Any]) -> list[tuple[str, str]]:
    """Return the row of each argument or option: how it is typed, and what it means."""
    return [_describe_parameter(parameter) for parameter in parameters]


def _describe_parameter(parameter: Any) -> tuple[str, str]:
    if isinstance(parameter, TyperArgument):
        return parameter.metavar or str(parameter.name), parameter.help or ""
    names = ", ".join(sorted(parameter.opts, key=len))
    if parameter.secondary_opts:
        names += f" / {parameter.secondary_opts[0]}"
    if not parameter.is_flag and not parameter.count:
        names += f" {parameter.metavar or 'TEXT'}"
    return names, parameter.help or ""


def _list_commands(group: TyperGroup, ctx: typer.Context, width: int) -> list[str]:
    summarize = getattr(group, "summarize", None)
    if summarize is not None:
        return list_rows(summarize(ctx).items(), width)
    commands = [(name, group.get_command(ctx, name)) for name in group.list_commands(ctx)]
    return list_rows(((name, command.get_short_help_str(80)) for name, command in commands if command), width)
