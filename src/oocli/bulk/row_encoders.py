"""Some rows of an input written back in its own format, as they stood there. Pure."""

import csv
import io
import json
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from oocli.bulk.sheet_form import SheetForm


class RowEncoder(NamedTuple):
    """How rows are written.

    Attributes:
        start: stands before all rows.
        end: stands behind all rows.
        row: makes the text of a row from what stood in the input.
        between: stands between two rows.
        behind: stands behind each row.
    """

    start: str
    end: str
    row: Callable[[Any], str]
    between: str = ""
    behind: str = ""


def encode_json_rows(*, as_lines: bool) -> RowEncoder:
    """Give what writes JSON values, an array or one a line."""
    return (
        RowEncoder("", "", _encode, behind="\n")
        if as_lines
        else RowEncoder("[", "]\n", _encode, between=",\n")
    )


def encode_sheet_rows(form: SheetForm, header: Sequence[str]) -> RowEncoder:
    """Give what writes the cells of a sheet below its header."""

    def encode(cells: Sequence[str]) -> str:
        if form.escapes:
            return form.delimiter.join(cells)
        line = io.StringIO()
        csv.writer(line, delimiter=form.delimiter, lineterminator="").writerow(cells)
        return line.getvalue()

    separator = f"sep={form.delimiter}\n" if form.first_line > 1 else ""
    return RowEncoder(f"{separator}{encode(header)}\n" if header else "", "", encode, behind="\n")


def _encode(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
