"""``--match``: rows find their records by a key of their own, in batches, before they are sent."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from oocli.bulk.differences import make_comparison
from oocli.bulk.journal_lines import UNCHANGED, Entry
from oocli.catalogue.page_sizes import PAGE
from oocli.changes.match_keys import Key, MatchKey
from oocli.errors import OocliError, UsageError
from oocli.paging.listing import Listing
from oocli.paging.seen import SeenKeys
from oocli.paging.walks import Extent

if TYPE_CHECKING:
    from oocli.bulk.journal import Journal
    from oocli.call.field_options import CallFields
    from oocli.catalogue import Call, Catalogue
    from oocli.client import Client
    from oocli.request.actions import Action

_NAMED = 5  # records in a message
_STAND_IN = 1  # number of a record that is still unknown


class Found(NamedTuple):
    """A row with its record.

    Attributes:
        row: its number.
        action: what is sent; changes the record if there is one.
        problem: why it is not sent, a sentence; empty if it is.
    """

    row: int
    action: Action
    problem: str = ""


@dataclass
class Matcher:
    """Finds the records of rows.

    Attributes:
        key: tells one record from another.
        read: the call that reads them.
        left_out: entries that are not changed in an existing address.
    """

    key: MatchKey
    read: Call
    left_out: set[str] = field(default_factory=set, init=False)
    _met: SeenKeys = field(default_factory=SeenKeys, init=False, repr=False)

    def list_problems(self, action: Action) -> list[str]:
        """Return what is wrong with the key of a row; to be called once for each row."""
        if action.resourceid:
            return [f"it has a record number, {action.resourceid}, and --match looks for one"]
        key = self.key.read(action)
        if key is None:
            return [f"{self.key.shown} is empty, so no record can be found by it"]
        return [f"{self.key.describe(action)} stands in a row before"] if self._met.add(key) else []

    def list_forms(self, action: Action, call: Call) -> Iterator[tuple[Action, Call]]:
        """Return the actions that a row may become, each with its call, for checking."""
        if self.key.creates is not None:
            yield action, call
        yield self.key.as_modify(action, _STAND_IN), self.key.comparison.call

    def find(self, client: Client, actions: Iterable[tuple[int, Action]]) -> Iterator[Found]:
        """Return each row with its record, in their order.

        Raises:
            OocliError: the records cannot be read; earlier ones were given.
        """
        waiting = iter(actions)
        while items := list(islice(waiting, PAGE)):
            search = self.key.build_search([action for _, action in items])
            numbers: dict[Key, list[int | str]] = {}
            for record in Listing(client, self.read, search, Extent(every=True)):
                elements = record.get("elements")
                for key in self.key.list_keys(elements if isinstance(elements, dict) else {}):
                    numbers.setdefault(key, []).append(record["id"])
            for row, action in items:
                yield self._choose(row, action, numbers.get(self.key.read(action) or (), []))

    def _choose(self, row: int, action: Action, numbers: list[int | str]) -> Found:
        said = self.key.describe(action)
        if len(numbers) > 1:
            listed = ", ".join(map(str, numbers[:_NAMED]))
            return Found(row, action, f"{len(numbers)} records have {said}: {listed}")
        if numbers:
            self.left_out.update(self.key.list_left_out(action))
            return Found(row, self.key.as_modify(action, numbers[0]))
        if self.key.creates is not None:
            return Found(row, action)
        return Found(row, action, f"No record has {said}")


@dataclass
class Resolving:
    """Passes on rows whose record is known, and writes the others to the journal.

    Attributes:
        matcher: finds the records.
        client: reads them.
        journal: records why a row is not sent.
        failure: why the reading ended; None if it did not.
    """

    matcher: Matcher
    client: Client
    journal: Journal
    failure: OocliError | None = field(default=None, init=False)

    def pass_on(self, actions: Iterable[tuple[int, Action]]) -> Generator[tuple[int, Action]]:
        """Return the rows to send, in order."""
        try:
            for found in self.matcher.find(self.client, actions):
                action = found.action
                if found.problem:
                    self.journal.append([Entry(found.row, "error", error=found.problem)])
                elif not self.matcher.key.sets_anything(action):
                    self.journal.append(
                        [Entry(found.row, UNCHANGED, action.resourceid, "it has nothing but the key")]
                    )
                else:
                    yield found.row, action
        except OocliError as failure:
            self.failure = failure

    def tell_left_out(self, warn: Callable[[str], None]) -> None:
        """Warn of entries that were left alone."""
        if self.matcher.left_out:
            names = ", ".join(sorted(self.matcher.left_out))
            warn(f"{names}: entries of records that were there are left as they are.")


def read_match(text: str) -> tuple[str, ...]:
    """Return the names of the fields of ``--match``.

    Raises:
        UsageError: a name is empty.
    """
    names = tuple(dict.fromkeys(name.strip() for name in text.split(",")))
    if not all(names):
        raise UsageError(f"--match {text!r} names no field", hint="Write it like --match objektnr_extern")
    return names


def open_matcher(catalogue: Catalogue, call: Call, fields: CallFields, text: str) -> Matcher:
    """Return what finds the records of rows by the fields of ``--match``.

    Raises:
        UsageError: that cannot be done for this call.
    """
    changes = catalogue.find("modify", call.resourcetype)
    way = changes.read_back if changes is not None else None
    read = catalogue.find("read", way.resourcetype) if way is not None else None
    if changes is None or way is None or read is None or not way.takes_fields:
        raise UsageError(f"{call.name} has no records that could be found by a field")
    comparison = make_comparison(changes, fields)
    creates = call if call.verb == "create" else None
    return Matcher(MatchKey(read_match(text), comparison, way, creates), read)
