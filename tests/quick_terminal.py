"""A terminal in which oocli runs in this process where nothing but oocli is typed; the rest as in any."""

import re
import shlex
from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack, chdir
from pathlib import Path
from typing import Literal, NamedTuple, TextIO

from pseudo_terminal import PROMPT, Gate, Moment, PseudoTerminal

from harness import Stream
from oocli.__main__ import run
from oocli.context import Context

_MODES: Mapping[str, Literal["w", "a", "r"]] = {">": "w", ">>": "a", "<": "r"}
_PUNCTUATION = "();<>|&`"
_FOR_THE_SHELL = re.compile(r"[$*~`]")


class Typed(NamedTuple):
    """A command line that is nothing but oocli.

    Attributes:
        words: behind ``oocli``.
        files: where streams go to or come from, by their redirection.
    """

    words: list[str]
    files: Mapping[str, str]


def read_plain(command: str) -> Typed | None:
    """Read a command line of oocli alone, files for its streams included; None for any other."""
    if _FOR_THE_SHELL.search(re.sub("'[^']*'", "", command)):
        return None
    lexer = shlex.shlex(command, posix=True, punctuation_chars=_PUNCTUATION)
    lexer.whitespace_split = True
    name, *words = lexer
    files: dict[str, str] = {}
    while len(words) > 1 and words[-2] in _MODES:
        files[words[-2]] = words[-1]
        words = words[:-2]
    if name != "oocli" or any(word and set(word) <= set(_PUNCTUATION) for word in words):
        return None
    return Typed(words, files)


class _Shown(Stream):
    """A stream that is the terminal."""

    def __init__(self, feed: Callable[[str], None]) -> None:
        super().__init__(terminal=True)
        self._feed = feed

    def write(self, text: str) -> int:
        """Show a text as a terminal does."""
        self._feed(text.replace("\n", "\r\n"))
        return len(text)


class QuickTerminal(PseudoTerminal):
    """A pseudo-terminal that starts no process for oocli alone, unless keys are to be pressed."""

    def __init__(
        self, columns: int, lines: int, *, folder: Path, environ: Mapping[str, str], gate: Gate | None = None
    ) -> None:
        """Take the same as any terminal."""
        super().__init__(columns, lines, folder=folder, environ=environ, gate=gate)
        self._place = folder
        self._variables = {
            "COLUMNS": str(columns),
            "LINES": str(lines),
            "TERM": "xterm-256color",
            **environ,
        }

    def type(self, command: str, moments: Iterable[Moment] = ()) -> int:
        """Type a command behind the shell's prompt, live through the moments, and give its exit code."""
        awaited = list(moments)
        typed = None if awaited else read_plain(command)
        if typed is None:
            return super().type(command, awaited)
        shown = _Shown(self._stream.feed)
        shown.write(f"{PROMPT}{command}\n")
        return self._run(typed, shown)

    def type_unseen(self, command: str, moments: Iterable[Moment] = ()) -> tuple[int, str]:
        """Type a command; give its exit code, and what oocli alone wrote.

        To carry out what is written to a terminal takes longer than to write it.
        """
        awaited = list(moments)
        typed = None if awaited else read_plain(command)
        if typed is None:
            return super().type(command, awaited), ""
        shown = Stream(terminal=True)
        return self._run(typed, shown), shown.getvalue()

    def _run(self, typed: Typed, shown: TextIO) -> int:
        """Run oocli in the working directory, on a terminal but for the files that were typed."""
        with ExitStack() as stack:
            stack.enter_context(chdir(self._place))

            def open_stream(sign: str, otherwise: TextIO) -> TextIO:
                if sign not in typed.files:
                    return otherwise
                path = Path(typed.files[sign])
                return stack.enter_context(path.open(_MODES[sign], encoding="utf-8", newline=""))

            context = Context(
                environ=self._variables,
                stdin=open_stream("<", Stream(terminal=True)),
                stdout=open_stream(">", open_stream(">>", shown)),
                stderr=shown,
            )
            return run(context, typed.words)
