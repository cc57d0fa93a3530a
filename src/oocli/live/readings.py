"""Rows as readings of their records: many numbers in one action. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from oocli.catalogue import ReadBack
from oocli.catalogue.page_sizes import PAGE
from oocli.request.actions import Action


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
    """Return the actions that read these records, as few as can be.

    ``usual`` is a field that the call reads of every record, for a reading that asks for no other.
    """
    by_language: dict[str, tuple[dict[str, None], dict[str, None]]] = {}
    for record in wanted:
        numbers, names = by_language.setdefault(record.language, ({}, {}))
        numbers[record.number] = None
        names.update(dict.fromkeys(record.names))
    for language, (numbers, names) in by_language.items():
        listed = list(numbers)
        for start in range(0, len(listed), PAGE):
            part = listed[start : start + PAGE]
            yield Reading(language, _build_action(part, list(names) or [usual], way, language))


def read_records(
    records: Sequence[Mapping[str, Any]], way: ReadBack, language: str
) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Return number and elements of each record of an answer; the number that a writing means it by."""
    for record in records:
        elements = record.get("elements")
        elements = elements if isinstance(elements, Mapping) else {}
        main = elements.get(way.main) if language and way.main else None
        yield str(main or record.get("id")), elements


def _build_action(numbers: Sequence[str], names: Sequence[str], way: ReadBack, language: str) -> Action:
    ids: list[str | int] = [int(text) if text.isascii() and text.isdecimal() else text for text in numbers]
    parameters: dict[str, Any] = {"data": list(names)}
    if way.by == "filter":
        parameters["filter"] = {way.field: [{"op": "in", "val": ids}]}
    else:
        parameters[way.by] = ids
    parameters["listlimit"] = PAGE
    if language:
        parameters |= {way.language: language, **way.ask}
    return Action("read", way.resourcetype, parameters=parameters)
