"""What the sandbox's wall clock says, in the forms in which the API writes times besides German ones."""

import time
from datetime import UTC, datetime

from oocli.text.german_time import german_offset

_FORMAT = "%Y-%m-%d %H:%M:%S"
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def utc_time(now: float) -> str:
    """Return ``YYYY-MM-DD HH:MM:SS`` in UTC for a Unix time in seconds."""
    return time.strftime(_FORMAT, time.gmtime(now))


def iso_time(text: str, *, german: bool = True) -> str:
    """Return ``YYYY-MM-DDTHH:MM:SS+00:00`` for a stored time, German or UTC; nothing for an empty one."""
    try:
        seconds = datetime.strptime(text, _FORMAT).replace(tzinfo=UTC).timestamp()
    except ValueError:
        return ""
    if german:
        seconds -= german_offset(seconds - 3600)
    return time.strftime("%Y-%m-%dT%H:%M:%S+00:00", time.gmtime(seconds))


def http_date(now: float) -> str:
    """Return the value of an HTTP ``Date`` header for a Unix time in seconds, in English in any locale."""
    moment = time.gmtime(now)
    day, month = _DAYS[moment.tm_wday], _MONTHS[moment.tm_mon - 1]
    return time.strftime(f"{day}, %d {month} %Y %H:%M:%S GMT", moment)
