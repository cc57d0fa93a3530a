"""The values that records have before they are written, read in batches right before the write.

They go into the journal with the row. If reading is refused the run goes on, and says that it cannot be
undone; if no answer comes the run ends, because writing would get none either.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from oocli.bulk.blind_spots import BlindSpots
from oocli.bulk.journal_lines import UNCHANGED, Entry
from oocli.bulk.sending import find_own_id
from oocli.changes.reversal import keep, read_kept
from oocli.errors import ApiError, OocliError
from oocli.text.counted import count

if TYPE_CHECKING:
    from oocli.bulk.journal import Journal
    from oocli.changes.comparing import Comparison
    from oocli.live.reading_ahead import LiveLookup, Seen
    from oocli.request.actions import Action

_Written = dict[tuple[str, str], dict[str, Any]]
"""Number of a record and its version, to what the rows of one reading write to it."""

_NOTHING = "it changes nothing"


@dataclass
class Remembering:
    """Reads the records of rows before they are sent.

    Attributes:
        journal: where the values are kept.
        lookup: reads the records, one request at a time: values should be as recent as possible.
        comparison: compares them with what is to be written.
        warn: takes a warning.
        skips_unchanged: whether rows that change nothing are not sent.
        keeps: whether the values are kept.
        object_to: gives why a row is not sent, by its record; mostly empty.
        failure: why the reading ended; None if it did not.
    """

    journal: Journal
    lookup: LiveLookup
    comparison: Comparison
    warn: Callable[[str], None]
    skips_unchanged: bool = False
    keeps: bool = True
    object_to: Callable[[Seen], str] = lambda _seen: ""
    failure: OocliError | None = field(default=None, init=False)
    _written: _Written = field(default_factory=dict, init=False, repr=False)
    _unseen: array[int] = field(default_factory=lambda: array("q"), init=False, repr=False)

    def __post_init__(self) -> None:
        self._spots = BlindSpots(self.comparison)
        if self.keeps:
            self.journal.about.setdefault("keeps", 0)

    def pass_on(self, actions: Iterable[tuple[int, Action]]) -> Generator[tuple[int, Action]]:
        """Return the actions to send, in order, each once its values are noted."""
        waiting = iter(actions)
        for part in self.lookup.find_parts(waiting):
            if isinstance(part.failure, ApiError) and not self.skips_unchanged:
                if not self.journal.about.get("keeps"):
                    self.journal.about.pop("keeps", None)
                self.warn(f"The records cannot be read ({part.failure.message}): nothing can be undone.")
                yield from part.items
                yield from waiting
                return
            if part.failure is not None:
                self.failure = part.failure
                return
            yield from self._pass_part(part.seen)

    def tell_unseen(self, note: Callable[[str], None]) -> None:
        """Say what rows have changed without previous values: parts of records (a note), or whole ones."""
        if self.keeps:
            for sentence in self._spots.describe():
                note(sentence)
        unseen = sum(self.journal.status(row) == "ok" for row in self._unseen)
        if unseen and self.keeps:
            rows = count(unseen, "row", "rows")
            self.warn(f"The records of {rows} could not be read before: that cannot be undone.")

    def _pass_part(self, seen: Iterable[Seen]) -> Iterator[tuple[int, Action]]:
        written: _Written = {}
        left: list[Entry] = []
        wanted: list[tuple[int, Action]] = []
        for item in seen:
            row, action, elements = item
            if objection := self.object_to(item):
                left.append(Entry(row, "skipped", find_own_id(action), objection))
            elif action.verb != self.comparison.call.verb:
                wanted.append((row, action))
            elif elements is None:
                self._unseen.append(row)
                wanted.append((row, action))
            elif self.skips_unchanged and not self._changes(action, elements, written):
                left.append(Entry(row, UNCHANGED, find_own_id(action), _NOTHING))
            else:
                if self.keeps:
                    self._spots.look_at(action)
                    self._keep(row, action, elements)
                wanted.append((row, action))
        self._written = written
        if self._spots.unread:
            self.journal.about["unread"] = list(self._spots.unread)
        if left:
            self.journal.append(left)
        yield from wanted

    def _changes(self, action: Action, elements: Mapping[str, Any], written: _Written) -> bool:
        """Say whether an action changes anything; an earlier row may have changed the same record."""
        place = (str(action.resourceid), repr(self.comparison.list_meant(action)))
        before = written.setdefault(place, dict(self._written.get(place, {})))
        is_change = bool(self.comparison.list_changes(action, {**elements, **before}))
        before.update(self.comparison.list_written(action))
        return is_change

    def _keep(self, row: int, action: Action, elements: Mapping[str, Any]) -> None:
        """Note what is needed to undo a row; for one that may be done already, what was noted then."""
        earlier = self.journal.find(row)
        if earlier is not None and read_kept(earlier) is not None:
            names = ("verb", "id", "before", "after", "parameters")
            self.journal.keep(row, {name: earlier[name] for name in names if name in earlier}, always=True)
            return
        kept = keep(self.comparison, action, elements)
        is_main = str(self.journal.run["call"]).startswith(action.verb)
        if kept or not is_main:
            verb = {} if is_main else {"verb": action.verb}
            self.journal.keep(row, {"id": find_own_id(action), **verb, **kept})
