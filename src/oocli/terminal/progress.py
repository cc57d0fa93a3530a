"""One line on a terminal's standard error that says how far a command is.

The line is rewritten in place, at most a few times a second, and is gone when the command
ends, so that it never mixes with what is said afterwards.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TextIO

_SECONDS_BETWEEN = 0.2
_SECONDS_BEFORE_RATE = 1.0


@dataclass
class ProgressLine:
    """The line.

    Attributes:
        stream: a terminal.
        now: time in seconds.
        width: of the terminal, in character cells.
        what: what is counted: ``estate records``.
    """

    stream: TextIO
    now: Callable[[], float]
    width: int
    what: str
    _started: float = field(init=False)
    _shown_at: float | None = field(default=None, init=False)

    def __post_init__(self) -> None:
        self._started = self.now()

    def show(self, done: int, total: int | None, failed: int = 0) -> None:
        """Show that so many are done of so many (None: nobody knows), some of them in vain."""
        now = self.now()
        if self._shown_at is not None and now - self._shown_at < _SECONDS_BETWEEN:
            return
        self._shown_at = now
        line = describe_progress(done, total, self.what, seconds=now - self._started, failed=failed)
        # One cell stays free: a terminal that is filled to the edge goes to the next line.
        self.stream.write("\r" + line[: self.width - 1].ljust(self.width - 1))
        self.stream.flush()

    def clear(self) -> None:
        """Take the line away."""
        if self._shown_at is not None:
            self._shown_at = None
            self.stream.write("\r" + " " * (self.width - 1) + "\r")
            self.stream.flush()


def describe_progress(done: int, total: int | None, what: str, *, seconds: float, failed: int = 0) -> str:
    """Give the text: ``12,500 of 200,000 rows, 3 failed, 3,100/s, 1:00 left``."""
    text = f"{done:,} {what}" if total is None else f"{done:,} of {total:,} {what}"
    text += f", {failed:,} failed" if failed else ""
    if not done or seconds < _SECONDS_BEFORE_RATE:
        return text
    rate = done / seconds
    text += f", {rate:,.0f}/s"
    return text if total is None else f"{text}, {_describe_seconds(max(0, total - done) / rate)} left"


def _describe_seconds(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
