"""The ids that have been met."""

import sys

import pytest

from oocli.paging.seen import SeenIds


@pytest.mark.parametrize("added", [0, 7, 32_767, 32_768, 10**12, "abc", "007", ""])
def test_id_is_known_after_it_was_added(added: object) -> None:
    """Numbers far apart and texts are all kept."""
    seen = SeenIds()
    assert not seen.has(added)
    seen.add(added)
    assert seen.has(added)


def test_number_and_its_text_are_one_id() -> None:
    """The API writes the same id as a number here and as text there."""
    seen = SeenIds()
    seen.add(52)
    assert (seen.has("52"), seen.has("052"), seen.has(53)) == (True, False, False)


def test_hundred_thousand_ids_take_little_memory() -> None:
    """A bit each, so that a long reading by offset does not grow."""
    seen = SeenIds()
    for number in range(100_000):
        seen.add(number)
    assert sum(sys.getsizeof(block) for block in seen._blocks.values()) < 20_000
