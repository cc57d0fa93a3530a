"""What it may mean when a reading succeeds and brings nothing. Pure.

The API refuses a field or a filter that it does not know, but for a missing right it simply
leaves records out; the catalogue entry of a call says which. Source: apidoc.onoffice.de, "Errors".
"""

from oocli.catalogue import Call
from oocli.request.actions import Action


def explain_nothing(call: Call, action: Action) -> str:
    """Return what an empty success of this action may mean, and how to find out: one or more sentences."""
    empty = call.response.get("empty", {})
    rights = empty.get("rights", "may not read them")
    meanings = [f"No records came. The API also answers like this where this API user {rights}"]
    if action.parameters.get("filter") or action.parameters.get("filterid"):
        conditions = f" ({empty['conditions']})" if "conditions" in empty else ""
        meanings.append(f"or where no record fits every condition{conditions}")
    return ", ".join(meanings) + "; `oocli doctor` shows what it may read."
