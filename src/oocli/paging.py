"""Walk the pages of a reading.

Owns which page is asked for next and when the walk is over; sends through the client.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from oocli.actions import Action
from oocli.catalogue import Call
from oocli.client import Client
from oocli.errors import ApiError
from oocli.wire import Answer, Result


@dataclass
class Listing:
    """The records of one reading, page by page as they come.

    Attributes:
        client: sends the actions.
        call: the call that is read, with its paging.
        action: asks for the first page.
        total: hits before paging, known after the first page; None where the call counts none.
        shown: records given so far.
    """

    client: Client
    call: Call
    action: Action
    total: int | None = None
    shown: int = 0

    def pages(self) -> Iterator[tuple[Answer, Result]]:
        """Give each answer with its one result.

        Raises:
            ApiError: the API refused a page; and everything that ``Client.send`` raises.
        """
        answer = self.client.send([self.action])
        refusal = self.client.find_refusals(answer, [self.action])[0]
        if isinstance(refusal, ApiError):
            raise refusal
        result = answer.results[0]
        self.total = result.total
        self.shown += len(result.records)
        yield answer, result

    def __iter__(self) -> Iterator[dict[str, Any]]:
        """Give each record, ``{"id", "type", "elements"}``."""
        for _, result in self.pages():
            yield from result.records
