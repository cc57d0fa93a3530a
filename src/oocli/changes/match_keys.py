"""Find records by the keys that people use: ``objektnr_extern``, ``KdNr``, ``email``. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any

from oocli.catalogue import Call, ReadBack
from oocli.changes.comparing import Comparison
from oocli.changes.contacts import name_for_reading
from oocli.changes.equality import as_number
from oocli.request.actions import Action
from oocli.text.letter_case import fold_case, list_forms

Key = tuple[str, ...]


@dataclass(frozen=True)
class MatchKey:
    """The fields that tell one record from another.

    Attributes:
        names: the fields, by their names for writing.
        comparison: compares records of the call that changes them.
        way: how these are read.
        creates: the call that creates a record if none is found; None if that is not wanted.
    """

    names: tuple[str, ...]
    comparison: Comparison
    way: ReadBack
    creates: Call | None = None

    @property
    def shown(self) -> str:
        """The fields in words."""
        return " and ".join(self.names)

    def read(self, action: Action) -> Key | None:
        """Return the key of an action; None if a part of it is empty, or not a plain value."""
        sets = self.comparison.list_sets(action)
        values = [sets.get(name) for name in self.names]
        if any(value in (None, "") or isinstance(value, list | Mapping) for value in values):
            return None
        return tuple(self._fold(name, value) for name, value in zip(self.names, values, strict=True))

    def list_keys(self, elements: Mapping[str, Any]) -> Iterator[Key]:
        """Return every key of a record that was read; it may have several mail addresses."""
        yield from product(*(set(self._list_values(elements, name)) for name in self.names))

    def build_search(self, actions: list[Action]) -> Action:
        """Return the action that reads the records with the keys of these actions, and perhaps more."""
        filters: dict[str, Any] = {}
        for name in self.names:
            given = dict.fromkeys(self.comparison.list_sets(action)[name] for action in actions)
            values = dict.fromkeys(form for value in given for form in _list_forms(value))
            filters[self._name_read(name)] = [{"op": "in", "val": list(values)}]
        names = [self._name_read(name) for name in self.names]
        return Action("read", self.way.resourcetype, parameters={"data": names, "filter": filters})

    def as_modify(self, action: Action, number: Any) -> Action:
        """Return the action that changes the record of a number, without the key and what only creates."""
        call = self.comparison.call
        sets = {
            name: value
            for name, value in self.comparison.list_sets(action).items()
            if name not in self.names and self._is_changeable(name, value)
        }
        inside = call.fields_in == "parameters.data"
        beside = self.comparison.list_beside(action)
        parameters = {**beside, "data": sets} if inside else sets
        return action._replace(verb=call.verb, resourceid=number, parameters=parameters)

    def sets_anything(self, action: Action) -> bool:
        """Say whether an action sets any field."""
        return bool(self.comparison.list_sets(action))

    def list_left_out(self, action: Action) -> list[str]:
        """Return the entries that are created with a new address, and left alone in an existing one."""
        sets = self.comparison.list_sets(action)
        return [
            name for name in sets if name in self.comparison.contacts and not isinstance(sets[name], Mapping)
        ]

    def describe(self, action: Action) -> str:
        """Return the key of an action for a message: ``objektnr_extern A17``."""
        sets = self.comparison.list_sets(action)
        return ", ".join(f"{name} {sets.get(name)}" for name in self.names)

    def _is_changeable(self, name: str, value: Any) -> bool:
        if name in self.comparison.contacts:
            return isinstance(value, Mapping)
        if self.creates is None or self.creates.parameter(name) is None:
            return True
        is_documented = self.comparison.call.parameter(name) is not None
        return (
            is_documented
            or self.comparison.find_field(name) is not None
            or bool(self.comparison.call.fields_in == "parameters.data")
        )

    def _list_values(self, elements: Mapping[str, Any], name: str) -> Iterator[str]:
        read = self._name_read(name)
        entries = [value for key, value in elements.items() if key.startswith(f"{read}__")]
        for value in [elements[read]] if read in elements else entries:
            yield self._fold(name, value)

    def _name_read(self, name: str) -> str:
        return name_for_reading(name) if name in self.comparison.contacts else self.way.names.get(name, name)

    def _fold(self, name: str, value: Any) -> str:
        """Return a value in a form in which equal ones match: texts in any case, numbers in any notation."""
        number = as_number(value) if self.comparison.find_kind(name) in ("integer", "number") else None
        return str(number.normalize()) if number is not None else fold_case(str(value).strip())


def _list_forms(value: Any) -> list[Any]:
    return list_forms(value) if isinstance(value, str) else [value]
