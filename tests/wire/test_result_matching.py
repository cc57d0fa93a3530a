"""Results and actions: which belongs to which."""

from typing import Any

import pytest

from oocli.wire.result_matching import find_own, find_places


@pytest.mark.parametrize(
    ("came", "places"),
    [
        (["1", "2", "3"], [0, 1, 2]),
        ([1, 2, 3], [0, 1, 2]),
        (["2", "1", "3"], [1, 0, 2]),
        (["3", "1"], [1, None, 0]),
        (["1", "2", "2", "3"], [0, None, 3]),
        (["1", "1", "3"], [None, None, 2]),
        (["1", "2", "3", "9"], [0, 1, 2]),
        (["7", "8", "9"], [None, None, None]),
        (["", "", ""], [0, 1, 2]),
        (["1", "", "3"], [0, 1, 2]),
        (["1", None, "3"], [0, 1, 2]),
        (["3", "", "1"], [2, None, 0]),
        (["1", "3", ""], [0, None, 1]),
        (["1", ["2"], "3"], [0, 1, 2]),
    ],
)
def test_result_is_found_by_its_identifier(came: list[Any], places: list[int | None]) -> None:
    """What is swapped is put right; what is missing, doubled or another's belongs to nobody."""
    assert find_places(came, ["1", "2", "3"]) == places


@pytest.mark.parametrize("identifiers", [["a", "a"], ["", "b"], ["", ""], []])
def test_identifiers_that_are_not_all_different_tell_nothing(identifiers: list[str]) -> None:
    """A label that several actions share cannot tell which of them a result belongs to."""
    assert not find_own(identifiers)


def test_identifiers_of_their_own_tell_all() -> None:
    """Each action can be found by a label that no other has."""
    assert find_own(["a", "b"]) == ["a", "b"]
