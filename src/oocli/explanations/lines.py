"""How an explanation is written: lines of text for a person, records in every other format."""

import textwrap
from collections.abc import Iterable, Sequence
from typing import Any

from oocli.context import Context

_WIDEST = 110


def write(
    context: Context, records: Iterable[dict[str, Any]], lines: Iterable[str], *, single: bool = False
) -> None:
    """Write lines of text where a person reads, and records in every other format."""
    if context.output.format == "table":
        context.output.write_text("".join(f"{line}\n" for line in lines))
    else:
        context.output.write(records, single=single)


def align(context: Context, rows: Sequence[tuple[str, str]]) -> list[str]:
    """Set names left and texts right, wrapped to the terminal."""
    left = max(len(name) for name, _ in rows) + 4
    return [line for name, text in rows for line in wrap(context, text, f"  {name}".ljust(left), " " * left)]


def wrap(context: Context, text: str, first: str = "", further: str = "") -> list[str]:
    """Wrap a text to the terminal, between words; ``first`` and ``further`` begin its lines."""
    width = max(min(context.output.size[0], _WIDEST), len(further) + 20)
    return textwrap.wrap(
        text,
        width,
        initial_indent=first,
        subsequent_indent=further,
        break_long_words=False,
        break_on_hyphens=False,
    )
