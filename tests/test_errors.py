"""Failures: what is added to them on their way up."""

from oocli.errors import OocliError


def test_what_is_known_further_up_stands_below_what_was_said() -> None:
    """A failure of a page gets the way on; what it said itself stays the first line."""
    failure = OocliError("It broke", why="the line was cut", hint="Try again", details={"row": 3})
    failure.supplement(why="5 rows are done", hint="--resume goes on", details={"rows": 9})
    assert (failure.why, failure.hint) == ("the line was cut\n5 rows are done", "Try again\n--resume goes on")
    assert failure.details == {"row": 3, "rows": 9}


def test_nothing_stays_nothing() -> None:
    """No empty line stands where nothing was said."""
    failure = OocliError("It broke")
    failure.supplement(hint="--resume goes on")
    assert (failure.why, failure.hint) == ("", "--resume goes on")
