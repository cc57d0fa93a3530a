"""Estates of the sandbox: what reads give, what writes change, and the traps on the way."""

from collections.abc import Callable
from typing import Any

import pytest

from office import Office


def _ids(office: Office, **parameters: Any) -> list[int]:
    return [record["id"] for record in office.records("read", "estate", parameters)]


def test_values_are_text(fresh: Office) -> None:
    """Numbers, flags and the record number are text; choices a list, or null; empty dates zeros."""
    fresh(
        "modify",
        "estate",
        {"data": {"kaufpreis": 250000, "heizungsart": ["ofen", "zentral"], "boden": []}},
        11,
    )
    names = [
        "Id",
        "kaufpreis",
        "warmmiete",
        "status",
        "balkon",
        "heizungsart",
        "boden",
        "abdatum",
        "mietrendite",
    ]
    fresh(
        "modify",
        "estate",
        {"data": {"warmmiete": "", "status": 1, "balkon": True, "abdatum": "", "mietrendite": 3.57}},
        11,
    )
    assert fresh.elements("read", "estate", {"data": names}, "11") == [
        {
            "Id": "11",
            "kaufpreis": "250000.00",
            "warmmiete": "0.00",
            "status": "1",
            "balkon": "1",
            "heizungsart": ["ofen", "zentral"],
            "boden": None,
            "abdatum": "0000-00-00",
            "mietrendite": "3.5700",
        }
    ]


def test_twenty_estates_are_a_page(office: Office) -> None:
    """Twenty records unless asked otherwise; the offset skips; the count is that of all."""
    assert _ids(office) == list(range(11, 51, 2))
    assert _ids(office, listlimit=3, listoffset=299) == [609]
    assert _ids(office, listlimit=500) == list(range(11, 611, 2))
    result = office("read", "estate", {"data": ["Id"], "listoffset": 300})
    assert result["data"] == {"meta": {"cntabsolute": 300}, "records": []}


def test_too_great_a_page_silently_has_twenty_records(office: Office) -> None:
    """501 asked for, 20 given, and no error."""
    assert len(_ids(office, listlimit=501)) == 20


@pytest.mark.parametrize(("limit", "errorcode"), [(-1, 67), ("many", 68)])
def test_page_size_must_be_a_number_from_zero(office: Office, limit: Any, errorcode: int) -> None:
    """Nonsense for listlimit is refused."""
    assert office.error("read", "estate", {"listlimit": limit})[0] == errorcode


@pytest.mark.parametrize(
    ("resourceid", "expected"), [(13, [13]), ("13", [13]), ("0", []), ("013", []), ("x", [])]
)
def test_only_a_whole_number_finds_an_estate(
    office: Office, resourceid: str | int, expected: list[int]
) -> None:
    """One record by its number; 0, leading zeros and texts match nothing, without an error."""
    parameters = {"data": ["Id"], "filter": {"Id": [{"op": "=", "val": 99}]}}
    result = office("read", "estate", parameters, resourceid)
    assert [record["id"] for record in result["data"]["records"]] == expected
    assert result["data"]["meta"] == {"cntabsolute": len(expected)}


def test_without_fields_elements_is_an_empty_list(office: Office) -> None:
    """PHP prints an object without keys as ``[]``."""
    assert office.records("read", "estate", {"listlimit": 1}) == [
        {"id": 11, "type": "estate", "elements": []}
    ]


@pytest.mark.parametrize("name", ["keller", "kaufPreis", "id", "phone"])
def test_one_unknown_field_refuses_the_read(office: Office, name: str) -> None:
    """Names are case-sensitive and any wrong one fails the whole read."""
    assert office.error("read", "estate", {"data": ["Id", name]}) == (141, f"Unknown field: {name}")


def test_estates_are_sorted_by_one_field_or_several(office: Office) -> None:
    """Several fields with a direction each, or one field with sortorder; unknown ones are refused."""
    prices = [
        float(values["kaufpreis"])
        for values in office.elements(
            "read", "estate", {"data": ["kaufpreis"], "sortby": {"kaufpreis": "DESC", "Id": "ASC"}}
        )
    ]
    assert prices == sorted(prices, reverse=True)
    assert _ids(office, sortby="Id", sortorder="DESC", listlimit=2) == [609, 607]
    assert _ids(office, sortby="Id", listlimit=2) == [11, 13]
    assert office.error("read", "estate", {"sortby": {"keller": "ASC"}}) == (212, "Unknown sort field.")
    assert office.error("read", "estate", {"sortby": {"Id": "UP"}}) == (212, "Unknown sort field.")


def test_create_lasts(fresh: Office) -> None:
    """A new estate has a number, a UUID and the German time, and reads back what was written."""
    data = {"objekttitel": "Neu", "plz": "01067", "kaufpreis": "199000", "status": 1, "Id": 5, "land": "DEU"}
    created = fresh.records("create", "estate", {"data": data})
    assert created == [{"id": 50, "type": "estate", "elements": []}]
    names = [
        "Id",
        "objekttitel",
        "plz",
        "kaufpreis",
        "erstellt_am",
        "geaendert_am",
        "benutzer",
        "objektnr_extern",
    ]
    assert fresh.elements("read", "estate", {"data": names}, 50) == [
        {
            "Id": "50",
            "objekttitel": "Neu",
            "plz": "01067",
            "kaufpreis": "199000.00",
            "erstellt_am": "2026-11-18 12:06:40",
            "geaendert_am": "2026-11-18 12:06:40",
            "benutzer": "17",
            "objektnr_extern": "OO00050",
        }
    ]


def test_number_in_use_is_replaced(fresh: Office) -> None:
    """An external number that exists is not given twice, and the answer says what became of it."""
    fresh("create", "estate", {"data": {"objektnr_extern": "X1"}})
    again = fresh.elements("create", "estate", {"data": {"objektnr_extern": "X1"}})
    assert again == [{"externalestatenoOverwritten": "OO00051"}]


def test_modify_says_success_for_record_zero(fresh: Office) -> None:
    """A change does not echo the record number; other estates stay as they are."""
    before = fresh.elements("read", "estate", {"data": ["objekttitel", "lage"]}, 13)
    changed = fresh.records("modify", "estate", {"data": {"lage": "Am See", "kaufpreis": 1}}, "11")
    assert changed == [{"id": 0, "type": "estate", "elements": {"success": "success"}}]
    assert fresh.elements("read", "estate", {"data": ["lage", "kaufpreis"]}, 11) == [
        {"lage": "Am See", "kaufpreis": "1.00"}
    ]
    assert fresh.elements("read", "estate", {"data": ["objekttitel", "lage"]}, 13) == before


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ({"keller": 1}, (143, "Unknown field in estate data: keller")),
        ({"heizungsart": ["ofen", "kohle"]}, (76, "Invalid multiselect key: kohle")),
        ({"heizungsart": "|ofen||zentral|"}, (76, "Invalid multiselect key: |ofen||zentral|")),
        ({"objektart": "Haus"}, (77, "Invalid singleselect key: Haus")),
        ({"abdatum": "morgen"}, (122, "Invalid date")),
        ({"kaufpreis": "viel"}, (255, 'Invalid value for parameter "kaufpreis"')),
    ],
)
def test_wrong_values_are_refused_and_nothing_is_written(
    fresh: Office, data: dict[str, Any], expected: tuple[int, str]
) -> None:
    """A refused write leaves the record as it was, the right values beside the wrong one too."""
    assert fresh.error("modify", "estate", {"data": {"lage": "neu", **data}}, 11) == expected
    assert fresh.elements("read", "estate", {"data": ["lage"]}, 11) != [{"lage": "neu"}]


def test_unknown_estates_cannot_be_changed(fresh: Office) -> None:
    """Error 80 for a number that does not exist."""
    assert fresh.error("modify", "estate", {"data": {}}, 9999)[0] == 80


def test_a_language_version_has_a_number_of_its_own(fresh: Office) -> None:
    """A version is addressed by the main number and comes back with a number of its own."""
    names = {"data": ["Id", "lage"], "addestatelanguage": True, "addMainLangId": True}
    english = fresh.records("read", "estate", {**names, "estatelanguage": "ENG"}, "11")
    assert english == [
        {
            "id": 12,
            "type": "estate",
            "elements": {
                "Id": "12",
                "lage": "A quiet street close to schools and shops.",
                "mainLangId": "11",
                "language": "ENG",
            },
        }
    ]
    assert fresh.records("read", "estate", {"data": ["Id"]}, "12") == []
    assert fresh.elements("read", "estate", {**names, "data": ["Id"]}, "13") == [
        {"Id": "13", "mainLangId": None, "language": ""}
    ]


def test_changing_a_language_version(fresh: Office) -> None:
    """The parameter estatelanguage beside data changes that version's text; its own number is refused."""
    fresh("modify", "estate", {"data": {"lage": "By the lake"}, "estatelanguage": "ENG"}, "11")
    read = {"data": ["lage"], "estatelanguage": "ENG"}
    assert fresh.elements("read", "estate", read, "11") == [{"lage": "By the lake"}]
    assert fresh.error("modify", "estate", {"data": {"lage": "x"}}, "12") == (
        198,
        "Resourceid 12 is no main Id",
    )


def test_formatoutput_is_for_people(fresh: Office) -> None:
    """Labels for keys, German numbers with units, in the language asked for."""
    data = {
        "objektart": "haus",
        "kaufpreis": 720000,
        "wohnflaeche": 108.79,
        "heizungsart": ["ofen"],
        "balkon": 1,
    }
    fresh("modify", "estate", {"data": {**data, "abdatum": "2026-12-01"}}, 11)
    read = {"data": [*data, "abdatum"], "formatoutput": True}
    assert fresh.elements("read", "estate", {**read, "outputlanguage": "ENG"}, 11) == [
        {
            "objektart": "House",
            "kaufpreis": "720.000 €",
            "wohnflaeche": "108,79 m²",
            "heizungsart": ["Stove heating"],
            "balkon": "Yes",
            "abdatum": "01.12.2026",
        }
    ]


def test_estates_are_found_around_a_place(office: Office) -> None:
    """A radius in kilometres around a postcode, a town or coordinates."""
    near_aachen = {"country": "DEU", "zip": "52062", "radius": "15"}
    towns = {
        values["ort"]
        for values in office.elements(
            "read", "estate", {"data": ["ort"], "georangesearch": near_aachen, "listlimit": 500}
        )
    }
    assert towns == {"Aachen"}
    by_town = _ids(
        office, georangesearch={"country": "DEU", "city": "Dresden", "radius": "20"}, listlimit=500
    )
    by_point = _ids(
        office, georangesearch={"latitude": "51.05", "longitude": "13.74", "radius": "20"}, listlimit=500
    )
    assert by_town == by_point != []


@pytest.mark.parametrize(
    "search",
    [{"zip": "52062", "radius": "5"}, {"country": "DEU", "zip": "52062"}, {"latitude": 1, "radius": 1}],
)
def test_incomplete_geo_search(office: Office, search: dict[str, Any]) -> None:
    """Error 164 unless place or coordinates are complete."""
    assert office.error("read", "estate", {"georangesearch": search}) == (
        164,
        "Incomplete parameters for geo range search",
    )


def test_a_stored_filter_is_used_by_its_number(office: Office) -> None:
    """The parameter filterid uses a filter stored in onOffice; unknown and private ones are refused."""
    stored = _ids(office, filterid=101, listlimit=500)
    assert stored == _ids(office, filter={"status": [{"op": "=", "val": 1}]}, listlimit=500)
    assert office.error("read", "estate", {"filterid": 105}) == (284, "The requested filterid 105 is unknown")
    assert office.error("read", "estate", {"filterid": 119})[0] == 284


def test_unknown_parameters_are_ignored(office: Office) -> None:
    """Estate reads do not look at parameters they do not know."""
    assert len(_ids(office, listlimit=2, params_list_cache=["x"])) == 2


def test_without_rights_reads_are_empty_and_writes_refused(open_office: Callable[..., Office]) -> None:
    """An API user without rights sees an empty success, and error 80 when writing."""
    office = open_office(rights=False)
    assert office("read", "estate", {"data": ["Id"]})["data"] == {"meta": {"cntabsolute": 0}, "records": []}
    assert office.error("modify", "estate", {"data": {}}, 11)[0] == 80
