"""The keys in a text as the API writes them."""

import pytest

from oocli.values.key_lists import split_text


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("|a||b|", ["a", "b"]),
        (" |a| ", ["a"]),
        ("||", []),
        ("a", ["a"]),
        ("a|b", ["a|b"]),
    ],
)
def test_bars_around_a_text_make_it_a_list(text: str, keys: list[str]) -> None:
    """Keys stand between bars, two of them between two keys; a text without is one key as it is."""
    assert split_text(text) == keys
