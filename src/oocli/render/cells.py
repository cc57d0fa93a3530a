"""Text for character cells: what a value looks like in a table, how wide it is, cut to fit.

Pure and without rich: the widths are planned here for every table, and long tables are
printed without rich.
"""

from collections.abc import Mapping
from typing import Any

from oocli.render.encoding import encode_cell
from oocli.text.visible import make_visible
from oocli.text.widths import clip, measure

GAP = "  "

# Characters of a value that a cell looks at; no terminal is wider.
_LONGEST = 1000

# Characters that are shown of a text, and of the content of a file.
_LONGEST_TEXT = 20_000
_SHOWN_OF_FILE = 200

# Joiners and variants of emoji. Terminals disagree whether a joined family is one picture or
# four, and only apart is its width known.
_EMOJI_JOINERS = "\u200d\ufe0e\ufe0f"
_FIRST_SYMBOL = "\u2190"


def format_cell(value: Any, *, unicode: bool) -> str:
    """Return a value as one line that is safe to print: a string, or JSON of anything else.

    A list of plain values is joined by commas. Line breaks are shown as ``↵``; values of
    more than 1000 characters end there.
    """
    text = value if isinstance(value, str) else _format_other(value)
    if len(text) > _LONGEST:
        text = text[:_LONGEST] + ellipsis_of(unicode=unicode)
    if text.isascii() and text.isprintable():
        return text
    text = _separate_emoji(text.replace("\r\n", "\n"))
    return make_visible(text.replace("\n", "↵") if unicode else text, ascii_only=not unicode)


def format_paragraphs(value: Any, *, unicode: bool) -> str:
    """Return a value as text of one or more lines that is safe to print.

    Line breaks stay. Of a word of more than 1000 characters (the content of a file) and of
    a text of more than 20,000 the beginning is given, and how long it is.
    """
    text = value if isinstance(value, str) else _format_other(value)
    shown = text
    if len(text) > _LONGEST and not any(map(str.isspace, text[:_LONGEST])):
        shown = text[:_SHOWN_OF_FILE]
    elif len(text) > _LONGEST_TEXT:
        shown = text[:_LONGEST_TEXT]
    rest = "" if shown is text else f"{ellipsis_of(unicode=unicode)} ({len(text):,} characters)"
    shown = _separate_emoji(shown.replace("\r\n", "\n").rstrip("\n"))
    return make_visible(shown, keep="\n", ascii_only=not unicode) + rest


def fit(text: str, width: int, *, unicode: bool = True, right: bool = False) -> str:
    """Return the text padded to a width, or cut to it with an ellipsis as its last character."""
    needed = measure(text)
    if needed > width:
        mark = ellipsis_of(unicode=unicode)[:width]
        text = clip(text, width - len(mark)) + mark
        needed = measure(text)
    padding = " " * (width - needed)
    return padding + text if right else text + padding


def ellipsis_of(*, unicode: bool) -> str:
    """Return what stands for the rest of a shortened text."""
    return "…" if unicode else "..."


def _format_other(value: Any) -> str:
    if isinstance(value, list) and not any(isinstance(item, list | Mapping) for item in value):
        return ", ".join(map(encode_cell, value))
    return "" if value == {} else encode_cell(value)


def _separate_emoji(text: str) -> str:
    if not any(joiner in text for joiner in _EMOJI_JOINERS):
        return text
    pairs = zip(" " + text, text, strict=False)
    return "".join(char for before, char in pairs if char not in _EMOJI_JOINERS or before < _FIRST_SYMBOL)
