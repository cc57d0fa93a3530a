"""Which fields ``--fields`` means."""

import pytest

from oocli.errors import UsageError
from oocli.request.field_choice import choose_fields, names_all

DEFAULT = ("Id", "ort", "kaufpreis")
EVERY = ("Id", "ort", "kaufpreis", "lage")


def choose(*texts: str) -> tuple[str, ...]:
    """Choose among four fields, three of them usual."""
    return choose_fields(texts, default=DEFAULT, list_all=lambda: EVERY)


@pytest.mark.parametrize(
    ("texts", "chosen"),
    [
        (["lage,Id"], ("lage", "Id")),
        (["Id", "Id, ort"], ("Id", "ort")),
        (["@default"], DEFAULT),
        (["@default,+lage"], (*DEFAULT, "lage")),
        (["@default,lage"], (*DEFAULT, "lage")),
        (["lage,@default"], ("lage", *DEFAULT)),
        (["+lage"], (*DEFAULT, "lage")),
        (["-ort"], ("Id", "kaufpreis")),
        (["-ort", "+lage"], ("Id", "kaufpreis", "lage")),
        (["@all"], EVERY),
        (["@all", "-ort,-Id"], ("kaufpreis", "lage")),
        ([], ()),
        ([" , "], ()),
    ],
)
def test_fields_are_added_and_taken_away(texts: list[str], chosen: tuple[str, ...]) -> None:
    """Groups and names stand for themselves, a sign changes the usual ones."""
    assert choose(*texts) == chosen


@pytest.mark.parametrize("text", ["@foo", "@All", "-lage", "Id,-Id", "@default,-Ort"])
def test_what_makes_no_sense_is_refused(text: str) -> None:
    """An unknown group, a field to take away that is not there, nothing at all."""
    with pytest.raises(UsageError):
        choose(text)


def test_all_is_found_among_others() -> None:
    """Of all fields the API may refuse some, so that this must be known."""
    assert names_all(["-ort", "Id, @all"])
    assert not names_all(["Id,@default"])
