"""What a run would do: how much, where the values of each column go, the first rows. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from oocli.bulk.columns import Columns, Place
from oocli.request.actions import Action
from oocli.text.counted import count
from oocli.text.widths import measure

_LONGEST = 300  # characters of a row's values


class Plan(NamedTuple):
    """What would be sent.

    Attributes:
        call: name of the call.
        rows: how many there are.
        requests: how many requests they take.
        columns: name of each column to where its values go.
        first: numbers and actions of the first rows.
        key: fields by which the records are found.
    """

    call: str
    rows: int
    requests: int
    columns: Mapping[str, Place]
    first: Sequence[tuple[int, Action]]
    key: Sequence[str] = ()

    def as_json(self) -> dict[str, Any]:
        """Return the plan as data; the ``to`` of a column is None if it is left out."""
        return {
            "call": self.call,
            "rows": self.rows,
            "requests": self.requests,
            "columns": [{"column": name, "to": _find_target(place)} for name, place in self.columns.items()],
            "actions": [action.as_json() for _, action in self.first],
        }

    def list_lines(self) -> Iterator[str]:
        """Return the plan as lines for people."""
        requests = count(self.requests, "request", "requests")
        yield f"{self.call}: {count(self.rows, 'row', 'rows')} in {requests}"
        if self.columns:
            yield ""
            yield from _align((name, self._describe(place)) for name, place in self.columns.items())
        yield ""
        for row, action in self.first:
            yield f"  row {row}: {_describe_action(action)}"
        if self.rows > len(self.first):
            yield f"  and {self.rows - len(self.first):,} more"

    def _describe(self, place: Place) -> str:
        if place.is_ignored:
            return "left out"
        if not place.path:
            return "record number"
        if place.inside:
            return f"fields {', '.join(inner.path[-1] for inner in place.inside.values())}"
        kind, name = ("field", place.path[-1]) if place.is_field else ("parameter", ".".join(place.path))
        finds = ", finds the record" if place.is_field and name in self.key else ""
        return f"{kind} {name}{' (JSON)' if place.is_json else ''}{finds}"


def make_plan(
    columns: Columns,
    call: str,
    rows: int,
    *,
    batch: int,
    first: Sequence[tuple[int, Action]],
    key: Sequence[str] = (),
) -> Plan:
    """Return the plan of rows whose columns have all been checked."""
    return Plan(call, rows, -(-rows // batch), columns.places, first, key)


def _find_target(place: Place) -> str | None:
    if place.is_ignored:
        return None
    places = place.inside.values() or (place,)
    return ", ".join(".".join(each.path) for each in places) or "resourceid"


def _align(pairs: Iterable[tuple[str, str]]) -> Iterator[str]:
    listed = list(pairs)
    width = max(measure(name) for name, _ in listed)
    return (f"  {name}{' ' * (width - measure(name))}  {target}" for name, target in listed)


def _describe_action(action: Action) -> str:
    parameters = dict(action.parameters)
    values = parameters.pop("data", None)
    if isinstance(values, Mapping):
        parameters = {**values, **parameters}
    shown = json.dumps(parameters, ensure_ascii=False)
    number = f"{action.resourceid} " if action.resourceid else ""
    return f"{number}{shown if len(shown) <= _LONGEST else shown[:_LONGEST] + '…'}"
