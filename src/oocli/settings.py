"""What was asked of this run by the options that all commands share: typed, or in the environment. Pure."""

from collections.abc import Mapping
from typing import Any

_FALSE_WORDS = ("", "0", "false", "no", "off")


class RunSettings:
    """The common options of one run.

    Attributes:
        environ: environment variables.
    """

    def __init__(self, typed: Mapping[str, Any], environ: Mapping[str, str]) -> None:
        """Take the options that were typed, by name; more may join them while the line is parsed."""
        self.environ = environ
        self._typed = typed

    def get(self, name: str) -> str:
        """Give an option as text: typed, or from ``OOCLI_<NAME>``; empty when neither is there."""
        typed = self._typed.get(name)
        if typed:
            return str(typed)
        return self.environ.get(f"OOCLI_{name.upper()}", "")

    def is_typed(self, name: str) -> bool:
        """Say whether an option stands on the command line."""
        return bool(self._typed.get(name))

    def is_set(self, name: str) -> bool:
        """Say whether a flag was typed or switched on by its variable."""
        return self.get(name).lower() not in _FALSE_WORDS

    @property
    def shows_exchanges(self) -> bool:
        """Whether to tell of each request and answer."""
        return self.is_set("verbose") or self.is_set("debug")

    @property
    def quietness(self) -> int:
        """How much is kept quiet: 0 nothing, 1 notes, 2 warnings too."""
        asked = self.get("quiet")
        return int(asked[:4]) if asked.isascii() and asked.isdecimal() else int(self.is_set("quiet"))

    @property
    def color(self) -> str:
        """When to use colours: ``auto``, ``always`` or ``never``."""
        return self.get("color") or "auto"
