"""What CSV, TSV and Markdown share: a header, flat rows, columns fixed by the first records."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, TextIO

from oocli.render.batches import split
from oocli.render.encoding import replace_surrogates
from oocli.render.flat import Sheet, flatten, take_elements

# Records that are read before the header is written: the page of most calls.
_SAMPLE = 500


class DelimitedRenderer:
    """Write a header and a line per row, flushed as pages arrive."""

    def __init__(
        self,
        columns: Sequence[str],
        encode_row: Callable[[Sequence[Any]], str],
        *,
        start: str = "",
        encode_header: Callable[[Sequence[str], Sequence[Sequence[Any]]], str] | None = None,
        numbered: bool = True,
        rows: bool = False,
    ) -> None:
        """Take the asked columns, what makes a line with its end of values, and what stands before all.

        ``encode_header`` makes the header of the columns and the first rows, where it is more than a
        line of names; ``numbered`` says that lines begin with the id of their record,
        ``rows`` that there are rows and no records.
        """
        self.notes: list[str] = []
        self._columns = columns
        self._encode_row = encode_row
        self._start = start
        self._encode_header = encode_header or (lambda columns, _rows: encode_row(columns))
        self._numbered = numbered
        self._rows = rows

    def render(self, records: Iterable[dict[str, Any]], stream: TextIO) -> int:
        """Write header and rows; give the number of records.

        Without records the header holds the columns that were asked for.
        """
        spread = take_elements if self._rows else flatten
        sheet = Sheet(self._columns, numbered=self._numbered, rows=self._rows)
        count = 0
        for batch in split(records, first=_SAMPLE):
            rows = [row for record in batch for row in spread(record)]
            if not count:
                sheet.open(rows)
            values = [sheet.values(row) for row in rows]
            header = "" if count else self._start + self._encode_header(sheet.columns, values)
            stream.write(replace_surrogates(header + "".join(map(self._encode_row, values))))
            stream.flush()
            count += len(batch)
        if not count:
            stream.write(replace_surrogates(self._start + self._encode_header(sheet.columns, [])))
            stream.flush()
        self.notes += sheet.notes()
        return count
