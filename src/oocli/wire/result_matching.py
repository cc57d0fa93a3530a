"""Which result of an answer belongs to which action, by the identifier that the API sends back.

Pure. By position alone a result that is missing, doubled or in another's place gives one
record the number of another. An action that has an identifier of its own is matched by it;
what fits none, or more than one, belongs to nobody.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Any


def find_own(identifiers: Sequence[str]) -> Sequence[str]:
    """Return the identifiers of the actions of a request, or none where they are not all different."""
    return identifiers if all(identifiers) and len(set(identifiers)) == len(identifiers) else ()


def find_places(came: Sequence[Any], identifiers: Sequence[str]) -> list[int | None]:
    """Return for each action the index of its result, or None where none is surely its own.

    ``came`` are the identifiers of the results as they were sent back. Where none came back at
    all, and where a refused action came back without one among others that are in their
    places, the position counts.
    """
    found = [_read(identifier) for identifier in came]
    counts = Counter(found)
    if len(found) == len(identifiers) and all(
        theirs in ("", own) for theirs, own in zip(found, identifiers, strict=True)
    ):
        return list(range(len(found)))
    return [found.index(own) if counts[own] == 1 else None for own in identifiers]


def _read(identifier: Any) -> str:
    """Return an identifier as text; PHP may send a number, and null for none."""
    return str(identifier) if isinstance(identifier, str | int) else ""
