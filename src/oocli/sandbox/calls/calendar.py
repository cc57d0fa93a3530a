"""The calendar by the old calls: read, create, modify, delete appointments."""

import json
from collections.abc import Mapping
from typing import Any

from oocli.sandbox.ask import API_USER, Ask, Found, Handler, one, success
from oocli.sandbox.calls.appointment import SOURCE, describe
from oocli.sandbox.calls.users import GROUPS
from oocli.sandbox.clock import utc_time
from oocli.sandbox.records import sql
from oocli.sandbox.records.conditions import ALWAYS, Condition, build_filter, join_all
from oocli.sandbox.records.configuration import Field
from oocli.sandbox.records.links import check_exists, link, relink, whole_numbers
from oocli.sandbox.records.selection import MOST_RECORDS, Part, find_ids, nothing, single
from oocli.sandbox.records.storing import stored_values
from oocli.sandbox.refusal import Refusal

_DONE = Field("erledigt", "boolean", "(r.status = 'completed')", {})
_FILTERED = ("start_dt", "end_dt", "rp_flag", "description", "von", "note", "art")
_PLACES = ("address", "estate", "user", "group")
_OTHER_PLACES = ("mandant", "sonstiges", "customVideoUrl", "userMeetingUrl", "keine Angaben")


def read(ask: Ask) -> Found:
    """Read one appointment, or those of a period or changed in a period."""
    if ask.resourceid:
        ids = find_ids(ask, SOURCE, Part(single(ask.resourceid, SOURCE.key), limit=1))
    elif not ask.rights:
        return nothing()
    else:
        order = ((ask.module("calendar").fields["start_dt"], "ASC"),)
        ids = find_ids(ask, SOURCE, Part(_period(ask), order, limit=MOST_RECORDS))
    records = [{"id": number, "type": "calendar", "elements": describe(ask, number)} for number in ids]
    return Found(records, len(records))


def create(ask: Ask) -> Found:
    """Create an appointment with its place, participants and links."""
    data = ask.data()
    _check_times(data.get("start_dt"), data.get("end_dt"))
    values = _stored(ask, data)
    values = {"von": "api", **values, "modified": utc_time(ask.now)}
    number = sql.insert(ask.db, "appointment", values)
    _link_all(ask, number)
    if "subscribers" not in ask.parameters:
        link(ask.db, "calendar:user", number, [API_USER])
    return one(number, "calendar", [])


def modify(ask: Ask) -> Found:
    """Change an appointment; linked addresses stay unless they are to be replaced."""
    number = find_appointment(ask, ask.resourceid)
    data = ask.data()
    row = ask.db.execute("SELECT start_dt, end_dt FROM appointment WHERE Nr = ?", (number,)).fetchone()
    _check_times(data.get("start_dt", row[0]), data.get("end_dt", row[1]))
    sql.update(ask.db, "appointment", "Nr", number, {**_stored(ask, data), "modified": utc_time(ask.now)})
    if ask.flag("replaceAddressIds"):
        relink(ask.db, "calendar:address", number, [])
    if "relatedEstateId" in ask.parameters:
        relink(ask.db, "calendar:estate", number, [])
    if "subscribers" in ask.parameters:
        relink(ask.db, "calendar:user", number, [])
        relink(ask.db, "calendar:group", number, [])
    _link_all(ask, number)
    return success("calendar")


def delete(ask: Ask) -> Found:
    """Delete an appointment and its links."""
    number = find_appointment(ask, ask.resourceid)
    ask.db.execute("DELETE FROM appointment WHERE Nr = ?", (number,))
    ask.db.execute("DELETE FROM relation WHERE type LIKE 'calendar:%' AND parent = ?", (number,))
    return success("calendar")


def find_appointment(ask: Ask, number: Any) -> int:
    """Return the number of an appointment that exists and may be changed."""
    row = ask.db.execute("SELECT Nr FROM appointment WHERE CAST(Nr AS TEXT) = ?", (str(number),)).fetchone()
    if row is None:
        raise Refusal(169)
    if not ask.rights:
        raise Refusal(156)
    return int(row[0])


def _period(ask: Ask) -> Condition:
    """Return the condition of the period asked for, and of whose appointments."""
    fields = ask.module("calendar").fields
    start, end = ask.parameters.get("datestart"), ask.parameters.get("dateend")
    cancelled = ALWAYS if ask.flag("showcancelled") else Condition("r.status <> 'canceled'")
    if start or end:
        _check_period(start, end, code=93)
        days = Condition("r.start_dt < ? AND r.end_dt >= ?", (f"{str(end)[:10]} 24", str(start)[:10]))
        filtered = {name: fields[name] for name in _FILTERED} | {"erledigt": _DONE}
        wanted = build_filter(ask.parameters.get("filter"), filtered, unknown=154)
        return join_all([days, cancelled, wanted, _whose(ask)])
    start, end = ask.parameters.get("modifiedstart"), ask.parameters.get("modifiedend")
    if not start and not end:
        raise Refusal(289)
    if ask.parameters.get("filter"):
        raise Refusal(241)
    _check_period(start, end, code=288)
    changed = Condition("r.modified BETWEEN ? AND ?", (str(start), str(end)))
    return join_all([changed, cancelled, _whose(ask)])


def _check_period(start: Any, end: Any, *, code: int) -> None:
    if not start or not end:
        raise Refusal(92 if start else 91)
    if str(start) > str(end):
        raise Refusal(code)


def _whose(ask: Ask) -> Condition:
    if ask.flag("allusers"):
        return ALWAYS
    users = whole_numbers(ask.parameters.get("users"), "users")
    groups = whole_numbers(ask.parameters.get("groups"), "groups")
    if not users and not groups:
        users = [API_USER]
        groups = [group["id"] for group in GROUPS if API_USER in group["userIds"]]
    linked = sql.exists(
        "relation",
        f"parent = r.Nr AND (type = 'calendar:user' AND {sql.among('child')}"
        f" OR type = 'calendar:group' AND {sql.among('child')})",
    )
    return Condition(linked, (json.dumps(users), json.dumps(groups)))


def _check_times(start: Any, end: Any) -> None:
    if not start:
        raise Refusal(91)
    if not end:
        raise Refusal(92)
    if str(start) > str(end):
        raise Refusal(93)


def _stored(ask: Ask, data: Mapping[str, Any]) -> dict[str, Any]:
    values = stored_values(data, ask.module("calendar").fields, unknown=154)
    if "status" in data:
        values["abgesagt"] = int(values["status"] == "canceled")
    elif "abgesagt" in data:
        values["status"] = "canceled" if values["abgesagt"] else "active"
    if "location" in ask.parameters:
        values["location"] = _stored_place(ask.parameters["location"])
    if "reminderTypes" in ask.parameters:
        values["reminderTypes"] = json.dumps(ask.parameters["reminderTypes"])
    return values


def _stored_place(place: Any) -> str:
    if place == []:
        return ""
    if not isinstance(place, Mapping) or len(place) != 1:
        raise Refusal(290)
    kind, value = next(iter(place.items()))
    if kind not in (*_PLACES, *_OTHER_PLACES):
        raise Refusal(290)
    if kind in _PLACES and not str(value).isdecimal():
        raise Refusal(290)
    return "" if kind == "keine Angaben" else json.dumps(place, ensure_ascii=False)


def _link_all(ask: Ask, number: int) -> None:
    addresses = whole_numbers(ask.parameters.get("relatedAddressIds"), "relatedAddressIds")
    estates = [
        estate for estate in whole_numbers(ask.parameters.get("relatedEstateId"), "relatedEstateId") if estate
    ]
    for module, ids in (("address", addresses), ("estate", estates)):
        for record_id in ids:
            check_exists(ask.db, module, record_id)
        link(ask.db, f"calendar:{module}", number, ids)
    subscribers = ask.parameters.get("subscribers") or {}
    users = whole_numbers(subscribers.get("users"), "users")
    for user in users:
        check_exists(ask.db, "user", user)
    link(ask.db, "calendar:user", number, users)
    link(ask.db, "calendar:group", number, whole_numbers(subscribers.get("groups"), "groups"))


CALLS: Mapping[str, Handler] = {
    "read calendar": read,
    "create calendar": create,
    "modify calendar": modify,
    "delete calendar": delete,
}
