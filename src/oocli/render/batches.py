"""Hand records on in batches: large enough to be cheap, small enough to stream."""

from collections.abc import Iterable, Iterator
from typing import TypeVar

# Divides the page sizes of the API (100, 500, 1000), so that a full page is written
# when it has arrived and never waits for the next one.
BATCH = 100

Item = TypeVar("Item")


def split(items: Iterable[Item], *, first: int = BATCH) -> Iterator[list[Item]]:
    """Give the items in lists of BATCH; the first list holds up to ``first`` of them.

    When the source fails, what came before is still given, then the failure goes on: a
    page that was read is never lost because the next one could not be.
    """
    batch: list[Item] = []
    size = first
    try:
        for item in items:
            batch.append(item)
            if len(batch) >= size:
                full, batch, size = batch, [], BATCH
                yield full
    finally:
        # Also the ordinary end. After a failure the consumer gets this last batch, and
        # the failure when it asks for another. An abandoned generator has an empty batch.
        if batch:
            yield batch
