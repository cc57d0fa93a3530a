"""What a reading has given so far, and whether that is everything. Pure.

A record that moves while pages are read, from a place not yet read to one already read, is never seen. So
what cannot be read in the order of a number is read again, until one moment is known at which only the given
records existed: as many records as the API counted then had been met before, and were met after it. Numbers
are never reused, so all of these existed at that moment; and so did every record that existed from beginning
to end.
"""

import json
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Protocol

from oocli.paging.seen import SeenIds
from oocli.wire.record import Slice

_Records = Sequence[dict[str, Any]]


class Ledger(Protocol):
    """What one reading has met and given."""

    @property
    def doubled(self) -> int:
        """Records that were left out, because earlier pages had them."""

    @property
    def is_complete(self) -> bool:
        """Whether the pass that has ended proves that everything was given."""

    def begin_pass(self) -> None:
        """Begin to read everything once more."""

    def count(self, total: int) -> None:
        """Take note of the records that the API counts."""

    def take(self, records: _Records) -> _Records:
        """Return what is new on a page; what one page has twice is the API's own answer."""

    def is_stale(self, records: _Records) -> bool:
        """Say, before they are taken, whether this pass has met all of these records already."""


@dataclass
class NumberLedger:
    """Records that are known by their number, or by their content if they have none.

    Attributes:
        given: what was handed on.
        doubled: records that were left out.
    """

    given: SeenIds = field(default_factory=SeenIds)
    doubled: int = 0
    _met: SeenIds | None = None  # in this pass; in the first pass that is what was given
    _known: int = 0
    _new: int = 0
    _total: int | None = None

    @property
    def is_complete(self) -> bool:
        """Whether the records met both before and in this pass are all that it counted at first."""
        if self._met is None:
            return False
        return self._new == 0 if self._total is None else self._known == self._total

    def begin_pass(self) -> None:
        """Begin to read everything once more."""
        self._met, self._known, self._new, self._total = SeenIds(), 0, 0, None

    def count(self, total: int) -> None:
        """Take note of the first count of a pass: it belongs to the moment before all of its records."""
        if self._total is None and not self._known and not self._new:
            self._total = total

    def take(self, records: _Records) -> _Records:
        """Return what is new on a page, and mark it as given."""
        keys = [identify(record) for record in records]
        fresh = {key for key in keys if not self.given.has(key)}
        if self._met is not None:
            first_met = {key for key in keys if not self._met.has(key)}
            self._known += len(first_met - fresh)
            self._new += len(fresh)
            for key in first_met:
                self._met.add(key)
        for key in fresh:
            self.given.add(key)
        if len(fresh) == len(keys):
            return records
        new = [record for record, key in zip(records, keys, strict=True) if key in fresh]
        self.doubled += len(records) - len(new)
        return new

    def is_stale(self, records: _Records) -> bool:
        """Say, before they are taken, whether this pass has met all of these records already."""
        met = self.given if self._met is None else self._met
        return all(met.has(identify(record)) for record in records)


@dataclass
class GrowingLedger(NumberLedger):
    """Records that are only ever added, with greater numbers and in front of all others.

    So those that were counted with the first page are all whose number is not greater than the greatest on
    it. Without a count pages are read one after another, and then what is added meanwhile only shifts records
    into pages that are still to come.
    """

    _newest: int | None = None
    _old: int = 0

    @property
    def is_complete(self) -> bool:
        """Whether all that existed at first have come, whatever was added."""
        return self._total is None or self._old >= self._total or super().is_complete

    def take(self, records: _Records) -> _Records:
        """Return what is new on a page, and count what was there before the first one."""
        new = super().take(records)
        numbers = [int(key) for key in map(identify, new) if str(key).isdecimal()]
        if self._newest is None:
            self._newest = max(numbers, default=0)
            self._old = len(new)
        else:
            self._old += sum(number <= self._newest for number in numbers)
        return new


@dataclass
class ContentLedger:
    """Appointments: a recurring one has the same id many times, so only its whole content identifies it.

    The API does not count them, so two passes must be the same.

    Attributes:
        doubled: records that were left out.
    """

    doubled: int = 0
    _given: Counter[Any] = field(default_factory=Counter)
    _met: Counter[Any] = field(default_factory=Counter)
    _contents: set[str] = field(default_factory=set)
    _before: set[str] | None = None

    @property
    def is_complete(self) -> bool:
        """Whether two passes were the same, and none was given again because it had been changed."""
        if self._before != self._contents:
            return False
        return all(not self._met[key] or count == self._met[key] for key, count in self._given.items())

    def begin_pass(self) -> None:
        """Begin to read everything once more."""
        self._before, self._contents, self._met = self._contents, set(), Counter()

    def count(self, total: int) -> None:
        """Ignore it: a count is that of the answer."""

    def take(self, records: _Records) -> _Records:
        """Return what is new in an answer, and of each id no more than have not come so far."""
        contents = [describe(record) for record in records]
        fresh = {text for text in contents if text not in self._contents}
        self._contents |= fresh
        new = []
        for record, text in zip(records, contents, strict=True):
            key = repr(record.get("id"))
            if text in fresh:
                self._met[key] += 1
            if text in fresh and self._met[key] > self._given[key]:
                self._given[key] += 1
                new.append(record)
        self.doubled += len(records) - len(new)
        return new

    def is_stale(self, records: _Records) -> bool:
        """Say no: parts of a period may hold the same appointment."""
        return False


def identify(record: dict[str, Any]) -> int | str:
    """Return what identifies a record: its number, or all of it."""
    number = record.get("id")
    if isinstance(number, int | str) and number:
        return number
    return describe(record)


def describe(record: dict[str, Any]) -> str:
    """Return a short text that differs for any two records that are not equal."""
    if isinstance(record, Slice):
        return f"#{hash(record.text.decode())}"
    with suppress(RecursionError, ValueError):  # no record is nested that deeply
        return f"#{hash(json.dumps(record, ensure_ascii=False, separators=(',', ':')))}"
    return f"#{id(record)}"
