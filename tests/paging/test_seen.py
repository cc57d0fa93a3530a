"""The ids that have been met."""

import sys

import pytest

from oocli.paging.seen import SeenIds, SeenKeys


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
    assert sum(sys.getsizeof(block) for block in seen._blocks.values()) < 200_000


def test_ids_that_lie_far_apart_take_little_memory() -> None:
    """Some bytes each, whatever the order in which they come, and none that was not added is known."""
    seen = SeenIds()
    numbers = [number * 7919 % 100_003 * 10_000 for number in range(20_000)]
    for number in numbers:
        seen.add(number)
    assert sum(sys.getsizeof(block) for block in seen._blocks.values()) < 300_000
    assert all(map(seen.has, numbers))
    assert not any(seen.has(number + 1) for number in numbers)


def test_a_block_that_fills_knows_what_it_had() -> None:
    """Numbers that were written out one by one become bits when they are many."""
    seen = SeenIds()
    for number in range(0, 140_000, 2):
        seen.add(number)
    assert [seen.has(number) for number in (0, 1, 65_536, 65_537, 139_998, 140_000)] == [
        *(True, False, True, False, True, False)
    ]


def test_keys_are_known_after_they_were_added() -> None:
    """Texts and tuples, of which eight bytes each are kept."""
    seen = SeenKeys()
    keys = [("OBJ", str(number)) for number in range(20_000)]
    assert not any(map(seen.add, keys))
    assert all(map(seen.add, keys))
    assert sum(sys.getsizeof(block) for block in seen._blocks.values()) < 1_000_000
