"""Point at a place in a text that somebody typed. Pure."""

from oocli.text.visible import make_visible
from oocli.text.widths import clip, measure

_WIDEST = 72  # cells; fits into a terminal of 80, indentation included
_BEFORE = 40  # cells shown before the place where the text does not fit
_MARK = "…"


def point_at(text: str, position: int) -> str:
    """Return two lines: the text as a terminal can show it, and a caret below one of its characters.

    Where the text is too wide, only the part around the place is shown.
    """
    before, after = make_visible(text[:position]), make_visible(text[position:])
    if measure(before) + measure(after) > _WIDEST:
        before = _cut_start(before)
        after = _cut_end(after, _WIDEST - measure(before))
    return f"{before}{after}\n{' ' * measure(before)}^"


def _cut_start(text: str) -> str:
    if measure(text) <= _BEFORE:
        return text
    kept = clip(text[::-1], _BEFORE - 1)[::-1]
    return _MARK + kept


def _cut_end(text: str, width: int) -> str:
    return text if measure(text) <= width else clip(text, width - 1) + _MARK
