"""Stretches of records that are asked for by lists of numbers, a page at a time. Pure."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from oocli.errors import CannotWalk
from oocli.paging.span_protocol import Settled, Span
from oocli.paging.spans import Reading
from oocli.request.actions import Action
from oocli.wire.messages import Result


class NumberedSpan(NamedTuple):
    """Records with these numbers; those that do not come no longer exist.

    Attributes:
        numbers: in the order in which they are asked for.
    """

    reading: Reading
    numbers: tuple[int, ...]

    @property
    def expected(self) -> int:
        """A page, or fewer if fewer are asked for."""
        return max(1, min(self.reading.size, len(self.numbers)))

    def cut(self, wanted: int | None) -> tuple[Span, Span | None]:
        """Cut off as many numbers as a page holds."""
        size = self.reading.size
        if len(self.numbers) <= size:
            return self, None
        return self._replace(numbers=self.numbers[:size]), self._replace(numbers=self.numbers[size:])

    def build_action(self) -> Action:
        """Ask for the records of these numbers."""
        condition = {"op": "in", "val": list(self.numbers)}
        narrowed = self.reading.narrow(self.reading.number, [condition])
        return self.reading.ask_page(self.reading.size, filter=narrowed)

    def settle(self, result: Result) -> Settled:
        """Take the records; a page that is smaller than asked for leaves the others to be read."""
        found = {_read_number(record) for record in result.records}
        left = tuple(number for number in self.numbers if number not in found)
        if len(left) + len(found) != len(self.numbers):
            raise CannotWalk(
                f"The records of {self.reading.action.name} cannot be read by {self.reading.number}",
                why="records came that were not asked for",
            )
        return Settled(result.records, self._replace(numbers=left) if found and left else None)


def _read_number(record: Mapping[str, Any]) -> int | None:
    number = str(record.get("id"))
    return int(number) if number.isascii() and number.isdecimal() and len(number) < 19 else None
