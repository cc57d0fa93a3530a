"""Texts that are the same to people."""

import pytest

from oocli.text.letter_case import fold_case, list_forms


@pytest.mark.parametrize("text", ["Büro/Praxen", "BÜRO/PRAXEN", "Bu\u0308ro/Praxen", "BU\u0308RO/PRAXEN"])
def test_letters_are_the_same_however_they_are_made_up(text: str) -> None:
    """An umlaut may be a letter and a mark, in either case."""
    assert fold_case(text) == "büro/praxen"


def test_other_letters_are_others() -> None:
    """A mark is not forgiven where another text may be meant."""
    assert fold_case("Bauer") != fold_case("Baüer")


def test_forms_are_what_was_typed_and_then_whole_letters() -> None:
    """One that is made up of whole letters has no other form."""
    assert list_forms("Mu\u0308ller") == ["Mu\u0308ller", "Müller"]
    assert list_forms("Müller") == ["Müller"]
    assert list_forms("Muller") == ["Muller"]
