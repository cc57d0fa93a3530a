"""The field configuration of a copy, from what ``get fields`` of an account may say."""

from typing import Any

import pytest

from customer import ask
from oocli.request.actions import Action
from oocli.sandbox.copied.configure import build_entries
from oocli.sandbox.copied.source import Office
from oocli.sandbox.door.answer import Sandbox
from oocli.sandbox.records.configuration import Field, Modules
from oocli.sandbox.records.store import Store


def build(**fields: dict[str, Any]) -> Office:
    """Give an office whose estates have these fields, and no more."""
    return Office("x", "2026-01-01T00:00:00+00:00", {"estate": {**fields, "label": "Objekte"}}, {})


def find(office: Office, name: str, module: str = "estate") -> Field:
    """Give a field of the copy."""
    return Modules(build_entries(office)).find(module).fields[name]


def test_a_field_that_ships_keeps_its_column() -> None:
    """It tells the customer's label and keys, and is stored as ever."""
    field = find(build(status={"type": "singleselect", "permittedvalues": {"7": "Sieben"}}), "status")
    assert (field.column, field.values, field.is_whole) == ('r."status"', {"7": ("Sieben", "Sieben")}, True)


def test_keys_that_are_no_numbers_make_a_text_of_a_number() -> None:
    """The customer may have keys of their own where the sandbox has numbers."""
    assert not find(build(status={"type": "singleselect", "permittedvalues": {"x": "X"}}), "status").is_whole


def test_labels_are_in_both_languages() -> None:
    """English labels stand beside the German ones; without them the German ones stand for both."""
    german = {"ind_1": {"type": "varchar", "label": "Teich"}, "ind_2": {"type": "text", "label": "Bach"}}
    office = build(**german)._replace(english={"estate": {"ind_1": {"type": "varchar", "label": "Pond"}}})
    labels = [find(office, name).label("ENG") for name in ("ind_1", "ind_2")]
    assert labels == ["Pond", "Bach"]


def test_a_list_of_choices_has_numbers_as_keys() -> None:
    """PHP makes a list of a map with the keys 0, 1, 2."""
    field = find(build(ind_1={"type": "singleselect", "permittedvalues": ["Nein", "Ja"]}), "ind_1")
    assert list(field.values) == ["0", "1"]


def test_what_the_customer_lacks_is_unknown_and_has_its_column() -> None:
    """Nobody can name it; the sandbox, which needs it, finds it."""
    module = Modules(build_entries(build(status={"type": "integer"}))).find("estate")
    assert ("kaufpreis" in module.fields, module.fields.get("kaufpreis")) == (False, None)
    assert module.fields["kaufpreis"] == module.columns["kaufpreis"]


def test_what_get_fields_never_names_stays_known() -> None:
    """Coordinates are read by their names although no account lists them."""
    assert "breitengrad" in Modules(build_entries(build(status={"type": "integer"}))).find("estate").fields


def test_modules_of_which_nothing_is_told_stay_as_they_ship() -> None:
    """An API user who may not see a module gets no fields of it."""
    assert Modules(build_entries(build())).find("task").fields == Modules().find("task").fields


@pytest.mark.parametrize(
    "facts",
    [
        {"type": "integer", "default": "x'); DROP TABLE estate; --", "permittedvalues": None},
        {"type": "varchar", "default": "it's", "length": "9" * 50},
        {"type": "singleselect", "default": 7, "permittedvalues": {"it's": "'"}},
        {"type": "multiselect", "default": [], "permittedvalues": []},
        {"type": "urn:onoffice-de-ns:smart:2.5:dbAccess:dataType:User", "length": -1},
        {"type": None, "label": None, "dependencies": ["x"], "content": 7},
        {},
    ],
    ids=lambda facts: str(facts)[:40],
)
def test_odd_facts_make_a_sandbox_all_the_same(facts: dict[str, Any]) -> None:
    """Whatever an account says of a field, it becomes a column that can be written and read."""
    store = Store.open(":memory:", office=build(ind_1=facts, status={"type": "integer"}), estates=3)
    with store.writing() as db:
        db.execute("UPDATE pattern SET ind_1 = 'x'")
        assert "ind_1" in store.find_modules(db).find("estate").fields
    store.close()


@pytest.mark.parametrize("name", ["id", "ID", "pattern", "STATUS", 'a"b', "x y", "ind_ß"])
def test_odd_names_make_a_sandbox_all_the_same(name: str) -> None:
    """SQLite ignores case and has columns of its own; such a field is there and stays empty."""
    store = Store.open(":memory:", office=build(**{name: {"type": "varchar"}}), estates=3)
    asked = Action("read", "estate", "", "", {"data": [name]})
    records = ask(Sandbox(store, now=lambda: 0.0), asked, 0.0)
    assert [record["elements"] for record in records] == [{name: ""}] * 3
    store.close()
