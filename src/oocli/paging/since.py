"""What ``--since`` means: a date, a moment, or a time span back from now, in the API's own form."""

import re
from datetime import UTC, datetime

from oocli.errors import UsageError
from oocli.text.german_time import german_time

_SPAN = re.compile(r"(\d{1,6})([mhdw])", re.ASCII)
_NO_YEAR = "0000"  # an empty date, which is no day to begin with
_SECONDS = {"m": 60, "h": 3600, "d": 86400, "w": 7 * 86400}


def write_utc(moment: str | float) -> str:
    """Return a moment as ``YYYY-MM-DD HH:MM:SS`` in UTC: a German local time, or Unix seconds.

    In the hour that occurs twice in autumn, it is the first one.
    """
    if isinstance(moment, str):
        local = datetime.fromisoformat(moment)
        guess = local.replace(tzinfo=UTC).timestamp()
        summer = german_time(guess - 7200) == str(local)
        moment = guess - (7200 if summer else 3600)
    return str(datetime.fromtimestamp(int(moment), UTC).replace(tzinfo=None))


def read_moment(text: str, *, now: float) -> float:
    """Return what ``--since`` means in Unix seconds.

    Raises:
        UsageError: ``read_since`` does not understand it.
    """
    moment = datetime.fromisoformat(write_utc(read_since(text, now=now)))
    return moment.replace(tzinfo=UTC).timestamp()


def read_since(text: str, *, now: float) -> str:
    """Return ``YYYY-MM-DD HH:MM:SS`` in German local time, or the date alone if only that was typed.

    ``text`` is ``2026-11-01``, ``2026-11-01 08:30`` (German local time; ``T`` and a zone are
    understood too), either of them in German notation (``1.11.2026``), or a span like ``30m``, ``24h``,
    ``7d``, ``2w``. ``now`` is Unix time in seconds.

    Raises:
        UsageError: it is none of these.
    """
    span = _SPAN.fullmatch(text.strip())
    if span is not None:
        return german_time(max(0.0, now - int(span[1]) * _SECONDS[span[2]]))
    try:
        moment = datetime.fromisoformat(text.strip())
        if moment.tzinfo is not None:
            return str(datetime.fromisoformat(german_time(moment.timestamp())))
    except ValueError as error:  # also a zone that leads out of the years that there are
        if german := _read_german(text):
            return german
        raise UsageError(
            f"--since does not understand {text!r}",
            hint="Write a date (2026-11-01 or 1.11.2026), a moment ('2026-11-01 08:30')"
            " or a span (30m, 24h, 7d, 2w)",
        ) from error
    has_time = len(text.strip()) > len("2026-W45-1")
    return str(moment.replace(microsecond=0)) if has_time else moment.date().isoformat()


def _read_german(text: str) -> str:
    """Return what a day or moment in German notation means, or nothing where it is none."""
    from oocli.values.dates import read_date, read_datetime

    found = read_date(text)
    found = read_datetime(text) if found.refusal else found
    return "" if found.refusal or found.value.startswith(_NO_YEAR) else str(found.value)
