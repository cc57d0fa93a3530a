"""How far a command is, on the line of a terminal, which gives way to everything else.

It is rewritten at most a few times a second, and is gone when the command ends.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from oocli.terminal.line import TerminalLine

SECONDS_BETWEEN = 0.2
"""Seconds between two updates of the line."""

SECONDS_BEFORE_RATE = 1.0
"""Seconds after which a rate means something."""


@dataclass
class Progress:
    """Shows how far a command is.

    Attributes:
        line: where it is shown.
        now: time in seconds.
        what: what is counted: ``estate records``.
    """

    line: TerminalLine
    now: Callable[[], float]
    what: str
    _started: float = field(init=False)
    _shown_at: float = field(default=0.0, init=False)

    def __post_init__(self) -> None:
        self._started = self.now()

    def show(self, done: int, total: int | None, failed: int = 0) -> None:
        """Show how many are done of how many (None: unknown), and how many of them failed."""
        now = self.now()
        if self.line.stands and now - self._shown_at < SECONDS_BETWEEN:
            return
        self._shown_at = now
        seconds = now - self._started
        self.line.show(describe_progress(done, total, self.what, seconds=seconds, failed=failed))


def describe_progress(done: int, total: int | None, what: str, *, seconds: float, failed: int = 0) -> str:
    """Return the text: ``12,500 of 200,000 rows, 3 failed, 3,100/s, 1:00 left``."""
    text = f"{done:,} {what}" if total is None else f"{done:,} of {total:,} {what}"
    text += f", {failed:,} failed" if failed else ""
    if not done or seconds < SECONDS_BEFORE_RATE:
        return text
    rate = done / seconds
    text += f", {rate:,.0f}/s"
    return text if total is None else f"{text}, {describe_seconds(max(0, total - done) / rate)} left"


def describe_seconds(seconds: float) -> str:
    """Return a time as text: ``1:05``, ``2:00:00``."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
