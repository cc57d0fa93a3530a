r"""Lines of TSV: tabs between cells, one record a line whatever a cell holds.

Tab, line feed, carriage return and backslash inside a cell are ``\t``, ``\n``, ``\r`` and
``\\``, so that ``cut``, ``sort`` and ``awk`` always see whole records.
"""

from collections.abc import Sequence
from typing import Any

from oocli.render.encoding import encode_cell

_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def encode_tsv_row(values: Sequence[Any]) -> str:
    """Return the values as one line of TSV."""
    cells = [encode_cell(value) for value in values]
    line = "\t".join(cells)
    # Looking once over the line is faster than translating each cell.
    if "\\" in line or "\n" in line or "\r" in line or line.count("\t") >= len(cells):
        line = "\t".join([cell.translate(_ESCAPES) for cell in cells])
    return f"{line}\n"
