"""Help as oocli shows it: what, examples, arguments, options in sections, notes.

Plain text with bold headings on a terminal; needs no rich, so that help stays quick.
"""

import inspect
import textwrap
from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import Any

import typer
from typer.core import TyperArgument, TyperGroup, TyperOption

from oocli.terminal import shows_colour

COMMON_SECTION = "Common options"
_WIDEST = 110
_LEFT = 30


def write_help(ctx: typer.Context) -> None:
    """Write the help of the command at hand to standard output."""
    context = ctx.obj
    width = min(context.output.size[0], _WIDEST)
    bold = shows_colour(context.stdout, context.environ, asked=context.options.get("color", "auto"))
    for line in format_help(ctx, width):
        heading = bold and line.endswith(":") and not line.startswith(" ")
        context.stdout.write(f"\x1b[1m{line}\x1b[0m\n" if heading else f"{line}\n")


def show_help(ctx: typer.Context, words: Sequence[str]) -> None:
    """Write the help that these words of a command line would show."""
    root = ctx.find_root().command
    with suppress(typer.Exit), root.make_context("oocli", [*words, "--help"], obj=ctx.obj) as below:
        root.invoke(below)


def format_help(ctx: typer.Context, width: int) -> list[str]:
    """Give the lines of a command's help, none wider than ``width`` where words allow it."""
    command = ctx.command
    lines = [f"Usage: {ctx.command_path} {' '.join(_usage_pieces(command))}".rstrip()]
    if command.help:
        lines += ["", *_fill_paragraphs(inspect.cleandoc(command.help), width)]
    if isinstance(command, TyperGroup):
        lines += ["", "Commands:", *_list_commands(command, ctx, width)]
    for title, parameters in _sections(command.params):
        if title == COMMON_SECTION and ctx.parent is not None:
            lines += ["", *_mention_common(parameters, width)]
        else:
            lines += ["", f"{title}:", *_list_rows(map(_describe_parameter, parameters), width)]
    if command.epilog:
        lines += ["", *_fill_paragraphs(inspect.cleandoc(command.epilog), width)]
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
    """Group parameters by the section they name, common options last."""
    found: dict[str, list[Any]] = {}
    for parameter in parameters:
        if not parameter.hidden:
            default = "Arguments" if isinstance(parameter, TyperArgument) else "Options"
            found.setdefault(parameter.rich_help_panel or default, []).append(parameter)
    return sorted(found.items(), key=lambda item: item[0] == COMMON_SECTION)


def _describe_parameter(parameter: Any) -> tuple[str, str]:
    if isinstance(parameter, TyperArgument):
        return parameter.metavar or str(parameter.name), parameter.help or ""
    names = ", ".join(sorted(parameter.opts, key=len))
    if parameter.secondary_opts:
        names += f" / {parameter.secondary_opts[0]}"
    if not parameter.is_flag and not parameter.count:
        names += f" {parameter.metavar or 'TEXT'}"
    return names, parameter.help or ""


def _mention_common(parameters: Iterable[TyperOption], width: int) -> list[str]:
    names = ", ".join(max(parameter.opts, key=len) for parameter in parameters)
    return [f"{COMMON_SECTION}:", *_wrap(f"{names}; `oocli --help` explains them.", width, "  ")]


def _list_rows(rows: Iterable[tuple[str, str]], width: int) -> list[str]:
    """Set names left and texts right; a long name gets a line of its own."""
    listed = list(rows)
    left = min(max((len(name) for name, _ in listed), default=0), _LEFT) + 4
    lines: list[str] = []
    for name, text in listed:
        body = _wrap(text, width - left, "")
        if len(name) > left - 4 or not body:
            lines.append(f"  {name}")
        else:
            lines.append(f"  {name}".ljust(left) + body.pop(0))
        lines += [" " * left + line for line in body]
    return lines


def _list_commands(group: TyperGroup, ctx: typer.Context, width: int) -> list[str]:
    summaries = getattr(group, "summaries", None)
    names = group.list_commands(ctx)
    if summaries is not None:
        return _list_rows(((name, summaries[name]) for name in names), width)
    rows = [(name, group.get_command(ctx, name)) for name in names]
    if rows and all(command is not None for _, command in rows) and group.commands:
        return _list_rows(
            ((name, command.get_short_help_str(80)) for name, command in rows if command), width
        )
    return _columns(names, width)


def _columns(names: Sequence[str], width: int) -> list[str]:
    """Set names in columns, read downwards."""
    if not names:
        return []
    cell = max(map(len, names)) + 2
    rows = -(-len(names) // max(1, (width - 2) // cell))
    return ["  " + "".join(name.ljust(cell) for name in names[row::rows]).rstrip() for row in range(rows)]


def _fill_paragraphs(text: str, width: int) -> list[str]:
    """Wrap paragraphs; lines that begin with a blank, and headings, stay as they are."""
    lines: list[str] = []
    for paragraph in text.split("\n\n"):
        rows = paragraph.split("\n")
        if any(row.startswith(" ") for row in rows):
            lines += [piece for row in rows for piece in _wrap_hanging(row, width)]
        else:
            lines += _wrap(paragraph, width, "")
        lines.append("")
    return lines[:-1]


def _wrap_hanging(row: str, width: int) -> list[str]:
    """Wrap an item of a list under its text; examples (``  oocli ...``) stay whole, to be copied."""
    text = row.lstrip()
    indent = " " * (len(row) - len(text))
    if text.startswith("oocli ") or not text:
        return [row]
    hanging = indent + ("  " if text.startswith("- ") else "")
    return textwrap.wrap(
        text,
        width,
        initial_indent=indent,
        subsequent_indent=hanging,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _wrap(text: str, width: int, indent: str) -> list[str]:
    return textwrap.wrap(
        text,
        max(width, 20),
        initial_indent=indent,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )
