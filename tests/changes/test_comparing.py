"""What an action would change of the record that it names."""

from typing import Any

from oocli.catalogue import Call, Catalogue
from oocli.changes.comparing import Change, Comparison
from oocli.changes.contacts import has_entry, reverse_entry
from oocli.fields.facts import Field
from oocli.request.actions import Action

_TYPES = {"kaufpreis": "float", "heizungsart": "multiselect", "lage": "text"}


def _find(verb: str, name: str) -> Call:
    call = Catalogue().find(verb, name)
    assert call is not None
    return call


def _compare(name: str, parameters: dict[str, Any], elements: dict[str, Any]) -> list[Change]:
    def find_field(field: str) -> Field | None:
        return Field(name, field, type=_TYPES[field]) if field in _TYPES else None

    comparison = Comparison(_find("modify", name), find_field)
    return comparison.list_changes(Action("modify", name, "17", parameters=parameters), elements)


def test_only_what_differs_by_its_type_is_a_change() -> None:
    """A number in another notation and the same keys as a list are none."""
    changes = _compare(
        "estate",
        {"data": {"kaufpreis": "350000", "heizungsart": ["a", "b"], "lage": "350000"}},
        {"kaufpreis": "350000.00", "heizungsart": "|a||b|", "lage": "350000.00"},
    )
    assert changes == [Change("lage", "350000.00", "350000")]


def test_what_onoffice_sets_itself_is_no_change() -> None:
    """A sheet that was exported brings the old stamp back, and the API ignores it."""
    parameters = {"data": {"kaufpreis": "5", "geaendert_am": "2026-01-01 10:00:00", "uuid": "x"}}
    elements = {"kaufpreis": "4.00", "geaendert_am": "2026-02-02 10:00:00", "uuid": "y"}
    assert _compare("estate", parameters, elements) == [Change("kaufpreis", "4.00", "5")]
    assert (
        _compare("address", {"Aenderung": "2026-01-01 10:00:00"}, {"Aenderung": "2026-02-02 10:00:00"}) == []
    )


def test_fields_that_are_read_under_other_names_are_found() -> None:
    """The agents log is written and read under different names, and the documentation knows its types."""
    changes = _compare(
        "agentslog", {"data": {"note": "neu", "cost": 12.5}}, {"Bemerkung": "alt", "Kosten": "12.50"}
    )
    assert changes == [Change("note", "alt", "neu")]


def test_an_entry_of_an_address_tells_itself_what_changes() -> None:
    """Phone and mail entries have no value of their own in a reading."""
    changes = _compare(
        "address",
        {"phone": {"action": "modify", "oldvalue": "1", "newvalue": "2"}, "extendedclaim": "x"},
        {"phone__5": "1"},
    )
    assert changes == [Change("phone", "1", "2")]


def test_an_entry_is_taken_back_by_its_opposite() -> None:
    """What was added is deleted, what was deleted added, what was changed changed back."""
    assert reverse_entry({"action": "add", "newvalue": "1", "default": True}) == {
        "action": "delete",
        "oldvalue": "1",
    }
    assert reverse_entry({"action": "delete", "oldvalue": "1"}) == {"action": "add", "newvalue": "1"}
    assert reverse_entry({"action": "modify", "oldvalue": "1", "newvalue": "2"}) == {
        "action": "modify",
        "oldvalue": "2",
        "newvalue": "1",
    }
    assert reverse_entry("0241 1") is None


def test_an_entry_is_looked_for_among_those_with_numbers() -> None:
    """A field that happens to have the same value is not an entry."""
    assert has_entry({"phone__5": "1", "Name": "2"}, "1")
    assert not has_entry({"phone__5": "1", "Name": "2"}, "2")
