"""Which fields an action names, and where: to read, to filter by, to sort by, to set.

Pure. Owns the places in an action's parameters where field names stand, and which names
a call is documented to take beside those of the field configuration.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from oocli.catalogue import Call, Parameter
from oocli.request.actions import Action
from oocli.text.lazy_pattern import lazy_pattern

FIELDS = "--fields"
WHERE = "--where"
SORT = "--sort"
SET = "--set"

GEO = "geo"
"""What a filter takes beside fields: all within a distance, as onOffice's own WordPress plugin asks."""

# Contact entries of addresses: phone__13021, phone__13021__Comment.
_CONTACT = lazy_pattern(r".+?__\d+(__Comment)?", re.ASCII)


class Use(NamedTuple):
    """One place where an action names a field.

    Attributes:
        name: the field as it was typed.
        option: the option that says it: ``--fields``, ``--where``, ``--sort`` or ``--set``; the
            same thing may have come as ``-p`` or ``--params``.
        position: place in the list of ``--fields``, from 0; 0 elsewhere.
    """

    name: str
    option: str
    position: int = 0


def list_uses(action: Action, call: Call) -> Iterator[Use]:
    """Return every place where the action names a field, in the order read, filter, sort, set."""
    data = action.parameters.get("data")
    if isinstance(data, list):
        yield from (Use(str(name), FIELDS, position) for position, name in enumerate(data))
    yield from (Use(name, WHERE) for name in _names_in(action.parameters.get("filter")))
    yield from (Use(name, SORT) for name in _names_in(action.parameters.get("sortby")))
    yield from (Use(name, SET) for name in read_sets(action, call))


def read_sets(action: Action, call: Call) -> Mapping[str, Any]:
    """Return the record fields that an action sets, with their values."""
    if call.fields_in == "parameters.data":
        data = action.parameters.get("data")
        return data if isinstance(data, Mapping) else {}
    return action.parameters if call.fields_in == "parameters" else {}


def takes_name(call: Call, use: Use) -> bool:
    """Say whether a call is documented to take a name there, whatever the field configuration lists.

    True also where the call's own description lists all names, so that checking them is the
    business of ``validation``.
    """
    if use.option == SET:
        return not call.free_fields or use.name in (*list_documented(call), "extendedclaim")
    if use == Use(GEO, WHERE):
        return True
    data, filters = call.parameter("data"), call.parameter("filter")
    if use.option == FIELDS and data is not None and data.enum:
        return True
    if use.option == WHERE and filters is not None and filters.filter_fields:
        return True
    if use.option == SORT and call.verb != "read":
        return True
    return use.name in list_documented(call) or is_contact(use.name)


def is_contact(name: str) -> bool:
    """Say whether a name is one that addresses answer for a single contact entry: ``phone__13021``."""
    return _CONTACT.fullmatch(name) is not None


def list_documented(call: Call) -> tuple[str, ...]:
    """Return the field names that the call's own description mentions, each once."""
    data = call.parameter("data")
    if call.fields_in == "parameters":
        return _names_of(call.parameters)
    if call.fields_in:
        return _names_of(data.properties if data else ())
    changed = (call.changed_field,) if call.changed_field else ()
    known = (*data.known_values, *map(str, data.enum)) if data else ()
    return tuple(dict.fromkeys((*call.default_fields, *changed, *known)))


def _names_of(parameters: Iterable[Parameter]) -> tuple[str, ...]:
    return tuple(parameter.name for parameter in parameters if not parameter.names_any_field)


def _names_in(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    return [str(name) for name in value] if isinstance(value, Mapping | list) else []
