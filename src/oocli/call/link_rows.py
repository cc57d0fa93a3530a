"""Linked records as rows: which parent has which child, from an answer with lists. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from oocli.request.actions import Action


def list_links(records: Iterable[Mapping[str, Any]], action: Action) -> Iterator[dict[str, Any]]:
    """Return a record for each link, with ``parent`` and ``child``, under the id of the record found.

    Children were asked for by their parents, or parents by their children.
    """
    found_are_children = bool(action.parameters.get("parentids")) or not action.parameters.get("childids")
    for record in records:
        for asked, linked in _list_pairs(record):
            parent, child = (asked, linked) if found_are_children else (linked, asked)
            yield {"id": linked, "type": "", "elements": {"parent": parent, "child": child}}


def take_each_once(records: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Return the first of records with the same id: for a list of ids, links to one record count once."""
    met: set[Any] = set()
    for record in records:
        if record["id"] not in met:
            met.add(record["id"])
            yield record


def _list_pairs(record: Mapping[str, Any]) -> Iterator[tuple[Any, Any]]:
    elements = record.get("elements")
    for asked, linked in elements.items() if isinstance(elements, Mapping) else ():
        # PHP turns a list with a gap into an object.
        values = linked.values() if isinstance(linked, Mapping) else linked
        if isinstance(values, str | int):
            values = [values]
        yield from ((asked, value) for value in values or ())
