"""JSON: one array of the records, streamed, valid whenever it has ended."""

from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any, TextIO

from oocli.render.batches import split
from oocli.render.encoding import encode_pretty_json, encode_records, encode_utf8, write_encoded
from oocli.render.flat import choose_spread
from oocli.render.layout import Layout

_BETWEEN = ",\n"


class JsonRenderer:
    """Write records as one JSON array.

    One record a line: an array for jq that can still be searched and counted by line. With
    ``layout.pretty`` each record is indented instead. An array that was begun is always
    ended, so that what came before a failure can be read; the exit code says so.
    """

    def __init__(self, layout: Layout) -> None:
        self.notes: list[str] = []
        self._spread = choose_spread(layout)
        self._encode = _encode_indented if layout.pretty else partial(encode_records, between=_BETWEEN)

    def render(self, records: Iterable[dict[str, Any]], stream: TextIO) -> int:
        """Write the array, ``[]`` where there are no records; give the number of records."""
        count = 0
        try:
            for batch in split(records):
                items = [row for record in batch for row in self._spread(record)] if self._spread else batch
                write_encoded((b",\n" if count else b"[\n") + self._encode(items), stream)
                count += len(batch)
        finally:
            if count:
                stream.write("\n]\n")
        if not count:
            stream.write("[]\n")
        stream.flush()
        return count


def _encode_indented(items: Sequence[Any]) -> bytes:
    # Line breaks inside strings are escaped, so these are the encoder's own.
    texts = [encode_pretty_json(item).replace("\n", "\n  ") for item in items]
    return encode_utf8(_BETWEEN.join([f"  {text}" for text in texts]))
