"""Write some rows of an input back in its own format, as they were there. Pure."""

import csv
import io
import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from oocli.bulk.headers import ERROR
from oocli.bulk.sheet_form import SheetForm


class RowEncoder(NamedTuple):
    """How rows are written.

    Attributes:
        start: text before all rows.
        end: text after all rows.
        row: makes the text of a row from its source in the input, and from what was wrong with it, if
            anything.
        between: text between two rows.
        behind: text after each row.
    """

    start: str
    end: str
    row: Callable[[Any, str | None], str]
    between: str = ""
    behind: str = ""


def encode_json_rows(*, as_lines: bool) -> RowEncoder:
    """Return what writes JSON values, as an array or one on each line."""
    return (
        RowEncoder("", "", _encode_json, behind="\n")
        if as_lines
        else RowEncoder("[", "]\n", _encode_json, between=",\n")
    )


def encode_sheet_rows(form: SheetForm, header: Sequence[str], *, explains: bool = False) -> RowEncoder:
    """Return what writes the cells of a sheet below its header; what was wrong gets a column of its own."""
    names = [name.strip() for name in header]
    known = names.index(ERROR) if ERROR in names else None

    def encode(cells: Sequence[str]) -> str:
        if form.escapes:
            return form.delimiter.join(cells)
        line = io.StringIO()
        csv.writer(line, delimiter=form.delimiter, lineterminator="").writerow(cells)
        return line.getvalue()

    def encode_row(cells: Sequence[str], error: str | None) -> str:
        if error is None:
            return encode(cells)
        text = error.replace("\\", "\\\\") if form.escapes else error
        if known is None:
            return encode([*cells, text])
        return encode([*cells[:known], text, *cells[known + 1 :]])

    separator = f"sep={form.delimiter}\n" if form.first_line > 1 else ""
    first = encode([*header, ERROR] if explains and known is None else header)
    return RowEncoder(f"{separator}{first}\n" if header else "", "", encode_row, behind="\n")


def _encode_json(value: Any, error: str | None) -> str:
    if error is not None and isinstance(value, Mapping):
        elements = value.get("elements")
        if isinstance(elements, Mapping):  # a record as oocli writes it
            value = {**value, "elements": {**elements, ERROR: error}}
        else:
            value = {**value, ERROR: error}
    return json.dumps(value, ensure_ascii=False)
