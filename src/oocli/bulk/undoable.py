"""Which parts of a run cannot be undone, and what can be done instead."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from oocli.errors import UsageError
from oocli.text.counted import count

if TYPE_CHECKING:
    from oocli.bulk.past_runs import PastRun
    from oocli.catalogue import Call
    from oocli.context import Context

_WORDS = {
    "delete": "What was deleted cannot be brought back: the API has no call for that",
    "do": "What was done cannot be taken back: mails are sent, payments made, files stored",
    "create": "The API has no call that deletes or archives it",
}

_NOT_KEPT = "Its journal has no previous values: --no-before, an earlier version, or no right to read them"


def list_created(context: Context, past: PastRun, call: Call) -> None:
    """Write what a run has created, each with the command that takes it back; no command is carried out.

    Raises:
        UsageError: nothing can be done, or nothing was created.
    """
    if not call.take_back:
        raise refuse_to_undo(past, call)
    if not past.counts.get("ok"):
        raise UsageError(f"{past.path} says that nothing was created, so there is nothing to undo")
    context.voice.note("Nothing is changed: what was created is taken back by these commands, one by one.")
    context.output.write(_list(past, call), columns=("row", "command"))


def count_changed(past: PastRun) -> int:
    """Return how many records a run with ``create --match`` has changed instead of creating them."""
    return sum("verb" in line for line in past.lines())


def warn_of_created(context: Context, past: PastRun, call: Call) -> None:
    """Say that what a run has created stays when its changes are undone."""
    created = sum(map(_is_created, past.lines()))
    if created:
        way = f" (`oocli {_write_take_back(call, {'id': 'ID'})}`)" if call.take_back else ""
        context.voice.warn(f"{count(created, 'record', 'records')} that it created will stay{way}.")


def has_made(past: PastRun, call: Call) -> bool:
    """Say whether a run has made what can be listed: records, or files that are stored with records."""
    if call.verb == "create":
        return True
    return bool(call.take_back) and any("record" in line for line in past.lines())


def _write_take_back(call: Call, line: Mapping[str, Any]) -> str:
    """Return the command that takes back what the line describes."""
    command = call.take_back
    for name in ("id", "module", "record"):
        command = command.replace(f"{{{name}}}", str(line.get(name, "")))
    return command


def _is_created(line: Mapping[str, Any]) -> bool:
    return line.get("status") == "ok" and bool(line.get("id")) and "verb" not in line


def refuse_to_undo(past: PastRun, call: Call) -> UsageError:
    """Return the failure for a run of which nothing can be undone."""
    why = _WORDS.get(call.verb, "")
    if call.verb == "modify":
        why = _NOT_KEPT if call.read_back is not None else f"The API gives back nothing of {call.name}"
    return UsageError(
        f"{past.run.get('call')} of {past.path} cannot be undone",
        why=why,
        hint=f"`oocli {call.look.replace('{id}', 'ID')}` shows one"
        if call.verb == "create" and call.look
        else "",
    )


def _list(past: PastRun, call: Call) -> Iterator[dict[str, Any]]:
    for line in past.lines():
        if _is_created(line):
            command = f"oocli {_write_take_back(call, line)}"
            elements = {"row": line["row"], "command": command}
            yield {"id": line["id"], "type": call.resourcetype, "elements": elements}
