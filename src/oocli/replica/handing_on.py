"""Lines of changes to whoever waits for them: written to a stream, or to the standard input of a command.

What was not had whole is given again: the file knows up to which line everything was had.
"""

from __future__ import annotations

import os
import shlex
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from subprocess import PIPE, Popen
from typing import IO, TYPE_CHECKING, TextIO

from oocli.errors import PartlyDone, UsageError
from oocli.render.encoding import encode_json, escape_surrogates
from oocli.replica.change_log import Line, note_given, read_lines

if TYPE_CHECKING:
    from oocli.replica.file import Copy

_AT_ONCE = 500  # lines
_OWN_VARIABLES = ("OOCLI_TOKEN", "OOCLI_SECRET", "OOCLI_EXTENDEDCLAIM")  # none of a command's business

HandOn = Callable[["Copy"], int]
"""Gives the lines of a file that nobody has had, and their number."""


def write_on(stream: TextIO) -> HandOn:
    """Return what writes lines to a stream."""

    def hand_on(copy: Copy) -> int:
        count = 0
        for part in read_lines(copy, _AT_ONCE):
            stream.write("".join(_encode(line) for _, line in part))
            stream.flush()
            note_given(copy, part[-1][0])
            count += len(part)
        return count

    return hand_on


def write_whole(open_file: Callable[[], AbstractContextManager[TextIO]]) -> HandOn:
    """Return what writes all lines to a file that appears whole; they were had once it has appeared."""

    def hand_on(copy: Copy) -> int:
        last, count = 0, 0
        with open_file() as stream:
            for part in read_lines(copy, _AT_ONCE):
                stream.write("".join(_encode(line) for _, line in part))
                last, count = part[-1][0], count + len(part)
        if count:
            note_given(copy, last)
        return count

    return hand_on


def read_command(text: str) -> Sequence[str] | str:
    """Return the words of a command, quoted as in a shell; Windows splits a command line itself.

    Raises:
        UsageError: there is no word, or a quote is not closed.
    """
    try:
        words = shlex.split(text)
    except ValueError as error:
        raise UsageError(f"--exec {text[:60]!r} cannot be read", why=str(error)) from error
    if not words:
        raise UsageError("--exec takes a command, and got none")
    return text if os.name == "nt" else words


def run_command(words: Sequence[str] | str, environ: Mapping[str, str]) -> HandOn:
    """Return what starts a command for the lines, if there are any, without a shell.

    What it returns raises:
        PartlyDone: the command cannot be started, or fails; it gets the same lines again.
    """

    def hand_on(copy: Copy) -> int:
        parts = read_lines(copy, _AT_ONCE)
        first = next(parts, None)
        if first is None:
            return 0
        last, count = _feed(words, environ, first, parts)
        note_given(copy, last)
        return count

    return hand_on


_Part = list[tuple[int, Line]]


def _feed(
    words: Sequence[str] | str, environ: Mapping[str, str], first: _Part, parts: Iterator[_Part]
) -> tuple[int, int]:
    """Start the command and give it every line; give the place of the last one, and their number.

    Raises:
        PartlyDone: it cannot be started, or fails.
    """
    hint = "It gets the same lines again next time"
    own = {name: value for name, value in environ.items() if name not in _OWN_VARIABLES}
    try:
        process = Popen(words, stdin=PIPE, env=own)
    except OSError as error:
        why = error.strerror or str(error)
        raise PartlyDone("The command of --exec cannot be started", why=why, hint=hint) from error
    try:
        last, count = _pour(process.stdin, first, parts)
        code = process.wait()
    finally:
        if process.poll() is None:  # Ctrl-C ends both
            process.terminate()
            process.wait()
    if code:
        raise PartlyDone("The command of --exec failed", why=f"Its exit code is {code}", hint=hint)
    return last, count


def _pour(stream: IO[bytes] | None, first: _Part, parts: Iterator[_Part]) -> tuple[int, int]:
    """Write all lines; a command that reads no further may have had enough, its exit code tells."""
    last, count, is_open = 0, 0, stream is not None
    for part in _chain(first, parts):
        last, count = part[-1][0], count + len(part)
        try:
            if stream is not None and is_open:
                stream.write("".join(_encode(line) for _, line in part).encode())
        except OSError:
            is_open = False
    try:
        if stream is not None:
            stream.close()
    except OSError:
        is_open = False
    return last, count


def _chain(first: _Part, parts: Iterator[_Part]) -> Iterator[_Part]:
    yield first
    yield from parts


def _encode(line: Line) -> str:
    return escape_surrogates(encode_json(line.as_json())) + "\n"
