"""When a stamp can be believed."""

from datetime import UTC, datetime

import pytest

from oocli.replica.stamps import is_settled, read_latest, step_back


def at(text: str) -> float:
    """Give a time in UTC as Unix seconds."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp()


@pytest.mark.parametrize(
    ("stamp", "latest"),
    [
        ("2026-07-01 12:00:00", "2026-07-01T10:00:00"),
        ("2026-12-01 12:00:00", "2026-12-01T11:00:00"),
        ("2026-12-01T12:00", "2026-12-01T11:00:59"),
        ("2026-12-01", "2026-12-01T22:59:59"),
        ("2026-10-25 01:59:59", "2026-10-24T23:59:59"),
        ("2026-10-25 02:00:00", "2026-10-25T01:00:00"),
        ("2026-10-25 02:59:59", "2026-10-25T01:59:59"),
        ("2026-10-25 03:00:00", "2026-10-25T02:00:00"),
        ("2026-03-29 03:00:00", "2026-03-29T01:00:00"),
    ],
)
def test_a_stamp_is_german_time_and_in_october_the_later_hour(stamp: str, latest: str) -> None:
    """Summer, winter, a day alone, and the hour that comes twice."""
    assert read_latest(stamp) == at(latest)


@pytest.mark.parametrize(
    ("stamp", "server", "settled"),
    [
        ("2026-12-01 12:00:00", "2026-12-01T11:02:00", False),
        ("2026-12-01 12:00:00", "2026-12-01T11:02:01", True),
        ("2026-12-01 12:00:00", "2026-12-01T10:00:00", False),
        ("2026-12-01", "2026-12-01T20:00:00", False),
        ("2026-10-25 02:30:00", "2026-10-25T00:40:00", False),
        ("2026-10-25 02:30:00", "2026-10-25T01:33:00", True),
        ("", "2026-12-01T11:00:00", True),
        ("0000-00-00 00:00:00", "2026-12-01T11:00:00", True),
        (None, "2026-12-01T11:00:00", True),
        ("last week", "2026-12-01T11:00:00", False),
    ],
)
def test_a_stamp_is_settled_when_the_server_is_well_past_it(
    stamp: object, server: str, settled: bool
) -> None:
    """Two minutes past every moment that it may mean; what cannot be read never is."""
    assert is_settled(stamp, at(server)) is settled


def test_changes_are_asked_for_from_two_hours_before() -> None:
    """So that the hour in October, and a late entry, are asked for again."""
    assert step_back("2026-12-01 12:00:00") == "2026-12-01 10:00:00"
    assert step_back("nothing") == ""
