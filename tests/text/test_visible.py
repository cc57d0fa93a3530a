"""visible: nothing that controls a terminal, or hides in a text, is left in it."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oocli.text.visible import make_visible

ANY_TEXT = st.text(st.characters(exclude_categories=()))


def test_plain_text_is_unchanged() -> None:
    """Letters, umlauts, emoji, combining marks and no-break spaces pass as they are."""
    text = "Südbalkon, 85 m², 1.250\u00a0€, 東京, 🏡, Mu\u0308nchen"
    assert make_visible(text) == text


def test_escape_sequences_become_readable() -> None:
    """An escape sequence is shown by its control pictures and so has no effect."""
    assert make_visible("\x1b]0;mine\x07\x1b[2J\x00\t\r\n\x7f") == "␛]0;mine␇␛[2J␀␉␍␊␡"


@pytest.mark.parametrize(
    ("char", "shown"),
    [
        ("\x9b", "<U+009B>"),
        ("\xad", "<U+00AD>"),
        ("\u061c", "<U+061C>"),
        ("\u200b", "<U+200B>"),
        ("\u200e", "<U+200E>"),
        ("\u2028", "<U+2028>"),
        ("\u202e", "<U+202E>"),
        ("\u2066", "<U+2066>"),
        ("\ufeff", "<U+FEFF>"),
        ("\ud800", "<U+D800>"),
        ("\U000e0041", "<U+E0041>"),
    ],
)
def test_hidden_characters_show_their_code_point(char: str, shown: str) -> None:
    """C1 codes, direction marks, separators, zero-width characters and lone surrogates are named."""
    assert make_visible(f"a{char}b") == f"a{shown}b"


def test_keep_lets_chosen_characters_pass() -> None:
    """A message may keep its line breaks while everything else is shown."""
    assert make_visible("one\ntwo\x1b", keep="\n") == "one\ntwo␛"


def test_ascii_only_uses_escapes() -> None:
    """Where symbols cannot be shown, control characters are written as backslash escapes."""
    assert make_visible("ü\x1b\n\t\x7f\x9b", ascii_only=True) == r"ü\x1b\n\t\x7f<U+009B>"


@settings(derandomize=True, database=None, deadline=None)
@given(ANY_TEXT)
def test_no_control_or_format_character_is_left(text: str) -> None:
    """Of any text at all, no control character, separator or lone surrogate is left."""
    categories = {unicodedata.category(char) for char in make_visible(text)}
    assert not categories & {"Cc", "Cs", "Zl", "Zp"}


@settings(derandomize=True, database=None, deadline=None)
@given(ANY_TEXT)
def test_making_visible_twice_changes_nothing(text: str) -> None:
    """What is visible stays as it is."""
    once = make_visible(text)
    assert make_visible(once) == once
