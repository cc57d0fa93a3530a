"""The scripts that make shells ask oocli at the Tab key, one template for each shell.

A template is the script itself, with ``%WORD%`` for the hidden first word that oocli
answers. They never contain what to offer, so they need no update when commands change.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from oocli.completion import HIDDEN_WORD

_FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Shell:
    """A shell that oocli knows.

    Attributes:
        name: as typed.
        file_name: of its script.
    """

    name: str
    file_name: str

    def script(self) -> str:
        """Return its script."""
        template = (_FOLDER / self.file_name).read_text(encoding="utf-8")
        return template.replace("%WORD%", HIDDEN_WORD)


SHELLS: Mapping[str, Shell] = {
    name: Shell(name, file_name)
    for name, file_name in (
        ("bash", "oocli.bash"),
        ("zsh", "_oocli"),
        ("fish", "oocli.fish"),
        ("powershell", "oocli.ps1"),
    )
}
