"""Hand records on in batches: large enough to be cheap, small enough to stream."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

# Divides the page sizes of the API (100, 500, 1000), so that a full page is written
# when it has arrived and never waits for the next one.
BATCH = 100

Item = TypeVar("Item")


def split(items: Iterable[Item], *, first: int = BATCH) -> Iterator[list[Item]]:
    """Return the items in lists of BATCH; the first list holds up to ``first`` of them.

    When the source fails, what came before is still given, then the failure goes on: a
    page that was read is never lost because the next one could not be.
    """
    waiting = iter(items)
    size = first
    while True:
        batch: list[Item] = []
        try:
            batch.extend(islice(waiting, size))
        finally:
            # Also after a failure: the consumer gets what came before it, and the failure
            # when it asks for more.
            if batch:
                yield batch
        if len(batch) < size:
            return
        size = BATCH
