"""Tables for people: fitted to the terminal, one record as field and value lines.

The only module with rich, imported when a table is chosen. rich draws one record and a
screenful; a longer table is printed line by line as it streams, in the same look, because
a thousand rows would cost rich a second.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from io import StringIO
from typing import Any, TextIO

from rich.console import Console
from rich.table import Table
from rich.text import Text

from oocli.render.batches import split
from oocli.render.cells import GAP, format_cell, format_paragraphs
from oocli.render.column_widths import Columns, find_headings, find_idle_ids, plan
from oocli.render.flat import ID, KEY, VALUE, Sheet, flatten
from oocli.render.layout import Layout
from oocli.render.shapes import Showing
from oocli.text.widths import measure

# Records that decide which columns there are and how wide they are at first.
_SAMPLE = 200

# Levels of nested objects that get lines of their own; what is deeper is shown as JSON.
_DEEPEST = 2

# Dropped columns that a note names; the rest is counted.
_NAMED = 12


class TableRenderer:
    """Show records as a table of the terminal's width; shorten texts, drop what does not fit.

    Exactly one row is shown as field and value lines. Elements that hold objects under
    names of their own (fields of a module, children by parent) are a row per name, unless
    ``layout.single`` asks for lines.
    """

    def __init__(self, layout: Layout) -> None:
        self.notes: list[str] = []
        self._layout = layout

    def render(self, records: Iterable[dict[str, Any]], stream: TextIO) -> int:
        """Write the table; give the number of records.

        Without records there is the header of the columns that were asked for, if any were.
        """
        batches = split(records, first=_SAMPLE)
        first = next(batches, [])
        spread = self._choose_rows(first)
        rows = [row for record in first for row in spread(record)]
        sheet = Sheet(self._layout.columns, numbered=self._layout.numbered)
        sheet.open(rows)
        sent = [sheet.values(row) for row in rows]
        showing = Showing(sheet.columns, sent, self._layout.shapes, self._layout.numbers)
        shown = list(map(showing.show, sent))
        if len(rows) == 1 and spread is not _flatten_names:
            stream.write(self._draw_record(sheet.columns, sent[0], shown[0]))
        elif rows or self._layout.columns:
            columns = plan(sheet.columns, sent, shown, self._layout)
            stream.write(self._draw_rows(columns, shown))
            self._note_dropped(columns.dropped if rows else ())
        stream.flush()
        count = len(first)
        for batch in batches:
            texts = [
                columns.texts(showing.show(sheet.values(row))) for record in batch for row in spread(record)
            ]
            columns = columns.widen(texts) if texts else columns
            stream.write("".join([f"{columns.line(columns.fit(row))}\n" for row in texts]))
            stream.flush()
            count += len(batch)
        self.notes += sheet.notes()
        return count

    def _choose_rows(self, records: Sequence[Mapping[str, Any]]) -> Callable[..., list[dict[str, Any]]]:
        """Return what makes rows of a record: its elements as they are, or a row for each of their names."""
        if self._layout.rows:
            return _take_own_id
        if self._layout.single or self._layout.columns or not records:
            return flatten
        return _flatten_names if all(map(_holds_names, records)) else flatten

    def _draw_rows(self, columns: Columns, rows: Sequence[Sequence[Any]]) -> str:
        """Draw header and rows, with rich where they fit on the screen in both directions."""
        cells = [columns.fit(columns.texts(values)) for values in rows]
        if len(rows) > self._layout.height or columns.is_too_wide:
            lines = map(columns.line, (columns.header(), columns.rule(), *cells))
            header, rule, *body = lines
            return "\n".join((self._paint(header, "1"), self._paint(rule, "2"), *body, ""))
        texts = [
            [Text(cell.rstrip(" "), style) for cell in line]
            for style, line in (
                ("bold", columns.header()),
                ("dim", columns.rule()),
                *(("", line) for line in cells),
            )
        ]
        return self._draw([column.width for column in columns.shown], texts)

    def _draw_record(self, names: Sequence[str], sent: Sequence[Any], values: Sequence[Any]) -> str:
        """Draw one record: a line per field, longer values wrapped in their column."""
        hidden = find_idle_ids(names, [sent], self._layout.columns)
        headings = find_headings(names, [sent], self._layout)
        pairs = [
            pair
            for index, name in enumerate(names)
            if index not in hidden
            for pair in _unfold(headings.get(name, name), values[index])
        ]
        fields = [format_cell(name, unicode=self._layout.unicode) for name, _ in pairs]
        widest = min(max(map(measure, fields)), max(1, self._layout.width * 2 // 5))
        texts = [
            (Text(field, "bold"), Text(format_paragraphs(value, unicode=self._layout.unicode)))
            for field, (_, value) in zip(fields, pairs, strict=True)
        ]
        return self._draw((widest, max(1, self._layout.width - widest - len(GAP))), texts)

    def _draw(self, widths: Sequence[int], rows: Iterable[Sequence[Text]]) -> str:
        """Return what rich makes of rows, without trailing blanks; it is told all and asks nothing."""
        table = Table.grid()
        # Gaps are columns, because rich 13 gives the padding of the last column room too.
        for width in _put_between(widths, len(GAP)):
            table.add_column(width=width, overflow="fold")
        for row in rows:
            table.add_row(*_put_between(row, ""))
        drawn = StringIO()
        console = Console(
            file=drawn,
            width=self._layout.width,
            height=self._layout.height,
            color_system="standard" if self._layout.color else None,
            no_color=not self._layout.color,
            force_terminal=True,
            force_jupyter=False,
            legacy_windows=False,
        )
        console.print(table)
        return "".join(f"{line.rstrip(' ')}\n" for line in drawn.getvalue().splitlines())

    def _paint(self, line: str, code: str) -> str:
        return f"\x1b[{code}m{line}\x1b[0m" if self._layout.color else line

    def _note_dropped(self, dropped: Sequence[str]) -> None:
        if not dropped:
            return
        more = f" and {len(dropped) - _NAMED} more" if len(dropped) > _NAMED else ""
        self.notes.append(
            f"Not shown in {self._layout.width} characters: {', '.join(dropped[:_NAMED])}{more};"
            " -o csv has every column"
        )


def _put_between(items: Sequence[Any], gap: Any) -> list[Any]:
    return [part for item in items for part in (item, gap)][:-1]


def _holds_names(record: Mapping[str, Any]) -> bool:
    """Tell whether the names in the elements are data: each holds an object, or each a list."""
    elements = record.get("elements")
    if not elements or not isinstance(elements, dict):
        return False
    kinds = {type(value) for value in elements.values()}
    return kinds in ({dict}, {list})


def _take_own_id(record: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the one row of a record that is a row, whose ``_id`` is its own."""
    return [{ID: record.get("id"), **record["elements"]}]


def _flatten_names(record: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return a row for each name in the elements: id, name, then the object's values or the list."""
    if not _holds_names(record):
        return flatten(record)
    start = {ID: record.get("id")}
    return [
        {**start, KEY: name, **(value if isinstance(value, dict) else {VALUE: value})}
        for name, value in record["elements"].items()
    ]


def _unfold(name: str, value: Any, *, depth: int = 0) -> Iterator[tuple[str, Any]]:
    """Return name and value of each leaf of a nested value: ``date.start``, ``addresses.0.name``."""
    inner: Iterable[tuple[Any, Any]] = ()
    if isinstance(value, Mapping):
        inner = value.items()
    elif isinstance(value, list) and any(isinstance(item, list | Mapping) for item in value):
        inner = enumerate(value)
    pairs = list(inner) if depth < _DEEPEST else []
    if not pairs:
        yield name, value
    for key, item in pairs:
        yield from _unfold(f"{name}.{key}", item, depth=depth + 1)
