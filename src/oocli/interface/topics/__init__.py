"""The topics of ``oocli help``: what no single command is about, a text file each.

What a text says about the common options is filled in from their declarations.
"""

from pathlib import Path
from typing import Any

from oocli.interface.help import find_width, list_parameters, write_lines
from oocli.interface.help_lines import list_rows
from oocli.interface.options import build_common_options
from oocli.settings import SETTINGS

TOPICS = {
    "filters": "Which records: --where, --sort, --since",
    "output": "In which format, and where to",
    "options": "The options of every command, with their variables",
    "environment": "Variables that oocli reads",
    "exit-codes": "What the exit code says",
    "scripting": "oocli in scripts and nightly jobs",
    "files": "Upload, download, exposés",
    "bulk": "Many writes from a file",
    "formats": "Files that oocli reads, writes and keeps",
}

_FOLDER = Path(__file__).parent


def write_topic(ctx: Any, name: str) -> None:
    """Write the text of a topic as help; ``ctx`` is the parser's context."""
    write_lines(ctx.obj, format_topic(name, find_width(ctx.obj)))


def format_topic(name: str, width: int) -> list[str]:
    """Return the lines of a topic; what is filled in is as wide as it may be."""
    lines: list[str] = []
    for line in (_FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        lines += _FILLED[line](width) if line in _FILLED else [line]
    return lines


def _list_options(width: int) -> list[str]:
    return list_rows(list_parameters(build_common_options()), width)


def _list_variables(width: int) -> list[str]:
    return list_rows([(setting.variable, f"as {setting.flag}") for setting in SETTINGS], width)


_FILLED = {"{options}": _list_options, "{variables}": _list_variables}
