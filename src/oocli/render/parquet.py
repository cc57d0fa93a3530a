"""Parquet: records as typed columns, which DuckDB, pandas and others read without being told of types.

Records are kept in a temporary file as they come, so that memory stays flat; which type a column has
is known when all have come. Nothing is given of a file that could not be written whole.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from tempfile import TemporaryFile
from typing import IO, Any, TextIO

from oocli.errors import OocliError
from oocli.render.arrow import arrow, ipc, parquet
from oocli.render.batches import split
from oocli.render.encoding import find_bytes, replace_surrogates
from oocli.render.field_facts import FieldFacts
from oocli.render.flat import ID, Sheet, flatten, take_elements
from oocli.render.layout import Layout
from oocli.render.parquet_columns import (
    FRACTION,
    NOTHING,
    NUMBER,
    TEXT,
    as_type,
    is_exact,
    read_column,
    unite,
)

_SAMPLE = 500  # records that tell the columns
_PART = 2_000  # rows that are turned into columns at a time
_ROWS = 20_000  # in a group, the unit that readers skip or read


class ParquetRenderer:
    """Write a Parquet file: a column for each field, of the type of the field."""

    def __init__(self, layout: Layout) -> None:
        self.notes: list[str] = []
        self._layout = layout
        self._odd: dict[str, str] = {}
        self._inexact: set[str] = set()  # columns of numbers that a double cannot hold

    def render(self, records: Iterable[dict[str, Any]], stream: TextIO) -> int:
        """Write the file when all records have come; give their number."""
        target = find_bytes(stream)
        sheet = Sheet(self._layout.columns, numbered=self._layout.numbered, rows=self._layout.rows)
        with _open_folder() as kept:
            parts = _Parts(kept)
            count = self._keep(records, sheet, parts)
            schema = self._choose_schema(parts, sheet.columns)
            with parquet.ParquetWriter(target, schema) as writer:
                for table in parts.read(schema):
                    writer.write_table(table)
        stream.flush()
        self.notes += sheet.notes()
        return count

    def _keep(self, records: Iterable[dict[str, Any]], sheet: Sheet, parts: "_Parts") -> int:
        spread = take_elements if self._layout.rows else flatten
        count = 0
        rows: list[dict[str, Any]] = []
        for batch in split(records, first=_SAMPLE):
            rows += [row for record in batch for row in spread(record)]
            if not count:
                sheet.open(rows)
            count += len(batch)
            if len(rows) >= _PART:
                self._add(rows, sheet, parts)
                rows = []
        if not count:
            sheet.open(())
        self._add(rows, sheet, parts)
        return count

    def _add(self, rows: list[dict[str, Any]], sheet: Sheet, parts: "_Parts") -> None:
        parts.add([self._read(name, values) for name, values in _turn(sheet, rows)], sheet.columns)

    def _read(self, name: str, values: list[Any]) -> Any:
        column = read_column(name, values, self._layout.known.get(name, FieldFacts()))
        if column.odd:
            self._odd.setdefault(name, column.odd)
        if not is_exact(column.array):
            self._inexact.add(name)
        return column.array

    def _choose_schema(self, parts: "_Parts", columns: Iterable[str]) -> Any:
        fields = []
        for index, name in enumerate(columns):
            kind = unite({schema.types[index] for schema in parts.schemas})
            if kind == NOTHING:
                kind = NUMBER if name == ID else TEXT
            elif kind == FRACTION and name in self._inexact:
                kind = TEXT
            facts = self._layout.known.get(name, FieldFacts())
            label = {"label": replace_surrogates(facts.label)} if facts.label else None
            fields.append(arrow.field(replace_surrogates(name), kind, metadata=label))
        self.notes += [
            f"{name} is written as text: {odd[:40]!r} is not of its type, {self._layout.known[name].type}"
            for name, odd in self._odd.items()
        ]
        return arrow.schema(fields)


class _Parts:
    """Rows in a file, each part with the types that its values have."""

    def __init__(self, file: IO[bytes]) -> None:
        self.schemas: dict[Any, int] = {}
        self._file = file
        self._places: list[tuple[int, Any]] = []

    def add(self, arrays: list[Any], names: Iterable[str]) -> None:
        part = arrow.record_batch(arrays, names=[replace_surrogates(name) for name in names])
        schema = part.schema
        self.schemas.setdefault(schema, len(self.schemas))
        written = part.serialize()
        self._places.append((len(written), schema))
        self._file.write(written)

    def read(self, schema: Any) -> Iterator[Any]:
        """Return tables of the types that the file will have, each large enough for a group of its own."""
        self._file.seek(0)
        waiting: list[Any] = []
        rows = 0
        for length, own in self._places:
            part = ipc.read_record_batch(arrow.py_buffer(self._file.read(length)), own)
            arrays = [as_type(array, kind) for array, kind in zip(part.columns, schema.types, strict=True)]
            waiting.append(arrow.record_batch(arrays, schema=schema))
            rows += part.num_rows
            if rows >= _ROWS:
                yield arrow.Table.from_batches(waiting)
                waiting, rows = [], 0
        if waiting:
            yield arrow.Table.from_batches(waiting)


def _turn(sheet: Sheet, rows: list[dict[str, Any]]) -> Iterator[tuple[str, list[Any]]]:
    """Return the values of rows by column."""
    values = [sheet.values(row) for row in rows]
    for index, name in enumerate(sheet.columns):
        yield name, [row[index] for row in values]


@contextmanager
def _open_folder() -> Iterator[IO[bytes]]:
    try:
        with TemporaryFile(prefix="oocli-") as kept:
            yield kept
    except OSError as error:
        raise OocliError(
            "The file cannot be put together in the temporary directory",
            why=error.strerror or str(error),
            hint="TMPDIR names another directory",
        ) from error
