"""Lines of rows whose cells are looked at by their columns and not one by one, as CSV and TSV write them.

In most columns every cell is written as it is, which one look over all of its texts tells. In the
others values come again and again: what is written for them is remembered.
"""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from oocli.render.encoding import encode_cell, encode_cells

BEGIN = "\x1f"
"""Stands before each text of a column that is looked at as a whole; a text may hold it, too."""

_MOST = 10_000  # texts that are remembered; memory stays flat
_LONGEST = 40  # characters of such a text; longer ones hardly come again


class CellStyle(NamedTuple):
    """How a format writes cells, and lines of them.

    Attributes:
        separator: stands between cells.
        end: stands behind them.
        write: gives what is written for the text of a cell.
        may_differ: tells of a text, or of all texts of a column, whether that may be something else.
        write_float: the same as ``write`` for numbers that are no whole ones.
        alone: is written for a line of one empty cell.
    """

    separator: str
    end: str
    write: Callable[[str], str]
    may_differ: Callable[[str], bool]
    write_float: Callable[[float], str] | None = None
    alone: str = ""


class Lines:
    """Writes lines in a style; one for each run, as it remembers texts."""

    def __init__(self, style: CellStyle) -> None:
        self._style = style
        self._written = _Written(style.write)

    def encode(self, columns: Sequence[Sequence[Any]]) -> str:
        """Return the lines of rows, which are given as the values of each column; there is at least one."""
        style = self._style
        cells = [self._encode_column(values) for values in columns]
        if len(cells) == 1 and style.alone:
            cells = [[cell or style.alone for cell in cells[0]]]
        return style.end.join([*map(style.separator.join, zip(*cells, strict=True)), ""])

    def _encode_column(self, values: Sequence[Any]) -> Sequence[str]:
        try:  # as if all were texts, as in most columns: that is known when they have been joined
            joined = BEGIN.join(values)
        except TypeError:
            return self._encode_mixed(values)
        return self._write(values, joined)

    def _encode_mixed(self, values: Sequence[Any]) -> Sequence[str]:
        """Write a column with values that are no texts."""
        write_float = self._style.write_float
        if write_float is not None and float in set(map(type, values)):
            return [
                write_float(value) if type(value) is float else self._written[encode_cell(value)]
                for value in values
            ]
        texts = encode_cells(values)
        return self._write(texts, BEGIN.join(texts))

    def _write(self, texts: Sequence[str], joined: str) -> Sequence[str]:
        if not self._style.may_differ(BEGIN + joined):
            return texts
        if len(joined) > _LONGEST * len(texts):
            return list(map(self._style.write, texts))
        return [self._written[text] for text in texts]


class _Written(dict[str, str]):
    """Texts of cells, and what is written for them."""

    def __init__(self, write: Callable[[str], str]) -> None:
        self._write = write

    def __missing__(self, text: str) -> str:
        written = self._write(text)
        if len(text) <= _LONGEST and len(self) < _MOST:
            self[text] = written
        return written
