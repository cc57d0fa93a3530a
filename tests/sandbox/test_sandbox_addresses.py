"""Addresses of the sandbox: numbers as numbers, contact entries, and forms of writing."""

from collections.abc import Callable
from typing import Any

import pytest

from office import Office


@pytest.fixture
def max_id(fresh: Office) -> int:
    """Give the number of a new address with two phone numbers and a mail address."""
    fields = {"Vorname": "Max", "Name": "Mustermann", "Plz": "01067", "Land": "DEU"}
    contact = {
        "phone": "0241 1",
        "phone_business": "0241 2",
        "default_phone": "0241 2",
        "email": "max@beispiel.example",
    }
    number: int = fresh.records("create", "address", {**fields, **contact})[0]["id"]
    return number


def _contacts(office: Office, number: int, *names: str) -> list[str]:
    elements = office.elements("read", "address", {"data": list(names)}, number)[0]
    return [value for name, value in elements.items() if name != "id"]


def test_numbers_stay_numbers(fresh: Office, max_id: int) -> None:
    """The record number is always among the elements; it and KdNr are JSON numbers."""
    read = {
        "data": ["KdNr", "Vorname", "Plz", "Land", "Status", "HerkunftKontakt", "newsletter_aktiv", "Email"]
    }
    assert fresh.records("read", "address", read, max_id) == [
        {
            "id": 120,
            "type": "address",
            "elements": {
                "id": 120,
                "KdNr": 1011,
                "Vorname": "Max",
                "Plz": "01067",
                "Land": "Deutschland",
                "Status": "1",
                "HerkunftKontakt": "",
                "newsletter_aktiv": "4",
                "Email": "max@beispiel.example",
            },
        }
    ]


def test_choices_are_text_in_pipes(fresh: Office, max_id: int) -> None:
    """Written as a list of keys, read as one text; with formatoutput a list of labels."""
    fresh("modify", "address", {"HerkunftKontakt": ["Suchmaschine", "Newsletter"]}, max_id)
    read = {"data": ["HerkunftKontakt"]}
    assert (
        fresh.elements("read", "address", read, max_id)[0]["HerkunftKontakt"] == "|Suchmaschine||Newsletter|"
    )
    shown = fresh.elements("read", "address", {**read, "formatoutput": True, "outputlanguage": "ENG"}, max_id)
    assert shown[0]["HerkunftKontakt"] == ["Search engine", "Newsletter"]


@pytest.mark.parametrize("name", ["Id", "id", "Vornahme"])
def test_there_is_no_field_for_the_record_number(office: Office, name: str) -> None:
    """Id is not a field of an address, neither to read nor to filter."""
    assert office.error("read", "address", {"data": [name]}) == (141, f"Unknown field: {name}")
    assert office.error("read", "address", {"filter": {name: [{"op": "=", "val": 1}]}})[0] == 141


def test_contact_entries_have_numbered_names(fresh: Office, max_id: int) -> None:
    """Asking for phone gives every phone entry under a name of its own, never phone itself."""
    elements = fresh.elements("read", "address", {"data": ["phone"]}, max_id)[0]
    assert list(elements.values()) == [120, "0241 1", "0241 2"]
    assert all(name == "id" or name.startswith("phone__") for name in elements)
    assert _contacts(fresh, max_id, "defaultphone") == ["0241 2"]
    assert _contacts(fresh, max_id, "Telefon1", "mobile") == ["0241 2"]


def test_filter_looks_at_all_entries_or_at_the_main_one(fresh: Office, max_id: int) -> None:
    """The name phone searches every entry, Telefon1 the main one."""
    every = {"data": [], "filter": {"phone": [{"op": "=", "val": "0241 1"}]}}
    main = {"data": [], "filter": {"Telefon1": [{"op": "=", "val": "0241 1"}]}}
    none = {"data": [], "filter": {"phone": [{"op": "not like", "val": "%"}]}}
    assert [record["id"] for record in fresh.records("read", "address", every)] == [max_id]
    assert fresh.records("read", "address", main) == []
    assert max_id not in [record["id"] for record in fresh.records("read", "address", none)]


def test_records_come_in_the_order_of_their_numbers(office: Office) -> None:
    """Numbers in any order are answered in the order of the numbers, at most 500 of them."""
    read = {"data": [], "recordids": [105, "101", 9]}
    assert [record["id"] for record in office.records("read", "address", read)] == [101, 105]
    assert office.error("read", "address", {"recordids": list(range(501))})[0] == 302


def test_sorting_takes_one_field_name(office: Office) -> None:
    """A name with sortorder sorts; an object, as estates take it, is ignored."""
    read = {"data": ["KdNr"], "listlimit": 2}
    descending = office.elements("read", "address", {**read, "sortby": "KdNr", "sortorder": "DESC"})
    assert [values["KdNr"] for values in descending] == [1200, 1199]
    ignored = office.elements("read", "address", {**read, "sortby": {"KdNr": "DESC"}})
    assert [values["KdNr"] for values in ignored] == [1001, 1002]


def test_a_country_is_a_code_on_request(fresh: Office, max_id: int) -> None:
    """Land is a name, or a code on request."""
    read = {"data": ["Land"], "countryIsoCodeType": "ISO-3166-3"}
    assert fresh.elements("read", "address", read, max_id)[0]["Land"] == "DEU"


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"action": "add", "newvalue": "0241 3"}, ["0241 1", "0241 2", "0241 3"]),
        ({"action": "modify", "oldvalue": "0241 1", "newvalue": "0241 9"}, ["0241 9", "0241 2"]),
        ({"action": "delete", "oldvalue": "0241 1"}, ["0241 2"]),
        ("0241 7", ["0241 1", "0241 2"]),
    ],
)
def test_contact_entries_change_by_an_object(
    fresh: Office, max_id: int, change: Any, expected: list[str]
) -> None:
    """Add, modify and delete name the entry by its value; a plain text changes nothing."""
    assert fresh.records("modify", "address", {"phone": change}, max_id) == [
        {"id": 0, "type": "address", "elements": {"success": "success"}}
    ]
    assert _contacts(fresh, max_id, "phone") == expected


def test_an_entry_becomes_the_main_one(fresh: Office, max_id: int) -> None:
    """With default the added entry becomes the main one."""
    fresh("modify", "address", {"phone": {"action": "add", "newvalue": "0241 3", "default": True}}, max_id)
    assert _contacts(fresh, max_id, "defaultphone") == ["0241 3"]


@pytest.mark.parametrize(
    ("change", "errorcode"),
    [
        ({"newvalue": "1"}, 81),
        ({"action": "edit", "newvalue": "1"}, 82),
        ({"action": "delete", "oldvalue": "0"}, 83),
        ({"action": "add"}, 85),
        ({"action": "modify", "newvalue": "1"}, 86),
        ({"action": "modify", "newvalue": "1", "oldvalue": "0241 4"}, 87),
    ],
)
def test_wrong_contact_changes(fresh: Office, max_id: int, change: dict[str, Any], errorcode: int) -> None:
    """Each way to be wrong has its number."""
    for _ in range(2):
        fresh("modify", "address", {"phone": {"action": "add", "newvalue": "0241 4"}}, max_id)
    assert fresh.error("modify", "address", {"phone": change}, max_id)[0] == errorcode


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        ({"data": {"Vorname": "Max"}}, (141, "Unknown field: data")),
        ({"Benutzer": "niemand"}, (251, "Unknown user niemand")),
        ({"HerkunftKontakt": ["Zufall"]}, (76, "Invalid multiselect key: Zufall")),
        ({"Anrede": "Moin"}, (77, "Invalid singleselect key: Moin")),
    ],
)
def test_wrong_fields_of_addresses_are_refused(
    fresh: Office, parameters: dict[str, Any], expected: tuple[int, str]
) -> None:
    """Fields stand directly in parameters and take keys that exist."""
    assert fresh.error("modify", "address", parameters, 101) == expected
    assert fresh.error("create", "address", parameters) == expected


def test_main_entry_must_be_among_the_given(fresh: Office) -> None:
    """default_phone and default_email repeat a number that is given."""
    assert fresh.error("create", "address", {"phone": "1", "default_phone": "2"})[0] == 260
    assert (
        fresh.error("create", "address", {"email": "a@x.example", "default_email": "b@x.example"})[0] == 258
    )


def test_duplicates_are_updated_or_left(fresh: Office, max_id: int) -> None:
    """A duplicate check finds the same mail address and changes that record, unless told not to."""
    again = {"Vorname": "Moritz", "email": "MAX@beispiel.example", "checkDuplicate": True}
    assert fresh.records("create", "address", {**again, "noOverrideByDuplicate": True})[0]["id"] == max_id
    assert fresh.elements("read", "address", {"data": ["Vorname"]}, max_id)[0]["Vorname"] == "Max"
    assert fresh.records("create", "address", again)[0]["id"] == max_id
    assert fresh.elements("read", "address", {"data": ["Vorname"]}, max_id)[0]["Vorname"] == "Moritz"


def test_addresses_need_rights(open_office: Callable[..., Office]) -> None:
    """Without rights: nothing to see, 131 for a new address, 80 for a change."""
    office = open_office(rights=False)
    assert office.records("read", "address", {"data": []}) == []
    assert office.error("create", "address", {"Name": "X"})[0] == 131
    assert office.error("modify", "address", {"Name": "X"}, 101)[0] == 80
