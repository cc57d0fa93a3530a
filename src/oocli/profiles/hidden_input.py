"""Ask a person for something that must neither appear on the screen nor be taken for a command.

Works on the streams of the run rather than on ``/dev/tty``, so that oocli asks only
where it has seen a terminal. Input that arrives but is not read (the rest of a paste, what was typed ahead,
what comes after the last question) would be read by the shell as a command, shown and kept in its history; so
none of it is left behind.
"""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import UnsupportedOperation
from typing import TextIO

_QUIET = 0.3  # seconds of silence after which a paste has ended
_PATIENCE = 10.0  # seconds after which input that still comes is no paste
_MARKS = ("\x1b[200~", "\x1b[201~")  # around pasted text, if the shell left that switched on


def strip_marks(line: str) -> str:
    """Return pasted text without the marks that a terminal puts around it."""
    for mark in _MARKS:
        line = line.replace(mark, "")
    return line


@contextmanager
def without_echo(stdin: TextIO) -> Iterator[Callable[[], None]]:
    """Keep typed text off the screen while the block runs, then drop what nobody has read.

    Gives a function that drops unread input at once, for a question that is asked again. What was typed
    before the block is dropped too. The block should end when everything is said, so that what a person
    pastes on a refusal is dropped as well. Nothing happens without a terminal.
    """
    try:
        number = stdin.fileno()
    except UnsupportedOperation:
        number = -1
    if number < 0 or not os.isatty(number):
        yield lambda: None
        return
    terminal = _Terminal(number)
    terminal.hide()
    try:
        yield terminal.drop
    finally:
        terminal.restore()


if sys.platform == "win32":

    class _Terminal:
        """A console, and how to restore its former state."""

        def __init__(self, number: int) -> None:
            import ctypes
            import msvcrt

            self._kernel = ctypes.windll.kernel32
            self._console = ctypes.c_void_p(msvcrt.get_osfhandle(number))
            self._before = ctypes.c_ulong()
            self._kernel.GetConsoleMode(self._console, ctypes.byref(self._before))

        def hide(self) -> None:
            """Switch the echo off and drop waiting input."""
            echo = 0x0004  # ENABLE_ECHO_INPUT
            self._kernel.SetConsoleMode(self._console, self._before.value & ~echo)
            self.drop()

        def drop(self) -> None:
            """Drop what waits."""
            self._kernel.FlushConsoleInputBuffer(self._console)

        def restore(self) -> None:
            """Drop waiting input once a paste has ended, and restore the echo."""
            import time

            time.sleep(_QUIET)
            self.drop()
            self._kernel.SetConsoleMode(self._console, self._before)

else:
    import termios
    from contextlib import suppress

    class _Terminal:
        """A terminal, and how to restore its former state."""

        def __init__(self, number: int) -> None:
            self._number = number
            self._before = termios.tcgetattr(number)

        def hide(self) -> None:
            """Switch the echo off and drop waiting input; keys that would suspend oocli do nothing.

            A paste may hold the character of Ctrl-Z, and the shell would get the rest of it.
            """
            mode = termios.tcgetattr(self._number)
            mode[3] &= ~termios.ECHO
            for key in (termios.VSUSP, termios.VQUIT):
                mode[6][key] = os.fpathconf(self._number, "PC_VDISABLE")
            termios.tcsetattr(self._number, termios.TCSAFLUSH, mode)

        def drop(self) -> None:
            """Drop what waits."""
            termios.tcflush(self._number, termios.TCIFLUSH)

        def restore(self) -> None:
            """Drop input that waits or still comes, and restore the echo; do nothing if nobody is left."""
            with suppress(termios.error, OSError):
                try:
                    self._drop_until_quiet()
                finally:
                    termios.tcsetattr(self._number, termios.TCSAFLUSH, self._before)

        def _drop_until_quiet(self) -> None:
            """Read until nothing has come for a while; not by lines, which would miss half a line."""
            import select
            import time

            mode = termios.tcgetattr(self._number)
            mode[3] &= ~termios.ICANON
            termios.tcsetattr(self._number, termios.TCSANOW, mode)
            end = time.monotonic() + _PATIENCE
            while time.monotonic() < end and select.select([self._number], [], [], _QUIET)[0]:
                if not os.read(self._number, 65536):
                    return
