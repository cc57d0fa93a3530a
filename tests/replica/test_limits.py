"""How much may vanish at once."""

import pytest

from oocli.errors import UsageError
from oocli.replica.limits import MostDeletes, read_most_deletes


@pytest.mark.parametrize(
    ("text", "gone", "there", "allowed"),
    [
        (None, 10, 20, True),
        (None, 11, 20, False),
        (None, 50, 1000, True),
        (None, 51, 1000, False),
        (None, 1, 1, False),
        ("0", 1, 20, False),
        ("1", 1, 1, True),
        ("100%", 20, 20, True),
        ("50%", 11, 20, False),
        ("5 %", 6, 100, False),
        ("7,5 %", 7, 100, True),
        ("0%", 1, 20, False),
        ("200", 200, 1000, True),
    ],
)
def test_five_percent_or_ten_may_vanish_unless_said(
    text: str | None, gone: int, there: int, allowed: bool
) -> None:
    """All of a table only where that was said."""
    assert read_most_deletes(text).allows(gone, there) is allowed


@pytest.mark.parametrize("text", ["all", "-1", "101%", "5 %%", "\u0665%", "5%%"])
def test_anything_else_is_refused(text: str) -> None:
    """Neither a share nor a number."""
    with pytest.raises(UsageError):
        read_most_deletes(text)


def test_nothing_missing_is_always_allowed() -> None:
    """Also of an empty table."""
    assert MostDeletes().allows(0, 0)
