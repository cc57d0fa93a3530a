"""Appointments by the newer calls, the calendar's resources, and the app's surveys."""

import json
from collections.abc import Mapping
from typing import Any

from oocli.sandbox.ask import Ask, Found, Handler, one
from oocli.sandbox.calls.appointment import (
    SOURCE,
    confirmations,
    conflicts,
    describe_place,
    load,
    overall_confirmation,
    participants,
)
from oocli.sandbox.calls.users import GROUPS
from oocli.sandbox.clock import iso_time
from oocli.sandbox.records.agency import office_data
from oocli.sandbox.records.conditions import Condition, build_filter, join_all
from oocli.sandbox.records.links import find_children, whole_numbers
from oocli.sandbox.records.selection import MOST_RECORDS, Part, as_records, find_ids, nothing, single
from oocli.sandbox.refusal import Refusal

_TEXTS = {"notes": "note", "createdBy": "von", "type": "art", "subject": "description"}
_SWITCHES = {"isCancelled": "canceled", "isDone": "completed"}
_UNITS = {"minutes": 1, "hours": 60, "days": 1440, "weeks": 10080}
_PLACES = {"mandant": "customer", "sonstiges": "other", "customVideoUrl": "video", "userMeetingUrl": "video"}


def list_appointments(ask: Ask) -> Found:
    """List the appointments of a period, or one of them, with real types."""
    names = ask.parameters.get("data") or []
    if not isinstance(names, list):
        raise Refusal(74)
    unknown = [name for name in names if name not in _DESCRIBED]
    if unknown:
        raise Refusal(141, unknown[0])
    condition = single(ask.resourceid, SOURCE.key) if ask.resourceid else _build_condition(ask)
    if not ask.rights:
        return nothing()
    order = ((ask.module("calendar").fields["start_dt"], "ASC"),)
    ids = find_ids(ask, SOURCE, Part(condition, order, limit=MOST_RECORDS))
    return Found(as_records("calendar", ids, [_describe(ask, number, names) for number in ids]), len(ids))


def find_conflicts(ask: Ask) -> Found:
    """Report which participants of a planned appointment are busy at that time."""
    data = ask.data()
    start, end = data.get("start_dt"), data.get("end_dt")
    if not start or not end:
        raise Refusal(92 if start else 91)
    if str(start) > str(end):
        raise Refusal(93)
    subscribers = ask.parameters.get("subscribers") or {}
    wanted = {
        "user": whole_numbers(subscribers.get("users"), "users"),
        "address": whole_numbers(ask.parameters.get("relatedAddressIds"), "relatedAddressIds"),
        "estate": whole_numbers(ask.parameters.get("relatedEstateId"), "relatedEstateId"),
        "ressources": data.get("ressources") or [],
    }
    found = conflicts(ask, str(start), str(end), wanted)
    records = [{"id": name, "type": "", "elements": busy} for name, busy in found.items()]
    return Found(records, len(records))


def list_resources(ask: Ask) -> Found:
    """List rooms, cars and devices; the number of a record is its place in the list."""
    values = ask.module("calendar").fields["ressources"].values
    return Found(
        [{"id": at, "type": "", "elements": {key: values[key][0]}} for at, key in enumerate(values)], None
    )


def read_surveys(ask: Ask) -> Found:
    """List the app's surveys, or give the content of one."""
    surveys = office_data()["surveys"]
    if not ask.resourceid:
        return Found([{"id": row["id"], "type": "", "elements": {"title": row["title"]}} for row in surveys])
    for survey in surveys:
        if str(survey["id"]) == ask.resourceid:
            return one(0, "", {survey["title"]: survey["pages"], **survey["settings"]})
    raise Refusal(130)


def _build_condition(ask: Ask) -> Condition:
    given = ask.parameters.get("filter")
    if not isinstance(given, Mapping):
        raise Refusal(167, "filter")
    for name in ("startDate", "endDate"):
        if not given.get(name):
            raise Refusal(167, name)
    if given["startDate"] > given["endDate"]:
        raise Refusal(93)
    days = (f"{given['endDate'][:10]} 24", given["startDate"][:10])
    conditions = [Condition("r.start_dt < ? AND r.end_dt >= ?", days)]
    for name, status in _SWITCHES.items():
        if name in given:
            conditions.append(Condition(f"r.status {'=' if given[name] else '<>'} ?", (status,)))
    if "isRecurrent" in given:
        conditions.append(Condition("r.rp_flag = ?", (int(bool(given["isRecurrent"])),)))
    for name, kind in (("userIds", "user"), ("groupIds", "group")):
        if given.get(name):
            conditions.append(_linked(kind, whole_numbers(given[name], name)))
    fields = ask.module("calendar").fields
    texts = {name: fields[column] for name, column in _TEXTS.items()}
    conditions.append(build_filter({name: given[name] for name in _TEXTS if name in given}, texts))
    return join_all(conditions)


def _linked(kind: str, ids: list[int]) -> Condition:
    linked = (
        "r.Nr IN (SELECT parent FROM relation WHERE type = ? AND child IN (SELECT value FROM json_each(?)))"
    )
    return Condition(linked, (f"calendar:{kind}", json.dumps(ids)))


def _describe(ask: Ask, number: int, names: list[str]) -> dict[str, Any]:
    row = load(ask, number)
    return {name: _DESCRIBED[name](ask, row) for name in names if name != "showFollowUpStatus"}


def _label(key: str) -> dict[str, str] | None:
    return {"value": key, "label": key} if key else None


def _describe_confirmation(ask: Ask, row: Mapping[str, Any]) -> str:
    return overall_confirmation(list(confirmations(ask, row["Nr"]).values()))


def _describe_travel(_ask: Ask, row: Mapping[str, Any]) -> dict[str, int] | None:
    if not row["allowTransitTime"]:
        return None
    return {"outward": _minutes(row["transitTimePre"]), "return": _minutes(row["transitTimePost"])}


def _describe_location(ask: Ask, row: Mapping[str, Any]) -> dict[str, str]:
    kind, text = describe_place(ask, row["location"])
    return {"type": _PLACES.get(kind, kind) or "none", "value": text}


def _describe_recurrence(_ask: Ask, row: Mapping[str, Any]) -> dict[str, Any] | None:
    if not row["rp_flag"]:
        return None
    return {"interval": row["rp_tage"], "start": row["rp_beginn_datum"], "end": row["rp_ende_datum"]}


def _describe_reminder(_ask: Ask, row: Mapping[str, Any]) -> dict[str, Any] | None:
    if not row["erinnerung"]:
        return None
    amount, unit = row["erinnerung"].split()
    types = json.loads(row["reminderTypes"] or "[]")
    return {
        "timeBefore": int(amount) * _UNITS[unit],
        "recipients": "all",
        "confirmedOnly": False,
        "types": types,
    }


def _describe_groups(ask: Ask, row: Mapping[str, Any]) -> list[dict[str, str]]:
    linked = find_children(ask.db, "calendar:group", row["Nr"])
    return [{"id": str(group["id"]), "name": group["name"]} for group in GROUPS if group["id"] in linked]


def _describe_users(ask: Ask, row: Mapping[str, Any]) -> list[dict[str, str]]:
    return [
        {("userName" if key == "username" else key): value for key, value in user.items()}
        for user in participants(ask, row["Nr"])
    ]


def _describe_resources(ask: Ask, row: Mapping[str, Any]) -> list[dict[str, str]]:
    field = ask.module("calendar").fields["ressources"]
    keys = [key for key in row["ressources"].strip("|").split("||") if key]
    return [{"id": key, "name": field.value_label(key, "DEU")} for key in keys]


def _describe_contacts(ask: Ask, row: Mapping[str, Any]) -> list[dict[str, Any]]:
    follow_up: dict[str, Any] = {}
    if "showFollowUpStatus" in (ask.parameters.get("data") or []):
        follow_up = {"followUpAvailable": False, "followUpStatus": None}
    states = confirmations(ask, row["Nr"])
    return [{"id": str(key), "confirmationStatus": value, **follow_up} for key, value in states.items()]


def _describe_estate(ask: Ask, row: Mapping[str, Any]) -> dict[str, str] | None:
    linked = find_children(ask.db, "calendar:estate", row["Nr"])
    return {"id": str(linked[0])} if linked else None


def _describe_conflicts(ask: Ask, row: Mapping[str, Any]) -> dict[str, Any]:
    users = [int(user["id"]) for user in participants(ask, row["Nr"])]
    return conflicts(ask, row["start_dt"], row["end_dt"], {"user": users}, but=row["Nr"])


def _minutes(text: str) -> int:
    hours, _, rest = (text or "00:00:00").partition(":")
    return int(hours) * 60 + int(rest[:2] or 0)


_DESCRIBED: Mapping[str, Any] = {
    "id": lambda _ask, row: str(row["Nr"]),
    "createdBy": lambda _ask, row: row["von"],
    "modified": lambda _ask, row: iso_time(row["modified"], german=False),
    "subject": lambda _ask, row: row["description"],
    "notes": lambda _ask, row: row["note"],
    "type": lambda _ask, row: _label(row["art"]),
    "status": lambda _ask, row: _label(row["status"]),
    "confirmationStatus": _describe_confirmation,
    "private": lambda _ask, row: bool(row["private"]),
    "date": lambda _ask, row: {
        "start": iso_time(row["start_dt"]),
        "end": iso_time(row["end_dt"]),
        "allDay": bool(row["ganztags"]),
    },
    "travelTime": _describe_travel,
    "location": _describe_location,
    "recurrence": _describe_recurrence,
    "reminder": _describe_reminder,
    "groups": _describe_groups,
    "users": _describe_users,
    "resources": _describe_resources,
    "contacts": _describe_contacts,
    "showFollowUpStatus": None,
    "estate": _describe_estate,
    "project": lambda _ask, _row: None,
    "conflicts": _describe_conflicts,
}

CALLS: Mapping[str, Handler] = {
    "get appointmentList": list_appointments,
    "get appointmentConflicts": find_conflicts,
    "get calendarResources": list_resources,
    "get appointmentdocument": read_surveys,
}
