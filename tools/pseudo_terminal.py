"""Type commands in a pseudo-terminal, and press keys at the right moment.

All three streams of a command are the terminal, as they are for a person; what it shows is
in ``screen``. A command is a line for the shell, so pipes and redirections work.
"""

import codecs
import os
import pty
import select
import subprocess
import sys
import termios
import threading
import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

import pyte
from screen import Screen

PROMPT = "$ "
_PATIENCE = 20.0  # seconds without which a command hangs
_GLANCE = 0.01  # seconds between two looks at what the other side does

# A session that has no terminal yet takes the first one that it opens; from then on Ctrl-C
# reaches it. The shell outlives that, to give the exit code of what it ended.
_SHELL = ': <"$0"; trap : INT; eval "$1"'


class Gate:
    """Requests of which some are not answered before they may be; their server asks ``pass_through``.

    Attributes:
        held: numbers of the requests that wait, counted from 1.
    """

    def __init__(self, held: Iterable[int]) -> None:
        self.held = {number: threading.Event() for number in held}
        self._arrived = 0
        self._lock = threading.Lock()

    def pass_through(self) -> None:
        """Count a request; wait if it is held."""
        with self._lock:
            self._arrived += 1
            number = self._arrived
        if number in self.held:
            self.held[number].wait(_PATIENCE)

    def has_arrived(self, number: int) -> bool:
        """Say whether so many requests came."""
        return self._arrived >= number

    def open(self, number: int) -> None:
        """Let a request be answered."""
        self.held[number].set()


class Moment(NamedTuple):
    """What a person waits for, and what they press then.

    Attributes:
        request: number of a held request, which is answered when the moment has passed; 0 for none.
        sees: a text that stands on the screen below the command.
        presses: keys.
    """

    request: int = 0
    sees: str = ""
    presses: str = ""


def make_environ(folder: Path) -> dict[str, str]:
    """Give an environment that has this oocli and keeps everything in a folder, for work in one below it.

    Paths in it are relative, so that those that are shown are the same each time.
    """
    return {
        "PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin",
        "HOME": str(folder),
        "OOCLI_CONFIG_DIR": "../config",
        "OOCLI_DATA_DIR": "../data",
        "OOCLI_CACHE_DIR": "../cache",
        "OOCLI_PAGER": "",
        "LC_ALL": "C.UTF-8",
        "TZ": "UTC",
    }


class Hangs(AssertionError):
    """A moment did not come, or a command did not end."""


class PseudoTerminal:
    """A terminal in which one command after another is typed.

    Attributes:
        screen: what stands on it.
        shown: whether each text that a moment waited for was there.
    """

    def __init__(
        self, columns: int, lines: int, *, folder: Path, environ: Mapping[str, str], gate: Gate | None = None
    ) -> None:
        """Take the size, the working directory, the whole environment, and the gate of held requests."""
        self.screen = Screen(columns, lines)
        self._stream = pyte.Stream(self.screen)
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._folder = folder
        self._environ = {**environ, "TERM": environ.get("TERM", "xterm-256color")}
        self._gate = gate or Gate(())

    def type(self, command: str, moments: Iterable[Moment] = ()) -> int:
        """Type a command behind the shell's prompt, live through the moments, and give its exit code.

        Raises:
            Hangs: it does not end, or a moment does not come.
        """
        self._stream.feed(f"{PROMPT}{command}\r\n")
        master, slave = pty.openpty()
        try:
            termios.tcsetwinsize(slave, (self.screen.lines, self.screen.columns))
            process = subprocess.Popen(
                ["/bin/sh", "-c", _SHELL, os.ttyname(slave), command],
                stdin=slave,
                stdout=slave,
                stderr=slave,
                cwd=self._folder,
                env=self._environ,
                start_new_session=True,
            )
            os.close(slave)
            try:
                self._live_through(list(moments), master)
                return process.wait(_PATIENCE)
            finally:
                process.kill()
                process.wait()
        finally:
            os.close(master)

    def prompt(self) -> None:
        """Show the shell's prompt, behind whatever a command left standing."""
        self._stream.feed(PROMPT)

    def _live_through(self, moments: list[Moment], master: int) -> None:
        """Read until nobody has the terminal open any more."""
        start, until = self.screen.row, time.monotonic() + _PATIENCE
        while True:
            if moments and self._has_come(moments[0], start):
                self._answer(moments.pop(0), master)
            if time.monotonic() > until:
                raise Hangs(self._describe(moments))
            if not select.select([master], [], [], _GLANCE if moments else 1)[0]:
                continue
            if not self._read(master):
                break
        if moments:
            raise Hangs(self._describe(moments))

    def _has_come(self, moment: Moment, start: int) -> bool:
        if moment.request and not self._gate.has_arrived(moment.request):
            return False
        return not moment.sees or any(moment.sees in text for text in self.screen.texts[start:])

    def _answer(self, moment: Moment, master: int) -> None:
        """Press the keys; a held request is answered when they have done what they do at once."""
        os.write(master, moment.presses.encode())
        if moment.request:
            if moment.presses:
                self._read(master)
            self._gate.open(moment.request)

    def _read(self, master: int) -> bool:
        """Show what was written next; say whether there may be more."""
        try:
            data = os.read(master, 65536)
        except OSError:  # Linux says so when nobody has the terminal open any more
            data = b""
        self._stream.feed(self._decoder.decode(data))
        return bool(data)

    def _describe(self, moments: Iterable[Moment]) -> str:
        waiting = next(iter(moments), None)
        what = f"this moment did not come: {waiting}" if waiting else "the command does not end"
        return "\n".join([what, "What stands on the screen:", *self.screen.texts[-self.screen.lines :]])
