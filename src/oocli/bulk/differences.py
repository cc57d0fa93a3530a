"""What rows would change, found out by reading their records, one row after the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from oocli.changes.comparing import Change, Comparison
from oocli.errors import UsageError
from oocli.live.reading_ahead import LiveLookup

if TYPE_CHECKING:
    from oocli.call.field_options import CallFields
    from oocli.catalogue import Call, Catalogue
    from oocli.client import Client
    from oocli.request.actions import Action


class Difference(NamedTuple):
    """A row and what it would change.

    Attributes:
        row: its number.
        id: number of the record, as text.
        changes: what would change; None if no such record can be read.
    """

    row: int
    id: str
    changes: tuple[Change, ...] | None


def find_differences(
    lookup: LiveLookup, comparison: Comparison, actions: Iterable[tuple[int, Action]]
) -> Iterator[Difference]:
    """Return for each action what it would change in its record.

    Raises:
        OocliError: a reading was refused, or its answer did not come.
    """
    for row, action, elements in lookup.find(actions):
        changes = None if elements is None else tuple(comparison.list_changes(action, elements))
        yield Difference(row, str(action.resourceid), changes)


def open_comparison(call: Call, fields: CallFields) -> Comparison:
    """Return what compares the records of a call.

    Raises:
        UsageError: they cannot be read back, so there is nothing to compare.
    """
    comparison = find_comparison(call, fields)
    if comparison is None:
        raise UsageError(
            f"What {call.name} changes cannot be compared with what is there",
            why="The API has no reading that gives it back under the same names",
            hint="--dry-run shows what would be sent",
        )
    return comparison


def find_comparison(call: Call, fields: CallFields) -> Comparison | None:
    """Return what compares the records of a call; None if they cannot be read back."""
    if call.read_back is None or call.verb != "modify":
        return None
    return make_comparison(call, fields)


def make_comparison(call: Call, fields: CallFields) -> Comparison:
    """Return what compares the records of a call that can be read back, by the types of its fields."""
    values = fields.values
    return Comparison(call, values.find_known if values is not None else _know_nothing)


def open_lookup(
    client: Client, comparison: Comparison, catalogue: Catalogue, *, jobs: int | None = None
) -> LiveLookup:
    """Return what finds the records of a call that can be read back.

    Raises:
        UsageError: they cannot be.
    """
    way = comparison.call.read_back
    read = catalogue.find(way.verb, way.resourcetype) if way is not None else None
    if way is None or read is None:
        raise UsageError(f"What {comparison.call.name} changes cannot be read")
    usual = (read.default_fields or (way.field,))[0]
    lookup = LiveLookup(client, way, usual, comparison.list_names)
    if jobs is not None:
        lookup.jobs = jobs
    return lookup


def _know_nothing(_name: str) -> None:
    return None
