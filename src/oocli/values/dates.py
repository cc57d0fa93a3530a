"""Days and moments as people write them.

Pure. A moment with a zone becomes German local time, in which the API reads and writes without saying so; one
without a zone is taken for it. What is given is what the API writes: ``YYYY-MM-DD``, ``YYYY-MM-DD HH:MM:SS``.
"""

import re
from datetime import UTC, date, datetime, time, timedelta

from oocli.text.german_time import german_time
from oocli.text.lazy_pattern import lazy_pattern
from oocli.values.parsed import Reading, Refusal

_ISO_DAY = lazy_pattern(r"[12][0-9]{3}-[01][0-9]-[0-3][0-9]")
_MOMENT = lazy_pattern(
    r"(?:(?P<y>[0-9]{4})-(?P<m>[0-9]{1,2})-(?P<d>[0-9]{1,2})"
    r"|(?P<d2>[0-9]{1,2})\.\s?(?P<m2>[0-9]{1,2})\.\s?(?P<y2>[0-9]{4}|[0-9]{2})"
    r"|(?P<d3>[0-9]{2})-(?P<m3>[0-9]{2})-(?P<y3>[0-9]{4}))"  # one page of the documentation prints it
    r"(?:(?:T|,?\s+)(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})"
    r"(?::(?P<second>[0-9]{2})(?:[.,][0-9]{1,9})?)?(?:\s?Uhr)?"
    r"\s?(?P<zone>Z|UTC|GMT|[+-][0-9]{2}(?::?[0-9]{2})?)?)?",
    re.IGNORECASE,
)
_ORDERS = (("y", "m", "d"), ("y2", "m2", "d2"), ("y3", "m3", "d3"))
_SLASHES = lazy_pattern(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4}|[0-9]{2})")
_EMPTY = lazy_pattern(r"0000-00-00(?:[ T]00:00(?::00)?)?")
_EMPTY_DAY = "0000-00-00"
_MONTHS = 12
_FARTHEST = timedelta(hours=14)  # greatest offset of any zone from UTC
_FIRST_YEAR = 1000  # range that the database keeps

# Years of two digits: the first kind belong to this century, the second to the last, and of those between
# nobody can say.
_THIS_CENTURY, _LAST_CENTURY = 40, 70

_HOW = "write it like 2026-11-28 or 28.11.2026"
_HOW_MOMENT = "write it like 2026-11-28 14:30 or 28.11.2026 14:30"


def read_date(text: str) -> Reading:
    """Read a text as a day; its value is ``YYYY-MM-DD``.

    A time is accepted if it is midnight, in Germany or as written, because then nothing gets lost.
    """
    bare = text.strip()
    if _ISO_DAY.fullmatch(bare) and _find_date(bare) is not None:
        return Reading(bare)
    if _EMPTY.fullmatch(bare):
        return Reading(_EMPTY_DAY)
    found = _read_moment(bare, "a date", _HOW)
    if isinstance(found, Refusal):
        return Reading(None, found)
    day, clock, zone = found
    local = _turn_local(day, clock, zone)
    if local.time() == time(0) or (clock == time(0) and local.date() == day):
        return Reading(local.date().isoformat())
    return Reading(None, Refusal("a date", _HOW, (str(local),), why="the field has no time"))


def read_datetime(text: str, *, utc: bool = False) -> Reading:
    """Read a text as a moment; its value is ``YYYY-MM-DD HH:MM:SS``, midnight if it has no time.

    ``utc`` says that the API means UTC here: a moment with a zone is converted, one without is UTC already.
    """
    bare = text.strip()
    if _EMPTY.fullmatch(bare):
        return Reading(f"{_EMPTY_DAY} {time(0)}")
    found = _read_moment(bare, "a date and time", _HOW_MOMENT)
    if isinstance(found, Refusal):
        return Reading(None, found)
    day, clock, zone = found
    if utc:
        return Reading(str(datetime.combine(day, clock) - (zone or timedelta(0))))
    if zone is None and not _exists(datetime.combine(day, clock)):
        return Reading(
            None,
            Refusal(
                "a date and time",
                "add the zone, such as +01:00 or Z",
                (f"{day} {clock}",),
                why="clocks were put forward over this hour in Germany",
            ),
        )
    return Reading(str(_turn_local(day, clock, zone)))


def _read_moment(text: str, expected: str, how: str) -> tuple[date, time, timedelta | None] | Refusal:
    """Return day, time and offset from UTC, None if no zone is given."""
    match = _MOMENT.fullmatch(text)
    if match is None:
        return _explain(text, expected, how)
    day = _read_day(match, expected, how)
    if isinstance(day, Refusal):
        return day
    hour, minute, second = (int(match[name] or 0) for name in ("hour", "minute", "second"))
    try:
        clock = time(hour, minute, second)
        zone = _read_zone(match["zone"])
    except ValueError:
        tried = f"{match['hour']} hours, {minute} minutes, {second} seconds {match['zone'] or ''}".rstrip()
        return Refusal(expected, how, (tried,))
    if zone is not None and not _is_kept(datetime.combine(day, clock), zone):
        why = f"the database has the years {_FIRST_YEAR} to {date.max.year}"
        return Refusal(expected, how, (f"{day} {clock}, {match['zone']}",), why=why)
    return day, clock, zone


def _is_kept(moment: datetime, zone: timedelta) -> bool:
    """Say whether a moment with a zone is one in Germany, too, in a year that the database keeps."""
    try:
        return _find_german(moment - zone).year >= _FIRST_YEAR
    except (OverflowError, ValueError):  # of years beyond 9999, and of three digits
        return False


def _read_day(match: re.Match[str], expected: str, how: str) -> date | Refusal:
    names = next(names for names in _ORDERS if match[names[0]])
    year_text, month, day = match[names[0]], int(match[names[1]]), int(match[names[2]])
    year = int(year_text)
    if len(year_text) == len("26"):
        if _THIS_CENTURY <= year < _LAST_CENTURY:
            both = tuple(f"{century + year}-{month:02}-{day:02}" for century in (1900, 2000))
            return Refusal(expected, "write the year with four digits", both)
        year += 2000 if year < _THIS_CENTURY else 1900
    try:
        if year < _FIRST_YEAR:
            raise ValueError
        return date(year, month, day)
    except ValueError:
        return Refusal(expected, how, (f"day {day}, month {month}, year {year}",))


def _explain(text: str, expected: str, how: str) -> Refusal:
    """Say what a text of none of the forms was taken for."""
    slashes = _SLASHES.match(text)
    if slashes is None:
        return Refusal(expected, how)
    first, second, year = slashes.groups()
    if first == second or int(first) > _MONTHS or int(second) > _MONTHS:
        return Refusal(expected, how, (f"day {int(first)}, month {int(second)}, year {year}",))
    both = (f"day {int(first)} of month {int(second)}", f"day {int(second)} of month {int(first)}")
    return Refusal(expected, how, both)


def _find_date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _read_zone(text: str | None) -> timedelta | None:
    """Return an offset from UTC; raises ValueError if it is no zone."""
    if not text:
        return None
    if text[0] not in "+-":
        return timedelta(0)
    digits = text[1:].replace(":", "").ljust(4, "0")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    if offset > _FARTHEST or int(digits[2:]) >= 60:  # minutes
        raise ValueError(text)
    return -offset if text[0] == "-" else offset


def _turn_local(day: date, clock: time, zone: timedelta | None) -> datetime:
    """Return German local time, without a zone."""
    moment = datetime.combine(day, clock)
    return moment if zone is None else _find_german(moment - zone)


def _find_german(moment: datetime) -> datetime:
    """Return German local time for a moment in UTC."""
    return datetime.fromisoformat(german_time(moment.replace(tzinfo=UTC).timestamp()))


def _exists(local: datetime) -> bool:
    """Say whether German clocks show this time at all."""
    return local in (_find_german(local - timedelta(hours=hours)) for hours in (1, 2))
