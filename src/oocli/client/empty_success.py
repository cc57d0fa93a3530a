"""What it may mean when a reading succeeds and brings nothing. Pure.

The API refuses a field or a filter that it does not know, but for a missing right it simply
leaves records out; the catalogue entry of a call says which. Source: apidoc.onoffice.de, "Errors".
"""

from collections.abc import Iterator, Mapping
from typing import Any

from oocli.catalogue import Call
from oocli.request.actions import Action
from oocli.text.visible import make_visible


def explain_nothing(call: Call, action: Action) -> str:
    """Return what an empty success of this action may mean, and how to find out: one or more sentences."""
    empty = call.response.get("empty", {})
    rights = empty.get("rights", "may not read them")
    meanings = [f"No records came. The API also answers like this where this API user {rights}"]
    if action.parameters.get("filter") or action.parameters.get("filterid"):
        conditions = f" ({empty['conditions']})" if "conditions" in empty else ""
        meanings.append(f"or where no record fits every condition{conditions}")
    said = ", ".join(meanings) + "; `oocli doctor` shows what it may read."
    return " ".join([said, *_find_traps(action.parameters.get("filter"))])


def _find_traps(conditions: Any) -> Iterator[str]:
    """Return a sentence for each condition that is understood, but hardly ever fits a record."""
    if not isinstance(conditions, Mapping):
        return
    for name, listed in conditions.items():
        for condition in filter(_is_condition, listed if isinstance(listed, list) else ()):
            operator, value = str(condition.get("op", "")).lower(), condition.get("val")
            if operator == "like" and isinstance(value, str) and "%" not in value:
                text = make_visible(value)
                yield f"{name} like {text!r} finds that text alone: % stands for any characters."
            if operator == "between" and _is_reversed(value):
                yield f"Nothing is between {value[0]} and {value[1]}: the smaller one stands first."


def _is_condition(value: Any) -> bool:
    return isinstance(value, Mapping)


def _is_reversed(value: Any) -> bool:
    if not (isinstance(value, list) and len(value) == 2):
        return False
    first, last = value
    return isinstance(first, int | float) and isinstance(last, int | float) and first > last
