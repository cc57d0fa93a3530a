"""Any actions of a program, as raw JSON in one request, and what became of each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

from oocli.errors import OocliError
from oocli.programs.calls import Record, telling_of_confirm
from oocli.request.raw_actions import read_actions

if TYPE_CHECKING:
    from oocli.context import Context
    from oocli.wire.messages import Result


@dataclass(frozen=True)
class ActionResult:
    """What became of one action.

    Attributes:
        failure: why it was not carried out; None if it was.
        total: hits before paging, or None if the call does not count them.
        raw: the result as the API sent it; empty if the request was refused as a whole.
    """

    failure: OocliError | None
    total: int | None = None
    raw: Mapping[str, Any] = field(default_factory=dict)
    _records: tuple[Record, ...] = ()

    @property
    def records(self) -> tuple[Record, ...]:
        """The records that it answered with.

        Raises:
            OocliError: it was not carried out.
        """
        if self.failure is not None:
            raise self.failure
        return self._records


def send(context: Context, actions: Iterable[Mapping[str, Any]], *, confirm: bool) -> list[ActionResult]:
    """Send actions in one request, and give what became of each, in order.

    Raises:
        UsageError: one of them is not an action; nothing was sent.
        GuardError: the profile is read-only, or one needs to be confirmed; nothing was sent.
        NetworkError, OutcomeUnknown: no answer came that can be used.
    """
    listed = read_actions(actions)
    with telling_of_confirm(context), context.client(confirmed=confirm) as client:
        answer = client.send(listed)
        results = client.find_results(answer, listed)
    raws = [result.raw for result in answer.results] or [{} for _ in listed]
    return [_tell(result, raw) for result, raw in zip(results, raws, strict=True)]


def _tell(result: Result | OocliError, raw: Mapping[str, Any]) -> ActionResult:
    if isinstance(result, OocliError):
        return ActionResult(result, raw=raw)
    return ActionResult(None, result.total, raw, cast(tuple[Record, ...], result.records))
