"""What every span can do, and what an answer means for the span that asked for it.

Pure. ``spans`` and the modules beside it have the kinds of spans.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple, Protocol

from oocli.request.actions import Action
from oocli.wire.messages import Result


class Settled(NamedTuple):
    """What one answer means for the span that asked for it.

    Attributes:
        records: to be written, in order.
        rest: what is still to be read right after them, or None.
        gap: a sentence if there are records that cannot be reached; else empty.
        counted: hits of the whole reading, if the answer counts them.
    """

    records: Sequence[dict[str, Any]]
    rest: "Span | None" = None
    gap: str = ""
    counted: int | None = None


class Span(Protocol):
    """A stretch of records in the order in which they are written; immutable."""

    @property
    def expected(self) -> int:
        """How many records its next page is likely to bring."""

    def cut(self, wanted: int | None) -> "tuple[Span, Span | None]":
        """Return what one action can ask for, and what follows for another one, if that is known.

        ``wanted`` is how many records are still wanted at most; None for all.
        """

    def build_action(self) -> Action:
        """Return the action for the next page."""

    def settle(self, result: Result) -> Settled:
        """Read the answer to that action.

        Raises:
            CannotWalk: the answer is not what was asked for, so that going on would lose records.
        """
