"""How an explanation is written: lines of text for a person, records in every other format."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from oocli.context import Context
from oocli.text.wrapping import wrap_beside

_WIDEST = 110


def write(
    context: Context, records: Iterable[dict[str, Any]], lines: Iterable[str], *, single: bool = False
) -> None:
    """Write lines of text for a person, and records in every other format."""
    if context.output.format == "table":
        context.output.write_text("".join(f"{line}\n" for line in lines))
    else:
        context.output.write(records, single=single)


def write_actions(
    context: Context,
    kind: str,
    found: Sequence[dict[str, Any]],
    describe: Callable[[Context, Mapping[str, Any], str], Iterable[str]],
) -> None:
    """Write what was found about each action of a request, one below the other.

    ``describe`` gives the lines of one, the first of which begins with the place of the action among several.
    """
    places = [f"Action {number}: " if len(found) > 1 else "" for number in range(1, len(found) + 1)]
    texts = ["\n".join(describe(context, facts, place)) for place, facts in zip(places, found, strict=True)]
    records = [{"id": number, "type": kind, "elements": facts} for number, facts in enumerate(found, 1)]
    write(context, records, ["\n\n".join(texts)])


def align(context: Context, rows: Sequence[tuple[str, str]]) -> list[str]:
    """Set names left and texts right, wrapped to the terminal."""
    left = max(len(name) for name, _ in rows) + 4
    width = find_width(context)
    return [line for name, text in rows for line in wrap_beside(f"  {name}", text, width, left)]


def find_width(context: Context) -> int:
    """Return the width that text is wrapped to."""
    return min(context.output.size[0], _WIDEST)
