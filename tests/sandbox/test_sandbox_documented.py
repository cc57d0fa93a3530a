"""Every documented request is answered, in the documented shape where an answer is printed.

Numbers of records and senders of mails in the documentation are exchanged for some that the
sandbox has.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from office import CREDENTIALS, NOW, Office
from oocli.request.actions import Action
from oocli.wire.messages import sign

_SAMPLES = Path(__file__).parent.parent / "samples"
_REQUESTS = sorted((_SAMPLES / "requests").glob("*.json"))
_ADDRESSES = {
    32: 101,
    6: 101,
    247: 103,
    469: 103,
    471: 105,
    473: 107,
    6313: 101,
    691: 101,
    160: 101,
    153: 103,
}
_ADDRESSES |= {149: 105, 34: 101, 35: 103, 371: 101, 383: 103, 237: 101, 1935: 101, 1931: 103, 15185: 101}
_ESTATES = {27: 11, 41: 11, 83: 11, 97: 11, 116: 11, 143: 13, 325: 11, 155: 11, 409: 11, 417: 11, 459: 11}
_ESTATES |= {608: 11, 1685: 11, 2529: 11, 4497: 11, 4629: 11, 5979: 11, 12: 11, 23: 13}
_ANY_ADDRESS = frozenset({"addressid", "addressids", "addressId", "recordids", "receiver"})
_ANY_ADDRESS |= {"relatedAddressId", "relatedAddressIds"}
_ANY_ESTATE = frozenset(
    {"estateid", "estateids", "relatedEstateId", "parentids", "relatedRecordId", "estate"}
)

_MAPS = frozenset({"art", "emails", "ressourcesWithKeys", "types", "children", "estateids"})


def _exchange(name: str, value: Any) -> Any:
    """Give a record number or sender that the sandbox has, wherever the name says what kind it is."""
    if isinstance(value, list):
        return [_exchange(name, item) for item in value]
    if isinstance(value, dict):
        return {key: _exchange(key, item) for key, item in value.items()}
    if name.lower() == "emailidentity":
        return "api@gruenewald-immobilien.example"
    known = _ADDRESSES if name in _ANY_ADDRESS else _ESTATES if name in _ANY_ESTATE else {}
    digits = int(value) if str(value).isdecimal() else None
    return type(value)(known[digits]) if digits in known else value


def _prepare(office: Office, name: str, action: dict[str, Any]) -> dict[str, Any]:
    """Exchange numbers and make what the request takes for granted."""
    parameters = action["parameters"] or {}
    parameters = {key: _exchange(key, value) for key, value in parameters.items()}
    action = {**action, "parameters": parameters, **_CHANGES.get(name, {}).get("", {})}
    parameters |= {key: value for key, value in _CHANGES.get(name, {}).items() if key}
    if "tmpUploadId" in parameters:
        uploaded = office.elements("do", "uploadfile", {"data": "iVBORw0KGgo="}, None)
        parameters["tmpUploadId"] = uploaded[0]["tmpUploadId"]
    if name == "get.estatetrackingdetails.1":
        account = {"accountname": parameters["accountname"], "accountpassword": parameters["password"]}
        office.records("do", "createestatetrackingaccount", {**account, "estateid": 11, "addressid": 101})
    if name in ("delete.relation.1", "modify.relation.1"):
        relation = {"relationtype": parameters["relationtype"], "parentid": [401], "childid": [101]}
        office.records("create", "relation", relation)
    if name == "get.search.4":
        place = {"range": "100", "range_plz": "01067", "range_ort": "Dresden", "range_land": "DEU"}
        criterion = {"objektart": "haus", "land": "DEU", **place}
        office.records("create", "searchcriteria", {"addressid": 101, "data": criterion})
    if name == "do.sendmail.5":
        parameters["messageid"] = "<anfrage-1@portal.example>"
    if "fileId" in parameters:
        files = office.records("get", "file", {"estateid": 11}, "estate")
        parameters |= {"fileId": files[0]["id"], "parentid": 11}
    if "fileid" in parameters:
        parameters["fileid"] = office.records("get", "file", {"estateid": 11}, "estate")[0]["id"]
    return action


_CHANGES: dict[str, dict[str, Any]] = {
    "create.agentslog.1": {},
    "create.address.2": {"Benutzer": "tkoehler"},
    "create.calendar.1": {"subscribers": {"users": [19], "groups": [225]}},
    "create.relation.1": {"parentid": [401], "childid": [101, 103]},
    "delete.calendar.1": {"": {"resourceid": "401"}},
    "delete.relation.1": {"parentid": 401, "childid": 101},
    "delete.searchcriteria.1": {"": {"resourceid": 1}},
    "do.accessControl.1": {"recordId": 11},
    "do.appointmentAffirmation.2": {"calendarId": 401},
    "do.sendmail.1": {},
    "get.addressHierarchyContacts.1": {"": {"resourceid": "101"}},
    "get.checkuserrecordsright.1": {"recordIds": ["103", "149"]},
    "get.defaultAttachments.1": {"": {"resourceid": "1201"}},
    "get.emailInfo.1": {"messageId": "<anfrage-1@portal.example>"},
    "get.emailassignments.1": {"messageid": "<anfrage-1@portal.example>"},
    "get.getlink.1": {"recordId": 11},
    "get.search.1": {"input": "a"},
    "get.search.2": {"input": "straße"},
    "get.search.4": {"searchdata": {"range_plz": "01067"}},
    "get.qualifiedsuitors.1": {"estatedata": {"objektart": "wohnung", "vermarktungsart": "kauf"}},
    "modify.address.1": {"": {"resourceid": 101}},
    "modify.address.3": {"": {"resourceid": 101}},
    "modify.address.4": {"": {"resourceid": 101}, "fax": {"action": "add", "newvalue": "0241 1"}},
    "modify.address.5": {"": {"resourceid": "101"}},
    "modify.agentslog.1": {"": {"resourceid": "267"}},
    "modify.calendar.1": {"": {"resourceid": "403"}, "subscribers": {"users": [19], "groups": [225]}},
    "modify.estate.1": {"": {"resourceid": "11"}},
    "modify.relation.1": {"parentid": [401], "childid": [101]},
    "modify.searchcriteria.1": {"": {"resourceid": 1}},
    "read.address.1": {"filter": {}},
    "read.address.5": {"": {"resourceid": "101"}},
    "read.address.103": {"filter": {}},
    "read.agentslog.2": {},
    "read.basicsettings.1": {},
    "read.calendar.1": {"": {"resourceid": "401"}, "showConflicts": True},
    "read.calendar.2": {"datestart": "2026-01-01", "dateend": "2026-12-31", "users": [19]},
    "read.estate.102": {"filter": {}},
    "read.estate.103": {"": {"resourceid": "11"}},
    "read.log.1": {"filter": {}},
    "read.messengerchatroomparticipants.1": {"": {"resourceid": "151977"}},
    "read.recordsLastSeen.1": {"filter": {}},
    "read.userphoto.3": {"messengerUIds": [167019, 167025]},
    "get.appointmentList.1": {"filter": {"startDate": "2026-01-01", "endDate": "2026-12-31"}},
    "get.appointmentConflicts.1": {},
    "get.users.1": {},
    "do.unlockProvider.1": {},
    "do.createestatetrackingaccount.1": {},
}


def _shape_faults(documented: Any, given: Any, path: str = "", name: str = "") -> list[str]:
    """Tell where an answer has another JSON type than documented, or lacks a key."""
    if documented in (None, "", [], {}) or given in (None, "", [], {}):
        return []
    if isinstance(documented, dict):
        if not isinstance(given, dict):
            return [f"{path} is no object"]
        if name in _MAPS or name.isdecimal():
            pairs = [(next(iter(documented)), next(iter(given)))]
        else:
            pairs = [(key, key) for key in documented]
        lost = [f"{path}.{key} is missing" for key, other in pairs if other not in given]
        return lost + [
            fault
            for key, other in pairs
            if other in given
            for fault in _shape_faults(documented[key], given[other], f"{path}.{key}", key)
        ]
    if isinstance(documented, list):
        if not isinstance(given, list):
            return [f"{path} is no list"]
        return _shape_faults(documented[0], given[0], f"{path}[0]", name)
    return [] if _kind(documented) == _kind(given) else [f"{path} is {given!r}, documented {documented!r}"]


def _kind(value: Any) -> str:
    return "number" if type(value) in (int, float) else type(value).__name__


def _documented_records(name: str) -> tuple[list[dict[str, Any]], dict[str, Any] | None]:
    """Give the documented records, and the whole result where that is printed."""
    whole, records = (_SAMPLES / "answers" / f"{name}.{kind}.json" for kind in ("response", "records"))
    if whole.exists():
        result = json.loads(whole.read_text(encoding="utf-8"))["response"]["results"][0]
        return result["data"]["records"], result
    return (json.loads(records.read_text(encoding="utf-8")), None) if records.exists() else ([], None)


@pytest.mark.parametrize("file", _REQUESTS, ids=lambda file: file.stem)
def test_each_documented_request_is_answered_as_documented(fresh: Office, file: Path) -> None:
    """It succeeds, and envelope, count and records have the documented shape."""
    request = _prepare(fresh, file.stem, json.loads(file.read_text(encoding="utf-8")))
    verb = request["actionid"].rpartition(":")[2]
    verb = "modify" if file.stem.startswith("modify.") else verb
    action = Action(
        verb, request["resourcetype"], request["resourceid"], request["identifier"], request["parameters"]
    )
    result = fresh.post([sign(action, CREDENTIALS, int(NOW))])["response"]["results"][0]
    assert result["status"] == {"errorcode": 0, "message": "OK"}
    records, whole = _documented_records(file.stem)
    faults = []
    if records:
        given = result["data"]["records"]
        assert given, "no records where the documentation has some"
        varying = file.stem in _NAMES_VARY
        faults = [] if varying else _shape_faults(records[0], given[0])
        faults += _shape_faults(records[0].get("id"), given[0]["id"], "id")
    if whole:
        assert [key for key in whole if key not in result] == []
        assert result["cacheable"] == whole["cacheable"]
        counted = [row["data"]["meta"]["cntabsolute"] is not None for row in (whole, result)]
        assert counted[0] == counted[1]
    assert faults == []


_NAMES_VARY = frozenset({"get.emailtemplatefolders.1", "get.calendarResources.1", "get.fields.1"})
"""Answers whose elements are named by data of the customer."""


def test_a_call_that_is_not_documented_has_no_answer(office: Office) -> None:
    """Estates cannot be deleted, so that there is no such resource for the verb."""
    assert office.error("delete", "estate", {}, 11)[0] == 25
