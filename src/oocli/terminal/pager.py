"""Long text for a person, page by page: through the reader's own pager, on a terminal, and never data.

``OOCLI_PAGER`` says which, else ``PAGER``; an empty one means none. Without either it is
``less`` (``more`` on Windows), if there is one. At its top it imports nothing for which prepared help would
have to wait for.
"""

from __future__ import annotations

import os
from itertools import chain, islice

from oocli.terminal import measure

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from typing import TextIO

_OWN = "more" if os.name == "nt" else "less"
# As git does it: quit if one screen is enough, keep colours, leave the text on the screen.
_FLAGS = {"LESS": "FRX", "LV": "-c"}


def show(lines: Iterable[str], stream: TextIO, environ: Mapping[str, str]) -> None:
    """Write lines to standard output: by the pager if a terminal is not high enough, else as they come."""
    waiting = iter(lines)
    first = list(islice(waiting, measure(stream, environ)[1])) if _can_go_back(stream, environ) else []
    command = _find_pager(environ) if first and len(first) == measure(stream, environ)[1] else []
    text = (f"{line}\n" for line in chain(first, waiting))
    if not command or not _page(text, command, stream, environ):
        for line in text:
            stream.write(line)


def _can_go_back(stream: TextIO, environ: Mapping[str, str]) -> bool:
    """Say whether the stream is a real terminal, on which a pager can show lines again."""
    if environ.get("TERM") == "dumb" or not stream.isatty():
        return False
    try:
        stream.fileno()
    except OSError:  # a stream in memory
        return False
    return True


def _find_pager(environ: Mapping[str, str]) -> list[str]:
    """Return the words of the pager's command; none if the reader wants no pager."""
    chosen = environ.get("OOCLI_PAGER", environ.get("PAGER"))
    if chosen is None:
        return [_OWN]
    import shlex

    try:
        words = shlex.split(chosen, posix=os.name != "nt")
    except ValueError:  # a quote that is not closed
        return []
    return [] if words == ["cat"] else words


def _page(text: Iterator[str], command: Sequence[str], stream: TextIO, environ: Mapping[str, str]) -> bool:
    """Hand the text to the pager and wait for its end; False if there is no such program.

    Quitting it early is no failure; Ctrl-C belongs to the pager.
    """
    import signal
    import subprocess
    from contextlib import suppress

    stream.flush()
    try:
        # Text as bytes: the pager gets what a terminal would get, whatever the locale says.
        pager = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=stream, env={**_FLAGS, **environ})
    except OSError:
        return False
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with suppress(BrokenPipeError):
            for line in text:
                if pager.stdin is not None:
                    pager.stdin.write(line.encode("utf-8", "backslashreplace"))
        pager.communicate()
    finally:
        signal.signal(signal.SIGINT, before)
        if pager.poll() is None:  # SIGTERM ends oocli, and its pager with it
            pager.terminate()
    return True
