"""The one line of a terminal that is rewritten in place, and everything else that is written there.

Only progress may be on the line. Every stream whose text may end up on the same terminal is written through
``share``, which removes the line first; so no other code has to know whether progress is shown. Once there is
data, the line stays away: a program behind a pipe shows what it reads at its own time, and rows that pass by
show how far the command is.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from functools import partial
from typing import Any, TextIO, cast

from oocli.terminal import is_terminal, measure

_PAUSE = 0.02  # seconds that a terminal may need to pass Ctrl-C on


class TerminalLine:
    """The line, on the terminal of standard error. One thread at a time may use it.

    Attributes:
        is_free: whether there is a terminal, and no data on it yet.
        stands: whether there is text on the line.
    """

    def __init__(self, stream: TextIO, environ: Mapping[str, str]) -> None:
        """Take standard error; if it is not a terminal there never is a line."""
        self.is_free = is_terminal(stream, environ)
        self.stands = False
        self._is_begun = False
        self._stream = stream
        self._environ = environ

    def show(self, text: str) -> None:
        """Replace the text on the line, if the line is free."""
        if not self.is_free:
            return
        # One cell stays free: a terminal filled to the edge goes to the next line. The cursor goes after the
        # text, where there is room for a typed ``^C``.
        width = self._measure()
        text = text[:width]
        self._write(f"\r{text.ljust(width)}\r{text}")
        self.stands, self._is_begun = True, False

    def clear(self) -> None:
        """Remove the text on the line."""
        if self.stands:
            self._erase()

    def recover(self, sleep: Callable[[float], None]) -> None:
        """Begin on an empty line after Ctrl-C: remove the ``^C``, or leave it after an open question.

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
        """Return a stream that replaces one that may reach the terminal; any other as it is.

        Before data the line is removed for good.
        """
        if not self.is_free or not may_reach_terminal(stream, self._environ):
            return stream
        return cast(TextIO, _SharedStream(stream, self, is_data=is_data))

    def make_room(self, text: str, *, is_data: bool) -> None:
        """Remove the text on the line before another is written there; before data for good."""
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
    """Say whether output may be seen on a terminal: the stream is one, or a pipe to an unknown reader."""
    if is_terminal(stream, environ):
        return True
    try:
        mode = os.fstat(stream.fileno()).st_mode
    except (OSError, ValueError):
        return False
    return not stat.S_ISREG(mode) and not stat.S_ISCHR(mode)


class _SharedStream:
    """A stream that removes the line before each write; all else is the stream's own."""

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
