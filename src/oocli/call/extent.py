"""How much of a call is read, how fast, and how old it may be: ``--limit``, ``--jobs``, ``--cache`` ...

Pure. Owns what these options mean.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from oocli.errors import UsageError
from oocli.paging.walks import Extent, choose_span, largest_page
from oocli.text.lazy_pattern import lazy_pattern

if TYPE_CHECKING:
    from collections.abc import Mapping

    from oocli.call.asked import CallOptions, ReadingOptions
    from oocli.catalogue import Call
    from oocli.paging.pace import Pace
    from oocli.request.actions import Action

_AGE = lazy_pattern(r"(\d{1,6})([smhd])", re.ASCII)
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400}


_DAY = 86400  # seconds


def read_extent(reading: ReadingOptions) -> Extent:
    """Return how much is wanted: everything, a number of records, or the one page that the call gives."""
    everything = reading.every or reading.resume
    return Extent(every=bool(everything), limit=reading.limit)


def limit_page(call: Call, reading: ReadingOptions) -> int | None:
    """Return the page size that ``--limit`` or ``--count`` means; one above the call's maximum is paged."""
    if call.paging is None:
        return reading.limit
    if reading.only_count:
        return call.paging.counting
    return None if reading.limit is None else min(reading.limit, largest_page(call.paging))


def read_since_condition(call: Call, reading: ReadingOptions, *, now: float) -> tuple[str, ...]:
    """Return ``--since`` as a ``--where`` expression on the field of the last change; nothing without it."""
    if not reading.since or call.changed_period is not None:
        return ()
    if not call.changed_field:
        raise UsageError(f"{call.name} has no field that tells when a record was changed")
    from oocli.paging.since import read_since

    since = read_since(reading.since, now=now)
    if call.changes_by_day:
        since = since[: len("2026-11-01")]
    return (f'{call.changed_field}>="{since}"',)


def read_since_period(call: Call, options: CallOptions, *, now: float) -> Mapping[str, str]:
    """Return ``--since`` as parameters for a call that takes a period of changes, in UTC; none without it.

    The period ends in a day: clocks differ, and what is changed during the reading may come too.

    Raises:
        UsageError: days are given too, with which the API ignores it.
    """
    since = options.reading.since
    if not since or call.changed_period is None:
        return {}
    given = {name for name, _ in options.inputs.parameters}
    if call.period is not None and given & {call.period.start, call.period.end}:
        raise UsageError(
            f"--since and --{call.period.start} exclude each other",
            why="With days given, the API ignores when records were changed",
            hint="Leave one of them out",
        )
    from oocli.paging.since import read_since, write_utc

    period = call.changed_period
    return {period.start: write_utc(read_since(since, now=now)), period.end: write_utc(now + _DAY)}


def read_pace(reading: ReadingOptions) -> Pace:
    """Return the pace that ``--jobs`` and ``--batch`` ask for; ``auto`` is the default.

    Raises:
        UsageError: one of them is not a number, or out of bounds.
    """
    from oocli.paging.pace import DEFAULT_BATCH, DEFAULT_JOBS, MOST_BATCH, MOST_JOBS, Pace

    # A kept answer is found by its request, so which pages share one must not depend on timing.
    batch = 1 if reading.cache else DEFAULT_BATCH
    return Pace(
        jobs=_read_number("--jobs", reading.jobs, DEFAULT_JOBS, MOST_JOBS),
        batch=_read_number("--batch", reading.batch, batch, MOST_BATCH),
    )


def read_age(text: str) -> float:
    """Return how old a kept answer may be by ``--cache``, in seconds; 0 uses none.

    Raises:
        UsageError: it is not a time span.
    """
    if not text:
        return 0
    span = _AGE.fullmatch(text.strip())
    if span is None:
        raise UsageError(
            f"--cache does not understand {text[:40]!r}",
            hint="Write how old an answer may be: 30s, 10m, 24h or 7d",
        )
    return int(span[1]) * _SECONDS[span[2]]


def _read_number(option: str, text: str, default: int, most: int) -> int:
    if text == "auto":
        return default
    if not (text.isascii() and text.isdecimal() and len(text) < 9 and 1 <= int(text) <= most):
        raise UsageError(f"{option} takes a number from 1 to {most}, or auto, not {text[:40]!r}")
    return int(text)


def find_first_action(call: Call, action: Action, extent: Extent, *, now: float) -> Action:
    """Return the first action of a reading, for ``--dry-run``."""
    span = choose_span(call, action, extent, now=now)
    return action if span is None else span.cut(extent.limit)[0].build_action()
