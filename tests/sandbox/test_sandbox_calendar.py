"""Appointments: what is written is read by both calls, with participants, places and conflicts."""

from collections.abc import Callable
from typing import Any

import pytest

from office import Office

_DATA = {"description": "Besichtigung", "start_dt": "2027-05-22 10:00:00", "end_dt": "2027-05-22 10:30:00"}


@pytest.fixture
def number(fresh: Office) -> int:
    """Give the number of a new appointment in summer 2027 with a place, two contacts and a room."""
    parameters = {
        "data": {**_DATA, "art": "Besichtigung", "ressources": ["Konferenzraum"], "erinnerung": "1 hours"},
        "relatedAddressIds": [101, 103],
        "relatedEstateId": 11,
        "location": {"sonstiges": "Testr. 1, 52062 Aachen"},
        "subscribers": {"users": [19], "groups": [231]},
    }
    created = fresh.records("create", "calendar", parameters)
    assert created == [{"id": 560, "type": "calendar", "elements": []}]
    return 560


def test_appointment_reads_back(fresh: Office, number: int) -> None:
    """The old call gives it with labels, participants (groups included) and contacts."""
    elements = fresh.elements("read", "calendar", [], number)[0]
    assert {key: elements[key] for key in ("start_dt", "ort", "art", "fuer", "user_ids", "ressources")} == {
        "start_dt": "2027-05-22 10:00:00",
        "ort": "Testr. 1, 52062 Aachen",
        "art": {"Besichtigung": "Besichtigung"},
        "fuer": ["Grünewald, Jördis (gruenewald)"],
        "user_ids": [19, 25, 37],
        "ressources": ["Konferenzraum"],
    }
    assert (elements["assignedaddressids"], elements["assignedobjectids"]) == ([101, 103], [11])
    assert elements["modified"] == "2026-11-18 11:06:40", "UTC, unlike start and end"


def test_newer_call_has_real_types(fresh: Office, number: int) -> None:
    """Times are ISO 8601 in UTC; only what is named comes back."""
    names = ["id", "date", "location", "reminder", "groups", "contacts", "estate", "recurrence", "private"]
    parameters = {"data": names, "filter": {"startDate": "2027-05-22", "endDate": "2027-05-22"}}
    assert fresh("get", "appointmentList", parameters)["data"] == {
        "meta": {"cntabsolute": 1},
        "records": [
            {
                "id": number,
                "type": "calendar",
                "elements": {
                    "id": str(number),
                    "date": {
                        "start": "2027-05-22T08:00:00+00:00",
                        "end": "2027-05-22T08:30:00+00:00",
                        "allDay": False,
                    },
                    "location": {"type": "other", "value": "Testr. 1, 52062 Aachen"},
                    "reminder": {"timeBefore": 60, "recipients": "all", "confirmedOnly": False, "types": []},
                    "groups": [{"id": "231", "name": "Büro Köln"}],
                    "contacts": [
                        {"id": "101", "confirmationStatus": "not-set"},
                        {"id": "103", "confirmationStatus": "not-set"},
                    ],
                    "estate": {"id": "11"},
                    "recurrence": None,
                    "private": False,
                },
            }
        ],
    }


def test_changes_keep_or_replace_contacts(fresh: Office, number: int) -> None:
    """Linked addresses stay unless they are to be replaced; 0 unlinks the estate."""
    fresh.records("modify", "calendar", {"relatedAddressIds": [105]}, number)
    assert fresh.elements("read", "calendar", [], number)[0]["assignedaddressids"] == [101, 103, 105]
    change = {"relatedAddressIds": [107], "replaceAddressIds": True, "relatedEstateId": 0}
    fresh.records("modify", "calendar", change, number)
    elements = fresh.elements("read", "calendar", [], number)[0]
    assert (elements["assignedaddressids"], elements["assignedobjectids"]) == ([107], [])


def test_cancelled_appointments_are_hidden(fresh: Office, number: int) -> None:
    """A cancelled one is only listed when asked for; status wins over abgesagt."""
    fresh.records("modify", "calendar", {"data": {"abgesagt": True}}, number)
    period = {"datestart": "2027-05-01", "dateend": "2027-05-31", "users": [19]}
    assert fresh.records("read", "calendar", period) == []
    assert len(fresh.records("read", "calendar", {**period, "showcancelled": True})) == 1
    fresh.records("modify", "calendar", {"data": {"abgesagt": True, "status": "completed"}}, number)
    assert fresh.elements("read", "calendar", period)[0]["status"] == "completed"


def test_period_shows_own_appointments_unless_asked(fresh: Office, number: int) -> None:
    """Without users and groups only those of the API user come."""
    period = {"datestart": "2027-05-01", "dateend": "2027-05-31"}
    assert fresh.records("read", "calendar", period) == []
    for whose in ({"users": [19]}, {"groups": [231]}, {"allusers": True}):
        assert [row["id"] for row in fresh.records("read", "calendar", {**period, **whose})] == [number]


def test_filters_of_both_calls(fresh: Office, number: int) -> None:
    """The old call filters its few fields, the newer one texts and states."""
    period = {"datestart": "2027-05-01", "dateend": "2027-05-31", "allusers": True}
    old = {**period, "filter": {"art": [{"op": "in", "val": ["Intern"]}]}}
    assert fresh.records("read", "calendar", old) == []
    dates = {"startDate": "2027-05-01", "endDate": "2027-05-31"}
    for given, found in (
        ({"subject": [{"op": "like", "val": "%sicht%"}]}, 1),
        ({"isCancelled": True}, 0),
        ({"isDone": False, "isRecurrent": False}, 1),
        ({"userIds": ["19"]}, 1),
        ({"userIds": ["21"]}, 0),
        ({"groupIds": ["231"]}, 1),
    ):
        parameters = {"data": ["id"], "filter": {**dates, **given}}
        assert len(fresh.records("get", "appointmentList", parameters)) == found


@pytest.mark.parametrize(
    ("parameters", "errorcode"),
    [
        ({}, 289),
        ({"datestart": "2026-01-01"}, 92),
        ({"dateend": "2026-01-01"}, 91),
        ({"datestart": "2026-02-01", "dateend": "2026-01-01"}, 93),
        ({"modifiedstart": "2026-02-01", "modifiedend": "2026-01-01"}, 288),
        ({"modifiedstart": "2026-01-01", "modifiedend": "2026-02-01", "filter": {"art": []}}, 241),
        ({"datestart": "2026-01-01", "dateend": "2026-02-01", "filter": {"ort": []}}, 154),
    ],
)
def test_each_wrong_period_has_its_number(office: Office, parameters: dict[str, Any], errorcode: int) -> None:
    """Each wrong period has its number."""
    assert office.error("read", "calendar", parameters)[0] == errorcode


@pytest.mark.parametrize(
    ("parameters", "errorcode"),
    [
        ({"data": {"end_dt": "2027-01-01 10:00:00"}}, 91),
        ({"data": {"start_dt": "2027-01-01 10:00:00"}}, 92),
        ({"data": {"start_dt": "2027-01-02", "end_dt": "2027-01-01"}}, 93),
        ({"data": {**_DATA, "betreff": "x"}}, 154),
        ({"data": {**_DATA, "art": "Tanz"}}, 77),
        ({"data": {**_DATA, "ressources": ["Boot"]}}, 76),
        ({"data": _DATA, "location": {"estate": "elf"}}, 290),
        ({"data": _DATA, "location": {"address": 1, "estate": 2}}, 290),
        ({"data": _DATA, "relatedAddressIds": [9]}, 292),
        ({"data": _DATA, "relatedEstateId": 9}, 293),
        ({"data": _DATA, "subscribers": {"users": [9]}}, 251),
    ],
)
def test_wrong_appointments_are_not_written(
    fresh: Office, parameters: dict[str, Any], errorcode: int
) -> None:
    """Each wrong value has its number, and nothing is written."""
    before = len(
        fresh.records("read", "calendar", {"datestart": "2020", "dateend": "2030", "allusers": True})
    )
    assert fresh.error("create", "calendar", parameters)[0] == errorcode
    after = fresh.records("read", "calendar", {"datestart": "2020", "dateend": "2030", "allusers": True})
    assert len(after) == before


def test_conflicts_always_come_in_four_groups(fresh: Office, number: int) -> None:
    """The four groups always come; what is busy in that time stands in them."""
    assert number
    planned = {
        "data": {
            "start_dt": "2027-05-22 10:15:00",
            "end_dt": "2027-05-22 11:00:00",
            "ressources": ["Konferenzraum"],
        },
        "relatedAddressIds": [101, 105],
        "relatedEstateId": 13,
        "subscribers": {"users": [19, 21]},
    }
    result = fresh("get", "appointmentConflicts", planned)["data"]
    assert result["meta"] == {"cntabsolute": 4}
    assert {record["id"]: record["elements"] for record in result["records"]} == {
        "conflictedUsers": [{"id": 19}],
        "conflictedResources": [{"id": "Konferenzraum"}],
        "conflictedAddresses": [{"id": 101}],
        "conflictedEstates": [],
    }


def test_an_appointment_is_deleted_once(fresh: Office, number: int) -> None:
    """A deleted appointment is gone; deleting it again is error 169."""
    assert fresh.records("delete", "calendar", {}, number)[0]["elements"] == {"success": "success"}
    assert fresh.records("read", "calendar", [], number) == []
    assert fresh.error("delete", "calendar", {}, number) == (169, "Appointment not found")


def test_confirmation_of_contacts(fresh: Office, number: int) -> None:
    """Sending the confirmation and changing the relation both show in the appointment."""
    fresh.records("do", "appointmentAffirmation", {"calendarId": number})
    relation = "urn:onoffice-de-ns:smart:2.5:relationTypes:calendar:address"
    change = {"relationtype": relation, "parentid": [number], "childid": [103]}
    info = {"statusTerminbestaetigung": "bestätigt"}
    fresh.records("modify", "relation", {**change, "relationinfo": info})
    elements = fresh.elements("read", "calendar", {"showConfirmationStatus": True}, number)[0]
    assert elements["addresses"] == [
        {"id": 101, "confirmationStatus": "sent"},
        {"id": 103, "confirmationStatus": "confirmed"},
    ]
    assert elements["confirmationStatus"] == "confirmed"


def test_appointments_of_other_people_need_rights(open_office: Callable[..., Office]) -> None:
    """Other people's appointments can neither be listed nor changed."""
    office = open_office(rights=False)
    period = {"datestart": "2026-01-01", "dateend": "2026-12-31", "allusers": True}
    assert office.records("read", "calendar", period) == []
    assert office.error("delete", "calendar", {}, 401) == (156, "Access violation")


def test_resources_and_surveys(office: Office) -> None:
    """Resources are numbered from 0; a survey's content comes under its title, its id as 0."""
    assert office.records("get", "calendarResources", {})[2] == {
        "id": 2,
        "type": "",
        "elements": {"ind_Schl_3151": "Laptop"},
    }
    assert [row["id"] for row in office.records("get", "appointmentdocument", {})] == [1, 3]
    survey = office.records("get", "appointmentdocument", {}, 1)[0]
    assert (survey["id"], next(iter(survey["elements"]))) == (0, "Übergabeprotokoll")
