"""Open a text as rows, in the format that is named, else by its name, else by how it begins."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from oocli.bulk.input_copy import copy_input
from oocli.bulk.mistaken_formats import find_other_text, find_unread_ending, guess_format
from oocli.bulk.rows import RowFile
from oocli.errors import UsageError
from oocli.text.formats import ROW_FORMATS, find_read


@contextmanager
def open_rows(name: str, stdin: TextIO, *, row_format: str = "") -> Iterator[RowFile]:
    """Copy a file, or standard input for ``-``, and give its rows while the block runs.

    Without ``row_format`` the extension decides, else the first character: ``[`` begins JSON, ``{`` NDJSON,
    anything else a sheet.

    Raises:
        UsageError: it cannot be read, has none of the formats, or there is no such format.
        OocliError: there is no room for the copy.
    """
    if row_format and row_format not in ROW_FORMATS:
        raise UsageError(
            f"There is no format {row_format!r} of rows", hint=f"Use one of: {', '.join(ROW_FORMATS)}"
        )
    suffix = Path(name).suffix.lower()
    known = row_format or find_read(suffix)
    mistake = None if row_format else find_unread_ending(suffix)
    if mistake is not None:
        raise UsageError(f"{name} is {mistake.what}, which is not read", hint=mistake.hint)
    with copy_input(name, stdin) as copy:
        shown = "standard input" if name == "-" else name
        rows = RowFile(shown, known or "csv", is_named=bool(row_format), _copy=copy)
        start = rows.read_start()
        if not known:
            rows.format = guess_format(start)
        # Who names a sheet means it: its first name may begin with a bracket.
        mistake = find_other_text(start, rows.format) if not (row_format and rows.is_sheet) else None
        if mistake is not None:
            raise UsageError(f"{shown} is {mistake.what}", hint=mistake.hint)
        yield rows
