"""What the sandbox's wall clock says: local German time, as the API writes it, without a zone."""

import time
from datetime import UTC, datetime

_FORMAT = "%Y-%m-%d %H:%M:%S"
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def german_time(now: float) -> str:
    """Give ``YYYY-MM-DD HH:MM:SS`` in Germany for a Unix time in seconds.

    The rule of the European Union (last Sundays of March and October, 01:00 UTC) is
    written out here, because Windows has no time zone data of its own.
    """
    return time.strftime(_FORMAT, time.gmtime(now + _offset(now)))


def utc_time(now: float) -> str:
    """Give ``YYYY-MM-DD HH:MM:SS`` in UTC for a Unix time in seconds."""
    return time.strftime(_FORMAT, time.gmtime(now))


def iso_time(text: str, *, german: bool = True) -> str:
    """Give ``YYYY-MM-DDTHH:MM:SS+00:00`` for a stored time, German or UTC; nothing for an empty one."""
    try:
        seconds = datetime.strptime(text, _FORMAT).replace(tzinfo=UTC).timestamp()
    except ValueError:
        return ""
    if german:
        seconds -= _offset(seconds - 3600)
    return time.strftime("%Y-%m-%dT%H:%M:%S+00:00", time.gmtime(seconds))


def http_date(now: float) -> str:
    """Give the value of an HTTP ``Date`` header for a Unix time in seconds, in English in any locale."""
    moment = time.gmtime(now)
    day, month = _DAYS[moment.tm_wday], _MONTHS[moment.tm_mon - 1]
    return time.strftime(f"{day}, %d {month} %Y %H:%M:%S GMT", moment)


def _offset(now: float) -> int:
    """Give the seconds that German clocks are ahead of UTC."""
    return 7200 if _last_sunday(now, month=3) <= now < _last_sunday(now, month=10) else 3600


def _last_sunday(now: float, *, month: int) -> int:
    """Give 01:00 UTC on the last Sunday of the month, which has 31 days, as Unix seconds."""
    last = datetime(time.gmtime(now).tm_year, month, 31, 1, tzinfo=UTC)
    return int(last.timestamp()) - 86400 * (last.isoweekday() % 7)
