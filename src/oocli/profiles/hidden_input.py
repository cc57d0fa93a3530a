"""Ask a person for something that must not appear on the screen.

Works on the streams of the run rather than on ``/dev/tty``, so that oocli asks only
where it has seen a terminal.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import UnsupportedOperation
from typing import TextIO


@contextmanager
def without_echo(stdin: TextIO) -> Iterator[None]:
    """Keep what is typed off the screen as long as the block runs; nothing happens without a terminal.

    One block may hold several questions: what is pasted for all of them at once stays hidden.
    """
    try:
        number = stdin.fileno()
    except UnsupportedOperation:
        yield
        return
    if not os.isatty(number):
        yield
        return
    before = _set_echo(number, on=False)
    try:
        yield
    finally:
        _set_echo(number, on=before)


if sys.platform == "win32":

    def _set_echo(number: int, *, on: bool) -> bool:
        """Switch the echo of a console, and say whether it was on."""
        import ctypes
        import msvcrt

        echo = 0x0004  # ENABLE_ECHO_INPUT
        mode = ctypes.c_ulong()
        console = ctypes.c_void_p(msvcrt.get_osfhandle(number))
        ctypes.windll.kernel32.GetConsoleMode(console, ctypes.byref(mode))
        ctypes.windll.kernel32.SetConsoleMode(console, mode.value | echo if on else mode.value & ~echo)
        return bool(mode.value & echo)

else:

    def _set_echo(number: int, *, on: bool) -> bool:
        """Switch the echo of a terminal, and say whether it was on."""
        import termios

        mode = termios.tcgetattr(number)
        was_on = bool(mode[3] & termios.ECHO)
        mode[3] = mode[3] | termios.ECHO if on else mode[3] & ~termios.ECHO
        termios.tcsetattr(number, termios.TCSADRAIN, mode)
        return was_on
