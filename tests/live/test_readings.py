"""Rows as readings of their records."""

from oocli.catalogue import ReadBack
from oocli.live.readings import Wanted, build_readings, read_records

_ESTATES = ReadBack(
    "estate", "filter", "Id", language="estatelanguage", ask={"addMainLangId": True}, main="mainLangId"
)


def test_records_of_one_language_are_one_action_with_all_fields() -> None:
    """Fields that only some rows name are read of all of them, and no record twice."""
    wanted = [Wanted("17", "", ("lage",)), Wanted("19", "", ("ort", "lage")), Wanted("17", "", ())]
    (reading,) = build_readings(wanted, _ESTATES, usual="Id")
    assert reading.action.parameters == {
        "data": ["lage", "ort"],
        "filter": {"Id": [{"op": "in", "val": [17, 19]}]},
        "listlimit": 500,
    }


def test_a_language_is_a_reading_of_its_own_and_names_the_main_record() -> None:
    """The number of a version is its own; a writing means that of the main language."""
    wanted = [Wanted("17", "ENG", ()), Wanted("17", "", ())]
    english, german = build_readings(wanted, _ESTATES, usual="Id")
    assert english.action.parameters["estatelanguage"] == "ENG"
    assert english.action.parameters["data"] == ["Id"]
    assert "estatelanguage" not in german.action.parameters
    version = [{"id": 18, "elements": {"mainLangId": "17"}}, {"id": 20, "elements": []}]
    assert [number for number, _ in read_records(version, _ESTATES, "ENG")] == ["17", "20"]
    assert [number for number, _ in read_records(version, _ESTATES, "")] == ["18", "20"]


def test_an_action_has_no_more_numbers_than_an_answer_has_records() -> None:
    """The rest goes into another action; addresses take the numbers as a parameter."""
    wanted = [Wanted(str(number), "", ("Name",)) for number in range(1, 502)]
    first, second = build_readings(wanted, ReadBack("address", "recordids"), usual="KdNr")
    assert len(first.action.parameters["recordids"]) == 500
    assert second.action.parameters["recordids"] == [501]
