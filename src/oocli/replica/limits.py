"""How many rows may vanish in one run: the guard against a lost right, which looks like an empty office.

Pure.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from oocli.errors import GuardError, UsageError

_WRITTEN = re.compile(r"(\d{1,3}(?:[.,]\d{1,3})?) ?%|(\d{1,9})", re.ASCII)
_USUAL_SHARE = 0.05
_USUAL_ROWS = 10


class MostDeletes(NamedTuple):
    """Rows of a table that may vanish in one run.

    Attributes:
        share: of the rows there are, from 0 to 1.
        rows: if that is more.
        is_explicit: whether somebody has said so for this run.
    """

    share: float = _USUAL_SHARE
    rows: int = _USUAL_ROWS
    is_explicit: bool = False

    def allows(self, gone: int, there: int) -> bool:
        """Say whether so many of so many rows may vanish; all of them only where that was said."""
        if gone == there and gone and not self.is_explicit:
            return False
        return gone <= max(self.rows, self.share * there)


ANY_NUMBER = MostDeletes(1.0, 0, is_explicit=True)
"""All rows of a table may vanish: for a run that is only looked at."""


def read_most_deletes(text: str | None) -> MostDeletes:
    """Read what was typed: ``5%`` or ``200``; the usual limit for None.

    Raises:
        UsageError: it is neither.
    """
    if text is None:
        return MostDeletes()
    match = _WRITTEN.fullmatch(text.strip())
    percent = float(match[1].replace(",", ".")) if match and match[1] else None
    if match is None or (percent is not None and percent > 100):
        raise UsageError(f"--max-deletes takes 5% or 200, not {text[:40]!r}")
    if percent is not None:
        return MostDeletes(percent / 100, 0, is_explicit=True)
    return MostDeletes(0.0, int(match[2]), is_explicit=True)


def build_too_many(what: str, gone: int, there: int) -> GuardError:
    """Return the failure of more rows missing than may vanish."""
    details = {"gone": gone}
    if gone == there:
        return GuardError(
            f"{what}: nothing came, and the copy has {there:,}; nothing was marked as gone",
            why="A right that is lost looks like an empty office",
            hint=f"See to the rights of the API user; if all of them are gone indeed: --max-deletes {gone}",
            details=details,
        )
    return GuardError(
        f"{what}: {gone:,} of {there:,} are missing; nothing was marked as gone",
        why="That is more than --max-deletes lets vanish at once; a right may be lost",
        hint=f"If they are gone indeed: --max-deletes {gone}",
        details=details,
    )
