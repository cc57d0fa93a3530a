"""What --since means."""

import pytest

from harness import NOW
from oocli.errors import UsageError
from oocli.paging.since import read_since


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2026-11-01", "2026-11-01"),
        ("2026-11-01 08:30", "2026-11-01 08:30:00"),
        ("2026-11-01T08:30:15", "2026-11-01 08:30:15"),
        ("2026-11-01T08:30:15Z", "2026-11-01 09:30:15"),
        ("2026-07-01T08:30:15+00:00", "2026-07-01 10:30:15"),
        ("2026-W01-1", "2025-12-29"),
        ("1.11.2026", "2026-11-01"),
        ("01.11.26", "2026-11-01"),
        ("1.11.2026 8:30", "2026-11-01 08:30:00"),
        ("1.7.2026, 8:30 Uhr", "2026-07-01 08:30:00"),
        ("1.7.2026 8:30Z", "2026-07-01 10:30:00"),
        ("24h", "2025-10-08 10:53:20"),
        ("30m", "2025-10-09 10:23:20"),
        ("7d", "2025-10-02 10:53:20"),
        ("2w", "2025-09-25 10:53:20"),
    ],
)
def test_every_way_to_say_since_is_german_local_time(typed: str, meant: str) -> None:
    """Dates, moments and spans become German local time, which is the API's."""
    assert read_since(typed, now=NOW) == meant


_BEYOND = ("9999-12-31T23:59:59Z", "9999-12-31T23:59:59-10:00", "0001-01-01T00:00:00+10:00")


@pytest.mark.parametrize(
    "typed",
    ["", "yesterday", "24", "h", "2026-13-01", "-3d", "31.2.2026", "1.2.50", "0000-00-00", "1.11.", *_BEYOND],
)
def test_since_that_is_nothing_of_the_kind(typed: str) -> None:
    """What is not understood is refused with the forms that are."""
    with pytest.raises(UsageError) as caught:
        read_since(typed, now=NOW)
    assert caught.value.message == f"--since does not understand {typed!r}"
