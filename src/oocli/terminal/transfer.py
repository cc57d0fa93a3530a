"""How far files are on their way, on the line where progress stands: files, bytes, and time left."""

from collections.abc import Callable
from dataclasses import dataclass, field

from oocli.terminal.line import TerminalLine
from oocli.terminal.progress import describe_seconds

_SECONDS_BETWEEN = 0.2
_SECONDS_BEFORE_RATE = 1.0
_UNITS = ("B", "kB", "MB", "GB", "TB")
_STEP = 1000


@dataclass
class TransferProgress:
    """What is said of files on their way.

    Attributes:
        line: where it is said.
        now: time in seconds.
    """

    line: TerminalLine
    now: Callable[[], float]
    _started: float | None = field(default=None, init=False)
    _shown_at: float = field(default=0.0, init=False)

    def show(self, files: int, of_files: int, size: int, of_size: int) -> None:
        """Show that so many of so many files are done, and so many bytes of so many."""
        now = self.now()
        if self._started is None:
            self._started = now
        if self.line.stands and now - self._shown_at < _SECONDS_BETWEEN:
            return
        self._shown_at = now
        self.line.show(describe_transfer(files, of_files, size, of_size, seconds=now - self._started))


def describe_transfer(files: int, of_files: int, size: int, of_size: int, *, seconds: float) -> str:
    """Return the text: ``12 of 500 files, 3.1 of 120 MB, 1.4 MB/s, 1:23 left``."""
    unit = max(0, sum(of_size >= _STEP**power for power in range(1, len(_UNITS))))
    text = f"{files:,} of {of_files:,} files, {_scale(size, unit)} of {_scale(of_size, unit)} {_UNITS[unit]}"
    if not size or seconds < _SECONDS_BEFORE_RATE:
        return text
    rate = size / seconds
    speed = max(0, sum(rate >= _STEP**power for power in range(1, len(_UNITS))))
    left = describe_seconds(max(0, of_size - size) / rate)
    return f"{text}, {_scale(rate, speed)} {_UNITS[speed]}/s, {left} left"


def _scale(size: float, unit: int) -> str:
    """Return a number in a unit, with one digit behind the point where it is small."""
    value = size / _STEP**unit
    return f"{value:,.1f}" if unit and value < 100 else f"{value:,.0f}"
