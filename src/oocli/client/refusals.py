"""What a refusal of the API means: from an answer to one failure per action, with cause and cure.

Pure. Every level of the answer is read: the top status, each result's status. The
result's own status is preferred; the top one counts if no result has a status.

A rule that a change must not break: a write counts as refused only if the catalogue has a reason why nothing
can have happened (``nothing_done``). A general fault may have come after the work was done, and a result that
succeeded under a failure that no result reports fits nothing: both outcomes are unknown, and such writes must
not be sent again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from oocli.catalogue import Catalogue
from oocli.client.server_clock import describe_offset, find_offset
from oocli.errors import ApiError, NetworkError, OocliError, OutcomeUnknown
from oocli.request.actions import Action
from oocli.wire.messages import Answer

if TYPE_CHECKING:
    from oocli.catalogue.error_codes import ErrorCode

_LONGEST = 500  # characters of the API's text; the longest real one has about 200
TIMESTAMP_REFUSED = 136
_NOT_AUTHENTICATED = 22
_FIELD_REFUSED = (141, 144)


def find_refusals(
    answer: Answer,
    actions: Sequence[Action],
    *,
    effects: Sequence[str],
    catalogue: Catalogue,
    server_date: str = "",
    now: float = 0.0,
) -> list[OocliError | None]:
    """Return for each action its failure, or None where it succeeded, in the order of the actions.

    ``effects`` of the actions are the catalogue's ``read``, ``write`` or ``send``; ``server_date``
    (the HTTP header) and ``now`` (Unix seconds) tell how far the clock is off when that is the
    reason. A failure is an ``ApiError``, or ``OutcomeUnknown`` where a write may have happened.
    """
    found = _find_statuses(answer, len(actions))
    is_doubtful = _leaves_doubt(answer)
    skew = _describe_skew(server_date, now) if any(f and f[0] == TIMESTAMP_REFUSED for f in found) else ""
    failures: list[OocliError | None] = []
    for index, (action, effect, status) in enumerate(zip(actions, effects, found, strict=True)):
        claims_success = bool(answer.results) and answer.results[index].errorcode == 0
        if effect != "read" and claims_success and is_doubtful:
            failures.append(_build_doubt(action, index, answer.errorcode, answer.message))
        elif status is None:
            failures.append(None)
        elif effect != "read" and not _was_nothing_done(status[0]):
            failures.append(_build_doubt(action, index, *status))
        else:
            failures.append(_build_failure(action, index, *status, catalogue=catalogue, skew=skew))
    return failures


def _find_statuses(answer: Answer, actions: int) -> list[tuple[int, str] | None]:
    """Return code and text of each action that failed, and None for the others."""
    if any(result.errorcode for result in answer.results):
        return [(result.errorcode, result.message) if result.errorcode else None for result in answer.results]
    if answer.is_refused or answer.code != 200:
        code = answer.errorcode or (_NOT_AUTHENTICATED if answer.code == 400 else 1)
        return [(code, answer.message)] * actions
    return [None] * actions


def _leaves_doubt(answer: Answer) -> bool:
    """Say whether the answer as a whole reports a failure that none of its results reports.

    If an action failed, the top status is 97 or repeats its code, with 200 or 500.
    """
    codes = {result.errorcode for result in answer.results} - {0}
    if answer.errorcode in (0, 97):
        return not codes and (answer.errorcode == 97 or answer.code != 200)
    return answer.errorcode not in codes


def build_damage(problem: str) -> NetworkError:
    """Return the failure of an action whose result reports no failure, but cannot be read."""
    return NetworkError(
        "The answer is JSON, but not an onOffice answer",
        arrived=True,
        why=f"It reports no failure, but {problem}",
        hint="Run the command again; with --debug it shows the answer",
    )


def _was_nothing_done(code: int) -> bool:
    from oocli.catalogue.error_codes import describe

    return bool(describe(code).nothing_done)


def _build_doubt(action: Action, index: int, code: int, message: str) -> OutcomeUnknown:
    """Return the failure of a write whose answer is a fault that may have come after the work."""
    from oocli.catalogue.error_codes import describe

    known = describe(code, _shorten(message), verb=action.verb, resource=action.resourcetype)
    return OutcomeUnknown(
        f"{action.name} was sent, and onOffice answered with a fault that may have come after the work:"
        " it may or may not have happened",
        why=f"{known.message} ({code}). {known.cause}",
        hint=f"Look before you repeat it: `oocli read {action.resourcetype}`",
        details={"api_errorcode": code, "action": action.label(index + 1)},
    )


def _build_failure(
    action: Action, index: int, code: int, message: str, *, catalogue: Catalogue, skew: str
) -> ApiError:
    from oocli.catalogue.error_codes import describe  # takes 2 ms, and most answers are no refusal

    known = describe(code, _shorten(message), verb=action.verb, resource=action.resourcetype)
    call = catalogue.find(action.verb, action.resourcetype)
    return ApiError(
        f"The API refused {action.name}: {known.message} ({code})",
        errorcode=code,
        exit_code=known.exit_code_for(single=bool(action.resourceid)),
        why=" ".join(filter(None, (known.cause, skew))),
        hint=known.cure,
        doc_url=call.doc if call else "",
        details={"action": action.label(index + 1), **_name_field(known)},
    )


def _shorten(message: str) -> str:
    if len(message) <= _LONGEST:
        return message
    return f"{message[:_LONGEST]} ... ({len(message):,} characters)"


def _name_field(known: ErrorCode) -> Mapping[str, Any]:
    """Return the field that a refusal names and, if it gives that, its place in the list that was sent."""
    if known.code not in _FIELD_REFUSED or not known.value:
        return {}
    return {"field": known.value} | ({} if known.index is None else {"position": known.index})


def _describe_skew(server_date: str, now: float) -> str:
    """Say how far this machine's clock is from the server's; empty if the header does not tell."""
    offset = find_offset(server_date, now)
    return "" if offset is None else f"{describe_offset(offset)}."
