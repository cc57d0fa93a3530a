"""How a run speaks: notes, warnings, questions and failures, only on standard error.

Everything that is said goes through ``tell``: without secrets, without control characters,
folded to the terminal.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import TextIO

from oocli.errors import OocliError
from oocli.settings import RunSettings
from oocli.terminal import fold, is_terminal, measure, shows_colour
from oocli.text.visible import make_visible

_SECRET_VARIABLES = {
    "OOCLI_TOKEN": "token",
    "OOCLI_SECRET": "secret",
    "OOCLI_EXTENDEDCLAIM": "extendedclaim",
}


class Voice:
    """Speaks to a person, or to a program that reads what failed.

    Attributes:
        stream: what it speaks to.
    """

    def __init__(
        self, stream: TextIO, answers: TextIO, settings: RunSettings, *, speaks_json: Callable[[], bool]
    ) -> None:
        """Take the stream, the one on which a person answers, and the settings.

        ``speaks_json`` says whether a failure is one JSON object; warnings then wait for it.
        Secrets in the environment are known from the start, before any profile is read.
        """
        self.stream = stream
        self._answers = answers
        self._settings = settings
        self._speaks_json = speaks_json
        self._held: list[str] = []
        self._environ: Mapping[str, str] = settings.environ
        self._secrets = {self._environ.get(name, ""): mark for name, mark in _SECRET_VARIABLES.items()}

    @property
    def is_heard(self) -> bool:
        """Whether a person looks at what is said."""
        return is_terminal(self.stream, self._environ)

    @property
    def asks(self) -> bool:
        """Whether a person can be asked a question."""
        return self.is_heard and self._answers.isatty() and not self._settings.is_set("no_input")

    def note(self, text: str) -> None:
        """Say something if a person looks on and did not ask for quiet."""
        if self.is_heard and self._settings.quietness < 1:
            self.tell(text)

    def warn(self, text: str) -> None:
        """Say a real warning, unless ``-qq`` was given."""
        if self._settings.quietness >= 2:
            return
        if self._speaks_json():
            self._held.append(text)
        else:
            self.tell(text)

    def tell(self, text: str) -> None:
        """Say something in any case; secrets are removed."""
        shown = make_visible(self.redact(text), keep="\n")
        if self.is_heard:
            shown = fold(shown, measure(self.stream, self._environ)[0])
        self._say(shown + "\n")

    def finish(self) -> None:
        """Say the warnings that waited for a failure that did not come."""
        while self._held:
            self.tell(self._held.pop(0))

    def report(self, failure: OocliError) -> None:
        """Say what failed, why, and what to do next: lines of text, or one JSON object with the warnings."""
        if self._speaks_json():
            warnings = {"warnings": self._held} if self._held else {}
            text = json.dumps({**failure.as_dict(), **warnings}, ensure_ascii=False)
            from oocli.terminal.guarded import escape_hidden

            self._say(self.redact(escape_hidden(text) if self.is_heard else text) + "\n")
            self._held = []
            return
        self.finish()
        bold = shows_colour(self.stream, self._environ, asked=self._settings.color)
        self._say("\x1b[1m" if bold else "")
        self.tell(failure.message)
        self._say("\x1b[0m" if bold else "")
        for line in filter(None, (failure.why, failure.hint, failure.doc_url)):
            self.tell("  " + line.replace("\n", "\n  "))

    def ask(self, question: str) -> bool:
        """Ask a person; only ``y`` or ``yes`` (or ``j``, ``ja``) is a yes."""
        self._say(make_visible(self.redact(question), keep="\n") + " [y/N] ")
        answer = self._answers.readline()
        if not answer.endswith("\n"):  # Ctrl-D: the question is still on the line
            self._say("\n")
        return answer.strip().lower() in ("y", "yes", "j", "ja")

    def hide(self, value: str, mark: str) -> None:
        """From now on say ``[mark]`` wherever this value would be said."""
        self._secrets[value] = mark

    def redact(self, text: str) -> str:
        """Remove from a text what this run knows to be secret, and signatures."""
        from oocli.text.redact import Redactor

        return Redactor(self._secrets).redact(text)

    def _say(self, text: str) -> None:
        """Write; if the stream is closed or full, the run goes on and its exit code speaks."""
        with suppress(OSError, ValueError):
            self.stream.write(text)
            self.stream.flush()
