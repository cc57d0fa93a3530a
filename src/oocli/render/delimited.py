"""What CSV, TSV and Markdown share: a header, flat rows, columns fixed by the first records."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, TextIO

from oocli.render.batches import split
from oocli.render.encoding import encode_text, write_encoded
from oocli.render.flat import Sheet

# Records that are read before the header is written: the page of most calls.
_SAMPLE = 500

_Columns = Sequence[Sequence[Any]]


class DelimitedRenderer:
    """Write a header and a line per row, flushed as pages arrive."""

    def __init__(
        self,
        columns: Sequence[str],
        encode_rows: Callable[[_Columns], str],
        *,
        start: str = "",
        encode_header: Callable[[Sequence[str], _Columns], str] | None = None,
        numbered: bool = True,
        rows: bool = False,
    ) -> None:
        """Take the asked columns, what makes lines of the values of each column, and what stands before all.

        ``encode_header`` makes the header of the names and the values of the first rows, where it is
        more than a line of names; ``numbered`` says that lines begin with the id of their record,
        ``rows`` that there are rows and no records.
        """
        self.notes: list[str] = []
        self._columns = columns
        self._encode_rows = encode_rows
        self._start = start
        self._encode_header = encode_header or (lambda names, _: encode_rows([[name] for name in names]))
        self._numbered = numbered
        self._rows = rows

    def render(self, records: Iterable[dict[str, Any]], stream: TextIO) -> int:
        """Write header and rows; give the number of records.

        Without records the header holds the columns that were asked for.
        """
        sheet = Sheet(self._columns, numbered=self._numbered, rows=self._rows)
        count = 0
        for batch in split(records, first=_SAMPLE):
            if not count:
                sheet.open(sheet.spread(batch))
            values = sheet.place(batch)
            header = "" if count else self._start + self._encode_header(sheet.columns, values)
            write_encoded(encode_text(header + self._encode_rows(values)), stream)
            count += len(batch)
        if not count:
            header = self._start + self._encode_header(sheet.columns, [() for _ in sheet.columns])
            write_encoded(encode_text(header), stream)
        self.notes += sheet.notes()
        return count
