"""What an action would change in the record that it names. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from oocli.catalogue import Call, Parameter, ReadBack
from oocli.catalogue.modules import list_modules
from oocli.changes.contacts import has_entry, list_contact_names, name_for_reading, read_entry_change
from oocli.changes.equality import are_same, is_still
from oocli.changes.names_read import explain_stand_ins, name_as_read
from oocli.fields.facts import Field
from oocli.request.actions import Action
from oocli.request.parameter_values import find_parameter
from oocli.values.value_kinds import find_kind

_NOT_FIELDS = ("extendedclaim",)
_NO_WAY = ReadBack("", "")
_ENDS = (".0", ".1")  # the ends of a range, which is read as a list of two
_PLAIN_KINDS = {
    "integer": "integer",
    "number": "number",
    "boolean": "boolean",
    "array<string>": "choices",
}


class Change(NamedTuple):
    """One field of one record.

    Attributes:
        field: its name, as used for writing.
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
        find_field: gives what is known about a field, or None.
    """

    call: Call
    find_field: Callable[[str], Field | None]

    @cached_property
    def contacts(self) -> frozenset[str]:
        """Parameters that change an entry of the record instead of a field."""
        return list_contact_names(self.call)

    @cached_property
    def way(self) -> ReadBack:
        """How its records are read."""
        return self.call.read_back or _NO_WAY

    def list_sets(self, action: Action) -> Mapping[str, Any]:
        """Return the fields that an action sets, with their values."""
        if self.call.fields_in == "parameters.data":
            data = action.parameters.get("data")
            return explain_stand_ins(data, self.way) if isinstance(data, Mapping) else {}
        return {name: value for name, value in action.parameters.items() if name not in _NOT_FIELDS}

    def list_beside(self, action: Action) -> dict[str, Any]:
        """Return the parameters of an action that are not fields."""
        if self.call.fields_in != "parameters.data":
            return {}
        return {
            name: value for name, value in action.parameters.items() if name not in ("data", *_NOT_FIELDS)
        }

    def list_meant(self, action: Action) -> dict[str, Any]:
        """Return the parameters of an action that say which version of a record is meant, and how."""
        kept = (self.way.language, *self.way.beside)
        return {name: value for name, value in self.list_beside(action).items() if name in kept}

    def list_unread(self, action: Action) -> dict[str, Any]:
        """Return what an action writes but no reading gives: fields, links, places."""
        meant, sets = self.list_meant(action), self.list_sets(action)
        beside = {name: value for name, value in self.list_beside(action).items() if name not in meant}
        return {**{name: sets[name] for name in sets if name in self.way.unread}, **beside}

    def list_along(self, action: Action) -> list[str]:
        """Return the fields that an action changes although it does not name them."""
        return [name for name in self.way.along if name not in self.list_sets(action)]

    def list_names(self, action: Action) -> Iterator[str]:
        """Return the names under which a reading gives the fields that an action sets."""
        for name in self.list_sets(action):
            yield self._name_read(name)

    def list_written(self, action: Action) -> dict[str, Any]:
        """Return what a reading would give after an action, under the names of a reading; without entries."""
        sets = {n: value for n, value in self.list_sets(action).items() if n not in self.contacts}
        return {**sets, **{self._name_read(name): value for name, value in sets.items()}}

    def find_value(self, elements: Mapping[str, Any], name: str) -> Any:
        """Return what a record that was read has in a field."""
        return elements.get(self._choose_name(elements, name))

    def takes_list(self, name: str) -> bool:
        """Say whether the call is documented to take a list for a field."""
        parameter = self._find_documented(name)
        return parameter is not None and parameter.type.startswith("array")

    def make_empty(self, elements: Mapping[str, Any], name: str) -> Any:
        """Return what is written to a field to empty it; for a range, nothing for each of its ends."""
        current = self.find_value(elements, name)
        is_range = isinstance(current, list) and self._choose_name(elements, name) != name
        return [""] * len(current) if is_range and name not in self.way.names else ""

    def has_field(self, elements: Mapping[str, Any], name: str) -> bool:
        """Say whether a reading gave a field, or would have given it if it were not empty."""
        if name in self.way.unread:
            return False
        return self.way.leaves_out or self._choose_name(elements, name) in elements

    @cached_property
    def _system(self) -> frozenset[str]:
        module = list_modules().get(self.call.fields_module)
        return frozenset(module.system if module is not None else ())

    def _is_set_by_system(self, name: str) -> bool:
        """Say whether onOffice ignores what is sent for a field: an export has it, and brings it back."""
        return name in self._system and self._find_documented(name) is None

    def list_changes(self, action: Action, elements: Mapping[str, Any]) -> list[Change]:
        """Return what an action would change in a record that was read."""
        changes = []
        for name, value in self.list_sets(action).items():
            if name in self.contacts:
                old, new = read_entry_change(value)
                changes.append(Change(name, old, new))
                continue
            old = self.find_value(elements, name)
            if name in self.way.unread or self._is_set_by_system(name):
                continue
            if not are_same(old, value, self.find_kind(name)):
                changes.append(Change(name, old, value))
        return [*changes, *(Change(name, None, value) for name, value in self.list_unread(action).items())]

    def has_value(self, elements: Mapping[str, Any], name: str, written: Any) -> bool:
        """Say whether a field still has what was written to it."""
        if name in self.contacts:
            _, entry = read_entry_change(written)
            return entry is None or has_entry(elements, entry)
        field = self.find_field(name)
        length = field.length if field is not None else None
        return is_still(self.find_value(elements, name), written, self.find_kind(name), length=length)

    def find_kind(self, name: str) -> str:
        """Return the kind of a field's values: from the field, else from the call's entry; may be empty."""
        field = self.find_field(name)
        if field is not None:
            return find_kind(field)
        if self._name_read(name).endswith(_ENDS):
            return "number"
        return _find_documented_kind(self._find_documented(name))

    def _find_documented(self, name: str) -> Parameter | None:
        if self.call.fields_in == "parameters.data":
            inside = find_parameter(self.call, "data").properties
            return next((known for known in inside if known.name == name), None)
        return self.call.parameter(name)

    def _name_read(self, name: str) -> str:
        return name_for_reading(name) if name in self.contacts else name_as_read(name, self.way)

    def _choose_name(self, elements: Mapping[str, Any], name: str) -> str:
        """Return the name under which a record has a field: its own, else the one used for reading."""
        return name if name in elements and name not in self.way.names else self._name_read(name)


def _find_documented_kind(parameter: Parameter | None) -> str:
    if parameter is None:
        return ""
    return (
        parameter.format if parameter.format in ("date", "datetime") else _PLAIN_KINDS.get(parameter.type, "")
    )
