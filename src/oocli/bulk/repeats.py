"""Records that occur in a file more than once. Pure, and flat in memory."""

from typing import Any

from oocli.call.asked import RowOptions
from oocli.catalogue import Call
from oocli.paging.seen import SeenIds
from oocli.request.actions import OF_ONE_RECORD, Action


class Repeats:
    """The records that have been met, separately for each language."""

    def __init__(self) -> None:
        self._seen: dict[str, SeenIds] = {}

    def find(self, action: Action) -> str:
        """Take the record of an action; give a sentence if it was met before, else nothing."""
        if not action.resourceid:
            return ""
        language: Any = action.parameters.get("estatelanguage") or ""
        seen = self._seen.setdefault(str(language), SeenIds())
        if seen.has(action.resourceid):
            shown = f" ({language})" if language else ""
            return (
                f"record {action.resourceid}{shown} is already in an earlier row;"
                " --allow-repeats sends both in order"
            )
        seen.add(action.resourceid)
        return ""


def choose_repeats(call: Call, asked: RowOptions) -> Repeats | None:
    """Return what finds records that occur in a file twice; None if that is allowed or means nothing.

    If it is allowed, ``batch_order`` keeps the order of the rows of each record.
    """
    if asked.allow_repeats or call.verb not in OF_ONE_RECORD or call.resourceid.enum:
        return None
    return Repeats()
