"""Which rows of a run are still due, which were never sent, and which must be corrected."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from oocli.bulk.journal_lines import UNCHANGED, Entry

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from oocli.bulk.journal import Journal
    from oocli.bulk.row_input import RowInput
    from oocli.call.asked import RowOptions

_CHUNK = 1000  # lines of skipped rows written at a time


def is_untried(status: str) -> bool:
    """Say whether a row with this status was certainly never sent."""
    return status in ("", "skipped")


def is_due(status: str, *, retries_unknown: bool) -> bool:
    """Say whether a row with this status is to be sent; an unknown one only if that is wanted."""
    return is_untried(status) or status == "error" or (status == "unknown" and retries_unknown)


def count_due(journal: Journal, *, retries_unknown: bool) -> int:
    """Return how many rows of a run are due."""
    counts = journal.counts()
    settled = counts["ok"] + counts[UNCHANGED] + (0 if retries_unknown else counts["unknown"])
    return int(journal.run["rows"]) - settled


def skip_rest(numbers: Iterable[int], journal: Journal) -> None:
    """Record the rows without any record: they were certainly not sent."""
    if journal.counts().total() == journal.run["rows"]:
        return
    waiting: list[Entry] = []
    for row in numbers:
        if not journal.status(row):
            waiting.append(Entry(row, "skipped", error="not sent"))
        if len(waiting) == _CHUNK:
            journal.append(waiting)
            waiting = []
    journal.append(waiting)


def write_failed(
    rows: RowInput, journal: Journal | None, asked: RowOptions, *, warn: Callable[[str], None]
) -> None:
    """Write the rows that the API refused, and why, to the file of ``--failed``, in the format of the input.

    The file replaces the input only if that is not needed to go on.

    Raises:
        OocliError: it cannot be written.
    """
    if not asked.failed:
        return
    target, source = Path(asked.failed), asked.source
    is_input = source != "-" and target.resolve() == Path(source).resolve()
    if is_input and journal is not None and not journal.is_finished:
        warn(f"{target} is left as it is: --resume needs the rows that are not done.")
        return
    rows.write_some(
        target,
        wanted=lambda row: journal is not None and journal.status(row) == "error",
        explain=lambda row: _find_error(row, journal),
    )


def _find_error(row: int, journal: Journal | None) -> str:
    line = journal.find(row) if journal is not None else None
    return str((line or {}).get("error") or "")
