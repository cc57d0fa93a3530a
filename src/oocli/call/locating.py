"""``-o geojson``: ask for the fields that say where a record is, and leave out records without a place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from oocli.catalogue.modules import list_modules
from oocli.render.geojson import find_place

if TYPE_CHECKING:
    from oocli.catalogue import Call
    from oocli.request.actions import Action


class Locating:
    """Handles the places of one reading.

    Attributes:
        coordinates: the fields of latitude and longitude; empty if records have none.
        added: those of them that were not named, but are asked for all the same.
        left_out: how many records had no place so far.
    """

    def __init__(self, call: Call) -> None:
        """Take the call that reads."""
        module = list_modules().get(call.fields_module) if call.verb == "read" else None
        self.coordinates = module.coordinates if module is not None else ()
        self.added: tuple[str, ...] = ()
        self.left_out = 0

    def ask_for_places(self, action: Action) -> Action:
        """Return the action with the fields of the place added to those that it names."""
        named = action.parameters.get("data")
        if not isinstance(named, list):
            return action
        self.added = tuple(name for name in self.coordinates if name not in named)
        return action._replace(parameters={**action.parameters, "data": [*named, *self.added]})

    def keep_placed(self, records: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
        """Return the records that have a place, and count the others."""
        for record in records:
            if find_place(record, self.coordinates) is None:
                self.left_out += 1
            else:
                yield record

    def describe(self) -> str:
        """Say how many records are left out, and why."""
        latitude, longitude = self.coordinates
        are = "record is" if self.left_out == 1 else "records are"
        return f"{self.left_out:,} {are} left out: without a place in {latitude} and {longitude}"
