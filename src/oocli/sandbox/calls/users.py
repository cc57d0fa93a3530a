"""Users of the agency: read them, list them, list their groups."""

from collections.abc import Mapping
from typing import Any

from oocli.sandbox.ask import API_USER, Ask, Found, Handler
from oocli.sandbox.records.conditions import build_filter, build_order
from oocli.sandbox.records.selection import (
    Part,
    Source,
    as_records,
    chosen_fields,
    count_records,
    page_size,
    read_page,
    single,
)
from oocli.sandbox.refusal import Refusal

SOURCE = Source(type="user", key="r.Nr", table='"user" r', key_table='"user" r')
GROUPS: tuple[Mapping[str, Any], ...] = (
    {
        "id": 225,
        "name": "Büro Aachen",
        "abr": "AC",
        "userIds": [19, 21, 27],
        "groupType": "GroupOffice",
        "leaders": [19],
    },
    {
        "id": 231,
        "name": "Büro Köln",
        "abr": "",
        "userIds": [25, 37],
        "groupType": "GroupOffice",
        "leaders": [],
    },
    {
        "id": 241,
        "name": "Rheinland",
        "abr": "RL",
        "userIds": [19, 21, 25, 27, 37],
        "groupType": "GroupRegion",
        "leaders": [],
    },
    {
        "id": 251,
        "name": "Vermietung",
        "abr": "",
        "userIds": [25, 27],
        "groupType": "GroupGeneral",
        "leaders": [25],
    },
)
"""The groups of the agency, as ``get groups`` returns them."""

_TYPES = {"officeGroups": ("GroupOffice",), "noRegionGroups": ("GroupOffice", "GroupGeneral")}


def read(ask: Ask) -> Found:
    """Read one user or a page of them; without the right only the API user itself."""
    fields = ask.module("user").fields
    chosen = chosen_fields(ask.parameters.get("data"), fields)
    if not ask.rights and ask.resourceid != str(API_USER):
        raise Refusal(170)
    if ask.resourceid:
        part = Part(single(ask.resourceid, SOURCE.key), limit=1)
    else:
        condition = build_filter(ask.parameters.get("filter"), fields)
        order = build_order(ask.parameters.get("sortby"), ask.parameters.get("sortorder"), fields)
        part = Part(condition, order, page_size(ask), ask.whole("listoffset", 0))
    ids, elements = read_page(ask, SOURCE, chosen, part)
    return Found(as_records("user", ids, elements), count_records(ask, SOURCE, part.condition))


def list_users(ask: Ask) -> Found:
    """List users, all of them or those of a group."""
    wanted, group = ask.parameters.get("userfilter"), ask.parameters.get("groupId")
    if wanted not in (None, "", "ownOfficeGroupOrAll", "onlyOwn", "byGroupId"):
        raise Refusal(255, "userfilter")
    members = _members(str(group)) if wanted == "byGroupId" else None
    rows = ask.db.execute('SELECT Nr, Name, Vorname, Nachname, email, meetingUrl FROM "user" ORDER BY Nr')
    keys = ("id", "username", "firstname", "lastname", "email", "meetingurl")
    listed = [dict(zip(keys, row, strict=True)) for row in rows]
    if members is not None:
        listed = [user for user in listed if user["id"] in members]
    if wanted == "onlyOwn":
        listed = [{**user, "NeuerTerminFuer": []} for user in listed if user["id"] == API_USER]
    return Found([{"id": user["id"], "type": None, "elements": user} for user in listed])


def list_groups(ask: Ask) -> Found:
    """List groups, all of them or those of a type."""
    wanted = str(ask.parameters.get("groupfilter") or "")
    if wanted and wanted not in _TYPES:
        raise Refusal(255, "groupfilter")
    groups = [group for group in GROUPS if not wanted or group["groupType"] in _TYPES[wanted]]
    return Found([{"id": group["id"], "type": None, "elements": group} for group in groups])


def _members(group: str) -> list[int]:
    for known in GROUPS:
        if str(known["id"]) == group:
            members: list[int] = known["userIds"]
            return members
    raise Refusal(272)


CALLS: Mapping[str, Handler] = {"read user": read, "get users": list_users, "get groups": list_groups}
