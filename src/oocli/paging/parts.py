"""Readings that take several actions: records by their ids, and lists that are too long for one action.

Pure. ``split`` divides an action; the span asks for the parts, several at once, in order.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from oocli.catalogue import Call
from oocli.catalogue.page_sizes import PAGE
from oocli.paging.span_protocol import Settled, Span
from oocli.paging.walks import largest_page
from oocli.request.actions import Action
from oocli.wire.messages import Result


class PartsSpan(NamedTuple):
    """Actions that are sent for one reading.

    Attributes:
        actions: those still to be sent.
        names_records: whether each asks for one record by its id, so that an empty answer means a missing
            one.
    """

    actions: tuple[Action, ...]
    names_records: bool = False

    @property
    def expected(self) -> int:
        """One record, or as many as one action asks for."""
        return 1 if self.names_records else PAGE

    def cut(self, wanted: int | None) -> tuple[Span, Span | None]:
        """Cut off the first action."""
        first, rest = self.actions[:1], self.actions[1:]
        return self._replace(actions=first), self._replace(actions=rest) if rest else None

    def build_action(self) -> Action:
        """Return the first action."""
        return self.actions[0]

    def settle(self, result: Result) -> Settled:
        """Take the records; report a record that was named and did not come."""
        action, found = self.actions[0], len(result.records)
        if self.names_records and not found:
            what = f"{action.resourcetype} {action.resourceid}"
            return Settled((), gap=f"There is no {what}, or this API user may not read it")
        # Links have no count; a page cannot count more than the numbers asked for.
        if not self.names_records and result.total is not None and result.total > found:
            gap = f"The API counts {result.total - found:,} records that it does not give"
            return Settled(result.records, gap=gap)
        return Settled(result.records)


def name_records(action: Action, ids: Sequence[str]) -> PartsSpan:
    """Return the reading of several records by their ids, each once."""
    return PartsSpan(
        tuple(action._replace(resourceid=number) for number in dict.fromkeys(ids)), names_records=True
    )


def split(call: Call, action: Action, *, every: bool) -> PartsSpan | None:
    """Return the parts of an action whose list is too long for one, or None if there is no such list.

    ``every`` says that all records are wanted; otherwise numbers in a filter are one page.
    """
    for name in call.split:
        values = action.parameters.get(name)
        if isinstance(values, list) and len(values) > PAGE:
            return PartsSpan(tuple(_put(action, name, part) for part in _part(values)))
    return _split_filter(call, action) if every else None


def _split_filter(call: Call, action: Action) -> PartsSpan | None:
    """Divide the record numbers in a filter; with another order than theirs they stay together."""
    paging, given = call.paging, action.parameters.get("filter")
    number = (paging.walk or paging.number) if paging is not None else None
    if paging is None or not number or not isinstance(given, Mapping) or action.parameters.get("sortby"):
        return None
    found = given.get(number)
    conditions = found if isinstance(found, list) else []
    place = next((at for at, condition in enumerate(conditions) if _is_long(condition)), None)
    obstacles = [name for name in (paging.offset, *paging.walk_unless) if name]
    if place is None or any(action.parameters.get(name) for name in obstacles):
        return None
    values = list(dict.fromkeys(conditions[place]["val"]))
    page = {paging.limit: largest_page(paging)}
    return PartsSpan(
        tuple(
            action._replace(
                parameters={
                    **action.parameters,
                    **page,
                    "filter": {**given, number: _replace_at(conditions, place, part)},
                },
            )
            for part in _part(values)
        )
    )


def _is_long(condition: Any) -> bool:
    if not isinstance(condition, Mapping) or str(condition.get("op")).lower() != "in":
        return False
    values = condition.get("val")
    return isinstance(values, list) and len(values) > PAGE


def _replace_at(conditions: Sequence[Any], place: int, values: list[Any]) -> list[Any]:
    return [
        {**condition, "val": values} if at == place else condition for at, condition in enumerate(conditions)
    ]


def _part(values: list[Any]) -> Iterator[list[Any]]:
    for start in range(0, len(values), PAGE):
        yield values[start : start + PAGE]


def _put(action: Action, name: str, values: list[Any]) -> Action:
    return action._replace(parameters={**action.parameters, name: values})
