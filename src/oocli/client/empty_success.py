"""What it may mean that a reading succeeded and brought nothing. Pure.

The API refuses a field or a filter that it does not know, but for a missing right it simply
leaves records out. Source: apidoc.onoffice.de, "Errors", and the notes of ``read.estate``.
"""

from oocli.request.actions import Action

_STATUS = {
    "estate": "status is 1 for active, 2 for inactive, 0 for archived",
    "address": "status is 1 for active, 0 for archived",
}
_RIGHTS = {
    "estate": "may read only its own, or the estates are not released for it",
    "address": "may read only its own",
}


def explain_nothing(action: Action) -> str:
    """Give what an empty success of this action may mean, and how to find out: one or more sentences."""
    name = action.resourcetype
    rights = _RIGHTS.get(name, "may not read them")
    meanings = [f"Nothing came. The API answers like this, too, where this API user {rights}"]
    if action.parameters.get("filter") or action.parameters.get("filterid"):
        status = f" ({_STATUS[name]})" if name in _STATUS else ""
        meanings.append(f"or where no record fits every condition{status}")
    return ", ".join(meanings) + "; `oocli doctor` shows what it may read."
