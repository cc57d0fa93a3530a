"""Phone, fax and mail entries of addresses, which a modify adds, changes or deletes one at a time.

Pure. ``{"action", "oldvalue", "newvalue", "default"}`` itself tells what is lost, what is new, and how it is
taken back. Source: apidoc.onoffice.de, "Modify an address".
"""

from collections.abc import Mapping
from typing import Any

from oocli.catalogue import Call

_BACK = {"add": "delete", "delete": "add", "modify": "modify"}


def list_contact_names(call: Call) -> frozenset[str]:
    """Return the parameters of a call that change an entry; none if it has none."""
    return frozenset(
        parameter.name
        for parameter in call.parameters
        if any(inner.name == "oldvalue" for inner in parameter.properties)
    )


def read_entry_change(value: Any) -> tuple[Any, Any]:
    """Return an entry before and after; None if there is no entry."""
    if not isinstance(value, Mapping):
        return None, value
    action = value.get("action")
    old = None if action == "add" else value.get("oldvalue")
    return old, None if action == "delete" else value.get("newvalue")


def reverse_entry(value: Any) -> dict[str, Any] | None:
    """Return the change that takes a change back; None if that is unknown.

    A change does not tell which entry was the main one before, so that is not taken back.
    """
    action = value.get("action") if isinstance(value, Mapping) else None
    if not isinstance(action, str) or action not in _BACK:
        return None
    old, new = read_entry_change(value)
    back = {"action": _BACK[action], "oldvalue": new, "newvalue": old}
    return {name: item for name, item in back.items() if item is not None}


def has_entry(elements: Mapping[str, Any], entry: Any) -> bool:
    """Say whether a record that was read has such an entry; its entries have names with numbers."""
    return any("__" in name and value == entry for name, value in elements.items())


def name_for_reading(name: str) -> str:
    """Return the field that reads all entries of the kind: ``phone`` for ``phone_business``."""
    return name.partition("_")[0]
