"""Guesses at what was meant: for commands, options, parameters and fields one rule."""

import pytest

from oocli.app import COMMANDS
from oocli.catalogue.usual_fields import list_usual_fields
from oocli.text.spelling import ask, measure, suggest

FIELDS = [field.name for field in list_usual_fields() if field.module == "estate"]
OPTIONS = ["fields", "limit", "offset", "q", "n", "o", "output", "quiet", "dry-run", "yes", "all"]


@pytest.mark.parametrize(
    ("typed", "names", "guess"),
    [
        ("reed", COMMANDS, "read"),
        ("raed", COMMANDS, "read"),
        ("reads", COMMANDS, "read"),
        ("gte", COMMANDS, "get"),
        ("craete", COMMANDS, "create"),
        ("modfy", COMMANDS, "modify"),
        ("explian", COMMANDS, "explain"),
        ("READ", COMMANDS, "read"),
        ("limt", OPTIONS, "limit"),
        ("fiels", OPTIONS, "fields"),
        ("dryrun", OPTIONS, "dry-run"),
        ("quite", OPTIONS, "quiet"),
        ("outptu", OPTIONS, "output"),
        ("kaufpreiss", FIELDS, "kaufpreis"),
        ("Kaufpreis", FIELDS, "kaufpreis"),
        ("wohnfläche", FIELDS, "wohnflaeche"),
        ("wohnfl", FIELDS, "wohnflaeche"),
        ("pzl", FIELDS, "plz"),
        ("orrt", FIELDS, "ort"),
        ("ORT", FIELDS, "ort"),
    ],
)
def test_slip_of_the_finger_is_seen(typed: str, names: list[str], guess: str) -> None:
    """A letter too many, too few, wrong or swapped leads to the name."""
    assert suggest(typed, names)[0] == guess


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("od", COMMANDS),
        ("dos", COMMANDS),
        ("got", COMMANDS),
        ("open", COMMANDS),
        ("list", COMMANDS),
        ("jq", OPTIONS),
        ("no", OPTIONS),
        ("ids", OPTIONS),
        ("format", OPTIONS),
        ("art", ["ort", "plz"]),
        ("kaltmiete", ["warmmiete", "kaufpreis"]),
        ("a", FIELDS),
        ("", FIELDS),
    ],
)
def test_other_word_is_no_slip(typed: str, names: list[str]) -> None:
    """No guess is better than a bad one: short words are guessed at only where nothing else can be meant."""
    assert suggest(typed, names) == ()


def test_nearest_comes_first() -> None:
    """Fewer slips stand before more, three guesses at most."""
    assert suggest("status", ["status3x", "status2", "statusse", "stats", "status"]) == (
        "status",
        "status3x",
        "status2",
    )


def test_question_names_the_guesses() -> None:
    """A guess is a question; without one nothing is asked."""
    assert ask("lage", ["Lage", "lager"]) == "did you mean Lage or lager?"
    assert ask("xyz", ["Lage"]) == ""


@pytest.mark.parametrize(
    ("one", "other", "slips"),
    [("", "", 0), ("ab", "ba", 1), ("abc", "ab", 1), ("ab", "xy", 2), ("", "abc", 3)],
)
def test_slips_are_counted(one: str, other: str, slips: int) -> None:
    """A letter in, out, other, or two swapped is one slip each."""
    assert measure(one, other) == slips
