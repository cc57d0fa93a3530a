"""Open a text as rows, in the format that is named, else by its name, else by how it begins."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from oocli.bulk.input_copy import copy_input
from oocli.bulk.rows import RowFile
from oocli.errors import UsageError
from oocli.text.formats import ROW_FORMATS, find_read

_NOT_READ = {
    **dict.fromkeys((".yaml", ".yml"), ("YAML", "Make JSON of it: yq -o json . FILE")),
    ".numbers": ("a workbook", "Save it as .xlsx, or as CSV; a spreadsheet calls that 'CSV UTF-8'"),
}


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
    known = find_read(suffix)
    if not row_format and suffix in _NOT_READ:
        what, hint = _NOT_READ[suffix]
        raise UsageError(f"{name} is {what}, which is not read", hint=hint)
    with copy_input(name, stdin) as copy:
        rows = RowFile(
            "standard input" if name == "-" else name,
            row_format or known or "csv",
            is_named=bool(row_format),
            _copy=copy,
        )
        if not row_format and not known:
            rows.format = rows.guess_format()
        yield rows
