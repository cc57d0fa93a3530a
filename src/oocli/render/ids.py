"""The ids of the records alone, one a line: food for xargs and for shell loops."""

from collections.abc import Iterable
from typing import Any, TextIO

from oocli.render.batches import split
from oocli.render.encoding import encode_cell
from oocli.text.visible import make_visible


class IdsRenderer:
    """Write the id of each record on a line of its own; a record without an id is noted."""

    def __init__(self) -> None:
        self.notes: list[str] = []

    def render(self, records: Iterable[dict[str, Any]], stream: TextIO) -> int:
        """Write the lines; give the number of records, also of those without an id."""
        count = written = 0
        for batch in split(records):
            # Made visible, so that a line break in an id cannot make two ids of it.
            ids = [make_visible(encode_cell(record.get("id"))) for record in batch]
            found = [number for number in ids if number]
            stream.write("".join([f"{number}\n" for number in found]))
            stream.flush()
            count += len(batch)
            written += len(found)
        if written < count:
            self.notes.append(f"{count - written} of {count} records have no id and are left out")
        return count
