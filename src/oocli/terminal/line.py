"""The one line of a terminal that is rewritten in place, and whatever else is written there.

Progress may stand on the line, and nothing else. Every stream whose text may end up on the same
terminal is written through ``share``, which takes the line away first: so nothing has to know
whether progress stands. Once there is data, the line stays away: a program behind a pipe shows
what it reads at a time of its own, and rows that pass by tell themselves how far they are.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from functools import partial
from typing import Any, TextIO, cast

from oocli.terminal import is_terminal, measure

_PAUSE = 0.02  # seconds that a terminal may take to pass Ctrl-C on


class TerminalLine:
    """The line, on the terminal of standard error. One thread at a time may use it.

    Attributes:
        is_free: whether there is a terminal, and no data on it yet.
        stands: whether something is on the line.
    """

    def __init__(self, stream: TextIO, environ: Mapping[str, str]) -> None:
        """Take standard error, which may not be a terminal; then there never is a line."""
        self.is_free = is_terminal(stream, environ)
        self.stands = False
        self._is_begun = False
        self._stream = stream
        self._environ = environ

    def show(self, text: str) -> None:
        """Put a text on the line in place of what is there, if the line is free."""
        if not self.is_free:
            return
        # One cell stays free: a terminal that is filled to the edge goes to the next line. The
        # cursor goes behind the text, where there is room for a ``^C`` that is typed.
        width = self._measure()
        text = text[:width]
        self._write(f"\r{text.ljust(width)}\r{text}")
        self.stands, self._is_begun = True, False

    def clear(self) -> None:
        """Take away what stands on the line."""
        if self.stands:
            self._erase()

    def recover(self, sleep: Callable[[float], None]) -> None:
        """Begin on an empty line after Ctrl-C: take the ``^C`` away, or leave it behind an open question.

        The terminal throws away what is written while it passes the signal on; hence the pause.
        """
        if not is_terminal(self._stream, self._environ):
            return
        sleep(_PAUSE)
        if self._is_begun:
            self._write("\n")
        else:
            self._erase()

    def share(self, stream: TextIO, *, is_data: bool = False) -> TextIO:
        """Return the stream to write to in place of one that may reach the terminal; any other as it is.

        Before data the line is taken away for good.
        """
        if not self.is_free or not may_reach_terminal(stream, self._environ):
            return stream
        return cast(TextIO, _SharedStream(stream, self, is_data=is_data))

    def make_room(self, text: str, *, is_data: bool) -> None:
        """Take away what stands on the line before a text is written there; before data for good."""
        if not text:
            return
        self.clear()
        self._is_begun = not text.endswith("\n")
        self.is_free = self.is_free and not is_data

    def _measure(self) -> int:
        return max(0, measure(self._stream, self._environ)[0] - 1)

    def _erase(self) -> None:
        self.stands = False
        self._write(f"\r{' ' * self._measure()}\r")

    def _write(self, text: str) -> None:
        """Write at once; a terminal that is gone needs no line."""
        with suppress(OSError, ValueError):
            self._stream.write(text)
            self._stream.flush()


def may_reach_terminal(stream: TextIO, environ: Mapping[str, str]) -> bool:
    """Say whether what is written may be seen on a terminal: it is one, or a pipe to who knows whom."""
    if is_terminal(stream, environ):
        return True
    try:
        mode = os.fstat(stream.fileno()).st_mode
    except (OSError, ValueError):
        return False
    return not stat.S_ISREG(mode) and not stat.S_ISCHR(mode)


class _SharedStream:
    """A stream that takes the line away before it is written to; all else is the stream's own."""

    def __init__(self, stream: TextIO, line: TerminalLine, *, is_data: bool) -> None:
        self._stream = stream
        self._make_room = partial(line.make_room, is_data=is_data)

    def write(self, text: str) -> int:
        """Write where nothing else stands."""
        self._make_room(text)
        return self._stream.write(text)

    def writelines(self, lines: Iterable[str]) -> None:
        """Write where nothing else stands."""
        for line in lines:
            self.write(line)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)
