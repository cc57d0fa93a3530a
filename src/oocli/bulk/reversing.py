"""From a past run to the actions that take it back: compares each row with its record as it is now.

Owns which rows are taken back and which are left. A record counts as unchanged since if its fields still have
what the run wrote, or again have what they had before it.
"""

from __future__ import annotations

import json
import tempfile
from bisect import insort
from collections import Counter, deque
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING, Any

from oocli.bulk.differences import Difference
from oocli.changes.comparing import Change, Comparison
from oocli.changes.contacts import read_entry_change
from oocli.changes.equality import are_same
from oocli.changes.reversal import Kept, build_reverse, read_kept
from oocli.paging.seen import SeenIds
from oocli.request.actions import Action

if TYPE_CHECKING:
    from oocli.bulk.journal import Journal
    from oocli.bulk.past_runs import PastRun
    from oocli.call.asked import RowOptions
    from oocli.catalogue import Call
    from oocli.live.reading_ahead import LiveLookup, Seen

_CHANGED = "changed again since it was shown"
_SPOOLED = 1 << 20  # bytes kept in memory before they go to a file
_NAMED = 1000  # rows left as they are; the rest is counted


@dataclass
class Reversal:
    """The way back from a run.

    Attributes:
        past: the run.
        comparison: compares its records.
        forces: whether records that were changed since are taken back too.
        counts: how many rows are ``reversed``, ``same`` (as before already), ``changed`` since, ``missing``.
        left: numbers of the first rows that were changed since and are left.
        first: the first action.
        last_row: the highest number among the rows that are taken back.
    """

    past: PastRun
    comparison: Comparison
    forces: bool
    spool: IO[bytes] = field(repr=False)
    counts: Counter[str] = field(default_factory=Counter, init=False)
    left: list[int] = field(default_factory=list, init=False)
    first: Action | None = field(default=None, init=False)
    last_row: int = field(default=0, init=False)
    _shown: dict[int, Mapping[str, Any]] = field(default_factory=dict, init=False, repr=False)

    @property
    def call(self) -> Call:
        """The call, which is repeated with the previous values."""
        return self.comparison.call

    @property
    def name(self) -> str:
        """The journal that it comes from."""
        return str(self.past.path)

    @property
    def matcher(self) -> None:
        """None: its rows name their records."""

    def find(self, lookup: LiveLookup) -> Iterator[Difference]:
        """Return what taking back would change in each record, and write down how.

        Raises:
            OocliError: the records cannot be read.
        """
        waiting: deque[Kept] = deque()
        for seen in lookup.find(self._list_reverses(waiting)):
            kept = waiting.popleft()
            action = self._judge(seen, kept)
            if action is None:
                continue
            line = {"row": seen.row, "id": action.resourceid, "parameters": action.parameters}
            line["shown"] = self._list_shown(action, seen.elements or {})
            self.spool.write(json.dumps(line).encode() + b"\n")
            self.first, self.last_row = self.first or action, max(self.last_row, seen.row)
            yield Difference(
                seen.row, str(action.resourceid), tuple(self._list_changes(action, seen.elements))
            )

    def list_actions(self, *, wanted: Callable[[int], bool]) -> Generator[tuple[int, Action]]:
        """Return row and action of what is taken back; ``find`` has written it down."""
        for line in self._read():
            if wanted(line["row"]):
                call, row = self.call, line["row"]
                self._shown[row] = line["shown"]
                action = Action(call.verb, call.resourcetype, line["id"], str(row), line["parameters"])
                yield row, action

    def find_objection(self, seen: Seen) -> str:
        """Return why a row is left although it was shown: its record has other values than it had then."""
        shown = self._shown.pop(seen.row, {})
        if seen.elements is None or self.forces:
            return ""
        now = self._list_shown(seen.action, seen.elements)
        kinds = {name: self.comparison.find_kind(name) for name in shown}
        if all(are_same(now.get(name), value, kinds[name]) for name, value in shown.items()):
            return ""
        self.counts["reversed"] -= 1
        self._leave(seen.row)
        return _CHANGED

    def list_numbers(self) -> Iterator[int]:
        """Return the numbers of the rows that are taken back."""
        return (line["row"] for line in self._read())

    def write_failed(self, journal: Journal, asked: RowOptions) -> None:
        """Write nothing: another undo tries again what is refused."""

    def _read(self) -> Iterator[dict[str, Any]]:
        place = 0
        while True:
            self.spool.seek(place)
            line = self.spool.readline()
            if not line:
                return
            place = self.spool.tell()
            yield json.loads(line)

    def _list_reverses(self, waiting: deque[Kept]) -> Iterator[tuple[int, Action]]:
        """Return row and whole reverse action of each row with previous values; the row joins ``waiting``."""
        for row, kept in _join_repeats(self.past):
            waiting.append(kept)
            yield row, build_reverse(self.comparison, kept)

    def _judge(self, seen: Seen, kept: Kept) -> Action | None:
        """Return the action that takes a row back, for the fields that need it; None if the row is left."""
        if seen.elements is None:
            self.counts["missing"] += 1
            return None
        elements = seen.elements
        needed = [name for name in kept.before if not self._is_as_before(elements, name, kept)]
        if not needed:
            self.counts["same"] += 1
            return None
        written = [name for name in needed if name in kept.after]
        is_changed = not all(self.comparison.has_value(elements, name, kept.after[name]) for name in written)
        if is_changed and not self.forces:
            self._leave(seen.row)
            return None
        self.counts["reversed"] += 1
        along = [name for name in self.comparison.way.along if name in kept.before and name not in needed]
        return self._narrow(seen.action, [*needed, *along], elements)

    def _leave(self, row: int) -> None:
        """Note a row whose record was changed since."""
        self.counts["changed"] += 1
        if len(self.left) < _NAMED:
            insort(self.left, row)

    def _list_shown(self, action: Action, elements: Mapping[str, Any]) -> dict[str, Any]:
        """Return what a record has in the fields of an action, but for entries, which stand beside others."""
        names = [name for name in self.comparison.list_sets(action) if name not in self.comparison.contacts]
        return {name: self.comparison.find_value(elements, name) for name in names}

    def _narrow(self, action: Action, names: list[str], elements: Mapping[str, Any]) -> Action:
        """Return an action with some of its fields."""
        if self.call.fields_in != "parameters.data":
            return action._replace(parameters={name: action.parameters[name] for name in names})
        data = action.parameters["data"]
        values = {
            name: self.comparison.make_empty(elements, name) if data[name] == "" else data[name]
            for name in names
        }
        return action._replace(parameters={**action.parameters, "data": values})

    def _is_as_before(self, elements: Mapping[str, Any], name: str, kept: Kept) -> bool:
        before = kept.before[name]
        if name in self.comparison.contacts:
            _, entry = read_entry_change(before)
            written = self.comparison.has_value(elements, name, kept.after[name])
            is_back = entry is None or self.comparison.has_value(elements, name, before)
            _, came = read_entry_change(kept.after[name])
            return is_back and (came is None or not written)
        current = self.comparison.find_value(elements, name)
        return are_same(current, before, self.comparison.find_kind(name))

    def _list_changes(self, action: Action, elements: Mapping[str, Any] | None) -> list[Change]:
        return self.comparison.list_changes(action, elements or {})


@contextmanager
def open_reversal(past: PastRun, comparison: Comparison, *, forces: bool) -> Iterator[Reversal]:
    """Return the way back from a run; its notes are gone when the block ends."""
    with tempfile.SpooledTemporaryFile(_SPOOLED) as spool:
        yield Reversal(past, comparison, forces, spool)


def _join_repeats(past: PastRun) -> Iterator[tuple[int, Kept]]:
    """Return row and what it keeps; for a record in several rows, before the first and after the last."""
    repeated = _find_repeated(past)
    joined: dict[str, tuple[int, Kept]] = {}
    for line in past.lines():
        kept = read_kept(line)
        if kept is None:
            continue
        key = _key(kept)
        if key not in repeated:
            yield line["row"], kept
            continue
        _, earlier = joined.get(key, (0, kept))
        before, after = {**kept.before, **earlier.before}, {**earlier.after, **kept.after}
        joined[key] = (line["row"], kept._replace(before=before, after=after))
    yield from joined.values()


def _find_repeated(past: PastRun) -> frozenset[str]:
    seen: dict[str, SeenIds] = {}
    repeated = set()
    for line in past.lines():
        kept = read_kept(line)
        if kept is None:
            continue
        ids = seen.setdefault(repr(kept.beside), SeenIds())
        if ids.has(kept.number):
            repeated.add(_key(kept))
        ids.add(kept.number)
    return frozenset(repeated)


def _key(kept: Kept) -> str:
    return f"{kept.number} {kept.beside!r}"
