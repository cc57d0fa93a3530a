"""What an action would change of the record that it names. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from oocli.catalogue import Call, Parameter
from oocli.changes.contacts import has_entry, list_contact_names, name_for_reading, read_entry_change
from oocli.changes.equality import are_same, is_still
from oocli.fields.facts import Field
from oocli.request.actions import Action, find_parameter
from oocli.values import find_kind

_NOT_FIELDS = ("extendedclaim",)
_PLAIN_KINDS = {
    "integer": "integer",
    "number": "number",
    "boolean": "boolean",
    "array<string>": "choices",
}


class Change(NamedTuple):
    """One field of one record.

    Attributes:
        field: its name, as it is written.
        old: what the record has; as the API gives it.
        new: what would be written; as the API takes it.
    """

    field: str
    old: Any
    new: Any


@dataclass
class Comparison:
    """Compares the records of one call.

    Attributes:
        call: the call, which has a ``read_back``.
        find_field: gives what is known of a field, or None.
    """

    call: Call
    find_field: Callable[[str], Field | None]

    @cached_property
    def contacts(self) -> frozenset[str]:
        """Parameters that change an entry of the record instead of a field."""
        return list_contact_names(self.call)

    def list_sets(self, action: Action) -> Mapping[str, Any]:
        """Return the fields that an action sets, with their values."""
        if self.call.fields_in == "parameters.data":
            data = action.parameters.get("data")
            return data if isinstance(data, Mapping) else {}
        return {name: value for name, value in action.parameters.items() if name not in _NOT_FIELDS}

    def list_beside(self, action: Action) -> dict[str, Any]:
        """Return the parameters of an action that are not fields but say which record is meant, and how."""
        if self.call.fields_in != "parameters.data":
            return {}
        return {
            name: value for name, value in action.parameters.items() if name not in ("data", *_NOT_FIELDS)
        }

    def list_names(self, action: Action) -> Iterator[str]:
        """Return the names under which a reading gives the fields that an action sets."""
        for name in self.list_sets(action):
            yield self._name_read(name)

    def list_written(self, action: Action) -> dict[str, Any]:
        """Return what a reading would give after an action, under the names of a reading; entries apart."""
        sets = self.list_sets(action)
        return {self._name_read(name): value for name, value in sets.items() if name not in self.contacts}

    def find_value(self, elements: Mapping[str, Any], name: str) -> Any:
        """Return what a record as it was read has in a field."""
        return elements.get(self._name_read(name))

    def has_field(self, elements: Mapping[str, Any], name: str) -> bool:
        """Say whether a reading gave a field at all."""
        return self._name_read(name) in elements

    def list_changes(self, action: Action, elements: Mapping[str, Any]) -> list[Change]:
        """Return what an action would change of a record as it was read."""
        changes = []
        for name, value in self.list_sets(action).items():
            if name in self.contacts:
                old, new = read_entry_change(value)
                changes.append(Change(name, old, new))
                continue
            old = self.find_value(elements, name)
            if not are_same(old, value, self.find_kind(name)):
                changes.append(Change(name, old, value))
        return changes

    def has_value(self, elements: Mapping[str, Any], name: str, written: Any) -> bool:
        """Say whether a field still has what was written to it."""
        if name in self.contacts:
            _, entry = read_entry_change(written)
            return entry is None or has_entry(elements, entry)
        field = self.find_field(name)
        length = field.length if field is not None else None
        return is_still(self.find_value(elements, name), written, self.find_kind(name), length=length)

    def find_kind(self, name: str) -> str:
        """Return the kind of a field's values: by the field, else as the call documents; may be empty."""
        field = self.find_field(name)
        if field is not None:
            return find_kind(field)
        return _find_documented_kind(self._find_documented(name))

    def _find_documented(self, name: str) -> Parameter | None:
        if self.call.fields_in == "parameters.data":
            inside = find_parameter(self.call, "data").properties
            return next((known for known in inside if known.name == name), None)
        return self.call.parameter(name)

    def _name_read(self, name: str) -> str:
        names = self.call.read_back.names if self.call.read_back is not None else {}
        return name_for_reading(name) if name in self.contacts else names.get(name, name)


def _find_documented_kind(parameter: Parameter | None) -> str:
    if parameter is None:
        return ""
    return (
        parameter.format if parameter.format in ("date", "datetime") else _PLAIN_KINDS.get(parameter.type, "")
    )
