"""Search criteria, matching and quick search."""

from typing import Any

import pytest

from office import Office


@pytest.fixture
def number(fresh: Office) -> int:
    """Give the number of a new search criterion of address 101."""
    data = {
        "objektart": "haus",
        "vermarktungsart": "kauf",
        "kaufpreis__von": "200000",
        "kaufpreis__bis": "400000",
    }
    place = {"range": "20", "range_plz": "52062", "range_land": "DEU", "advisor": 21}
    created: int = fresh.records("create", "searchcriteria", {"addressid": 101, "data": {**data, **place}})[
        0
    ]["id"]
    return created


def _search(office: Office, **data: str) -> list[int]:
    parameters = {"searchdata": data, "limit": 500, "groupbyaddress": False}
    return [row["id"] for row in office.records("get", "search", parameters, "searchcriteria")]


def test_criteria_read_back(fresh: Office, number: int) -> None:
    """Range fields come as from and to, the radius as an object, the rest under _meta."""
    elements = fresh.elements("get", "searchcriterias", {"mode": "searchcriteria", "ids": [number]})[0]
    meta = elements.pop("_meta")
    assert elements == {
        "objektart": ["haus"],
        "vermarktungsart": "kauf",
        "range_kaufpreis": ["200000", "400000"],
        "Range": {
            "range": "20",
            "range_plz": "52062",
            "range_ort": "",
            "range_strasse": "",
            "range_hausnummer": "",
            "range_land": "DEU",
            "range_breitengrad": "50.77664",
            "range_laengengrad": "6.08342",
        },
    }
    assert (meta["internaladdressid"], meta["externaladdressid"], meta["advisor"]) == (101, 1001, 21)


def test_criteria_are_found_by_number_or_by_filter(fresh: Office, number: int) -> None:
    """By address, customer or criterion number, or by a filter with an order."""
    for mode, ids in (("internal", [101]), ("external", [1001]), ("searchcriteria", [number])):
        found = fresh.records("get", "searchcriterias", {"mode": mode, "ids": ids})
        assert number in [record["id"] for record in found]
    order = {"sortby": "internaladdressid", "sortorder": "DESC"}
    given = {"filter": {"advisor": [{"op": "=", "val": 21}]}, **order}
    found = fresh.records("get", "searchcriterias", {"mode": "filter", **given})
    assert number in [record["id"] for record in found]
    assert fresh.error("get", "searchcriterias", {"mode": "filter", "filter": {}})[0] == 167
    assert fresh.error("get", "searchcriterias", {"mode": "internal"})[0] == 167
    assert fresh.error("get", "searchcriterias", {"mode": "other"})[0] == 204


def test_changing_takes_the_advisor_along(fresh: Office, number: int) -> None:
    """What is not sent stays, but without advisor the API user becomes it."""
    fresh.records("modify", "searchcriteria", {"data": {"kaufpreis": ["1", "2"], "sys_status": "0"}}, number)
    elements = fresh.elements("get", "searchcriterias", {"mode": "searchcriteria", "ids": number})[0]
    assert (elements["range_kaufpreis"], elements["objektart"]) == (["1", "2"], ["haus"])
    assert (elements["_meta"]["advisor"], elements["_meta"]["status"]) == (17, 0)


@pytest.mark.parametrize(
    ("data", "errorcode"),
    [
        ({"keller": 1}, 145),
        ({"kaufpreis": "5"}, None),
        ({"objektart__von": "1"}, 145),
        ({"objektart": "Haus"}, 77),
    ],
)
def test_only_search_fields_with_keys_that_exist_are_taken(
    fresh: Office, data: dict[str, Any], errorcode: int | None
) -> None:
    """Only search fields, the suffixes only where there are ranges, and keys that exist."""
    result = fresh("create", "searchcriteria", {"addressid": 101, "data": data})
    assert result["status"]["errorcode"] == (errorcode or 0)


def test_criteria_need_their_address(fresh: Office, number: int) -> None:
    """Unknown addresses and criteria are refused; a deleted one is gone."""
    assert fresh.error("create", "searchcriteria", {"addressid": 9, "data": {}})[0] == 292
    fresh.records("delete", "searchcriteria", {}, number)
    assert fresh.error("delete", "searchcriteria", {}, number) == (95, "Unknown search criteria")


@pytest.mark.parametrize(
    ("data", "fits"),
    [
        ({"objektart": "haus"}, True),
        ({"objektart": "wohnung"}, False),
        ({"kaufpreis": "250000"}, True),
        ({"kaufpreis": "450000"}, False),
        ({"anzahl_zimmer": "4"}, True),
        ({"range_plz": "52074"}, True),
        ({"range_plz": "01067"}, False),
    ],
)
def test_what_a_criterion_does_not_name_fits_always(
    fresh: Office, number: int, data: dict[str, str], fits: bool
) -> None:
    """A criterion fits by value, by range and by distance; what it does not name fits always."""
    assert (number in _search(fresh, **data)) == fits


def test_matching_pages_and_counts(fresh: Office, number: int) -> None:
    """Limit 0 gives only the count; groupbyaddress gives one criterion per address."""
    fresh.records("create", "searchcriteria", {"addressid": 101, "data": {"objektart": "haus"}})
    wanted = {"searchdata": {"objektart": "haus"}, "limit": 0}
    each = fresh("get", "search", {**wanted, "groupbyaddress": False}, "searchcriteria")["data"]
    grouped = fresh("get", "search", wanted, "searchcriteria")["data"]
    assert (each["records"], grouped["records"]) == ([], [])
    assert each["meta"]["cntabsolute"] == grouped["meta"]["cntabsolute"] + 1
    shown = fresh.elements(
        "get", "search", {"searchdata": {"range_plz": "52062"}, "outputall": "true"}, "searchcriteria"
    )
    assert {"Id": str(number), "adresse": "101", "range": "20"}.items() <= shown[0].items()


def test_suitors_come_by_customer_number(fresh: Office, number: int) -> None:
    """The id is KdNr; the best criterion of a customer counts, with its hit rate."""
    wanted = {"estatedata": {"objektart": "haus", "kaufpreis": "900000"}}
    found = {row["id"]: row["elements"] for row in fresh.records("get", "qualifiedsuitors", wanted)}
    assert found[1001] == {"percentage": 50, "deviated": [{"kaufpreis": 0}], "searchcriteria": number}


def test_search_fields_say_which_are_ranges(office: Office) -> None:
    """Range fields say so as text; labels come in the language asked for."""
    records = office.records(
        "get", "searchCriteriaFields", {"language": "ENG", "additionalTranslations": True}
    )
    fields = {field["id"]: field for record in records for field in record["elements"]["fields"]}
    assert fields["kaufpreis"] == {
        "id": "kaufpreis",
        "name": "Purchase price",
        "position": 10,
        "vermarktungsarten": "kauf,erbpacht",
        "type": "urn:onoffice-de-ns:smart:2.5:dbAccess:dataType:float",
        "rangefield": "true",
        "additionalTranslations": {
            "kaufpreis__von": "Purchase price from",
            "kaufpreis__bis": "Purchase price to",
        },
    }


def test_quick_search_for_addresses(fresh: Office) -> None:
    """Words are joined with AND; contact data only on request; case only on request."""
    contact = {"email": "zwei@beispiel.example", "phone": "0241 987654"}
    number = fresh.records("create", "address", {"Vorname": "Quirin", "Name": "Zeisig", **contact})[0]["id"]

    def found(**parameters: Any) -> list[int]:
        return [row["id"] for row in fresh.records("get", "search", parameters, "address")]

    assert found(input="zeis quirin") == found(input="987654", includecontactdata=True) == [number]
    assert found(input="zeis", casesensitive=True) == found(input="987654") == found(input="zeis otto") == []
    assert fresh.elements("get", "search", {"input": "Zeisig"}, "address") == [
        {
            "customerno": 1011,
            "surname": "Zeisig",
            "firstname": "Quirin",
            "company": "",
            "addressDescription": "Quirin Zeisig",
            "emailaddress": ["zwei@beispiel.example"],
            "primaryEmail": "zwei@beispiel.example",
        }
    ]
    assert fresh.error("get", "search", {"input": " "}, "address")[0] == 69


def test_quick_search_for_estates(fresh: Office) -> None:
    """By number, town, street with house number, and owner; narrowed by a filter."""
    data = {
        "objektnr_extern": "QX77",
        "strasse": "Zaubergasse",
        "hausnummer": "9",
        "ort": "Xanten",
        "plz": "46509",
    }
    number = fresh.records("create", "estate", {"data": {**data, "objektart": "haus"}})[0]["id"]
    owner = {"relationtype": "urn:onoffice-de-ns:smart:2.5:relationTypes:estate:address:owner"}
    person = fresh.records("create", "address", {"Vorname": "Quirin", "Name": "Zeisig"})[0]["id"]
    fresh.records("create", "relation", {**owner, "parentid": [number], "childid": [person]})
    for words in ("qx77", "xanten", "zaubergasse 9", "zeisig"):
        assert [row["id"] for row in fresh.records("get", "search", {"input": words}, "estate")] == [number]
    assert fresh.elements("get", "search", {"input": "qx77"}, "estate") == [
        {
            "externalestateno": "QX77",
            "zipcode": "46509",
            "city": "Xanten",
            "street": "Zaubergasse",
            "houseno": "9",
            "owner": "Quirin Zeisig",
            "type": "Haus",
        }
    ]
    narrowed = {"input": "qx77", "filter": {"objektart": [{"op": "=", "val": "wohnung"}]}}
    assert fresh.records("get", "search", narrowed, "estate") == []
