"""What a record was before a row was written, as the journal keeps it, and the action that restores it. Pure.

A row that can be undone has these keys in the journal:

- ``before``: field to the value that the record had, as the API gave it. For an entry of an address (phone,
  fax, mail) it is the change that takes the change back.
- ``after``: the same fields, with what was written; without fields that the call changes unasked.
- ``parameters``: what else says which record is meant (``estatelanguage``); left out if nothing does.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from oocli.changes.comparing import Comparison
from oocli.changes.contacts import reverse_entry
from oocli.changes.equality import is_empty, split_keys
from oocli.request.actions import Action


class Kept(NamedTuple):
    """What is needed to undo a row.

    Attributes:
        number: of the record.
        before: field to the value that it had.
        after: field to the value that was written.
        beside: parameters that say which record is meant.
    """

    number: str | int
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    beside: Mapping[str, Any]


def keep(comparison: Comparison, action: Action, elements: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the journal keeps of a record from before an action; empty if that is nothing."""
    sets = comparison.list_sets(action)
    before: dict[str, Any] = {}
    for change in comparison.list_changes(action, elements):
        is_entry = change.field in comparison.contacts
        old = reverse_entry(sets[change.field]) if is_entry else change.old
        is_read = change.field in sets and comparison.has_field(elements, change.field)
        if old is not None if is_entry else is_read:
            before[change.field] = old
    for name in comparison.way.along if before else comparison.list_along(action):
        before[name] = comparison.find_value(elements, name)
    if not before:
        return {}
    beside = comparison.list_meant(action)
    kept = {"before": before, "after": {name: sets[name] for name in before if name in sets}}
    return {**kept, "parameters": beside} if beside else kept


def read_kept(line: Mapping[str, Any]) -> Kept | None:
    """Return what a line of a journal keeps; None if it keeps nothing, as for rows that were not sent."""
    before, after, number = line.get("before"), line.get("after"), line.get("id")
    if number in (None, ""):
        return None
    if not isinstance(before, Mapping) or not isinstance(after, Mapping) or not before:
        return None
    beside = line.get("parameters")
    return Kept(number, before, after, beside if isinstance(beside, Mapping) else {})


def build_reverse(comparison: Comparison, kept: Kept) -> Action:
    """Return the action that writes what was there before."""
    call = comparison.call
    values = {name: _make_writable(comparison, name, value) for name, value in kept.before.items()}
    parameters = {**kept.beside, "data": values} if call.fields_in == "parameters.data" else values
    return Action(call.verb, call.resourcetype, kept.number, parameters=parameters)


def _make_writable(comparison: Comparison, name: str, value: Any) -> Any:
    """Return a value as the API takes it, which may differ from how the API gives it."""
    kind = comparison.find_kind(name)
    if name in comparison.contacts:
        return value
    if is_empty(value, kind):
        return [] if comparison.takes_list(name) else ""
    if kind == "choices" or (not kind and isinstance(value, str) and value[:1] == value[-1:] == "|"):
        return split_keys(value)
    return value
