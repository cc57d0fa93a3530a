"""How far uploads or downloads are: in files, in bytes, and in time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from oocli.terminal.line import TerminalLine
from oocli.terminal.progress import SECONDS_BEFORE_RATE, SECONDS_BETWEEN, describe_seconds

_UNITS = ((1_000_000_000, "GB"), (1_000_000, "MB"), (1_000, "kB"))


@dataclass
class TransferLine:
    """Shows how far files are.

    Attributes:
        line: where it is shown.
        now: time in seconds.
        files: how many there are.
        size: bytes of all of them; None if unknown.
    """

    line: TerminalLine
    now: Callable[[], float]
    files: int
    size: int | None
    _started: float = field(init=False)
    _shown_at: float = field(default=0.0, init=False)

    def __post_init__(self) -> None:
        self._started = self.now()

    def show(self, files: int, moved: int) -> None:
        """Show how many files are done, and how many bytes of all have moved."""
        now = self.now()
        if self.line.stands and now - self._shown_at < SECONDS_BETWEEN:
            return
        self._shown_at = now
        seconds = now - self._started
        self.line.show(describe_transfer(files, self.files, moved, self.size, seconds=seconds))


def describe_transfer(files: int, of: int, moved: int, size: int | None, *, seconds: float) -> str:
    """Return the text: ``12 of 40 files, 31.2 of 85.0 MB, 4.1 MB/s, 0:13 left``; one file is not counted."""
    unit = _choose_unit(size or moved)
    counted = f"{files:,} of {of:,} files, " if of > 1 else ""
    text = counted + (
        describe_bytes(moved) if size is None else f"{_write(moved, unit)} of {_write(size, unit)} {unit[1]}"
    )
    if not moved or seconds < SECONDS_BEFORE_RATE:
        return text
    rate = moved / seconds
    text += f", {describe_bytes(rate)}/s"
    return text if size is None else f"{text}, {describe_seconds(max(0, size - moved) / rate)} left"


def describe_bytes(size: float) -> str:
    """Return a number of bytes as text: ``3.1 MB``, ``12.0 kB``, ``7 bytes``."""
    unit = _choose_unit(size)
    return f"{_write(size, unit)} {unit[1]}"


def _choose_unit(size: float) -> tuple[int, str]:
    return next((unit for unit in _UNITS if size >= unit[0]), (1, "bytes"))


def _write(size: float, unit: tuple[int, str]) -> str:
    return f"{size:,.0f}" if unit[0] == 1 else f"{size / unit[0]:,.1f}"
