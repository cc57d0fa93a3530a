"""Show what rows would change: to people as a summary and a line each, else as data."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TextIO

from oocli.bulk.row_problems import describe_rows
from oocli.changes.tally import FieldTally, Tally
from oocli.text.counted import count, count_of

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Mapping

    from oocli.bulk.differences import Difference
    from oocli.changes.comparing import Change
    from oocli.render import Layout
    from oocli.render.shapes import Shape
    from oocli.terminal.output import Output

COLUMNS = ("row", "field", "old", "new")
_SPOOLED = 1 << 20  # characters kept in memory before they go to a file


@dataclass
class ChangeReport:
    """Shows what would change.

    Attributes:
        output: where the report goes.
        shapes: what is known about fields, by name, for people.
        watch: takes the number of rows looked at.
        rest: called after the last row, before a pager may take the terminal.
        describe: sums them up in a sentence.
        unread: fields whose present values are unknown; may grow while changes are found.
    """

    output: Output
    shapes: Mapping[str, Shape]
    watch: Callable[[int], None]
    rest: Callable[[], None]
    describe: Callable[[Tally], str]
    unread: Container[str] = ()

    def write(self, differences: Iterable[Difference], tally: Tally) -> None:
        """Write every change as it is found; for people, after all are found, with the summary first.

        ``tally`` has counted them when this returns.
        """
        counted = self._count(differences, tally)
        match self.output.format:
            case "table":
                self._show(counted, tally)
            case "ids":
                self.output.write({"id": item.id} for item in counted if item.changes)
            case "json" | "ndjson":
                self.output.write(
                    {"row": item.row, "id": _as_number(item.id), **change._asdict()}
                    for item, change in _list_pairs(counted)
                )
            case _:
                self.output.write(
                    (
                        {"id": item.id, "elements": {"row": item.row, **change._asdict()}}
                        for item, change in _list_pairs(counted)
                    ),
                    columns=COLUMNS,
                )

    def _count(self, differences: Iterable[Difference], tally: Tally) -> Iterator[Difference]:
        for item in differences:
            tally.add(item.row, item.id, item.changes)
            self.watch(tally.rows)
            yield item

    def _show(self, counted: Iterable[Difference], tally: Tally) -> None:
        with tempfile.SpooledTemporaryFile(_SPOOLED, mode="w+", encoding="utf-8") as spool:
            for item, change in _list_pairs(counted):
                spool.write(json.dumps((item.id, *change)) + "\n")
            spool.seek(0)
            self.rest()
            self.output.write_lines(lambda layout: self._make_lines(layout, tally, spool), shapes=self.shapes)

    def _make_lines(self, layout: Layout, tally: Tally, spool: Any) -> Iterator[str]:
        from oocli.render.change_lines import ChangeLine, ChangeLines, FieldLine

        lines = ChangeLines(layout, tally.fields, longest_id=tally.longest_id, unread=self.unread)
        yield lines.paint_heading(self.describe(tally))
        if tally.fields:
            yield ""
            yield from lines.describe_fields(
                FieldLine(name, field.rows, _list_extremes(field)) for name, field in tally.fields.items()
            )
            yield ""
        for text in _read(spool):
            yield lines.describe_change(ChangeLine(*json.loads(text)))


def describe(tally: Tally) -> str:
    """Say how many rows change something, and what about the others."""
    text = f"{count_of(tally.changed, tally.rows, 'row', 'rows')} would change"
    if tally.unchanged:
        text += f", {count(tally.unchanged, 'changes', 'change')} nothing"
    if tally.missing:
        text += f", {count(tally.missing, 'has', 'have')} no record"
    return text


def describe_missing(tally: Tally) -> str:
    """Say which rows name a record that does not exist."""
    first = describe_rows(tally.first_missing)
    more = tally.missing - len(tally.first_missing)
    return f"{first} and {more:,} more" if more else first


def _read(spool: TextIO) -> Iterator[str]:
    yield from spool


def _list_extremes(field: FieldTally) -> tuple[tuple[Any, Any], ...]:
    extremes = dict.fromkeys(change[1:] for change in (field.smallest, field.largest) if change is not None)
    return tuple((old, new) for old, new in extremes) if len(extremes) > 1 else ()


def _list_pairs(counted: Iterable[Difference]) -> Iterator[tuple[Difference, Change]]:
    for item in counted:
        for change in item.changes or ():
            yield item, change


def _as_number(text: str) -> int | str:
    return int(text) if text.isascii() and text.isdecimal() and not text.startswith("0") else text
