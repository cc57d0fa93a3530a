"""The numbers of the records that a command is about: typed, from standard input, or found by conditions."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from oocli.call.asked import CallInputs, CallOptions, ReadingOptions
from oocli.disk.inputs import read_text
from oocli.errors import OocliError, PartlyDone, UsageError

if TYPE_CHECKING:
    from oocli.call.planning import Plan
    from oocli.client import Client
    from oocli.context import Context

_KEYS = ("id", "_id", "Id", "ID", "record", "recordid")
_DIGITS = 15


def read_numbers(words: Iterable[str], *, one: str, read_input: Callable[[], str]) -> list[int]:
    """Return the numbers that were typed, each once; ``-`` stands for those that ``read_input`` gives.

    ``one`` is what such a record is called: ``estate``.

    Raises:
        UsageError: one of them is not the number of a record.
    """
    numbers: dict[int, None] = {}
    for word in words:
        if word == "-":
            numbers.update(dict.fromkeys(parse_numbers(read_input(), one=one)))
        elif (number := read_number(word)) is None:
            article = "an" if one[:1] in "aeiou" else "a"
            raise UsageError(f"{word[:40]} is not the number of {article} {one}")
        else:
            numbers[number] = None
    return list(numbers)


def read_number_file(name: str, context: Context, *, one: str) -> list[int]:
    """Return the numbers of records in a file, or on standard input for ``-``, each once.

    Raises:
        UsageError: it cannot be read, or has something else.
    """
    return list(dict.fromkeys(parse_numbers(read_text(name, context.stdin), one=one)))


def parse_numbers(text: str, *, one: str) -> Iterator[int]:
    """Return the numbers in a text: one a line, or records as JSON or NDJSON.

    Raises:
        UsageError: it contains something else.
    """
    for place, value in _list_values(text.removeprefix("\ufeff")):
        number = read_number(_find_number(value) if isinstance(value, Mapping) else value)
        if number is None:
            raise UsageError(
                f"{place} is not the number of a record: {str(value)[:40]}",
                why="There has to be a number a line, or a record as JSON with its id",
                hint=f"`oocli read {one} -o ids` writes such lines",
            )
        yield number


def _list_values(text: str) -> Iterator[tuple[str, Any]]:
    """Return each value with the words for its place."""
    whole = _parse(text)
    if isinstance(whole, list):
        yield from ((f"Element {place}", value) for place, value in enumerate(whole, start=1))
        return
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip():
            value = _parse(line)
            yield f"Line {number}", line.strip() if value is None or isinstance(value, list) else value


def _parse(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _find_number(record: Mapping[str, Any]) -> Any:
    return next((record[key] for key in _KEYS if record.get(key) is not None), None)


def read_number(value: Any) -> int | None:
    """Return the number of a record that a value is; None for 0, for a text, for more than 15 digits."""
    text = str(value).strip()
    is_number = text.isascii() and text.isdecimal() and len(text) <= _DIGITS and not isinstance(value, bool)
    return int(text) if is_number and int(text) > 0 else None


def plan_record_reading(context: Context, module: str, *, where: tuple[str, ...], jobs: str) -> Plan:
    """Return the reading of the records of a kind that match.

    Raises:
        UsageError: such records cannot be searched, or the conditions cannot be read.
    """
    from oocli.call.planning import plan_reading

    call = context.catalogue.find("read", module)
    if call is None or call.parameter("filter") is None:
        raise UsageError(
            f"--where and --all are not for {module}", hint="Give the numbers of the records, or - for a list"
        )
    options = CallOptions(CallInputs(where=where), reading=ReadingOptions(every=True, jobs=jobs))
    plan = plan_reading(context, call, options)
    plan.prepared.check(plan.first, validate=context.validate)
    return plan


def _find_numbers(client: Client, plan: Plan) -> Iterator[int]:
    """Return the numbers of the records of a reading.

    Raises:
        PartlyDone: all available numbers were given, but some may be missing.
        OocliError: it was refused, or its answer did not come.
    """
    with plan.prepared.fields.located(plan.prepared.action):
        for record in plan.begin(client):
            number = read_number(record.get("id"))
            if number is not None:
                yield number


class Records:
    """The records that something is done with: named by their numbers, or found by a reading.

    Attributes:
        gap: the failure to report at the end if some of them may be missing.
    """

    def __init__(self, plan: Plan | None, numbers: list[int]) -> None:
        """Take the reading that finds them, or their numbers."""
        self.gap: OocliError | None = None
        self._plan = plan
        self._numbers = numbers

    def list_numbers(self, client: Client) -> Iterator[int]:
        """Return the number of each."""
        if self._plan is None:
            yield from self._numbers
            return
        try:
            yield from _find_numbers(client, self._plan)
        except PartlyDone as gap:
            self.gap = gap
