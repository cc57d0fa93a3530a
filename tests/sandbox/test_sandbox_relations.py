"""Relations: linked both ways, with the limits that the API has."""

from typing import Any

import pytest

from office import Office

_PREFIX = "urn:onoffice-de-ns:smart:2.5:relationTypes:"
_BUYER = _PREFIX + "estate:address:buyer"


def _find(office: Office, kind: str, **ids: Any) -> Any:
    return office.elements("get", "idsfromrelation", {"relationtype": _PREFIX + kind, **ids})[0]


def test_linked_both_ways(fresh: Office) -> None:
    """Children of parents and parents of children, as text, none as an empty list."""
    fresh.records("create", "relation", {"relationtype": _BUYER, "parentid": [11], "childid": [101, 103]})
    assert _find(fresh, "estate:address:buyer", parentids=[11, "9999"]) == {"11": ["101", "103"], "9999": []}
    assert _find(fresh, "estate:address:buyer", childids=[103]) == {"103": ["11"]}
    fresh.records("delete", "relation", {"relationtype": _BUYER, "parentid": 11, "childid": 103})
    assert _find(fresh, "estate:address:buyer", parentids=[11]) == {"11": ["101"]}


def test_answer_is_one_record(fresh: Office) -> None:
    """The record is called relatedIds and counts nothing."""
    result = fresh("get", "idsfromrelation", {"relationtype": _BUYER, "parentids": []})
    assert result["data"] == {
        "meta": {"cntabsolute": None},
        "records": [{"id": "relatedIds", "type": "", "elements": []}],
    }


@pytest.mark.parametrize(
    ("verb", "parameters", "errorcode"),
    [
        ("get", {"relationtype": "estate:address:buyer", "parentids": [1]}, 132),
        ("get", {"relationtype": _BUYER}, 282),
        ("get", {"relationtype": _PREFIX + "estate:allFiles", "childids": [1]}, 199),
        ("create", {"relationtype": _BUYER, "parentid": [11, 13], "childid": [101, 103]}, 219),
        ("create", {"relationtype": _PREFIX + "estate:user:officer", "parentid": [11], "childid": [19]}, 132),
        ("create", {"relationtype": _BUYER, "parentid": [9], "childid": [101]}, 293),
        ("create", {"relationtype": _BUYER, "parentid": [11], "childid": [9]}, 292),
        ("create", {"relationtype": _BUYER, "parentid": [], "childid": [101]}, 185),
        ("create", {"relationtype": _BUYER, "parentid": 11, "childid": 101, "relationinfo": {"x": 1}}, 179),
        ("delete", {"relationtype": _BUYER, "parentid": 13, "childid": 119}, 180),
        ("delete", {"relationtype": _BUYER, "parentid": [11, 13], "childid": 101}, 228),
        ("modify", {"relationtype": _BUYER, "parentid": [11], "childid": [101], "relationinfo": {}}, 182),
    ],
)
def test_each_unfit_relation_has_its_number(
    fresh: Office, verb: str, parameters: dict[str, Any], errorcode: int
) -> None:
    """Unknown types, unknown records, n:n and unfit states have their numbers."""
    resource = "idsfromrelation" if verb == "get" else "relation"
    assert fresh.error(verb, resource, parameters)[0] == errorcode


def test_an_appointment_knows_the_states_of_its_contacts(fresh: Office) -> None:
    """The state of an appointment's contact takes known words, for a link that exists."""
    change = {"relationtype": _PREFIX + "calendar:address", "parentid": [401], "childid": [119]}
    info = {"statusTerminbestaetigung": "gesendet"}
    assert fresh.error("modify", "relation", {**change, "relationinfo": {"statusX": "y"}})[0] == 181
    fresh("delete", "relation", {**change, "parentid": 401, "childid": 119})
    assert fresh.error("modify", "relation", {**change, "relationinfo": info})[0] == 180


def test_relations_that_are_fields_or_files(fresh: Office) -> None:
    """The user in charge and the files of an estate are found as relations too."""
    fresh("modify", "estate", {"data": {"benutzer": 21}}, 11)
    fresh("modify", "address", {"Benutzer": "wvoss"}, 101)
    assert _find(fresh, "estate:user:officer", parentids=[11]) == {"11": ["21"]}
    assert _find(fresh, "address:user:officer", parentids=[101]) == {"101": ["25"]}
    files = [record["id"] for record in fresh.records("get", "file", {"estateid": 11}, "estate")]
    assert _find(fresh, "estate:allFiles", parentids=[11]) == {"11": [str(number) for number in files]}
    title = _find(fresh, "estate:file:titelbild", parentids=[11])["11"]
    rest = _find(fresh, "estate:file:allpicturesExceptTitelbild", parentids=[11])["11"]
    every = _find(fresh, "estate:file:allpictures", parentids=[11])["11"]
    assert sorted(title + rest) == sorted(every)


def test_two_names_for_units(fresh: Office) -> None:
    """Units of a base property are found under both type names."""
    units = {"relationtype": _PREFIX + "estate:estateUnit", "parentid": [13], "childid": [15, 17]}
    fresh.records("create", "relation", units)
    assert _find(fresh, "complex:estate:units", parentids=[13]) == {"13": ["15", "17"]}


def test_a_new_estate_has_a_contact_person(fresh: Office) -> None:
    """The address of a user, as every estate that is created gets it."""
    (created,) = fresh.records("create", "estate", {"data": {"objektart": "haus"}})
    asked = {"relationtype": f"{_PREFIX}estate:address:contactPerson", "parentids": [created["id"]]}
    (linked,) = fresh.elements("get", "idsfromrelation", asked)
    (address,) = linked[str(created["id"])]
    (kinds,) = fresh.elements("read", "address", {"data": ["ArtDaten"]}, address)
    assert "Systembenutzer" in kinds["ArtDaten"]


def test_contact_persons_are_brokers_or_employees(fresh: Office) -> None:
    """Nobody else can be linked as one, and nobody else is linked as one from the beginning."""
    contact = f"{_PREFIX}estate:address:contactPerson"
    everybody = fresh.records("read", "address", {"data": ["ArtDaten"], "listlimit": 500})
    may = {
        record["id"]: any(kind in record["elements"]["ArtDaten"] for kind in ("Systembenutzer", "Makler"))
        for record in everybody
    }
    for wanted, code in ((True, 0), (False, 173)):
        address = next(number for number, is_one in may.items() if is_one is wanted)
        asked = {"relationtype": contact, "parentid": [11], "childid": [address]}
        assert fresh("create", "relation", asked)["status"]["errorcode"] == code
    estates = list(range(11, 611, 2))
    (linked,) = fresh.elements("get", "idsfromrelation", {"relationtype": contact, "parentids": estates})
    assert all(may[int(child)] for children in linked.values() for child in children)
