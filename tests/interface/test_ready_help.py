"""Help that is kept: word for word what the program says, and never stale."""

import io
from collections.abc import Callable
from pathlib import Path

import make_help
import pytest
from command_tree import CommandTree

from harness import Outcome, Stream
from oocli.interface.help_lines import lay_out
from oocli.interface.ready_help import FILE, find_page, show_ready_help
from oocli.interface.topics import TOPICS

Run = Callable[..., Outcome]

PAGES = [
    *(" ".join(words) for words in make_help.list_pages(CommandTree())),
    *(f"help {topic}" for topic in TOPICS),
]


def ask(*arguments: str, **variables: str) -> str | None:
    """Give what is shown for a command line; None where that is left to the program."""
    stream = io.StringIO()
    return stream.getvalue() if show_ready_help(arguments, stream, variables) else None


def test_help_is_up_to_date() -> None:
    """What is kept is what `make help` makes of the commands now."""
    files = make_help.make_files(CommandTree())
    root = Path(make_help.__file__).parent.parent
    stale = [name for name, text in files.items() if (root / name).read_text(encoding="utf-8") != text]
    assert stale == [], "run `make help`"


@pytest.mark.parametrize("width", ["44", "80", "110"])
@pytest.mark.parametrize("words", PAGES)
def test_what_is_kept_is_what_the_program_says(oocli: Run, words: str, width: str) -> None:
    """Every page, at every width, with bold headings on a terminal."""
    asked = words.split() if words.startswith("help ") else [*words.split(), "--help"]
    said = oocli(*asked, variables={"OOCLI_FORCE_TTY": width})
    assert said.code == 0
    assert ask(*asked, OOCLI_FORCE_TTY=width) == said.out


@pytest.mark.parametrize(
    ("asked", "same"),
    [
        ("", "--help"),
        ("help", "--help"),
        ("help --help", "--help"),
        ("help read --help", "read --help"),
        ("-h", "--help"),
        ("help read estate", "read estate --help"),
        ("read estate -h", "read estate --help"),
        ("help get file address", "get file address --help"),
    ],
)
def test_help_is_asked_for_in_many_ways(oocli: Run, asked: str, same: str) -> None:
    """Without a word, by `help`, `-h` and `--help`; the program takes each for the same."""
    assert ask(*asked.split()) == ask(*same.split()) == oocli(*asked.split()).out


@pytest.mark.parametrize(
    "words",
    [
        ["read", "estate"],
        ["read", "nothing", "--help"],
        ["read estate", "--help"],
        ["Read", "estate", "--help"],
        ["read", "estate", "409", "--help"],
        ["--sandbox", "read", "estate", "--help"],
        ["helpread", "--help"],
        ["help", "help"],
        ['read", [["line', "--help"],
        ["\udcff", "--help"],
        ["filters", "--help"],
    ],
    ids=ascii,
)
def test_what_is_not_kept_is_left_to_the_program(words: list[str]) -> None:
    """Other words, options among them, and what is no help at all."""
    assert ask(*words) is None


def test_a_wrong_variable_is_left_to_the_program() -> None:
    """The program refuses a value that is none of those that a setting has, also before help."""
    assert ask("--help", OOCLI_OUTPUT="yaml") is None
    assert ask("--help", OOCLI_OUTPUT="json") == ask("--help", OOCLI_OUTPUT="") == ask("--help")


@pytest.mark.parametrize(("color", "is_bold"), [("always", True), ("never", False), ("", False)])
def test_headings_are_bold_where_colours_are_asked_for(color: str, is_bold: bool) -> None:
    """The variable of the colours holds here too."""
    assert ("\x1b[1mOptions:\x1b[0m" in (ask("read", "estate", "--help", OOCLI_COLOR=color) or "")) is is_bold


def test_a_terminal_is_as_wide_as_it_is() -> None:
    """Lines are broken for the terminal that help goes to, not for one of 80 columns."""
    parts = find_page(Path(FILE).read_bytes(), "read estate") or []
    stream = Stream(terminal=True)
    assert show_ready_help(["read", "estate", "--help"], stream, {"COLUMNS": "60", "NO_COLOR": "1"})
    assert stream.getvalue().splitlines() == lay_out(parts, 60) != lay_out(parts, 80)
