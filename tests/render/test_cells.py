"""cells: what a value looks like on one line, and how many character cells it takes."""

from typing import Any

import pytest
from rich.cells import cell_len

from oocli.render.cells import fit, format_cell, format_paragraphs
from oocli.text.widths import measure


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (None, ""),
        ("", ""),
        ("0.00", "0.00"),
        (True, "true"),
        (12, "12"),
        (1.5, "1.5"),
        ([], ""),
        ({}, ""),
        (["a", 1, None], "a, 1, "),
        ({"value": "ä"}, '{"value":"ä"}'),
        ([{"a": 1}], '[{"a":1}]'),
        ("a\r\nb\nc\td", "a↵b↵c␉d"),
        ("👨\u200d👩\u200d👧 ❤\ufe0f", "👨👩👧 ❤"),
        ("a\u200db", "a<U+200D>b"),
        ("x" * 1001, "x" * 1000 + "…"),
    ],
)
def test_a_cell_is_one_safe_line(value: Any, cell: str) -> None:
    """Values are shown as they came, lists joined, objects as JSON, breaks and joiners settled."""
    assert format_cell(value, unicode=True) == cell


@pytest.mark.parametrize("text", ["", "abc", "Südstraße", "東京", "🏡 ab", "e\u0301", "ﾊﾝ", "한국어", "…─"])
def test_width_is_what_a_terminal_shows(text: str) -> None:
    """Wide characters count two cells and combining ones none, as rich counts them."""
    assert measure(text) == cell_len(text)


@pytest.mark.parametrize(
    ("text", "width", "fitted"),
    [
        ("abc", 5, "abc  "),
        ("abcdef", 4, "abc…"),
        ("abcdef", 1, "…"),
        ("東京都", 5, "東京…"),
        ("東京都", 4, "東… "),
        ("e\u0301e\u0301e\u0301", 2, "e\u0301…"),
    ],
)
def test_fit_fills_its_width_exactly(text: str, width: int, fitted: str) -> None:
    """A text is padded or cut to its cells; half a wide character becomes a blank."""
    assert fit(text, width) == fitted


def test_numbers_are_padded_on_the_left() -> None:
    """Aligned to the right the blanks come first, and the ellipsis stays last."""
    assert [fit("12.50", width, right=True) for width in (7, 4)] == ["  12.50", "12.…"]


def test_paragraphs_keep_their_line_breaks() -> None:
    """Line breaks inside a value stay, those at its end go, everything else is made visible."""
    assert format_paragraphs("eins\r\nzwei\x1b\n\n", unicode=True) == "eins\nzwei␛"


def test_a_long_text_says_how_long_it_is() -> None:
    """Of a text beyond 20,000 characters the beginning is shown, and its length."""
    shown = format_paragraphs("wort " * 5000, unicode=False)
    assert shown == "wort " * 4000 + "... (25,000 characters)"
