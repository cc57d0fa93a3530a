"""Actions from raw JSON, as ``oocli send`` takes it: only their shape is checked, not the catalogue. Pure."""

from collections.abc import Iterable, Mapping
from typing import Any

from oocli.errors import UsageError
from oocli.request.actions import ACTIONID, Action

_ACTION_HINT = (
    'An action is {"actionid": "read", "resourcetype": "estate", "resourceid": "", "parameters": {...}}'
)


def read_actions(values: Iterable[Any]) -> list[Action]:
    """Return the actions of raw JSON: each value is one action, a list of actions, or a whole request.

    An ``actionid`` may be a verb alone; timestamp, signature and token are left out.

    Raises:
        UsageError: the JSON has another shape; it names the action, counted from 1 over all
            values, and what is missing.
    """
    listed = [item for value in values for item in list_items(value)]
    if not listed:
        raise UsageError("There is no action in the JSON")
    return [_read_action(item, number) for number, item in enumerate(listed, start=1)]


def list_items(value: Any) -> list[Any]:
    """Return the items of raw JSON that are meant as actions: of a whole request, of a list, or the one."""
    if isinstance(value, Mapping) and "request" in value:
        request = value["request"]
        value = request.get("actions") if isinstance(request, Mapping) else None
    return value if isinstance(value, list) else [value]


def _read_action(item: Any, number: int) -> Action:
    if not isinstance(item, Mapping):
        raise UsageError(f"Action {number} is not a JSON object", hint=_ACTION_HINT)
    for key in ("actionid", "resourcetype"):
        if not isinstance(item.get(key), str) or not item[key]:
            raise UsageError(f"Action {number} has no {key}", hint=_ACTION_HINT)
    parameters = item.get("parameters") or {}
    if not isinstance(parameters, Mapping):
        raise UsageError(f"The parameters of action {number} are not a JSON object", hint=_ACTION_HINT)
    labels = {key: item.get(key, "") for key in ("resourceid", "identifier")}
    for key, value in labels.items():
        if isinstance(value, bool) or not isinstance(value, str | int | None):
            raise UsageError(f"The {key} of action {number} is neither text nor a number", hint=_ACTION_HINT)
    return Action(
        verb=item["actionid"].removeprefix(ACTIONID),
        resourcetype=item["resourcetype"],
        resourceid=labels["resourceid"],
        identifier=str(labels["identifier"] or ""),
        parameters=parameters,
    )
