"""When a stamp can be believed: a record may change twice in the second that its stamp names.

Pure. The API's stamps are German local time without an offset, the server's ``Date`` is UTC.
A stamp is settled when the server's clock is well past every moment that it may mean; in
the hour that October has twice, that is the later one.
"""

import re
from calendar import timegm
from typing import Any

from oocli.text.german_time import german_offset, german_time

MARGIN = 120
"""Seconds that the server's clock must be past a stamp."""

OVERLAP = 2 * 3600
"""Seconds before the last known stamp from which changes are asked for again; October repeats one hour."""

_STAMP = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:[ T](\d\d):(\d\d)(?::(\d\d))?)?", re.ASCII)
_LONG_AGO = 2 * 86400
_WINTER = 3600
_SUMMER = 7200


def is_settled(stamp: Any, server_time: float) -> bool:
    """Say whether no further change can bear this stamp; ``server_time`` in Unix seconds.

    An empty stamp, of a record that was never changed, is settled: a change fills it. One that
    cannot be read never is.
    """
    if stamp is None or stamp == "" or str(stamp).startswith("0000-00-00"):
        return True
    moment = read_latest(stamp)
    return moment is not None and moment + MARGIN < server_time


def find_surely_settled(server_time: float) -> str:
    """Return a stamp below which every stamp of the usual length is settled: two days ago."""
    return german_time(server_time - _LONG_AGO)


def read_latest(stamp: Any) -> float | None:
    """Return the last moment that a stamp may mean, in Unix seconds; None where it cannot be read."""
    match = _STAMP.fullmatch(stamp.strip()) if isinstance(stamp, str) else None
    if match is None:
        return None
    year, month, day = (int(part) for part in match.group(1, 2, 3))
    hour, minute, second = (int(part or 0) for part in match.group(4, 5, 6)) if match[4] else (23, 59, 59)
    second = second if match[6] or not match[4] else 59
    local = timegm((year, month, day, hour, minute, second, 0, 0, 0))
    winter = local - _WINTER
    return float(winter if german_offset(winter) == _WINTER else local - _SUMMER)


def step_back(stamp: str) -> str:
    """Return the stamp from which changes are asked for, when ``stamp`` is the last one known; or nothing."""
    moment = read_latest(stamp)
    return "" if moment is None else german_time(moment - OVERLAP)
