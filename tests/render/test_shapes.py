"""shapes: keys and labels, and numbers that are shown as they came where nothing is known."""

from typing import Any

import pytest

from oocli.render.shapes import Shape
from oocli.text.number_style import NumberStyle

GERMAN = NumberStyle(".", ",")
KEYS = Shape("text", labels={"haus": "Haus", "wohnung": "Wohnung", "1": "aktiv"})


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("haus", "Haus"),
        (1, "aktiv"),
        (["haus", "x", 1], ["Haus", "x", "aktiv"]),
        ("|haus||wohnung|", ["Haus", "Wohnung"]),
        ("|haus||x|", ["Haus", "x"]),
        ("|haus|", ["Haus"]),
        ("||", "||"),
        ("|", "|"),
        ("", ""),
        (None, None),
        ([], []),
        (True, True),
        ("Haus", "Haus"),
        ({"a": 1}, {"a": 1}),
    ],
)
def test_keys_are_shown_by_their_labels(value: Any, shown: Any) -> None:
    """One key, several, joined ones; what is not a key stays as it came."""
    assert KEYS.show(value, GERMAN) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("1301600.00", "1.301.600,00"),
        (1301600, "1.301.600"),
        (1301600.5, "1.301.600,5"),
        ("720.000,50 €", "720.000,50 €"),
        ("auf Anfrage", "auf Anfrage"),
        ("", ""),
        (None, None),
        (False, False),
        (["1000.00"], ["1000.00"]),
    ],
)
def test_numbers_of_a_grouped_field_are_written_in_the_style(value: Any, shown: Any) -> None:
    """As text or as JSON number; everything else stays as it came."""
    assert Shape("number", is_grouped=True).show(value, GERMAN) == shown


def test_without_a_style_numbers_stay() -> None:
    """Where the locale says nothing, or the field is not grouped, a number is as it was sent."""
    assert Shape("number", is_grouped=True).show("1000.00", None) == "1000.00"
    assert Shape("number").show("1000.00", GERMAN) == "1000.00"
