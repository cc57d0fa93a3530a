"""What every record of an answer must have: a number, and values. An answer without them is not taken in.

Pure. A copy that took it in would have a row under a number that is none, or lose values.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from oocli.errors import PartlyDone

_LARGEST = 2**63  # what a number in the file is below


def read_ids(records: Iterable[Mapping[str, Any]]) -> list[int]:
    """Return the number of each record.

    Raises:
        PartlyDone: one has none.
    """
    return read_all([record.get("id") for record in records])


def read_all(values: Iterable[Any]) -> list[int]:
    """Return numbers as they are, or written as texts.

    Raises:
        PartlyDone: one is none.
    """
    known = [*values]
    try:
        numbers = [*map(int, known)]
    except (TypeError, ValueError, OverflowError):
        return [_read(value) for value in known]
    if numbers and not -_LARGEST <= min(numbers) <= max(numbers) < _LARGEST:
        return [_read(value) for value in known]
    return numbers


def see_values(numbers: Sequence[int], elements: Sequence[Mapping[str, Any]]) -> None:
    """See that each of these records has something of what was asked for.

    Raises:
        PartlyDone: one has nothing at all.
    """
    empty = [number for number, one in zip(numbers, elements, strict=True) if not one]
    if empty:
        raise PartlyDone(
            f"An answer has no values of {len(empty):,} of {len(numbers):,} records, such as {empty[0]}",
            why="Taken in, it would empty what the copy has of them",
            hint="Run it again; with --debug it shows the answer",
        )


def _read(value: Any) -> int:
    try:
        number = int(value)
    except (TypeError, ValueError, OverflowError) as error:
        raise _refuse(value) from error
    if not -_LARGEST <= number < _LARGEST:
        raise _refuse(value)
    return number


def _refuse(value: Any) -> PartlyDone:
    return PartlyDone(
        f"An answer has a record whose number is {str(value)[:40]!r}",
        why="What stands in it cannot be kept, and nothing of that answer was",
        hint="Run it again; with --debug it shows the answer",
    )
