"""Invented users, tasks, activities, relations and stored filters of the agency."""

import json
import sqlite3
from collections.abc import Sequence
from typing import Any

from oocli.sandbox.records import sql
from oocli.sandbox.records.brokers import CONTACT_PERSON, list_brokers
from oocli.sandbox.seed.dice import Dice

FIRST_TASK = 401
FIRST_ACTIVITY = 201
_TASKS = 60
_ACTIVITIES = 150
_ROLES = (
    ("estate:address:owner", 100),
    (CONTACT_PERSON, 40),
    ("estate:address:buyer", 8),
    ("estate:address:interested", 25),
)


def fill_business(db: sqlite3.Connection, words: dict[str, Any], dice: Dice) -> None:
    """Write everything that is neither estate nor address and may point to both."""
    estates = [row[0] for row in db.execute("SELECT Id FROM estate ORDER BY Id LIMIT 300")]
    addresses = [row[0] for row in db.execute("SELECT id FROM address ORDER BY id")]
    sql.insert_all(db, "user", [_user(row) for row in words["users"]])
    links = _link_people(dice, estates, addresses, list_brokers(db))
    links += _fill_tasks(db, words, dice, estates, addresses)
    links += _fill_activities(db, words, dice, estates, addresses)
    links += _link_units(db)
    db.executemany("INSERT OR IGNORE INTO relation (type, parent, child) VALUES (?, ?, ?)", links)
    _fill_filters(db)
    if estates and addresses:
        _fill_tracking(db, estates[:2], addresses[0])


def _fill_tracking(db: sqlite3.Connection, estates: Sequence[int], address: int) -> None:
    """Write the account by which an owner follows the sale of two estates."""
    account = {
        "password": "Bitte-bald-aendern!",
        "information": "Stand der Vermarktung",
        "note": "",
        "addressid": str(address),
        "estates": list(estates),
    }
    db.execute(
        "INSERT INTO document (kind, name, body) VALUES ('tracking', 'max.mustermann', ?)",
        (json.dumps(account, ensure_ascii=False),),
    )


def _user(row: list[Any]) -> dict[str, Any]:
    number, name, first, last, short, position, state = row
    return {
        "Nr": number,
        "Name": name,
        "Anrede": "Frau" if first in ("Jördis", "Wiebke", "Özlem") else "Herr",
        "Kuerzel": short,
        "Vorname": first,
        "Nachname": last,
        "Firma": "Grünewald & Köhlermann Immobilien",
        "PositionUnternehmen": position,
        "PLZ": "52064",
        "Ort": "Aachen",
        "Strasse": "Charlottenburger Allee",
        "Hausnummer": "5",
        "Land": "Deutschland",
        "Telefon": f"0241 5550{number}",
        "Mobil": "" if position == "" else f"0171 5550{number}",
        "email": f"{name}@gruenewald-immobilien.example" if last else "",
        "Emailname": f"{first} {last}".strip(),
        "Sprache": "DEU",
        "meetingUrl": "" if state != "active" else f"meet.example/{name}",
        "online": state,
        "userCreationDate": f"20{number:02}-03-01 09:00:00" if number < 26 else "2025-01-15 08:30:00",
    }


def _link_people(
    dice: Dice, estates: list[int], addresses: list[int], brokers: list[int]
) -> list[tuple[str, int, int]]:
    if not addresses:
        return []
    links = [
        (role, estate, dice.pick(addresses))
        for estate in estates
        for role, percent in _ROLES
        if dice.chance(percent)
    ]
    return [
        (role, estate, brokers[address % len(brokers)] if role == CONTACT_PERSON and brokers else address)
        for role, estate, address in links
    ]


def _fill_tasks(
    db: sqlite3.Connection, words: dict[str, Any], dice: Dice, estates: list[int], addresses: list[int]
) -> list[tuple[str, int, int]]:
    rows, links = [], []
    for number in range(FIRST_TASK, FIRST_TASK + 2 * _TASKS, 2):
        status = dice.between(1, 8)
        changed = dice.moment(2025, 2026)
        rows.append(
            {
                "Nr": number,
                "Betreff": dice.pick(words["task_subjects"]),
                "Aufgabe": "Bitte bis zum Wochenende erledigen.\nRückfragen an das Büro."
                if dice.chance(60)
                else "",
                "Prio": dice.between(1, 5),
                "Art": dice.pick((0, 331, 333)),
                "Status": status,
                "Stand": 100 if status == 3 else dice.pick((0, 0, 25, 50, 75)),
                "erledigt": int(status == 3),
                "Verantwortung": dice.pick(("gruenewald", "tkoehler", "wvoss", "oezyildiz")),
                "Bearbeiter": dice.pick(("", "tkoehler", "wvoss")),
                "von": "gruenewald",
                "Eintragsdatum": min(changed, dice.moment(2024, 2026)),
                "modified": changed,
                "Deadline": dice.moment(2026, 2026) if dice.chance(70) else "0000-00-00 00:00:00",
                "Aufwand_Soll_NUM": dice.pick((0, 0.5, 1, 2)),
                "Einheit_Aufwand_Soll": dice.pick(("Stunden", "Stunden", "Tage")),
                "tags": dice.pick(("", "", "eilig", "Notar")),
            }
        )
        links += [("task:estate", number, dice.pick(estates))] if estates and dice.chance(60) else []
        links += [("task:address", number, dice.pick(addresses))] if addresses and dice.chance(60) else []
    sql.insert_all(db, "task", rows)
    return links


def _fill_activities(
    db: sqlite3.Connection, words: dict[str, Any], dice: Dice, estates: list[int], addresses: list[int]
) -> list[tuple[str, int, int]]:
    rows, links = [], []
    for number in range(FIRST_ACTIVITY, FIRST_ACTIVITY + 2 * _ACTIVITIES, 2):
        kind, kind_type = dice.pick(words["activities"])
        happened = dice.moment(2025, 2026)
        refused = dice.chance(20)
        rows.append(
            {
                "Nr": number,
                "Aktionsart": kind,
                "Aktionstyp": kind_type,
                "Datum": happened,
                "created": happened,
                "Benutzer": dice.pick(("gruenewald", "tkoehler", "wvoss")),
                "Benutzer_nr": dice.pick((19, 21, 25)),
                "Datum_bearb": happened,
                "Kosten": dice.pick((0, 0, 0, 2.45, 179.99)),
                "Bemerkung": dice.pick(words["notes"]),
                "merkmal": dice.some(("invoiceOpen", "property_valuation", "indMulti1780Select8196")),
                "HerkunftKontakt": dice.pick(("", "immobilienscout24_system", "Newsletter")),
                "dauer": dice.pick((0, 900, 1800, 3000)),
                "Beratungsebene": "G Absage"
                if refused
                else dice.pick(("", "D Interessiert, aber noch prüfend")),
                "Absagegrund": dice.pick(("Lage", "Preis", "Alter")) if refused else "",
            }
        )
        links += [("agentsLog:estate", number, dice.pick(estates))] if estates else []
        links += (
            [("agentsLog:address", number, dice.pick(addresses))] if addresses and dice.chance(80) else []
        )
    sql.insert_all(db, "activity", rows)
    return links


def _link_units(db: sqlite3.Connection) -> list[tuple[str, int, int]]:
    """Hang some flats on the first base properties."""
    both = "estate r JOIN pattern p ON p.id = r.pattern"
    bases = db.execute(
        sql.select(["r.Id"], both, where="p.stammobjekt = 1 AND r.Id < 611", tail="LIMIT 2")
    ).fetchall()
    units = db.execute(
        sql.select(["r.Id"], both, where="p.objektart = 'wohnung' AND r.Id < 611", tail="LIMIT 8")
    ).fetchall()
    return [
        ("estate:estateUnit", bases[at % len(bases)][0], unit) for at, (unit,) in enumerate(units) if bases
    ]


def _fill_filters(db: sqlite3.Connection) -> None:
    active = {"status": [{"op": "=", "val": 1}]}
    rows: list[tuple[int, str, str, str, int | None, int | None, Any]] = [
        (101, "estate", "Aktive Objekte", "public", None, None, active),
        (
            103,
            "estate",
            "Kauf unter 300.000 €",
            "office",
            None,
            225,
            {**active, "kaufpreis": [{"op": "between", "val": [1, 300000]}]},
        ),
        (105, "estate", "Meine Objekte", "private", 17, None, {"benutzer": [{"op": "=", "val": 17}]}),
        (119, "address", "Aktive Adressen", "public", None, None, {"Status": [{"op": "=", "val": 1}]}),
        (
            121,
            "address",
            "Eigentümer",
            "office",
            None,
            225,
            {"ArtDaten": [{"op": "in", "val": ["Eigentümer"]}]},
        ),
    ]
    db.executemany(
        "INSERT INTO stored_filter VALUES (?, ?, ?, ?, ?, ?, ?)",
        [(*row[:6], json.dumps(row[6], ensure_ascii=False)) for row in rows],
    )
