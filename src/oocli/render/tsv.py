r"""Lines of TSV: tabs between cells, one record a line whatever a cell holds.

Tab, line feed, carriage return and backslash inside a cell are ``\t``, ``\n``, ``\r`` and
``\\``, so that ``cut``, ``sort`` and ``awk`` always see whole records.
"""

from oocli.render.cell_lines import CellStyle

_ESCAPES = (("\\", "\\\\"), ("\t", "\\t"), ("\n", "\\n"), ("\r", "\\r"))


def write_tsv_cell(text: str) -> str:
    """Return the text of a cell as it stands in TSV."""
    # A table for ``translate`` would take four times as long for a text with a line break in it.
    for mark, escape in _ESCAPES:
        text = text.replace(mark, escape)
    return text


def _needs_escapes(text: str) -> bool:
    return "\t" in text or "\n" in text or "\r" in text or "\\" in text


TSV = CellStyle("\t", "\n", write_tsv_cell, _needs_escapes)
