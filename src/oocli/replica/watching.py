"""Run after run on one file, and after each the lines of what has changed, to whoever waits for them.

Between two runs the file is nobody's: another ``sync`` may be at it meanwhile.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from oocli.errors import ApiError, DiskFull, GuardError, NetworkError, OocliError, PartlyDone, UsageError
from oocli.replica.synchronizing import conclude

if TYPE_CHECKING:
    from oocli.replica.handing_on import HandOn
    from oocli.replica.synchronizing import Synchronization

_SPAN = re.compile(r"(\d{1,5})([smhd])", re.ASCII)
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
_LEAST = 60

_PASSING = (NetworkError, GuardError, PartlyDone, ApiError, DiskFull)
"""Failures that the next run may not meet any more."""


def read_interval(text: str, *, is_local: bool) -> int:
    """Return the seconds between two runs; ``is_local`` says that no onOffice is asked.

    Raises:
        UsageError: it is none, or so short that it would be a burden.
    """
    match = _SPAN.fullmatch(text.strip())
    seconds = int(match[1]) * _SECONDS[match[2]] if match else 0
    if not seconds:
        raise UsageError(f"--every takes 5m, 1h or 90s, not {text[:40]!r}")
    if seconds < _LEAST and not is_local:
        raise UsageError(
            f"--every {text} is too often for onOffice", hint="Wait a minute at least: --every 1m"
        )
    return seconds


@dataclass(frozen=True)
class Watch:
    """Keeps a file up to date and hands on what changes.

    Attributes:
        begin: opens the file for one run.
        hand_on: gives the lines that nobody has had.
        sleep: waits so many seconds.
        warn: says what went wrong in a run that is not the last.
        every: seconds between the end of a run and the beginning of the next.
    """

    begin: Callable[[], AbstractContextManager[Synchronization]]
    hand_on: HandOn
    sleep: Callable[[float], None]
    warn: Callable[[str], None]
    every: int

    def run_once(self) -> None:
        """Bring the file up to date once and hand on what has changed, also where some of it failed.

        Raises:
            OocliError: the run, or whoever gets the lines, failed.
        """
        with self.begin() as run:
            failure: OocliError | None
            try:
                failure = conclude(run.run())
            except NetworkError as error:
                failure = error
            self.hand_on(run.copy)
        if failure is not None:
            raise failure

    def run_on(self) -> None:
        """Do so again and again.

        Raises:
            OocliError: something failed that will fail again.
        """
        while True:
            try:
                self.run_once()
            except _PASSING as failure:
                self.warn(_describe(failure))
            self.sleep(self.every)


def _describe(failure: OocliError) -> str:
    return ": ".join(filter(None, (failure.message, failure.why.replace("\n", "; "))))
