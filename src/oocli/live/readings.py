"""Rows as readings of their records: many numbers in one action. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from oocli.catalogue import ReadBack
from oocli.catalogue.page_sizes import PAGE
from oocli.live.unfolding import unfold
from oocli.request.actions import Action

_MOST_SINGLE = 25
"""Actions in one request if each reads one record."""


def count_most(way: ReadBack, readings: int) -> int:
    """Return how many records one request with this number of readings asks for."""
    return _MOST_SINGLE if way.by == "resourceid" else PAGE * readings


class Wanted(NamedTuple):
    """A record that is to be read.

    Attributes:
        number: of the record, as text.
        language: of its version; empty for the main one.
        names: fields to read.
    """

    number: str
    language: str
    names: tuple[str, ...]


class Reading(NamedTuple):
    """One action that reads many records.

    Attributes:
        language: of their versions; empty for the main one.
        action: what is sent.
    """

    language: str
    action: Action


def build_readings(wanted: Iterable[Wanted], way: ReadBack, *, usual: str) -> Iterator[Reading]:
    """Return the actions that read these records, as few as possible.

    ``usual`` is a field that the call reads of every record, for a reading that asks for no other.
    """
    by_language: dict[str, tuple[dict[str, None], dict[str, None]]] = {}
    for record in wanted:
        numbers, names = by_language.setdefault(record.language, ({}, {}))
        numbers[record.number] = None
        names.update(dict.fromkeys(record.names))
    for language, (numbers, names) in by_language.items():
        listed, size = list(numbers), 1 if way.by == "resourceid" else PAGE
        for start in range(0, len(listed), size):
            part = listed[start : start + size]
            yield Reading(language, _build_action(part, list(names) or [usual], way, language))


def read_records(
    records: Sequence[Mapping[str, Any]], way: ReadBack, language: str
) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Return the number, by which a writing names it, and the elements of each record of an answer."""
    for record in records:
        elements = record.get("elements")
        elements = elements if isinstance(elements, Mapping) else {}
        main = elements.get(way.main) if language and way.main else None
        yield str(main or record.get("id")), unfold(elements, way)


def _build_action(numbers: Sequence[str], names: Sequence[str], way: ReadBack, language: str) -> Action:
    ids: list[str | int] = [int(text) if text.isascii() and text.isdecimal() else text for text in numbers]
    if way.by == "resourceid":
        return Action(way.verb, way.resourcetype, ids[0], parameters=way.parameters)
    parameters: dict[str, Any] = {"data": list(names)} if way.takes_fields else {}
    if way.by == "filter":
        parameters["filter"] = {way.field: [{"op": "in", "val": ids}]}
    else:
        parameters[way.by] = ids
    parameters |= {"listlimit": PAGE, **way.parameters}
    if language:
        parameters |= {way.language: language, **way.ask}
    return Action(way.verb, way.resourcetype, parameters=parameters)
