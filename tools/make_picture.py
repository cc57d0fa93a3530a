"""Make the picture of the README from a real run in a terminal: docs/terminal.svg.

Run it by ``make docs``; with ``--check`` it writes nothing and fails if anything would change.
"""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from generated import bring_up_to_date
from pseudo_terminal import PseudoTerminal, make_environ
from terminal_picture import draw

_ROOT = Path(__file__).parent.parent
_SIZE = (92, 40)

COMMANDS = (
    "oocli --sandbox read estate --where 'kaufpreis>200000' --sort kaufpreis --limit 5",
    "oocli --sandbox modify estate 17 --set kaufpreis=350000",
    "oocli --sandbox read estate 17 --fields Id,kaufpries",
)
"""What is typed in the picture."""


def main(arguments: list[str]) -> int:
    """Write the picture, or compare it; gives the exit code."""
    return bring_up_to_date(make_picture(), _ROOT, check="--check" in arguments)


def make_picture() -> dict[str, str]:
    """Give the text of the picture, by its path in the project."""
    with TemporaryDirectory() as folder:
        work = Path(folder) / "work"
        work.mkdir()
        environ = {**make_environ(Path(folder)), "LC_ALL": "de_DE.UTF-8"}
        terminal = PseudoTerminal(*_SIZE, folder=work, environ=environ)
        for command in COMMANDS:
            terminal.type(command)
    lines = [line for line in terminal.screen.spans if line]
    picture = draw(lines, columns=_SIZE[0], title="oocli in a terminal: " + "; ".join(COMMANDS))
    return {"docs/terminal.svg": picture}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
