"""Words as people type them: spellings of umlauts, accents, case and plurals are the same word."""

import pytest

from oocli.text.folding import find_forms, fold, split_words


@pytest.mark.parametrize(
    ("typed", "known"),
    [
        ("Käufer", "kaeufer"),
        ("KAUFER", "Käufer"),
        ("Straße", "Strasse"),
        ("exposé", "Expose"),
        ("Waehrung", "währung"),
        ("Größe", "groesse"),
    ],
)
def test_spellings_of_a_word_are_alike(typed: str, known: str) -> None:
    """Case, accents, ß and umlauts written out or left out make no difference."""
    assert fold(typed) == fold(known)


@pytest.mark.parametrize(
    ("many", "one"),
    [
        ("Bilder", "Bild"),
        ("Häuser", "Haus"),
        ("Termine", "Termin"),
        ("Aufgaben", "Aufgabe"),
        ("Immobilien", "Immobilie"),
        ("Fotos", "Foto"),
        ("properties", "property"),
        ("addresses", "address"),
        ("Mieterinnen", "Mieter"),
    ],
)
def test_plural_is_the_same_word(many: str, one: str) -> None:
    """The common plurals of both languages share a form with the singular."""
    assert find_forms(fold(many)) & find_forms(fold(one))


@pytest.mark.parametrize(("one", "other"), [("Ort", "Orte"), ("mail", "mai"), ("read", "ready")])
def test_short_words_keep_their_ends(one: str, other: str) -> None:
    """What would leave fewer than four letters is not an ending."""
    assert not find_forms(one.lower()) & find_forms(other.lower()) or one in other


def test_name_is_split_into_its_parts() -> None:
    """A name of the API is a word, and so is each part of it."""
    assert split_words("get appointmentList") == ["get", "appointmentlist", "appointment", "list"]
