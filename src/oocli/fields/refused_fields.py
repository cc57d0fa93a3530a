"""A field that the API refused: where it was typed, what may have been meant, and asking without it.

Owns what the codes 141 and 144 mean for an action; their cause and cure in general stand
in the catalogue. One unknown field makes a whole reading fail, however many were right.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from oocli.catalogue import Call
from oocli.errors import ApiError
from oocli.fields.uses import FIELDS, SET, SORT, WHERE, Use, list_uses
from oocli.request.actions import Action

if TYPE_CHECKING:
    from oocli.client import Client
    from oocli.wire.messages import Answer

_PLACES = {WHERE: "stands in a --where condition", SORT: "stands in --sort", SET: "is set by --set"}


def explain_refusal(
    failure: ApiError,
    action: Action,
    call: Call,
    *,
    near: Callable[[str], Sequence[str]],
    is_listed: bool = False,
    was_skipping: bool = False,
) -> ApiError:
    """Return a refusal with the place where its field was typed; one that names no field as it is.

    ``near`` gives the names that may have been meant; ``is_listed`` says whether the field
    configuration has the very name that was refused, ``was_skipping`` whether refused fields
    were left out already.
    """
    name = str(failure.details.get("field") or "")
    uses = find_uses(name, action, call, position=failure.details.get("position"))
    if not uses:
        return failure
    meant = [other for other in near(name) if other != name]
    return ApiError(
        failure.message,
        errorcode=failure.errorcode,
        exit_code=failure.exit_code,
        why=f"{name} {' and '.join(_describe(use, action, call) for use in uses)}; {_explain(is_listed)}",
        hint=_advise(uses, meant, call, was_skipping=was_skipping),
        doc_url=failure.doc_url,
        details={
            **failure.details,
            "typed_in": list(dict.fromkeys(use.option for use in uses)),
            "suggestions": meant,
        },
    )


def find_uses(name: str, action: Action, call: Call, *, position: Any = None) -> list[Use]:
    """Return the places where an action names a field; in any letter case where none has it exactly.

    ``position`` is the place in the list of fields that the API named, from 0, or None.
    """
    uses = list(list_uses(action, call))
    exact = [use for use in uses if use.name == name]
    found = exact or [use for use in uses if name and use.name.lower() == name.lower()]
    named = [use for use in found if use.option == FIELDS and use.position == position]
    return named or found


def read_without_refused_fields(
    client: Client,
    action: Action,
    call: Call,
    *,
    say: Callable[[ApiError, str], None],
    heed: Callable[[Answer], None] = lambda _answer: None,
) -> Action:
    """Return the action without the fields to read that the API refuses, found out by asking for one record.

    ``say`` is told of each refusal and of the field that is left out, ``heed`` of the answer without
    one. A field is never left out of a condition or an order, which would give other records.

    Raises:
        ApiError: the API refuses something else, or every field.
    """
    while True:
        probe = _ask_for_one(action, call)
        answer = client.send([probe])
        failure = client.find_refusals(answer, [probe])[0]
        if failure is None:
            heed(answer)
            return action
        if not isinstance(failure, ApiError):
            raise failure
        reduced = _leave_out(str(failure.details.get("field") or ""), action, call, failure)
        if reduced is None:
            raise failure
        action, name = reduced
        say(failure, name)


def _ask_for_one(action: Action, call: Call) -> Action:
    if call.paging is None or action.resourceid:
        return action
    return action._replace(parameters={**action.parameters, call.paging.limit: 1})


def _leave_out(name: str, action: Action, call: Call, failure: ApiError) -> tuple[Action, str] | None:
    """Return the action without a field, and the field's name; None where that does not help."""
    uses = find_uses(name, action, call, position=failure.details.get("position"))
    if not uses or any(use.option != FIELDS for use in uses):
        return None
    refused = uses[0].name
    rest = [other for other in action.parameters["data"] if other != refused]
    return (action._replace(parameters={**action.parameters, "data": rest}), refused) if rest else None


def _describe(use: Use, action: Action, call: Call) -> str:
    if use.option != FIELDS:
        return _PLACES[use.option]
    fields = action.parameters["data"]
    if fields == list(call.default_fields):
        return "is one of the fields that oocli asks for when none is named"
    return f"is number {use.position + 1} of {len(fields)} in --fields"


def _explain(is_listed: bool) -> str:
    if is_listed:
        return "the cached field configuration has it, so it was deactivated since or is not accepted here"
    return "one field that the API refuses makes the whole request fail"


def _advise(uses: Sequence[Use], meant: Sequence[str], call: Call, *, was_skipping: bool) -> str:
    listing = f"oocli fields {call.fields_module}" if call.fields_module else f"oocli explain {call.name}"
    question = f"Did you mean {' or '.join(meant)}?" if meant else f"`{listing}` lists the names"
    only_read = all(use.option == FIELDS for use in uses)
    if was_skipping and not only_read:
        limit = "A field is skipped only in --fields, not where it picks records"
        return f"{question}{'' if meant else '.'} {limit}"
    if call.fields_module and call.verb == "read" and only_read and not was_skipping:
        return f"{question}{'' if meant else ';'} --skip-unknown-fields reads without it"
    return question
