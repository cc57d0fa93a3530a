"""What stands in a copy in the place of what somebody typed."""

from typing import Any

import pytest

from oocli.sandbox.copied.disguise import disguise
from oocli.sandbox.copied.filling import store_value
from oocli.sandbox.copied.people import People
from oocli.sandbox.records.configuration import Field, Modules

MODULES = Modules()


def replace(module: str, **elements: Any) -> dict[str, Any]:
    """Give what is made of the values of record 7."""
    return disguise(module, 7, elements, MODULES.find(module).columns, People())


def test_a_person_is_the_same_each_time() -> None:
    """Two copies of an address are the same address."""
    first, second = (replace("address", Anrede="Frau", Vorname="Erna", Name="Huber") for _ in range(2))
    assert first == second
    assert first["Anrede"] == "Frau"
    assert {"Erna", "Huber"}.isdisjoint(first.values())


def test_what_is_empty_stays_empty() -> None:
    """An import meets the gaps that it will meet."""
    empty: dict[str, Any] = {"Vorname": "", "Email": "", "Bemerkung": None, "ArtDaten": ""}
    assert replace("address", **empty) == empty


def test_text_keeps_its_length_and_lines() -> None:
    """What is too long for a field, or has lines, is so in the copy too."""
    real = "Klingeln bei Huber\r\n\r\nSchlüssel: " + "x" * 5000
    made = replace("estate", objektbeschreibung=real)["objektbeschreibung"]
    assert (len(made), made.splitlines(keepends=True)[0][-2:], "Huber" in made) == (len(real), "\r\n", False)


def test_a_key_that_is_none_is_dropped() -> None:
    """In a select field may stand what was typed before it became one."""
    keys = next(iter(MODULES.find("estate").fields["boden"].values))
    assert replace("estate", boden=[keys, "Dielen von Huber"])["boden"] == [keys]
    assert replace("address", ArtDaten="|Kunde||Hubers Freund|")["ArtDaten"] == ["Kunde"]


def test_days_of_birth_are_made_up_and_other_days_stay() -> None:
    """They tell who somebody is."""
    made = replace(
        "address", Geburtsdatum="1961-02-03 00:00:00", gwgGeburtsdatum="0000-00-00", kunde_seit="2019-01-02"
    )
    assert made["Geburtsdatum"] != "1961-02-03 00:00:00"
    assert (made["gwgGeburtsdatum"], made["kunde_seit"]) == ("0000-00-00", "2019-01-02")


def test_places_are_rough() -> None:
    """A coordinate says no more than the town does."""
    assert replace("estate", breitengrad="50.776642")["breitengrad"] == 50.78


def test_users_are_known_by_login_and_by_name() -> None:
    """Estates name who made them, addresses who cares for them."""
    people = People()
    people.rename(7, {"Name": "ehuber", "Vorname": "Erna", "Nachname": "Huber"})
    named = [people.find_user(name) for name in ("ehuber", "Huber, Erna", "gone", "", None)]
    assert named[2:] == ["ehemalig", "", ""]
    assert "Huber" not in named[1]
    assert ", " in named[1]


@pytest.mark.parametrize(
    ("name", "value", "stored"),
    [
        ("kaufpreis", "12.50", 12.5),
        ("kaufpreis", "auf Anfrage", 0),
        ("kaufpreis", "1e999", 0),
        ("baujahr", "1961.00", 1961),
        ("balkon", "1", 1),
        ("balkon", "Huber", 0),
        ("abdatum", "2026-01-02", "2026-01-02"),
        ("abdatum", "ab Mai, Huber fragen", "0000-00-00"),
        ("boden", ["fliesen", "dielen"], "|fliesen||dielen|"),
        ("plz", 1067, "1067"),
        ("plz", {"x": 1}, ""),
    ],
)
def test_values_are_stored_as_their_columns_want_them(name: str, value: Any, stored: Any) -> None:
    """What no column of its kind can hold is as good as empty: no text gets in as a number or a day."""
    field: Field = MODULES.find("estate").fields[name]
    assert store_value(field, value) == stored
