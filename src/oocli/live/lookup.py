"""The live records of actions, read ahead: several readings in one request, several requests in flight.

Owns the order: actions come out as they went in, each with its record. What waits is bounded,
so memory stays flat whatever the number of actions.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from oocli.client.crew import Crew
from oocli.errors import OocliError
from oocli.live.readings import MOST, Reading, Wanted, build_readings, read_records

if TYPE_CHECKING:
    from oocli.catalogue import ReadBack
    from oocli.client import Client
    from oocli.request.actions import Action
    from oocli.wire.messages import Answer

_READINGS = 2  # in one request; a lost answer is asked for again, so it need not be small
_JOBS = 4  # requests in flight


class Seen(NamedTuple):
    """An action and its record.

    Attributes:
        row: number of the row that the action is of.
        action: the action.
        elements: what the record has; None where it does not exist, or may not be read.
    """

    row: int
    action: Action
    elements: Mapping[str, Any] | None


@dataclass(eq=False)
class _Part:
    """Actions whose records are asked for together.

    Attributes:
        items: row and action of each.
        readings: what is sent.
        answer: what came back; None before.
    """

    items: Sequence[tuple[int, Action]]
    readings: Sequence[Reading]
    answer: Answer | OocliError | None = None


@dataclass
class LiveLookup:
    """Finds the records of the actions of one call.

    Attributes:
        client: sends the readings.
        way: how they are read.
        usual: a field that is read of every record where no other is.
        list_names: gives the names under which a reading gives the fields of an action.
        jobs: requests in flight at most.
        readings: actions in one request at most.
    """

    client: Client
    way: ReadBack
    usual: str
    list_names: Callable[[Action], Iterable[str]]
    jobs: int = _JOBS
    readings: int = _READINGS
    _parts: deque[_Part] = field(default_factory=deque, init=False, repr=False)

    def find(self, actions: Iterable[tuple[int, Action]]) -> Iterator[Seen]:
        """Give each action with its record, in their order.

        Raises:
            OocliError: a reading was refused, or its answer did not come; what came before was given.
        """
        waiting = iter(actions)
        crew: Crew[_Part] = Crew(self.client, self.jobs)
        self._parts.clear()
        try:
            while True:
                while len(self._parts) < self.jobs and (part := self._take(waiting)) is not None:
                    self._parts.append(part)
                    crew.send(part, [reading.action for reading in part.readings])
                if not self._parts:
                    return
                while self._parts[0].answer is None:
                    back = crew.wait()
                    back.errand.answer = back.answer
                yield from self._read(self._parts.popleft())
        finally:
            crew.dismiss()

    def _take(self, waiting: Iterator[tuple[int, Action]]) -> _Part | None:
        items = list(islice(waiting, MOST * self.readings))
        if not items:
            return None
        wanted = (self._describe(action) for _, action in items)
        return _Part(items, list(build_readings(wanted, self.way, usual=self.usual)))

    def _describe(self, action: Action) -> Wanted:
        return Wanted(str(action.resourceid), self._language(action), tuple(self.list_names(action)))

    def _language(self, action: Action) -> str:
        return str(action.parameters.get(self.way.language) or "") if self.way.language else ""

    def _read(self, part: _Part) -> Iterator[Seen]:
        answer = part.answer
        if answer is None or isinstance(answer, OocliError):
            raise answer or RuntimeError("records were taken that nobody has asked for")
        sent = [reading.action for reading in part.readings]
        found: dict[tuple[str, str], Mapping[str, Any]] = {}
        for reading, result in zip(part.readings, self.client.find_results(answer, sent), strict=True):
            if isinstance(result, OocliError):
                raise result
            for number, elements in read_records(result.records, self.way, reading.language):
                found[reading.language, number] = elements
        for row, action in part.items:
            yield Seen(row, action, found.get((self._language(action), str(action.resourceid))))
