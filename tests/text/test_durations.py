"""How long something took, in words."""

import pytest

from oocli.text.durations import describe_duration


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0.0, "less than a second"),
        (0.4, "less than a second"),
        (1.2, "1 second"),
        (59.4, "59 seconds"),
        (59.6, "1 minute"),
        (125, "2 minutes 5 seconds"),
        (3599, "59 minutes 59 seconds"),
        (3600, "1 hour"),
        (7325, "2 hours 2 minutes"),
        (100 * 3600, "100 hours"),
    ],
)
def test_a_duration_is_said_with_two_units_at_most(seconds: float, said: str) -> None:
    """The smaller ones matter less the longer it took."""
    assert describe_duration(seconds) == said
