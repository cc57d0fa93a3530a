"""pointer: a caret below the place of a mistake, whatever the text holds."""

import pytest
from rich.cells import cell_len

from oocli.text.pointer import point_at

MISTAKES = [
    ("ort=Aachen plz=5", 11),
    ("ort=Aachen 🏠 plz=5", 13),
    ("한국어=5 or b=1", 6),
    ("o\u0308rt=5 or x=1", 7),
    ("👩\u200d👩=5 or x=1", 6),
    ("ort=a\nor plz=5", 6),
    ("ort=Aachen and kaufpreis>100000 and wohnflaeche>100 and kaltmiete << 5 and plz=5", 66),
    ("한" * 300 + " x y", 301),
    ("a=" + "x" * 5000 + " b=2", 5003),
]


@pytest.mark.parametrize(("text", "position"), MISTAKES, ids=ascii)
def test_the_caret_stands_below_the_character(text: str, position: int) -> None:
    """On a terminal of 80 columns the cells before the caret are those before the character."""
    shown, caret = point_at(text, position).split("\n")
    before = caret.index("^")
    assert cell_len(shown) <= 72
    assert text[position] in (char for cut, char in enumerate(shown) if cell_len(shown[:cut]) == before)


def test_a_place_behind_the_end_is_pointed_at() -> None:
    """Where something is missing the caret stands behind the text."""
    assert point_at("ort=", 4) == "ort=\n    ^"
