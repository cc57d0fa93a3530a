"""Actions as a program in another language, which signs them when it runs.

Pure. Every program takes token and secret from ``OOCLI_TOKEN`` and ``OOCLI_SECRET``, the address
from ``OOCLI_URL``, and prints the answer as JSON; nothing of them stands in its text. A module
for each language; which of them there are is known here.
"""

from collections.abc import Sequence
from importlib import import_module

from oocli.errors import UsageError
from oocli.request.actions import Action

_MODULES = {
    "curl": "shell",
    "sh": "shell",
    "python": "python",
    "requests": "python",
    "php": "php",
    "js": "javascript",
    "oocli": "command_line",
}

LANGUAGES = ("json", *_MODULES)
"""Names that ``--as`` takes; ``json`` is what a dry run prints."""


def check_language(language: str) -> None:
    """Let one of the languages pass, and none.

    Raises:
        UsageError: there is no such language.
    """
    if language and language not in LANGUAGES:
        raise UsageError(f"--as knows no {language!r}", hint=f"It has {', '.join(LANGUAGES)}")


def write_program(language: str, actions: Sequence[Action]) -> str:
    """Return the text of a program that sends actions in one request; ``language`` is any but ``json``."""
    module = import_module(f"oocli.snippets.{_MODULES[language]}")
    return str(getattr(module, f"write_{language}")(actions))
