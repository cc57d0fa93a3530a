"""Spans of calls that have no offset and no order: they are split by time until each part fits a page.

Pure. A part that comes back full is dropped and asked for again in halves, because nothing says which of its
records were left out. Source: apidoc.onoffice.de, pages "Tasks" and "Get appointments list".
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from oocli.catalogue import Period
from oocli.paging.span_protocol import Settled, Span
from oocli.paging.spans import Reading
from oocli.request.actions import Action
from oocli.wire.messages import Result

_FOUNDED = datetime(2000, 1, 1)  # onOffice has no older records; they would come with the first window
_LAST = datetime(9999, 1, 1)
_SECOND = timedelta(seconds=1)
_DAY = timedelta(days=1)


class ChangeWindow(NamedTuple):
    """Records that were last changed in a window of time.

    Windows are read from the oldest on, one after another: a record that is changed
    meanwhile moves to a later one and is met again there, never missed.

    Attributes:
        now: end of known time, in German local time.
        start: first second of the window; None if it has no beginning.
        end: the second after it; None if it has no end.
        is_full: whether it has more records than a page holds.
    """

    reading: Reading
    now: datetime
    start: datetime | None = None
    end: datetime | None = None
    is_full: bool = False

    @property
    def expected(self) -> int:
        """A page."""
        return self.reading.size

    def cut(self, wanted: int | None) -> tuple[Span, Span | None]:
        """Return itself, or its halves where it is known not to fit."""
        if not self.is_full:
            return self, None
        start, end = self._bounds
        middle = (start + (end - start) / 2).replace(microsecond=0)
        return self._replace(end=middle, is_full=False), self._replace(start=middle, is_full=False)

    def build_action(self) -> Action:
        """Ask for the records that were changed in the window."""
        field = self.reading.paging.windows or ""
        conditions: list[dict[str, Any]] = []
        if self.start is not None:
            conditions.append({"op": ">=", "val": str(self.start)})
        if self.end is not None:
            conditions.append({"op": "<", "val": str(self.end)})
        narrowed = {"filter": self.reading.narrow(field, conditions)} if conditions else {}
        return self.reading.ask_page(self.reading.size, **narrowed)

    def settle(self, result: Result) -> Settled:
        """Take the page unless it is full; the count is of no use, it is that of the page."""
        if not _is_full(result, self.reading.size):
            return Settled(result.records)
        start, end = self._bounds
        if end - start <= _SECOND:
            return Settled(result.records, gap=f"More records were changed at {start} than a page holds")
        return Settled((), self._replace(is_full=True))

    @property
    def _bounds(self) -> tuple[datetime, datetime]:
        start = self.start or _FOUNDED
        if self.end is not None:
            return start, self.end
        # Our clock may be behind the one that wrote the records: beyond it, steps grow.
        beyond = max(start - self.now, timedelta())
        return start, min(max(start, self.now), _LAST - beyond - _DAY) + beyond + _DAY


class DaySpan(NamedTuple):
    """Appointments of some days.

    Attributes:
        action: as the user asked for it.
        period: where the days are among its parameters.
        start: first day.
        end: last day.
        is_full: whether it has more appointments than one answer holds.
    """

    action: Action
    period: Period
    start: date
    end: date
    is_full: bool = False

    @property
    def expected(self) -> int:
        """As many as one answer holds."""
        return self.period.max

    def cut(self, wanted: int | None) -> tuple[Span, Span | None]:
        """Return itself, or its halves where it is known not to fit."""
        if not self.is_full:
            return self, None
        middle = self.start + (self.end - self.start) // 2
        return self._replace(end=middle, is_full=False), self._replace(start=middle + _DAY, is_full=False)

    def build_action(self) -> Action:
        """Ask for the appointments of these days."""
        days = {self.period.start: self.start, self.period.end: self.end}
        parameters: Mapping[str, Any] = self.action.parameters
        for name, day in days.items():
            parameters = _put(parameters, name.split("."), day.isoformat())
        return self.action._replace(parameters=parameters)

    def settle(self, result: Result) -> Settled:
        """Take the answer unless it is full."""
        if not _is_full(result, self.period.max):
            return Settled(result.records)
        if self.start >= self.end:
            return Settled(result.records, gap=f"{self.start} has more appointments than one answer holds")
        return Settled((), self._replace(is_full=True))


def read_days(action: Action, period: Period) -> tuple[date, date] | None:
    """Return first and last day of the period that an action asks for, or None if it names none."""
    try:
        start, end = (
            date.fromisoformat(str(_get(action.parameters, name.split(".")))[:10])
            for name in (period.start, period.end)
        )
    except ValueError:
        return None
    return (start, end) if start <= end else None


def _is_full(result: Result, size: int) -> bool:
    """Say whether records may have been left out of an answer that can hold ``size`` of them."""
    found = len(result.records)
    return found >= size or (result.total or 0) > found


def _get(parameters: Any, path: list[str]) -> Any:
    for part in path:
        parameters = parameters.get(part) if isinstance(parameters, Mapping) else None
    return parameters


def _put(parameters: Mapping[str, Any], path: list[str], value: Any) -> dict[str, Any]:
    first, *rest = path
    inner = parameters.get(first)
    changed = _put(inner if isinstance(inner, Mapping) else {}, rest, value) if rest else value
    return {**parameters, first: changed}
