"""German local time, in which the API writes and reads times without saying so."""

import time
from calendar import timegm


def german_time(now: float) -> str:
    """Return ``YYYY-MM-DD HH:MM:SS`` in Germany for a Unix time in seconds.

    The rule of the European Union (last Sundays of March and October, 01:00 UTC) is
    written out here, because Windows has no time zone data of its own.
    """
    return time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime(now + german_offset(now)))


def german_offset(now: float) -> int:
    """Return the seconds that German clocks are ahead of UTC at a Unix time in seconds."""
    return 7200 if _last_sunday(now, month=3) <= now < _last_sunday(now, month=10) else 3600


def _last_sunday(now: float, *, month: int) -> int:
    """Return 01:00 UTC on the last Sunday of the month, which has 31 days, as Unix seconds."""
    last = timegm((time.gmtime(now).tm_year, month, 31, 1, 0, 0))
    weekday = time.gmtime(last).tm_wday
    return last - 86400 * ((weekday + 1) % 7)
