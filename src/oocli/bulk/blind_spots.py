"""What rows change although no reading shows it, or they do not name it: collect it, and say it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from oocli.changes.comparing import Comparison
    from oocli.request.actions import Action


@dataclass
class BlindSpots:
    """Collects the names of what the actions of a run change unseen.

    Attributes:
        comparison: compares their records.
        unread: what they write but no reading gives.
        along: what the call changes although they do not name it.
    """

    comparison: Comparison
    unread: dict[str, None] = field(default_factory=dict, init=False)
    along: dict[str, None] = field(default_factory=dict, init=False)

    def look_at(self, action: Action) -> None:
        """Take an action."""
        self.unread.update(dict.fromkeys(self.comparison.list_unread(action)))
        self.along.update(dict.fromkeys(self.comparison.list_along(action)))

    def watch(self, actions: Iterable[tuple[int, Action]]) -> Iterator[tuple[int, Action]]:
        """Return the actions as they come, and look at each."""
        for row, action in actions:
            self.look_at(action)
            yield row, action

    def describe(self) -> Iterator[str]:
        """Return a sentence for each kind."""
        if self.unread:
            yield f"{', '.join(self.unread)}: what was there before is not given by the API."
        for name in self.along:
            yield f"{name} is not given: it {self.comparison.way.along[name]}."
