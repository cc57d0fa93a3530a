"""What a refusal of the API means: from an answer to one failure per action, with cause and cure.

Pure. Every level of the answer is read: the top status, each result's status. The
result's own status is preferred; the top one speaks where no result does.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from oocli.catalogue import Catalogue
from oocli.client.server_clock import describe_offset, find_offset
from oocli.errors import ApiError, NetworkError
from oocli.request.actions import Action
from oocli.wire.messages import Answer

if TYPE_CHECKING:
    from oocli.catalogue.error_codes import ErrorCode

_LONGEST = 500  # characters of the API's text; its longest real one has some 200
TIMESTAMP_REFUSED = 136
_NOT_AUTHENTICATED = 22
_FIELD_REFUSED = (141, 144)


def find_refusals(
    answer: Answer,
    actions: Sequence[Action],
    *,
    catalogue: Catalogue,
    server_date: str = "",
    now: float = 0.0,
) -> list[ApiError | None]:
    """Give for each action its failure, or None where it succeeded, in the order of the actions.

    ``server_date`` (the HTTP header) and ``now`` (Unix seconds) tell how far the clock is
    off when that is the reason.
    """
    failed = [result.errorcode != 0 for result in answer.results]
    if any(failed):
        found = [
            (result.errorcode, result.message) if result.errorcode else None for result in answer.results
        ]
    elif answer.is_refused or answer.code != 200:
        code = answer.errorcode or (_NOT_AUTHENTICATED if answer.code == 400 else 1)
        found = [(code, answer.message)] * len(actions)
    else:
        found = [None] * len(actions)
    skew = _describe_skew(server_date, now) if any(f and f[0] == TIMESTAMP_REFUSED for f in found) else ""
    return [
        _build_failure(action, index, *status, catalogue=catalogue, skew=skew) if status else None
        for index, (action, status) in enumerate(zip(actions, found, strict=True))
    ]


def build_damage(problem: str) -> NetworkError:
    """Give the failure of an action whose result tells of none, and cannot be read."""
    return NetworkError(
        "The answer is JSON, but not an onOffice answer",
        arrived=True,
        why=f"It tells of no failure, but {problem}",
        hint="Run the command again; with --debug it shows the answer",
    )


def _build_failure(
    action: Action, index: int, code: int, message: str, *, catalogue: Catalogue, skew: str
) -> ApiError:
    from oocli.catalogue.error_codes import describe  # 2 ms, and most answers are no refusal

    if len(message) > _LONGEST:
        message = f"{message[:_LONGEST]} ... ({len(message):,} characters)"
    known = describe(code, message, verb=action.verb, resource=action.resourcetype)
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


def _name_field(known: ErrorCode) -> Mapping[str, Any]:
    """Give the field that a refusal names and, where it tells that, its place in the list that was sent."""
    if known.code not in _FIELD_REFUSED or not known.value:
        return {}
    return {"field": known.value} | ({} if known.index is None else {"position": known.index})


def _describe_skew(server_date: str, now: float) -> str:
    """Say how far this machine's clock is from the server's; empty where the header tells nothing."""
    offset = find_offset(server_date, now)
    return "" if offset is None else f"{describe_offset(offset)}."
