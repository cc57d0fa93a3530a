"""Which batch of rows goes out next, and when: several at once, but never two of one record.

Pure. Two rules that a change must not break. Rows of the same record go out in their order: the later batch
waits until the earlier one is answered. The first request goes alone, and so does the one after trouble; each
good answer lets one more be under way, so that a server that loses answers, or asks for patience, leaves no
more rows unknown than one request has.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from oocli.request.actions import Action

_LOOKS_AT_OTHERS = "checkDuplicate"
"""A parameter that compares a record with all existing ones, including the one before it."""


class Batch(NamedTuple):
    """The content of one request.

    Attributes:
        rows: numbers of the rows.
        actions: one for each.
    """

    rows: tuple[int, ...]
    actions: tuple[Action, ...]


class Turns:
    """Gives batches in order, each when its turn has come.

    Attributes:
        allowed: requests that may be in flight now.
        in_flight: those that are.
    """

    def __init__(self, batches: Iterable[Batch], *, jobs: int) -> None:
        """Take the batches, and the requests in flight at most."""
        self.allowed = 1
        self.in_flight = 0
        self._jobs = jobs
        self._batches = iter(batches)
        self._held: Batch | None = None
        self._busy: set[str] = set()

    def take(self) -> Batch | None:
        """Return the next batch, which is in flight from then on; None if there is none, or it must wait."""
        if self.in_flight >= self.allowed:
            return None
        batch = self._held or next(self._batches, None)
        self._held = batch
        records = _list_records(batch) if batch else set()
        if batch is None or records & self._busy:
            return None
        self._held = None
        self._busy |= records
        self.in_flight += 1
        return batch

    def settle(self, batch: Batch, *, went_well: bool) -> None:
        """Note that a batch came back."""
        self._busy -= _list_records(batch)
        self.in_flight -= 1
        self.allowed = min(self.allowed + 1, self._jobs) if went_well else 1


def _list_records(batch: Batch) -> set[str]:
    """Return what must not be in two requests at once."""
    found = {str(action.resourceid) for action in batch.actions if action.resourceid}
    if any(action.parameters.get(_LOOKS_AT_OTHERS) for action in batch.actions):
        found.add(_LOOKS_AT_OTHERS)
    return found
