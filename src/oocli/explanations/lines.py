"""How an explanation is written: lines of text for a person, records in every other format."""

from collections.abc import Iterable, Sequence
from typing import Any

from oocli.context import Context
from oocli.text.wrapping import wrap

_WIDEST = 110


def write(
    context: Context, records: Iterable[dict[str, Any]], lines: Iterable[str], *, single: bool = False
) -> None:
    """Write lines of text for a person, and records in every other format."""
    if context.output.format == "table":
        context.output.write_text("".join(f"{line}\n" for line in lines))
    else:
        context.output.write(records, single=single)


def align(context: Context, rows: Sequence[tuple[str, str]]) -> list[str]:
    """Set names left and texts right, wrapped to the terminal."""
    left = max(len(name) for name, _ in rows) + 4
    width = find_width(context)
    return [line for name, text in rows for line in wrap(text, width, f"  {name}".ljust(left), " " * left)]


def find_width(context: Context) -> int:
    """Return the width that text is wrapped to."""
    return min(context.output.size[0], _WIDEST)
