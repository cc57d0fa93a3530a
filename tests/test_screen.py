"""The screen that scenes are compared with: what is written is carried out, as a terminal does."""

import pyte
import pytest
from screen import Screen, mark


def show(written: str, *, columns: int = 10, lines: int = 4) -> Screen:
    """Give the screen after something was written to a small terminal."""
    screen = Screen(columns, lines)
    pyte.Stream(screen).feed(written)
    return screen


@pytest.mark.parametrize(
    ("written", "texts"),
    [
        ("one\r\ntwo", ["one", "two"]),
        ("one\ntwo", ["one", "   two"]),
        ("20 of 300\rId", ["Id of 300"]),
        ("20 of 300\r\x1b[KId", ["Id"]),
        ("20 of 300\r         \rId", ["Id"]),
        ("abc\b\bX", ["aXc"]),
        ("abc\x1b[2DX", ["aXc"]),
        ("one\r\ntwo\x1b[A\x1b[1K\rX", ["X", "two"]),
        ("one\x1b[3;5Hfar", ["one", "", "    far"]),
        ("one\r\ntwo\x1b[H\x1b[J", [""]),
        ("a\tb", ["a       b"]),
        ("a\r\n\r\n", ["a", "", ""]),
    ],
)
def test_control_characters_are_carried_out(written: str, texts: list[str]) -> None:
    """Line ends, carriage returns, erasing and cursor moves leave what a person would see."""
    assert show(written).texts == texts


@pytest.mark.parametrize(
    ("written", "texts"),
    [
        ("0123456789", ["0123456789"]),
        ("0123456789\r\nx", ["0123456789", "x"]),
        ("0123456789x", ["0123456789", "x"]),
        ("0123456789\rx", ["x123456789"]),
        ("012345678^C\r         \r", ["012345678^", ""]),
        ("012345678字", ["012345678", "字"]),
        ("字字|", ["字字|"]),
        ("e\u0301|", ["é|"]),
    ],
)
def test_text_wraps_at_the_edge(written: str, texts: list[str]) -> None:
    """A full line wraps with the next character and not before; wide ones are never cut."""
    assert show(written).texts == texts


def test_lines_that_scroll_away_are_kept() -> None:
    """The whole output can be read, as a person can scroll up."""
    screen = show("".join(f"{number}\r\n" for number in range(9)), lines=3)
    assert screen.texts == [*map(str, range(9)), ""]
    assert screen.row == 9


def test_erased_scrollback_is_gone() -> None:
    """``clear`` takes away what scrolled out of sight too."""
    assert show("1\r\n2\r\n3\r\n4\r\n5\x1b[3J\x1b[H\x1b[2J").texts == [""]


@pytest.mark.parametrize("mode", ["47", "1047", "1049"])
def test_second_screen_leaves_no_trace(mode: str) -> None:
    """A pager shows its page alone; when it ends, everything stands where it stood."""
    before = "1\r\n2\r\n3\r\n4\r\n5\r\nab"
    paged = f"{before}\x1b[?{mode}h\x1b[Hpage\r\n\n\n\n\n\n"
    assert "ab" not in show(paged).texts
    assert show(f"{paged}\x1b[?{mode}lc").texts == ["1", "2", "3", "4", "5", "abc"]


@pytest.mark.parametrize(
    ("written", "marked"),
    [
        ("\x1b[1mId\x1b[0m 17", "⟨bold⟩Id⟨⟩ 17"),
        ("\x1b[2m--\x1b[22m-", "⟨dim⟩--⟨⟩-"),
        ("\x1b[1;31mfail\x1b[m ok", "⟨bold red⟩fail⟨⟩ ok"),
        ("\x1b[4;7mx\x1b[24;27my", "⟨underlined reversed⟩x⟨⟩y"),
        ("\x1b[33;44mx\x1b[39;49my", "⟨brown on blue⟩x⟨⟩y"),
        ("\x1b[38;5;2mx\x1b[0my", "⟨00cd00⟩x⟨⟩y"),
        ("plain", "plain"),
    ],
)
def test_attributes_can_be_read(written: str, marked: str) -> None:
    """Bold, dim and colours are words around what they colour."""
    assert mark(show(written).spans[0]) == marked
