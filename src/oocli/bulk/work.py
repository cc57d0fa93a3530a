"""What a run carries out: rows of a file, or the way back from an earlier run."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from oocli.bulk.journal import Journal
    from oocli.bulk.key_matching import Matcher
    from oocli.call.asked import RowOptions
    from oocli.catalogue import Call
    from oocli.changes.comparing import Comparison
    from oocli.live.reading_ahead import Seen
    from oocli.request.actions import Action


class Work(Protocol):
    """Numbered actions of one call, which have been checked."""

    @property
    def call(self) -> Call:
        """The call."""

    @property
    def name(self) -> str:
        """The source of the actions, in a person's words."""

    @property
    def comparison(self) -> Comparison | None:
        """Compares the actions with their records; None if these cannot be read back."""

    @property
    def matcher(self) -> Matcher | None:
        """Finds the records of the actions; None if the actions name them."""

    def list_actions(self, *, wanted: Callable[[int], bool]) -> Generator[tuple[int, Action]]:
        """Return number and action of each wanted row, in order."""

    def find_objection(self, seen: Seen) -> str:
        """Return why a row is left, now that its record was read right before; empty if it is sent."""

    def list_numbers(self) -> Iterator[int]:
        """Return the numbers of all rows, ascending."""

    def write_failed(self, journal: Journal, asked: RowOptions) -> None:
        """Write the rows that were refused, if that was asked for.

        Raises:
            OocliError: they cannot be written.
        """
