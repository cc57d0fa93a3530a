"""Make the pictures of README and docs from real runs in a terminal: docs/terminal.svg, docs/diff.svg.

Run it by ``make docs``; with ``--check`` it writes nothing and fails if anything would change.
"""

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from generated import bring_up_to_date
from pseudo_terminal import Moment, PseudoTerminal, make_environ
from terminal_picture import draw

_ROOT = Path(__file__).parent.parent


class Typed(NamedTuple):
    """A command of a picture.

    Attributes:
        command: what is typed.
        answers: the question that is answered, and how.
    """

    command: str
    answers: Sequence[Moment] = ()


class Picture(NamedTuple):
    """What is in a picture.

    Attributes:
        size: columns and lines of the terminal.
        typed: the commands.
        files: texts by the names of files in the working directory.
    """

    size: tuple[int, int]
    typed: Sequence[Typed]
    files: Mapping[str, str] = {}


PICTURES = {
    "docs/terminal.svg": Picture(
        (92, 40),
        (
            Typed("oocli --sandbox read estate --where 'kaufpreis>200000' --sort kaufpreis --limit 5"),
            Typed("oocli --sandbox modify estate 17 --set kaufpreis=350000"),
            Typed("oocli --sandbox read estate 17 --fields Id,kaufpries"),
        ),
    ),
    "docs/diff.svg": Picture(
        (92, 40),
        (
            Typed(
                "oocli --sandbox modify estate --from prices.csv --diff",
                (Moment(sees="[y/N]", presses="n\n"),),
            ),
            Typed("oocli --sandbox modify estate --from prices.csv --yes --results done.ndjson -qq > log"),
            Typed("oocli --sandbox undo done.ndjson --dry-run"),
        ),
        {"prices.csv": "Id;Kaufpreis\n17;299.000,00\n25;301.300,00\n27;749.000,00\n"},
    ),
}
"""What is typed for each picture, by its path in the project."""


def main(arguments: list[str]) -> int:
    """Write the pictures, or compare them; gives the exit code."""
    return bring_up_to_date(make_pictures(), _ROOT, check="--check" in arguments)


def make_pictures() -> dict[str, str]:
    """Give the text of each picture, by its path in the project."""
    return {name: _make(picture) for name, picture in PICTURES.items()}


def _make(picture: Picture) -> str:
    """Type the commands of a picture, and draw what stands on the terminal then."""
    with TemporaryDirectory() as folder:
        work = Path(folder) / "work"
        work.mkdir()
        for name, text in picture.files.items():
            (work / name).write_text(text, encoding="utf-8")
        environ = {**make_environ(Path(folder)), "LC_ALL": "de_DE.UTF-8"}
        terminal = PseudoTerminal(*picture.size, folder=work, environ=environ)
        for typed in picture.typed:
            terminal.type(typed.command, typed.answers)
    lines = [line for line in terminal.screen.spans if line]
    title = "oocli in a terminal: " + "; ".join(typed.command for typed in picture.typed)
    return draw(lines, columns=picture.size[0], title=title)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
