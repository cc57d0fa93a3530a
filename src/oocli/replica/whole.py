"""Tables without a field for the time of the last change: read whole, and compared with what is there.

Also appointments, in a period that moves with the time: what has left it is dropped, not
marked as gone. An appointment that comes several times, for its days, is one row.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from oocli.errors import UsageError
from oocli.replica.record_ids import read_ids
from oocli.replica.statements import Sql, sql
from oocli.replica.sweep import Sweep, add_found, count_found, split
from oocli.replica.tables import Table
from oocli.values.dates import read_date

if TYPE_CHECKING:
    from oocli.replica.asking import Office
    from oocli.replica.file import Copy
    from oocli.replica.keeping import Keeper
    from oocli.request.actions import Action

CALENDAR = "calendar"
USUAL_PERIOD = "-1y..2y"
_SIDE = re.compile(r"(?P<day>\d[\d.-]+\d)|(?P<sign>-?)(?P<number>\d{1,4})(?P<unit>[dwmy])", re.ASCII)
_DAYS = {"d": 1, "w": 7, "m": 30, "y": 365}


class Period(NamedTuple):
    """The days of the appointments that a copy has, as ISO dates, both included."""

    first: str
    last: str


def read_period(text: str, today: date) -> Period:
    """Read ``FROM..TO``: dates, or spans from today such as ``-1y..2y``.

    Raises:
        UsageError: it is neither.
    """
    first, _, last = text.partition("..")
    try:
        period = Period(_read_side(first, today), _read_side(last, today))
    except (ValueError, OverflowError) as error:
        raise UsageError(
            f"--calendar does not understand {text[:60]!r}",
            hint="Write two dates, 2025-01-01..2027-12-31 or 1.1.2025..31.12.2027,"
            " or two spans from today, -1y..2y (d, w, m, y)",
        ) from error
    if period.first > period.last:
        raise UsageError(f"--calendar {text[:60]} ends before it begins")
    return period


def read_whole(
    copy: Copy, office: Office, keeper: Keeper, action: Action, *, show: Callable[[int], None]
) -> Sweep:
    """Read all records, keep those that differ, and put their numbers into ``found``.

    Raises:
        PartlyDone: some may be missing; those that came are kept.
        OocliError: a request failed; what came before it is kept.
    """
    merged: dict[int, dict[str, Any]] = {}
    for part in split(_list_records(office, action, keeper.table, merged)):
        with copy.writing():
            rows = keeper.keep(part)
        add_found(copy.db, [(number, None) for number in rows.numbers])
        show(count_found(copy.db))
    return Sweep(count_found(copy.db))


def write_inside(copy: Copy, period: Period) -> Sql:
    """Return the condition for the appointments that a reading of the period must have.

    The edges are a day narrower: days are German ones, and the times of the answers are UTC.
    """
    if not _has_dates(copy):
        return Sql("1")
    days = {"first": Sql(f"'{period.first}'"), "last": Sql(f"'{period.last}'")}
    return Sql(sql("date_start IS NULL OR (date(date_end) > {first} AND date(date_start) < {last})", **days))


def drop_outside(copy: Copy, period: Period) -> None:
    """Remove appointments that have not come because they lie before or behind the period by now."""
    if _has_dates(copy):
        with copy.writing() as db:
            db.execute(
                "DELETE FROM calendar WHERE _id NOT IN (SELECT id FROM temp.found)"
                " AND (date(date_end) < ? OR date(date_start) > ?)",
                period,
            )


def _has_dates(copy: Copy) -> bool:
    names = {row[1] for row in copy.db.execute("PRAGMA table_info(calendar)")}
    return {"date_start", "date_end"} <= names


def _list_records(
    office: Office, action: Action, table: Table, merged: dict[int, dict[str, Any]]
) -> Iterator[Mapping[str, Any]]:
    listing = office.list_all(action)
    if table.name != CALENDAR:
        yield from listing
        return
    for record in listing:
        (number,) = read_ids([record])
        merged[number] = _merge(merged[number], record) if number in merged else record
    yield from merged.values()


def _merge(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    """Return the first occurrence of an appointment, with the days of all of them."""
    known: Sequence[Any] = one["elements"].get("dates") or [one["elements"].get("date")]
    dates = [*known, other["elements"].get("date")]
    dates = sorted((day for day in dates if isinstance(day, Mapping)), key=lambda day: str(day.get("start")))
    unique = [day for at, day in enumerate(dates) if day not in dates[:at]]
    rest = {"dates": unique} if len(unique) > 1 else {}
    first = {"date": unique[0]} if unique else {}
    return {**one, "elements": {**one["elements"], **first, **rest}}


def _read_side(text: str, today: date) -> str:
    match = _SIDE.fullmatch(text.strip())
    if match is None:
        raise ValueError(text)
    if match["day"]:
        day = read_date(match["day"])
        return date.fromisoformat("" if day.refusal else day.value).isoformat()
    days = int(match["number"]) * _DAYS[match["unit"]]
    return (today + timedelta(days=-days if match["sign"] else days)).isoformat()
