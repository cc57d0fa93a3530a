"""What the sandbox's wall clock says: local German time, as the API writes it, without a zone."""

import time
from calendar import timegm
from email.utils import formatdate


def german_time(now: float) -> str:
    """Give ``YYYY-MM-DD HH:MM:SS`` in Germany for a Unix time in seconds.

    The rule of the European Union (last Sundays of March and October, 01:00 UTC) is
    written out here, because Windows has no time zone data of its own.
    """
    summer = _last_sunday(now, month=3) <= now < _last_sunday(now, month=10)
    return time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime(now + (7200 if summer else 3600)))


def http_date(now: float) -> str:
    """Give the value of an HTTP ``Date`` header for a Unix time in seconds."""
    return formatdate(now, usegmt=True)


def _last_sunday(now: float, *, month: int) -> int:
    """Give 01:00 UTC on the last Sunday of the month, which has 31 days, as Unix seconds."""
    last = timegm((time.gmtime(now).tm_year, month, 31, 1, 0, 0))
    weekday = time.gmtime(last).tm_wday
    return last - 86400 * ((weekday + 1) % 7)
