"""What an appointment holds: its row, participants, contacts, place, and what it collides with."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from oocli.sandbox.ask import Ask
from oocli.sandbox.calls.users import GROUPS
from oocli.sandbox.records import sql
from oocli.sandbox.records.links import find_children
from oocli.sandbox.records.selection import Source

SOURCE = Source(type="calendar", key="r.Nr", table="appointment r", key_table="appointment r")
_CONFIRMATIONS = {
    "bestätigt": "confirmed",
    "gesendet": "sent",
    "gecancelt": "canceled",
    "nicht gesetzt": "not-set",
}


def load(ask: Ask, number: int) -> dict[str, Any]:
    """Return the stored columns of an appointment."""
    cursor = ask.db.execute("SELECT * FROM appointment WHERE Nr = ?", (number,))
    return dict(zip((column[0] for column in cursor.description), cursor.fetchone(), strict=True))


def participants(ask: Ask, number: int) -> list[dict[str, str]]:
    """Return the users that were added to an appointment directly, as the API describes them."""
    columns = ["u.Nr", "u.Name", "u.Vorname", "u.Nachname", "u.email"]
    linked = "\"user\" u JOIN relation l ON l.type = 'calendar:user' AND l.child = u.Nr"
    rows = ask.db.execute(sql.select(columns, linked, where="l.parent = ?", tail="ORDER BY u.Nr"), (number,))
    keys = ("id", "username", "firstName", "lastName", "email")
    return [dict(zip(keys, (str(row[0]), *row[1:]), strict=True)) for row in rows]


def confirmations(ask: Ask, number: int) -> dict[int, str]:
    """Return linked address to ``confirmed``, ``sent``, ``canceled`` or ``not-set``."""
    rows = ask.db.execute(
        "SELECT child, info FROM relation WHERE type = 'calendar:address' AND parent = ? ORDER BY child",
        (number,),
    )
    return {child: _confirmation(info) for child, info in rows}


def overall_confirmation(states: Sequence[str]) -> str:
    """Return the state of a whole appointment from those of its addresses."""
    known = set(states)
    if {"confirmed", "canceled"} <= known:
        return "confirmed and canceled"
    return next((state for state in ("confirmed", "canceled", "sent") if state in known), "not-set")


def describe_place(ask: Ask, stored: str) -> tuple[str, str]:
    """Return kind and text of a stored place; both empty where there is none."""
    place = json.loads(stored) if stored else {}
    if not place:
        return "", ""
    kind, value = next(iter(place.items()))
    if kind == "estate":
        columns = ["strasse", "hausnummer", "plz", "ort"]
        statement = sql.select(columns, "estate e JOIN pattern p ON p.id = e.pattern", where="e.Id = ?")
        row = ask.db.execute(statement, (value,)).fetchone()
        return kind, "{} {}, {} {}, Deutschland".format(*row) if row else ""
    if kind == "address":
        row = ask.db.execute("SELECT Strasse, Plz, Ort, Land FROM address WHERE id = ?", (value,)).fetchone()
        return kind, "{}, {} {}, {}".format(*row) if row else ""
    if kind == "mandant":
        return kind, "Charlottenburger Allee 5, 52064 Aachen, Deutschland"
    return kind, str(value)


def conflicts(
    ask: Ask, start: str, end: str, wanted: Mapping[str, Sequence[Any]], *, but: int = 0
) -> dict[str, list[dict[str, Any]]]:
    """Return users, resources, addresses and estates that another appointment in that time occupies."""
    found: dict[str, list[dict[str, Any]]] = {}
    overlap = "a.start_dt < ? AND a.end_dt > ? AND a.status <> 'canceled' AND a.Nr <> ?"
    for name, kind in (("Users", "user"), ("Addresses", "address"), ("Estates", "estate")):
        linked = "appointment a JOIN relation l ON l.parent = a.Nr AND l.type = ?"
        where = f"{overlap} AND {sql.among('l.child')}"
        values = (f"calendar:{kind}", end, start, but, json.dumps(list(wanted.get(kind, ()))))
        rows = ask.db.execute(sql.select(["DISTINCT l.child"], linked, where=where), values)
        found[f"conflicted{name}"] = [{"id": row[0]} for row in rows]
    taken = ask.db.execute(
        sql.select(["a.ressources"], "appointment a", where=overlap), (end, start, but)
    ).fetchall()
    busy = [key for key in wanted.get("ressources", ()) if any(f"|{key}|" in row[0] for row in taken)]
    order = ("conflictedUsers", "conflictedResources", "conflictedAddresses", "conflictedEstates")
    found["conflictedResources"] = [{"id": key} for key in busy]
    return {name: found[name] for name in order}


def describe(ask: Ask, number: int) -> dict[str, Any]:
    """Return the elements of an appointment as the old call names them."""
    row, users = load(ask, number), participants(ask, number)
    addresses = confirmations(ask, number)
    estates = find_children(ask.db, "calendar:estate", number)
    keys = [key for key in row["ressources"].strip("|").split("||") if key]
    resources = ask.module("calendar").fields["ressources"]
    groups = find_children(ask.db, "calendar:group", number)
    elements = {
        **{name: row[name] for name in ("start_dt", "end_dt", "description", "note")},
        "ort": describe_place(ask, row["location"])[1],
        "art": {row["art"]: row["art"]} if row["art"] else [],
        "fuer": [f"{user['lastName'].strip()}, {user['firstName']} ({user['username']})" for user in users],
        "groups": groups,
        "emails": {user["username"]: user["email"] for user in users} or [],
        "user_ids": sorted({int(user["id"]) for user in users} | _members(groups)),
        "ressources": [resources.value_label(key, "DEU") for key in keys],
        "ressourcesWithKeys": {key: resources.value_label(key, "DEU") for key in keys} or [],
        "erinnerung": row["erinnerung"],
        "ganztags": bool(row["ganztags"]),
        "rp_flag": bool(row["rp_flag"]),
        "abgesagt": row["status"] == "canceled",
        "status": row["status"],
        "assignedaddressids": list(addresses),
    }
    if ask.flag("showConfirmationStatus"):
        elements["confirmationStatus"] = overall_confirmation(list(addresses.values()))
        elements["addresses"] = [{"id": key, "confirmationStatus": value} for key, value in addresses.items()]
    elements |= _describe_rest(row, estates, users)
    if ask.resourceid and ask.flag("showConflicts"):
        wanted = {
            "user": elements["user_ids"],
            "address": list(addresses),
            "estate": estates,
            "ressources": keys,
        }
        elements["hints"] = conflicts(ask, row["start_dt"], row["end_dt"], wanted, but=number)
    return elements


def _describe_rest(row: Mapping[str, Any], estates: list[int], users: list[dict[str, str]]) -> dict[str, Any]:
    return {
        "assignedobjectids": estates,
        **{name: row[name] for name in ("rp_type", "rp_tage", "rp_beginn_datum", "rp_ende_datum")},
        "rp_ende_status": str(row["rp_ende_status"]),
        "allowTransitTime": bool(row["allowTransitTime"]),
        "transitTime": row["transitTime"] or None,
        "transitTimePre": row["transitTimePre"] or "00:00:00",
        "transitTimePost": row["transitTimePost"] or "00:00:00",
        "rp_exception": [day for day in row["rp_exception"].split("#") if day],
        "ProjektNr": None,
        "von": row["von"],
        "private": str(row["private"]),
        "modified": row["modified"],
        "users": users,
    }


def _members(groups: Sequence[int]) -> set[int]:
    return {user for group in GROUPS if group["id"] in groups for user in group["userIds"]}


def _confirmation(info: str) -> str:
    state = json.loads(info).get("statusTerminbestaetigung") if info else ""
    return _CONFIRMATIONS.get(state or "", "not-set")
