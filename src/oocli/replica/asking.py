"""The office that is copied: how it is asked, several requests at once, and what time it has.

Owns nothing but the asking. What is read whole goes through a listing, which knows that it is
all; what is fetched by number goes out in batches.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from oocli.catalogue.page_sizes import PAGE
from oocli.client.crew import Crew
from oocli.client.server_clock import find_offset
from oocli.errors import OocliError, UsageError
from oocli.paging.listing import Listing, count_records
from oocli.paging.pace import DEFAULT_BATCH, DEFAULT_JOBS, Pace
from oocli.paging.walks import Extent

if TYPE_CHECKING:
    from oocli.catalogue import Call, Catalogue
    from oocli.client import Client
    from oocli.request.actions import Action
    from oocli.wire.messages import Answer, Result

_EVERY = Extent(every=True)


class Found(NamedTuple):
    """The result of one action.

    Attributes:
        action: what was asked.
        result: what came, or why nothing did.
        server_time: Unix seconds of the server's clock when it answered.
    """

    action: Action
    result: Result | OocliError
    server_time: float


def read_result(found: Found) -> Result:
    """Return the result of an action.

    Raises:
        OocliError: it was refused, or its answer was lost.
    """
    if isinstance(found.result, OocliError):
        raise found.result
    return found.result


@dataclass(frozen=True)
class Office:
    """An account, asked through a client.

    Attributes:
        client: sends.
        catalogue: knows the calls.
        jobs: requests in flight at most.
        batch: actions in one request at most.
        most_numbers: records that one action fetches by number.
    """

    client: Client
    catalogue: Catalogue
    jobs: int = DEFAULT_JOBS
    batch: int = DEFAULT_BATCH
    most_numbers: int = PAGE

    def find_call(self, action: Action) -> Call:
        """Return the call of an action, in the form that it has."""
        call = self.catalogue.find(action.verb, action.resourcetype)
        if call is None:
            raise UsageError(f"The catalogue has no call {action.name}")
        return call.variant(str(action.resourceid or ""))

    def list_all(self, action: Action) -> Listing:
        """Return the reading of all records that an action means."""
        return Listing(self.client, self.find_call(action), action, _EVERY, Pace(self.jobs, self.batch))

    def count(self, action: Action) -> int | None:
        """Return the number of records that an action means now; None where the call does not count them."""
        call = self.find_call(action)
        if call.paging is None or call.paging.counting is None or not call.paging.counts_hits:
            return None
        return count_records(self.client, call, action)

    def ask(self, actions: Iterable[Action]) -> Iterator[list[Found]]:
        """Send actions and give what came of each, a request's results at a time, in whatever order.

        Raises:
            NetworkError: a request failed; what came before it was given.
        """
        crew: Crew[Sequence[Action]] = Crew(self.client, self.jobs)
        waiting = _split(actions, self.batch)
        try:
            while True:
                while crew.busy < self.jobs and (batch := next(waiting, None)) is not None:
                    crew.send(batch, batch)
                if not crew.busy:
                    return
                back = crew.wait()
                if isinstance(back.answer, OocliError):
                    raise back.answer
                yield self._read(back.errand, back.answer)
        finally:
            crew.dismiss()

    def ask_all(self, actions: Iterable[Action]) -> Iterator[Found]:
        """Send actions and give what came of each, one after another."""
        for found in self.ask(actions):
            yield from found

    def _read(self, actions: Sequence[Action], answer: Answer) -> list[Found]:
        time = self.read_time(answer.server_date)
        results = self.client.find_results(answer, actions)
        return [Found(action, result, time) for action, result in zip(actions, results, strict=True)]

    def read_time(self, server_date: str) -> float:
        """Return the server's time of an answer, by its ``Date`` header, or else by this machine's clock."""
        now = self.client.now()
        offset = find_offset(server_date, now)
        return now - (self.client.offset.seconds if offset is None else offset)


def _split(actions: Iterable[Action], size: int) -> Iterator[list[Action]]:
    batch: list[Action] = []
    for action in actions:
        batch.append(action)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch
