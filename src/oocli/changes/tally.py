"""A summary of many changes, field by field. Pure, and flat in memory."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from oocli.changes.comparing import Change
from oocli.changes.equality import as_number


@dataclass
class FieldTally:
    """What happens to one field.

    Attributes:
        rows: how many rows change it.
        smallest: the change to the smallest number; None if the field has no numbers.
        largest: the change to the largest one.
    """

    rows: int = 0
    smallest: Change | None = None
    largest: Change | None = None
    _range: tuple[Decimal, Decimal] | None = field(default=None, repr=False)

    def add(self, change: Change, *, is_number: bool) -> None:
        """Take a change of the field."""
        self.rows += 1
        number = as_number(change.new) if is_number else None
        if number is None:
            return
        low, high = self._range or (number, number)
        if self.smallest is None or number < low:
            self.smallest, low = change, number
        if self.largest is None or number > high:
            self.largest, high = change, number
        self._range = (low, high)


@dataclass
class Tally:
    """What many rows would change.

    Attributes:
        is_number: says whether a field holds numbers, by its name.
        rows: how many were looked at.
        changed: how many of them change something.
        missing: how many name a record that does not exist.
        first_missing: numbers of the first of these rows.
        fields: what happens to each field, by name, in the order of arrival.
        longest_id: length of the longest record number.
    """

    is_number: Callable[[str], bool]
    rows: int = 0
    changed: int = 0
    missing: int = 0
    first_missing: list[int] = field(default_factory=list)
    fields: dict[str, FieldTally] = field(default_factory=dict)
    longest_id: int = 0

    @property
    def unchanged(self) -> int:
        """How many rows name a record but change nothing in it."""
        return self.rows - self.changed - self.missing

    def add(self, row: int, number: str, changes: Sequence[Change] | None) -> None:
        """Take a row and the number of its record; its changes are None if there is no such record."""
        self.rows += 1
        if changes is None:
            self.missing += 1
            if len(self.first_missing) < _NAMED:
                self.first_missing.append(row)
            return
        self.changed += bool(changes)
        self.longest_id = max(self.longest_id, len(number)) if changes else self.longest_id
        for change in changes:
            tally = self.fields.setdefault(change.field, FieldTally())
            tally.add(change, is_number=self.is_number(change.field))


_NAMED = 1000  # rows without a record; the rest is counted
