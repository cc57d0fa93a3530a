"""Draw what stands on a terminal as SVG, in text: sharp at every size, and a difference can be read."""

import re
from collections.abc import Iterable, Iterator, Sequence
from html import escape

from pseudo_terminal import PROMPT
from screen import Span
from wcwidth import wcswidth

_CELLS = re.compile(r"\S+(?: \S+)*")
_CELL, _LINE, _SIZE = 8.4, 19, 14  # width of a character, height of a line and of the letters, in pixels
_EDGE, _BAR = 18, 34
_BACK, _FRONT, _DIM, _BOLD, _TYPED = "#1c2128", "#c9d1d9", "#6e7681", "#ffffff", "#7ee787"
_COLOURS = {"red": "#ff7b72", "green": "#7ee787", "brown": "#e3b341", "blue": "#79c0ff", "cyan": "#76e3ea"}
_BUTTONS = ("#ff5f57", "#febc2e", "#28c840")
_FONTS = "ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace"


def draw(lines: Sequence[Sequence[Span]], *, columns: int, title: str) -> str:
    """Give a picture of lines on a terminal of so many columns; ``title`` says what it shows."""
    width = round(columns * _CELL) + 2 * _EDGE
    height = len(lines) * _LINE + _BAR + _EDGE
    rows = [
        row for number, line in enumerate(lines) for row in _draw_line(line, _BAR + _LINE * number + _SIZE)
    ]
    buttons = [
        f'<circle cx="{_EDGE + 20 * number}" cy="17" r="6" fill="{colour}"/>'
        for number, colour in enumerate(_BUTTONS)
    ]
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img">',
            f"<title>{escape(title, quote=False)}</title>",
            f'<rect width="{width}" height="{height}" rx="8" fill="{_BACK}"/>',
            *buttons,
            f'<g font-family="{_FONTS}" font-size="{_SIZE}" fill="{_FRONT}">',
            *rows,
            "</g>",
            "</svg>",
            "",
        ]
    )


def _draw_line(line: Iterable[Span], bottom: int) -> Iterator[str]:
    """Give a text for each cell of a line; its length is fixed, so that columns stand below each other."""
    for span in line:
        is_typed = span.column == 0 and span.text.startswith(PROMPT)
        for cell in _CELLS.finditer(span.text):
            left = _EDGE + (span.column + wcswidth(span.text[: cell.start()])) * _CELL
            length = wcswidth(cell[0]) * _CELL
            style = _describe(span, is_typed=is_typed)
            place = f'x="{left:.1f}" y="{bottom}" textLength="{length:.1f}"'
            yield f"<text {place}{style}>{escape(cell[0], quote=False)}</text>"


def _describe(span: Span, *, is_typed: bool) -> str:
    colour = next((_COLOURS[look] for look in span.looks if look in _COLOURS), "")
    if "dim" in span.looks:
        colour = colour or _DIM
    if is_typed:
        colour = _TYPED
    weight = ' font-weight="bold"' if "bold" in span.looks else ""
    if weight:
        colour = colour or _BOLD
    return (f' fill="{colour}"' if colour else "") + weight
