"""How many character cells of a terminal a text takes. Pure."""

import unicodedata

# Below this code point every visible character is one cell wide.
_FIRST_OTHER_WIDTH = "\u0300"


def measure(text: str) -> int:
    """Return the width of visible text in character cells: 2 for wide characters, 0 for combining ones."""
    if text.isascii() or max(text) < _FIRST_OTHER_WIDTH:
        return len(text)
    return sum(map(_width_of, text))


def clip(text: str, width: int) -> str:
    """Return as much of the beginning of a text as fits into this number of cells."""
    if text.isascii():
        return text[:width]
    used = 0
    for index, char in enumerate(text):
        used += _width_of(char)
        if used > width:
            return text[:index]
    return text


def _width_of(char: str) -> int:
    if char < _FIRST_OTHER_WIDTH:
        return 1
    if unicodedata.category(char) in ("Mn", "Me") or "\u1160" <= char <= "\u11ff":
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1
