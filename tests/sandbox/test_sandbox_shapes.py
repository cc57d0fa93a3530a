"""Shapes of answers as recordings of live accounts have them: what a page leaves out or shows otherwise."""

import json
from typing import Any

import pytest

from office import Office
from oocli.catalogue import Catalogue

_TYPES = "urn:onoffice-de-ns:smart:2.5:dbAccess:dataType:"


def test_a_new_search_criterion_has_a_type_of_its_own(fresh: Office) -> None:
    """Its record says searchCriteria, with a capital, and holds nothing."""
    criterion = {"addressid": 101, "data": {"ort": "Köln"}}
    record = fresh.records("create", "searchcriteria", criterion)[0]
    assert (record["type"], record["elements"]) == ("searchCriteria", [])


def test_what_may_be_kept(office: Office) -> None:
    """The imprint and the search for criteria may be kept; the other quick searches may not."""
    assert office("read", "impressum")["cacheable"] is True
    assert office("get", "search", {"searchdata": {"ort": "Köln"}}, "searchcriteria")["cacheable"] is True
    assert office("get", "search", {"input": "a"}, "address")["cacheable"] is False
    assert office("read", "task", {"data": ["Nr"]})["cacheable"] is False


def test_search_fields_are_described_by_texts_and_numbers(office: Office) -> None:
    """Positions are numbers, switches the text true, lists texts with commas, types URNs."""
    groups = office.elements("get", "searchCriteriaFields", {})
    fields = {field["id"]: field for group in groups for field in group["fields"]}
    assert sorted(field["position"] for field in fields.values()) == list(range(1, len(fields) + 1))
    assert fields["kaufpreis"]["rangefield"] == "true"
    assert fields["objektart"]["ko"] == "true"
    assert fields["anzahl_zimmer"]["objektarten"] == "haus,wohnung,buero_praxen"
    assert fields["kaltmiete"]["nutzungsarten"] == "wohnen,gewerbe,waz"
    assert fields["kaufpreis"]["vermarktungsarten"] == "kauf,erbpacht"
    kinds = {field["type"] for field in fields.values() if field["type"].startswith("urn:")}
    assert kinds == {f"{_TYPES}varchar", f"{_TYPES}float", f"{_TYPES}tinyint"}


def test_a_kind_of_action_may_have_no_types(office: Office) -> None:
    """Then they are a list without anything, there is no preset one, and the number is one."""
    records = {record["elements"]["key"]: record for record in office.records("get", "actionkindtypes", {})}
    bare = records["Notiz"]
    assert (bare["id"], bare["elements"]["types"], bare["elements"]["default"]) == (6, [], None)
    assert records["Email"]["id"] == "0"


def test_types_of_the_customer_stand_under_their_number(office: Office) -> None:
    """Only a kind to which types were added tells their numbers."""
    kinds = {elements["key"]: elements for elements in office.elements("get", "actionkindtypes", {})}
    assert kinds["Aufgabe"]["typesByDatabaseId"] == {"331": "Rückruf", "333": "Sonstiges"}
    assert "typesByDatabaseId" not in kinds["Email"]


def test_regions_mix_codes_and_spans(office: Office) -> None:
    """Postcodes are single ones, spans or none; a region may have no state; every node counts."""
    result = office("get", "regions", {})["data"]
    regions = {record["id"]: record["elements"] for record in result["records"]}
    dresden = regions["sachsen"]["children"]["indMulti1274Select5460"]
    assert dresden["postalcodes"] == [["01067", "01157"], "01187", ["01189", "01328"]]
    abroad = regions["ausland"]
    assert (abroad["state"], abroad["description"], abroad["postalcodes"]) == ("", None, [])
    assert result["meta"]["cntabsolute"] > len(regions)


def test_a_user_may_have_no_name(office: Office) -> None:
    """First name, surname and mail of a user may be empty."""
    users = office.elements("get", "users", {})
    nameless = [user for user in users if not user["lastname"]]
    assert [(user["firstname"], user["email"]) for user in nameless] == [("", "")]


def test_real_types_are_told_on_request(office: Office) -> None:
    """RealDataTypes tells users, files, hints and dividing lines where they are text otherwise."""
    asked: dict[str, Any] = {"modules": ["address"]}
    plain = office.elements("get", "fields", asked)[0]
    real = office.elements("get", "fields", {**asked, "realDataTypes": True})[0]
    names = ("Benutzer", "Kundenlogo", "additionalHeader", "addressFakturaSeparator1", "Name")
    assert [plain[name]["type"] for name in names] == ["text", "blob", "varchar", "text", "varchar"]
    assert [real[name]["type"] for name in names] == ["user", "datei", "redhint", "dividingline", "varchar"]


# Calls with what makes them answer every element that their entry names without a condition.
_WHOLE: tuple[tuple[str, dict[str, Any], str], ...] = (
    ("get searchcriterias", {"mode": "internal", "ids": list(range(101, 160))}, ""),
    ("do subsequentPaymentLink", {"transactionid": 5001, "priceNet": 10, "description": "Foto"}, ""),
    ("get searchCriteriaFields", {"additionalTranslations": True}, ""),
    ("get addressCompletionFields", {}, ""),
    ("get regionsLiveSearch", {"searchstring": "aach"}, ""),
    ("get users", {"userfilter": "onlyOwn"}, ""),
    ("get emailsignature", {}, ""),
    ("get regions", {}, ""),
    ("get groups", {}, ""),
    ("get actionkindtypes", {}, ""),
    ("get filters", {"module": "estate"}, ""),
    ("read impressum", {}, ""),
)


@pytest.mark.parametrize(("call", "parameters", "resourceid"), _WHOLE, ids=[row[0] for row in _WHOLE])
def test_answers_hold_every_element_that_is_named(
    office: Office, call: str, parameters: dict[str, Any], resourceid: str
) -> None:
    """What the catalogue names stands in some record of the answer."""
    entry = Catalogue().find(*call.split())
    assert entry is not None
    named = [name.replace("[].", "") for name in entry.response["elements"] if "<" not in name]
    given = json.dumps(office.records(*call.split(), parameters, resourceid))
    missing = [name for name in named if f'"{name.rpartition(".")[2]}": ' not in given]
    assert [name for name in missing if name != "signature"] == []


def test_received_mails_tell_who_and_what_they_are_about(office: Office) -> None:
    """Addresses and estates of a mail are described with every element that is documented."""
    asked = {"emailIdentity": "api@gruenewald-immobilien.example", "messageId": "<anfrage-1@portal.example>"}
    elements = office.elements("get", "emailInfo", {**asked, "uid": 1, "folder": "INBOX"})[0]
    entry = Catalogue().find("get", "emailInfo")
    assert entry is not None
    for kind in ("addresses", "estates"):
        named = {name.partition(".")[2] for name in entry.response["elements"] if name.startswith(f"{kind}.")}
        assert named == set(elements[kind][0])
