"""The pages of the topics of ``oocli help``, from a text file each.

What a text says about the common options comes from their declarations.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from oocli.interface.help import list_parameters, make_rows, write_page
from oocli.interface.help_lines import lay_out
from oocli.interface.options import build_common_options
from oocli.settings import SETTINGS

if TYPE_CHECKING:
    from oocli.interface.help_lines import Part

_FOLDER = Path(__file__).with_name("topics")


def write_topic(ctx: Any, name: str) -> None:
    """Write the text of a topic as help; ``ctx`` is the parser's context."""
    write_page(ctx.obj, describe_topic(name))


def describe_topic(name: str) -> list[Part]:
    """Return the parts of a topic; inserted text is as wide as allowed."""
    lines = (_FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return [_FILLED[line]() if line in _FILLED else ("line", line) for line in lines]


def format_topic(name: str, width: int) -> list[str]:
    """Return the lines of a topic."""
    return lay_out(describe_topic(name), width)


def _list_options() -> Part:
    return make_rows(list_parameters(build_common_options()))


def _list_variables() -> Part:
    return make_rows((setting.variable, f"as {setting.flag}") for setting in SETTINGS)


_FILLED = {"{options}": _list_options, "{variables}": _list_variables}
