"""The kinds of options that calls declare: a text, a number, a flag; and the sections of help for them.

Each is parsed under its ``key``, which is its name with underscores unless said otherwise.
"""

from collections.abc import Callable, Sequence
from typing import Any

from typer.core import TyperOption

COMMON_SECTION = "Common options"
REQUIRED_SECTION = "Required"
PARAMETER_SECTION = "Parameters"
MORE_SECTION = "More options"


def text_option(
    flag: str,
    metavar: str,
    summary: str,
    *,
    key: str = "",
    short: str = "",
    section: str = "Options",
    multiple: bool = False,
    offers: Callable[[Any], Sequence[str]] | None = None,
) -> TyperOption:
    """Return an option that takes a text; ``multiple`` lets it be repeated.

    ``offers`` gives the texts that the Tab key offers, for the context of the command.
    """
    return TyperOption(
        param_decls=[key or _name(flag), *filter(None, (short, flag))],
        type=str,
        metavar=metavar,
        multiple=multiple,
        autocompletion=None if offers is None else lambda ctx, _words, _start: offers(ctx),
        help=summary,
        rich_help_panel=section,
    )


def number_option(
    flag: str, summary: str, *, metavar: str = "N", key: str = "", section: str = "Options"
) -> TyperOption:
    """Return an option that takes a whole number."""
    return TyperOption(
        param_decls=[key or _name(flag), flag],
        type=int,
        metavar=metavar,
        help=summary,
        rich_help_panel=section,
    )


def flag_option(
    flag: str, summary: str, *, key: str = "", short: str = "", off: str = "", section: str = "Options"
) -> TyperOption:
    """Return a flag, which is None if neither it nor its opposite ``off`` was typed."""
    names = f"{flag}/{off}" if off else flag
    return TyperOption(
        param_decls=[key or _name(flag), *filter(None, (short, names))],
        is_flag=True,
        default=None,
        help=summary,
        rich_help_panel=section,
    )


def _name(flag: str) -> str:
    return flag.strip("-").replace("-", "_")
