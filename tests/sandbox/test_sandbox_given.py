"""Requests as clients in daily use send them: nothing in many forms, lists that PHP made objects of."""

from typing import Any

import pytest

from office import CREDENTIALS, NOW, Office
from oocli.request.actions import Action
from oocli.wire.messages import sign

_CONTACT = "urn:onoffice-de-ns:smart:2.5:relationTypes:estate:address:owner"


_NOTHINGS: tuple[dict[str, Any], ...] = (
    {"filter": []},
    {"filter": {}},
    {"filter": None},
    {"sortby": []},
    {"sortby": None, "sortorder": None},
    {"sortby": ""},
    {"recordids": []},
    {"filterid": None},
    {"filterid": 0},
    {"filterid": "0"},
)
_KEYS = {"estate": "uuid", "address": "uuid", "agentslog": "Nr", "user": "Nr"}


@pytest.mark.parametrize("resource", _KEYS)
@pytest.mark.parametrize("nothing", _NOTHINGS, ids=str)
def test_nothing_is_as_if_not_given(office: Office, resource: str, nothing: dict[str, Any]) -> None:
    """An empty filter, order, list of records or filter number changes nothing."""
    asked = {"data": [_KEYS[resource]]}
    plain = office("read", resource, asked)["data"]
    assert office("read", resource, {**asked, **nothing})["data"] == plain
    assert plain["records"]


def test_an_empty_side_of_a_relation_is_not_given(office: Office) -> None:
    """With parents and children both sent, the one that is empty does not count."""
    asked = {"relationtype": _CONTACT, "parentids": [11]}
    owners = office.elements("get", "idsfromrelation", asked)
    assert owners[0]["11"]
    nothings: tuple[Any, ...] = ([], None, "")
    for nothing in nothings:
        assert office.elements("get", "idsfromrelation", {**asked, "childids": nothing}) == owners
    children = [int(owner) for owner in owners[0]["11"]]
    turned = {"relationtype": _CONTACT, "childids": children}
    assert office.elements("get", "idsfromrelation", {**turned, "parentids": []}) == office.elements(
        "get", "idsfromrelation", turned
    )


@pytest.mark.parametrize(
    ("given", "as_list"),
    [
        ({"data": {"0": "Id", "2": "ort"}}, {"data": ["Id", "ort"]}),
        (
            {"data": ["Id"], "filter": {"Id": [{"op": "in", "val": {"1": 11, "3": 15}}]}},
            {"data": ["Id"], "filter": {"Id": [{"op": "in", "val": [11, 15]}]}},
        ),
        (
            {"data": ["Id"], "filter": {"Id": {"0": {"op": "=", "val": 11}}}},
            {"data": ["Id"], "filter": {"Id": [{"op": "=", "val": 11}]}},
        ),
    ],
)
def test_objects_with_numbers_for_keys_are_lists(
    office: Office, given: dict[str, Any], as_list: dict[str, Any]
) -> None:
    """PHP sends an object where it took an entry out of a list, at any depth."""
    assert office.records("read", "estate", given) == office.records("read", "estate", as_list)


def test_numbers_for_keys_in_other_calls(office: Office) -> None:
    """So do numbers of records, modules and fields of every other call."""
    numbered = office.records("get", "fields", {"modules": {"1": "task", "4": "user"}})
    assert numbered == office.records("get", "fields", {"modules": ["task", "user"]})
    assert len(office.records("read", "address", {"data": ["Name"], "recordids": {"3": 101, "5": 103}})) == 2


@pytest.mark.parametrize("resource", ["estate", "address", "agentslog", "user"])
@pytest.mark.parametrize("order", [["kaufpreis"], [["Nr", "ASC"]], 5, True, {"0": "Nr"}], ids=str)
def test_an_order_of_another_shape_is_refused(office: Office, resource: str, order: Any) -> None:
    """A list or a number as order has the API's own code."""
    assert office.error("read", resource, {"data": [], "sortby": order})[0] == 212


def test_optional_parts_of_an_entry_may_be_null(fresh: Office) -> None:
    """What is null when an entry of the log is written counts as not sent."""
    entry = {"estateid": 11, "actionkind": "Email", "note": "Test"}
    entry |= dict.fromkeys(("actiontype", "origincontact", "features", "cost", "duration"))
    assert fresh.records("create", "agentslog", entry)


@pytest.mark.parametrize("resource", ["estate", "address"])
def test_parameters_of_the_plugin_are_passed_over(office: Office, resource: str) -> None:
    """The name of a list and the parameters of its cache are taken and mean nothing."""
    asked = {"data": [], "listname": "Unsere Immobilien", "params_list_cache": {"filter": []}}
    assert office.records("read", resource, asked) == office.records("read", resource, {"data": []})


def test_calls_without_pages_pass_over_where_a_page_is(office: Office) -> None:
    """Listlimit and listoffset are not a reason to refuse where a call does not page."""
    calls: dict[str, dict[str, Any]] = {
        "actionkindtypes": {"lang": "DEU"},
        "calendarResources": {},
        "appointmentList": {
            "data": ["id"],
            "filter": {"startDate": "2026-09-01", "endDate": "2026-12-31"},
        },
        "filters": {"module": "estate"},
        "fields": {"modules": ["task"]},
        "estatepictures": {"estateids": [11], "categories": ["Titelbild"]},
        "idsfromrelation": {"relationtype": _CONTACT, "parentids": [11]},
    }
    for resource, parameters in calls.items():
        page = {"listlimit": 500, "listoffset": 0}
        assert office("get", resource, {**parameters, **page}) == office("get", resource, parameters)
    assert office.records("read", "impressum", {"listlimit": 5, "listoffset": 0})
    seen = {"module": "estate", "listlimit": 5, "listoffset": 0}
    assert office.records("read", "recordsLastSeen", seen)


def test_the_log_takes_both_spellings_of_its_offset(office: Office) -> None:
    """Listoffset skips as listOffset does, and an empty module or action means any."""
    asked = {"listlimit": 20, "module": "", "action": ""}
    rest = office.records("read", "log", {"listlimit": 23})[3:]
    for name in ("listOffset", "listoffset"):
        assert office.records("read", "log", {**asked, name: 3}) == rest


def test_quick_search_takes_filter_and_page(office: Office) -> None:
    """Hits of a quick search can be filtered and paged."""
    every = office.records("get", "search", {"input": "a"}, "address")
    part = office.records("get", "search", {"input": "a", "listlimit": 2, "listoffset": 3}, "address")
    assert part == every[3:5]
    active = {"input": "a", "filter": {"Status": [{"op": "=", "val": 0}]}}
    assert 0 < len(office.records("get", "search", active, "address")) < len(every)
    estates = office.records("get", "search", {"input": "straße"}, "estate")
    page = {"input": "straße", "listlimit": 2, "listoffset": 1}
    assert office.records("get", "search", page, "estate") == estates[1:3]


def test_estates_around_a_point(office: Office) -> None:
    """The filter geo keeps the estates that are so many kilometres at most from a place."""
    point = {"op": "geo", "loc": "50.77,6.08", "val": 12, "min": 5, "max": 100, "country": "DEU"}
    near = {"geo": [point]}
    towns = {record["ort"] for record in office.elements("read", "estate", {"data": ["ort"], "filter": near})}
    assert towns == {"Aachen"}
    both = {**near, "status": [{"op": "=", "val": 0}]}
    assert len(office.records("read", "estate", {"data": [], "filter": both})) < 20


@pytest.mark.parametrize(
    ("condition", "code"),
    [
        ({"op": "=", "loc": "50,6", "val": 1}, 142),
        ({"op": "geo", "loc": "Aachen", "val": 1}, 164),
        ({"op": "geo", "loc": "50,6"}, 164),
    ],
)
def test_half_a_point_is_refused(office: Office, condition: dict[str, Any], code: int) -> None:
    """Without two numbers and a radius there is no place to look around."""
    assert office.error("read", "estate", {"data": [], "filter": {"geo": [condition]}})[0] == code


def test_own_fields_of_tasks_and_entries_can_be_read(office: Office) -> None:
    """Fields of the customer's own stand among those that tasks and the log are read with."""
    assert office.records("read", "task", {"data": ["ind_1751_Feld_aufgaben1"]})
    assert office.records("read", "agentslog", {"data": ["ind_1761_Feld_maklerbuch1"]})


def test_many_actions_stand_in_one_request(office: Office) -> None:
    """All pages of a list can be asked for in one request."""
    pages = [{"data": ["Id"], "listlimit": 10, "listoffset": 10 * page} for page in range(25)]
    actions = [sign(Action("read", "estate", "", "", page), CREDENTIALS, int(NOW)) for page in pages]
    results = office.post(actions)["response"]["results"]
    assert [len(result["data"]["records"]) for result in results] == [10] * 25
