"""Tasks, the agent's log, users and the field configuration of the sandbox."""

from collections.abc import Callable
from typing import Any

import pytest

from office import Office


def test_task_count_is_that_of_the_answer(office: Office) -> None:
    """The count of a task read stops at the number of rows in the answer."""
    result = office("read", "task", {"data": ["Betreff"], "listlimit": 7})
    assert result["data"]["meta"] == {"cntabsolute": 7}
    assert [record["id"] for record in result["data"]["records"]] == [401, 403, 405, 407, 409, 411, 413]


@pytest.mark.parametrize("name", ["listoffset", "sortby", "recordids", "Betreff"])
def test_tasks_refuse_unknown_parameters(office: Office, name: str) -> None:
    """Error 144 names the parameter; reads and writes are equally strict."""
    expected = (144, f'Invalid field in input data: "{name}"')
    assert office.error("read", "task", {name: 1}) == expected
    assert office.error("modify", "task", {name: 1}, 401) == expected


@pytest.mark.parametrize("name", ["Nr", "tags", "newValue", "Titel"])
def test_some_task_fields_cannot_be_read(office: Office, name: str) -> None:
    """Error 144 tells place and name in the list, for listed fields too."""
    expected = (144, f'Invalid field in input data: "(1, {name})"')
    assert office.error("read", "task", {"data": ["Betreff", name]}) == expected


def test_tasks_can_be_filtered_by_number(office: Office) -> None:
    """Nr is not a field to read, but one to filter."""
    parameters = {"data": [], "filter": {"Nr": [{"op": "in", "val": [405, 403]}]}}
    assert [record["id"] for record in office.records("read", "task", parameters)] == [403, 405]


def test_links_of_tasks_read_back_as_written(fresh: Office) -> None:
    """Links given when writing come back when asked for, as lists of text."""
    task = fresh.records("create", "task", {"data": {"Betreff": "x", "Prio": 2}, "relatedEstateId": 11})[0]
    assert task == {"id": 520, "type": "task", "elements": []}
    fresh("modify", "task", {"data": {"Status": 2}, "relatedAddressId": 101}, 520)
    read = {"data": ["Betreff", "Prio", "Status"], "relatedEstateId": 1, "relatedAddressId": 1}
    assert fresh.elements("read", "task", read, 520) == [
        {"Betreff": "x", "Prio": "2", "Status": "2", "relatedEstateId": ["11"], "relatedAddressId": ["101"]}
    ]
    assert [row["id"] for row in fresh.records("read", "task", {"relatedAddressId": 101})][-1] == 520


def test_unknown_task_fields(fresh: Office) -> None:
    """Error 138 for a field that tasks do not have."""
    assert fresh.error("create", "task", {"data": {"Titel": "x"}}) == (138, "Unknown field in task data")


def test_activities_come_newest_first(office: Office) -> None:
    """The agent's log is sorted by date, newest first, unless asked otherwise."""
    read = {"data": ["Datum"], "listlimit": 150}
    dates = [values["Datum"] for values in office.elements("read", "agentslog", read)]
    assert dates == sorted(dates, reverse=True)
    oldest = office.elements("read", "agentslog", {**read, "sortby": {"Datum": "ASC"}})
    assert [values["Datum"] for values in oldest] == sorted(dates)


def test_single_activity_cannot_be_read(office: Office) -> None:
    """Error 25 for a record number."""
    assert office.error("read", "agentslog", {}, 201)[0] == 25


def test_activity_is_written_per_address(fresh: Office) -> None:
    """Two addresses make two entries, each linked to its address and to the estate."""
    parameters = {
        "addressids": [101, 103],
        "estateid": 11,
        "actionkind": "Email",
        "actiontype": "Ausgang",
        "note": "gesendet",
        "cost": 2.45,
        "advisorylevel": "G",
        "reasoncancellation": "Lage",
        "features": ["invoiceOpen"],
    }
    written = fresh.records("create", "agentslog", parameters)
    assert [(record["type"], record["elements"]) for record in written] == [("agentsLog", [])] * 2
    read = {
        "data": ["Objekt_nr", "Adress_nr", "Kosten", "Beratungsebene", "Absagegrund", "merkmal", "Benutzer"],
        "addressid": [103],
        "filter": {"Bemerkung": [{"op": "=", "val": "gesendet"}]},
    }
    assert fresh.elements("read", "agentslog", read) == [
        {
            "Objekt_nr": ["11"],
            "Adress_nr": ["103"],
            "Kosten": "2.45",
            "Beratungsebene": "G Absage",
            "Absagegrund": "Lage",
            "merkmal": "|invoiceOpen|",
            "Benutzer": "api",
        }
    ]


@pytest.mark.parametrize(
    ("parameters", "errorcode"),
    [
        ({}, 98),
        ({"addressids": 101}, 99),
        ({"estateid": 11, "actionkind": "Brieftaube"}, 100),
        ({"estateid": 11, "actionkind": "Email", "actiontype": "Besichtigung"}, 101),
        ({"estateid": 11, "origincontact": "Zufall"}, 220),
        ({"estateid": 11, "features": ["x"]}, 221),
        ({"estateid": 11, "cost": -1}, 222),
        ({"estateid": 11, "duration": "lang"}, 223),
        ({"estateid": 11, "advisorylevel": "H"}, 225),
        ({"estateid": 11, "reasoncancellation": "x"}, 226),
        ({"estateid": 11, "userid": 999}, 251),
    ],
)
def test_each_wrong_value_of_an_activity_has_its_number(
    fresh: Office, parameters: dict[str, Any], errorcode: int
) -> None:
    """Each wrong value of a new entry has its number."""
    assert fresh.error("create", "agentslog", parameters)[0] == errorcode


def test_modified_activity_comes_back_whole(fresh: Office) -> None:
    """A change of the agent's log answers with what the entry holds now, under its number."""
    data = {"actionkind": "Termin", "actiontype": "Beratung", "cost": 179.99, "duration": 7200}
    data |= {"origincontact": "Newsletter", "note": "Wert", "features": ["invoiceOpen"]}
    assert fresh.records(
        "modify", "agentslog", {"data": {**data, "datetime": "2025-11-17 15:30:25"}}, 201
    ) == [
        {
            "id": 201,
            "type": "agentsLog",
            "elements": {
                "Aktionsart": "Termin",
                "Aktionstyp": "Beratung",
                "HerkunftKontakt": "Newsletter",
                "Kosten": "179.99",
                "Bemerkung": "Wert",
                "dauer": "7200",
                "merkmal": "|invoiceOpen|",
                "Datum": "2025-11-17 15:30:25",
                "Uhrzeit": "15:30:25",
            },
        }
    ]


def test_a_cancellation_reason_needs_the_advisory_level(office: Office) -> None:
    """A cancellation reason is filtered only together with the advisory level."""
    reason = {"Absagegrund": [{"op": "in", "val": ["Lage"]}]}
    assert office.error("read", "agentslog", {"filter": reason})[0] == 237
    both = {**reason, "Beratungsebene": [{"op": "in", "val": ["G Absage"]}]}
    found = office.elements("read", "agentslog", {"data": ["Absagegrund"], "filter": both})
    assert {values["Absagegrund"] for values in found} == {"Lage"}


def test_users_are_read_like_other_records(office: Office) -> None:
    """Users are read with filter, order and count like other records."""
    read = {
        "data": ["Nr", "Name"],
        "filter": {"Nr": [{"op": "in", "val": [17, 19]}]},
        "sortby": {"Nr": "DESC"},
    }
    assert office("read", "user", read)["data"] == {
        "meta": {"cntabsolute": 2},
        "records": [
            {"id": 19, "type": "user", "elements": {"Nr": "19", "Name": "gruenewald"}},
            {"id": 17, "type": "user", "elements": {"Nr": "17", "Name": "api"}},
        ],
    }


def test_users_without_the_right(open_office: Callable[..., Office]) -> None:
    """Error 170, but the own user can be read by its number."""
    office = open_office(rights=False)
    assert office.error("read", "user", {"data": ["Name"]}) == (170, "No read permission for this user")
    assert office.elements("read", "user", {"data": ["Name"]}, 17) == [{"Name": "api"}]


def test_user_list_and_groups(office: Office) -> None:
    """The lists have real numbers, null as type and no count."""
    members = office("get", "users", {"userfilter": "byGroupId", "groupId": 231})
    assert members["data"]["meta"] == {"cntabsolute": None}
    assert [(record["id"], record["type"]) for record in members["data"]["records"]] == [
        (25, None),
        (37, None),
    ]
    assert [row["id"] for row in office.records("get", "groups", {"groupfilter": "officeGroups"})] == [
        225,
        231,
    ]
    assert office.error("get", "users", {"userfilter": "byGroupId", "groupId": 1})[0] == 272


def test_the_fields_of_a_module_are_one_record(office: Office) -> None:
    """One record per module; choices are an object, an empty list or null."""
    records = office.records("get", "fields", {"modules": ["estate"], "labels": True, "language": "ENG"})
    assert [(record["id"], record["type"]) for record in records] == [("estate", "")]
    elements = records[0]["elements"]
    assert elements["label"] == "Properties"
    assert elements["nutzungsart"] == {
        "type": "singleselect",
        "length": None,
        "permittedvalues": {
            "wohnen": "Residential",
            "gewerbe": "Commercial",
            "anlage": "Investment",
            "waz": "Temporary living",
        },
        "default": None,
        "filters": [],
        "dependencies": [],
        "compoundFields": [],
        "label": "Type of usage",
    }
    assert (elements["kaufpreis"]["permittedvalues"], elements["lage"]["permittedvalues"]) == (None, [])
    assert "breitengrad" not in elements


def test_field_configuration_can_be_narrowed(office: Office) -> None:
    """The parameter fieldList keeps the named fields; further switches add dependencies and formats."""
    parameters = {"modules": ["estate", "news"], "fieldList": ["objekttyp", "kaufpreis"]}
    more = {"showfielddependencies": True, "showFieldMeasureFormat": True}
    records = office.records("get", "fields", {**parameters, **more})
    assert [list(record["elements"]) for record in records] == [["kaufpreis", "objekttyp"], []]
    assert records[0]["elements"]["objekttyp"]["dependencies"]["villa"] == "haus"
    assert records[0]["elements"]["kaufpreis"]["fieldMeasureFormat"] == "DATA_TYPE_MONETARY"


def test_wrong_field_requests(office: Office) -> None:
    """Unknown modules and languages are refused."""
    assert office.error("get", "fields", {"modules": ["keller"]})[0] == 163
    assert office.error("get", "fields", {"language": "Deutsch"})[0] == 160


def test_choices_of_a_field(office: Office) -> None:
    """The configuration of choices tells place and state of each choice; other fields are refused."""
    parameters = {"module": "address", "fields": ["Kontaktart"]}
    assert office.records("get", "multiselectconfiguration", parameters)[0] == {
        "id": 67,
        "type": "",
        "elements": {
            "field": "Telefon",
            "fieldcontent": "Telefon",
            "multiselectfield": "Kontaktart",
            "active": 1,
            "fieldfilter": 0,
            "default": 0,
            "position": 1,
            "level": 1,
            "parent": None,
        },
    }
    assert (
        office.error("get", "multiselectconfiguration", {"module": "address", "fields": ["Name"]})[0] == 171
    )
