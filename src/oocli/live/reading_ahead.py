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
from oocli.errors import ApiError, OocliError
from oocli.live.readings import Reading, Wanted, build_readings, count_most, read_records

if TYPE_CHECKING:
    from oocli.catalogue import ReadBack
    from oocli.client import Client
    from oocli.request.actions import Action
    from oocli.wire.messages import Answer

_READINGS = 2  # in one request; a lost answer is asked for again, so this need not be small
_JOBS = 4  # requests in flight
_NOT_THERE = 3  # exit code of a record that was asked for by its number


class Seen(NamedTuple):
    """An action and its record.

    Attributes:
        row: number of the row that the action comes from.
        action: the action.
        elements: what the record has; None where it does not exist, or may not be read.
    """

    row: int
    action: Action
    elements: Mapping[str, Any] | None


@dataclass(eq=False)
class Part:
    """Actions whose records are asked for together.

    Attributes:
        items: row and action of each.
        readings: the actions that are sent.
        failure: why their records are not known; None where they are.
        seen: each action with its record; complete once the part is handed out.
    """

    items: Sequence[tuple[int, Action]]
    readings: Sequence[Reading]
    failure: OocliError | None = None
    seen: Sequence[Seen] = ()
    _answer: Answer | OocliError | None = field(default=None, repr=False)

    @property
    def is_back(self) -> bool:
        """Whether the answer has come."""
        return self._answer is not None

    def receive(self, answer: Answer | OocliError) -> None:
        """Take in what came back."""
        self._answer = answer

    def read(self, client: Client, way: ReadBack) -> None:
        """Find the record of each action in the answer."""
        answer, self._answer = self._answer, None
        if answer is None or isinstance(answer, OocliError):
            self.failure = answer
            return
        found: dict[tuple[str, str], Mapping[str, Any]] = {}
        results = client.find_results(answer, [reading.action for reading in self.readings])
        for reading, result in zip(self.readings, results, strict=True):
            if way.by == "resourceid" and isinstance(result, ApiError) and result.exit_code == _NOT_THERE:
                continue
            if isinstance(result, OocliError):
                self.failure = result
                return
            for number, elements in read_records(result.records, way, reading.language):
                found[reading.language, number] = elements
        self.seen = [
            Seen(row, action, found.get((_find_language(action, way), str(action.resourceid))))
            for row, action in self.items
        ]


@dataclass
class LiveLookup:
    """Finds the records of the actions of one call.

    Attributes:
        client: sends the readings.
        way: how they are read.
        usual: a field that is read of a record if no other is.
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

    def find(self, actions: Iterable[tuple[int, Action]]) -> Iterator[Seen]:
        """Return each action with its record, in their order.

        Raises:
            OocliError: a reading was refused, or its answer did not come; earlier ones were handed out.
        """
        for part in self.find_parts(actions):
            if part.failure is not None:
                raise part.failure
            yield from part.seen

    def find_parts(self, actions: Iterable[tuple[int, Action]]) -> Iterator[Part]:
        """Return the actions in parts, with their records or the reason why these are unknown.

        With one job, no actions are taken beyond those of the part that is handed out.
        """
        waiting = iter(actions)
        crew: Crew[Part] = Crew(self.client, self.jobs)
        parts: deque[Part] = deque()
        try:
            while True:
                while len(parts) < self.jobs and (part := self._take(waiting)) is not None:
                    parts.append(part)
                    crew.send(part, [reading.action for reading in part.readings])
                if not parts:
                    return
                while not parts[0].is_back:
                    back = crew.wait()
                    back.errand.receive(back.answer)
                part = parts.popleft()
                part.read(self.client, self.way)
                yield part
        finally:
            crew.dismiss()

    def _take(self, waiting: Iterator[tuple[int, Action]]) -> Part | None:
        items = list(islice(waiting, count_most(self.way, self.readings)))
        if not items:
            return None
        wanted = (
            Wanted(str(action.resourceid), _find_language(action, self.way), tuple(self.list_names(action)))
            for _, action in items
            if action.resourceid
        )
        return Part(items, list(build_readings(wanted, self.way, usual=self.usual)))


def _find_language(action: Action, way: ReadBack) -> str:
    return str(action.parameters.get(way.language) or "") if way.language else ""
