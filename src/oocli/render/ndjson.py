"""NDJSON: one record a line, written and flushed as pages arrive."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TextIO

from oocli.render.batches import split
from oocli.render.encoding import encode_records, write_encoded
from oocli.render.layout import Layout


class NdjsonRenderer:
    """Write each record as one line of JSON that ends with a line feed."""

    def __init__(self, layout: Layout) -> None:
        self.notes: list[str] = []
        self._spread = _choose_spread(layout)

    def render(self, records: Iterable[dict[str, Any]], stream: TextIO) -> int:
        """Write the lines; give the number of records."""
        count = 0
        for batch in split(records):
            items = [row for record in batch for row in self._spread(record)] if self._spread else batch
            if items:
                write_encoded(encode_records(items, "\n") + b"\n", stream)
            count += len(batch)
        return count


def _choose_spread(layout: Layout) -> Callable[[Mapping[str, Any]], list[dict[str, Any]]] | None:
    if not (layout.rows or layout.flat):
        return None
    from oocli.render.flat import choose_spread

    return choose_spread(layout)
