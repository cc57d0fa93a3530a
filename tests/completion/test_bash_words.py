"""bash's command line: how it is split, and what bash gets back for the last word."""

import pytest

from oocli.completion.bash_words import read_line

_BREAKS = " \t\n\"'@><=;|&(:"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("oocli", ["oocli"]),
        ("oocli ", ["oocli", ""]),
        ("oocli  read\testate", ["oocli", "read", "estate"]),
        ("oocli --where 'a b' ", ["oocli", "--where", "a b", ""]),
        ("oocli --where 'a b", ["oocli", "--where", "a b"]),
        ("oocli --where \"a'b", ["oocli", "--where", "a'b"]),
        ("oocli a\\ b", ["oocli", "a b"]),
        ("oocli '' x", ["oocli", "", "x"]),
        ("oocli a'b'\"c\"", ["oocli", "abc"]),
        ("oocli 'a\\b'", ["oocli", "a\\b"]),
        ("oocli --output=js", ["oocli", "--output=js"]),
    ],
)
def test_words_are_those_that_the_command_would_get(text: str, words: list[str]) -> None:
    """Quotes and backslashes are read as bash reads them, also where they are still open."""
    assert read_line(text, breaks=_BREAKS).words == words


@pytest.mark.parametrize(
    ("text", "value", "written"),
    [
        ("oocli re", "read", "read"),
        ("oocli --output=js", "--output=json", "json"),
        ("oocli estate:addr", "estate:address:buyer", "address:buyer"),
        ("oocli -p x=@da", "x=@data.json", "@data.json"),
        ("oocli @da", "@data.json", "@data.json"),
        ("oocli a", "a b(1).json", "a\\ b\\(1\\).json"),
        ("oocli 'a", "a b(1).json", "a b(1).json"),
        ("oocli --where='kau", "--where=kaufpreis=", "kaufpreis="),
        ("oocli '--where=kau", "--where=kaufpreis=", "--where=kaufpreis="),
    ],
)
def test_the_answer_is_what_bash_inserts(text: str, value: str, written: str) -> None:
    """What stands before its last cut stays, and bash inserts the rest as it is."""
    assert read_line(text, breaks=_BREAKS).write(value) == written


def test_without_cuts_the_whole_word_is_written() -> None:
    """A user who took the colon out of COMP_WORDBREAKS gets whole words back."""
    assert read_line("oocli estate:addr", breaks=" ").write("estate:address:buyer") == "estate:address:buyer"
