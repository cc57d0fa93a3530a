"""Help as oocli shows it: what, examples, arguments, options in sections, notes.

Plain text with bold headings on a terminal; needs no rich, so that help stays quick.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import typer
from typer.core import TyperArgument, TyperGroup

from oocli.context import Context
from oocli.interface.help_lines import find_width, lay_out, write_lines
from oocli.interface.option_kinds import COMMON_SECTION, MORE_SECTION, PARAMETER_SECTION, REQUIRED_SECTION
from oocli.text.wrapping import mark_pieces

if TYPE_CHECKING:
    from oocli.interface.help_lines import Part

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
_GAP = ("line", "")


def write_help(ctx: typer.Context) -> None:
    """Write the help of the command at hand to standard output."""
    write_page(ctx.obj, describe_help(ctx))


def write_page(context: Context, parts: Iterable[Part]) -> None:
    """Write a page to standard output, as wide as allowed."""
    lines = lay_out(parts, find_width(context.stdout, context.environ))
    write_lines(lines, context.stdout, context.environ, color=context.settings.color)


def show_help(ctx: typer.Context, words: Sequence[str]) -> None:
    """Write the help that these words of a command line would show."""
    root = ctx.find_root().command
    with suppress(typer.Exit), root.make_context("oocli", [*words, "--help"], obj=ctx.obj) as below:
        root.invoke(below)


def describe_help(ctx: typer.Context) -> list[Part]:
    """Return the parts of the help of a command, for any width."""
    command = ctx.command
    parts: list[Part] = [("line", f"Usage: {ctx.command_path} {' '.join(_usage_pieces(command))}".rstrip())]
    if command.help:
        parts += [_GAP, make_text(inspect.cleandoc(command.help))]
    if isinstance(command, TyperGroup):
        parts += [_GAP, ("line", "Commands:"), make_rows(_list_commands(command, ctx))]
    for title, parameters in _sections(command.params):
        if title == COMMON_SECTION and ctx.parent is not None:
            parts += [_GAP, make_text(_MENTION)]
        else:
            parts += [_GAP, ("line", f"{title}:"), make_rows(list_parameters(parameters))]
    if command.epilog:
        parts += [_GAP, make_text(inspect.cleandoc(command.epilog))]
    return parts


def make_text(text: str) -> Part:
    """Return paragraphs as a part of a page."""
    return "text", mark_pieces(text)


def make_rows(rows: Iterable[tuple[str, str]]) -> Part:
    """Return names and texts as a part of a page."""
    return "rows", [[name, mark_pieces(text)] for name, text in rows]


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
    """Group parameters by the section they name, required ones first, common options last."""
    found: dict[str, list[Any]] = {}
    for parameter in parameters:
        if not parameter.hidden:
            default = "Arguments" if isinstance(parameter, TyperArgument) else "Options"
            found.setdefault(parameter.rich_help_panel or default, []).append(parameter)
    return sorted(found.items(), key=lambda item: _ORDER.index(item[0]))


def list_parameters(parameters: Iterable[Any]) -> list[tuple[str, str]]:
    """Return a row for each argument or option: how it is typed, and what it means."""
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


def _list_commands(group: TyperGroup, ctx: typer.Context) -> Iterable[tuple[str, str]]:
    summarize = getattr(group, "summarize", None)
    if summarize is not None:
        summaries: Mapping[str, str] = summarize(ctx)
        return summaries.items()
    commands = [(name, group.get_command(ctx, name)) for name in group.list_commands(ctx)]
    return [(name, summarize_help(command.help or "")) for name, command in commands if command]


def summarize_help(text: str) -> str:
    """Return what a help says first, whole: its first paragraph as one line, without the full stop."""
    first = inspect.cleandoc(text).partition("\n\n")[0]
    return " ".join(first.split()).removesuffix(".")
