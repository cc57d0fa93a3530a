"""NDJSON: one record a line, written and flushed as pages arrive."""

from collections.abc import Iterable
from io import TextIOWrapper
from typing import Any, TextIO

from oocli.record import Slice
from oocli.render.batches import split
from oocli.render.encoding import encode_json, escape_surrogates
from oocli.render.flat import flatten
from oocli.render.layout import Layout


class NdjsonRenderer:
    """Write each record as one line of JSON that ends with a line feed."""

    def __init__(self, layout: Layout) -> None:
        self.notes: list[str] = []
        self._flat = layout.flat

    def render(self, records: Iterable[dict[str, Any]], stream: TextIO) -> int:
        """Write the lines; give the number of records."""
        count = 0
        for batch in split(records):
            items = [row for record in batch for row in flatten(record)] if self._flat else batch
            _write(b"".join([_encode(item) for item in items]), stream)
            stream.flush()
            count += len(batch)
        return count


def _encode(item: dict[str, Any]) -> bytes:
    return item.line if type(item) is Slice else escape_surrogates(encode_json(item) + "\n").encode()


def _write(lines: bytes, stream: TextIO) -> None:
    """Write what is encoded; where the stream is one of UTF-8, it need not be decoded for that."""
    if type(stream) is TextIOWrapper and stream.encoding.lower() == "utf-8":
        stream.flush()
        stream.buffer.write(lines)
    else:
        stream.write(lines.decode())
