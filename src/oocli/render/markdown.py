r"""Lines of a table in Markdown, as GitHub, GitLab and most editors read it, for a text that people write.

A cell is text and nothing else: what would be markup in it has a backslash in front, and a line
break is ``<br>``. Source: github.github.com/gfm, "Tables" and "Backslash escapes".
"""

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from oocli.render.encoding import encode_cell
from oocli.render.flat import ID
from oocli.render.shapes import NUMBER, Shape, are_numbers

_MARKUP = re.compile(r"[\\`*\[\]<>|~$]|_(?!\w)|(?<!\w)_|&(?=#?\w+;)")
_BREAK = re.compile(r"\r\n|[\r\n]")


def encode_markdown_rows(columns: Sequence[Sequence[Any]]) -> str:
    """Return rows of a table, which are given as the values of each column."""
    return "".join(map(_encode_row, zip(*columns, strict=True)))


def encode_markdown_header(
    names: Sequence[str],
    columns: Sequence[Sequence[Any]],
    shapes: Mapping[str, Shape] = MappingProxyType({}),
) -> str:
    """Return the two lines above the rows; columns of numbers stand right, as fields or first rows say."""
    rules = [
        "---:" if _holds_numbers(name, values, shapes) else "---"
        for name, values in zip(names, columns, strict=False)
    ]
    return f"{_encode_row(names)}| {' | '.join(rules)} |\n"


def _encode_row(values: Sequence[Any]) -> str:
    return f"| {' | '.join(map(_encode, values))} |\n"


def _holds_numbers(name: str, values: Sequence[Any], shapes: Mapping[str, Shape]) -> bool:
    kind = shapes[name].kind if name in shapes else ""
    return kind == NUMBER if kind else are_numbers(values, are_ids=name == ID)


def _encode(value: Any) -> str:
    is_plain = isinstance(value, list) and not any(isinstance(item, list | Mapping) for item in value)
    text = ", ".join(map(encode_cell, value)) if is_plain else encode_cell(value)
    # Blanks at the ends of a cell mean nothing, and trailing line breaks would be empty lines.
    return _BREAK.sub("<br>", _MARKUP.sub(r"\\\g<0>", text.strip()))
