"""Wrapping: never inside a word, an option with its value, or what is to be copied."""

import shlex

import pytest

from oocli.text.wrapping import fold_command, wrap, wrap_beside


def test_words_with_hyphens_stay_whole() -> None:
    """A line ends between words, also where a word has hyphens."""
    assert wrap("sign it with --clock-from-server now", 20) == ["sign it with", "--clock-from-server", "now"]


@pytest.mark.parametrize(
    ("text", "piece"),
    [
        ("or say it by the option --limit N", "--limit N"),
        ("all are listed by the command `oocli explain relation` here", "`oocli explain relation`"),
        ("fields of a list such as 'ort in (Aachen,Köln)'; repeat", "'ort in (Aachen,Köln)';"),
    ],
)
@pytest.mark.parametrize("width", range(28, 60))
def test_what_is_copied_stays_on_one_line(text: str, piece: str, width: int) -> None:
    """An option and its value, a command in backticks and a quoted condition are not torn apart."""
    lines = wrap(text, width)
    assert [line for line in lines if piece in line]
    assert " ".join(lines) == text
    assert max(map(len, lines)) <= width


def test_an_apostrophe_holds_nothing_together() -> None:
    """Between two apostrophes a line may end."""
    assert wrap("the client's number and the agent's log", 20) == [
        "the client's number",
        "and the agent's log",
    ]


def test_first_and_further_lines_begin_as_asked() -> None:
    """A hanging indent counts as part of the width."""
    assert wrap("one two three four", 11, "  - ", "    ") == ["  - one two", "    three", "    four"]


def test_a_word_that_is_too_long_stands_alone() -> None:
    """A word wider than the line is not broken."""
    assert wrap("see https://example.example/long here", 12) == [
        "see",
        "https://example.example/long",
        "here",
    ]


COMMAND = (
    "  oocli read estate --fields Id,kaufpreis,lage --where 'status=1' --where 'ort in (A, B)' --limit 10"
)


@pytest.mark.parametrize(
    ("width", "lines"),
    [
        (22, ["name   a considerable", "       text"]),
        (16, ["name", "    a", "    considerable", "    text"]),
    ],
)
def test_a_text_stands_beside_its_name_or_below(width: int, lines: list[str]) -> None:
    """Where the longest word has no room beside the name, the text stands below it."""
    text = "a considerable text"
    assert wrap_beside("name", text, width, 7) == lines


def test_a_long_command_goes_on_after_a_backslash() -> None:
    """It is broken before an option."""
    assert fold_command(COMMAND, 60) == [
        "  oocli read estate --fields Id,kaufpreis,lage \\",
        "      --where 'status=1' --where 'ort in (A, B)' --limit 10",
    ]


@pytest.mark.parametrize("width", [30, 40, 50, 60, 79, 80])
def test_a_folded_command_is_the_same_command(width: int) -> None:
    """The shell reads the lines as it reads the whole."""
    lines = fold_command(COMMAND, width)
    assert shlex.split("\n".join(lines).replace("\\\n", "")) == shlex.split(COMMAND)
    assert max(map(len, lines)) <= width


def test_a_short_command_stays_as_it_is() -> None:
    """What fits is not touched."""
    assert fold_command("  oocli read estate", 80) == ["  oocli read estate"]
