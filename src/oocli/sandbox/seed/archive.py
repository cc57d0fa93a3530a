"""Invented appointments, files, search criteria, received mails and history."""

import json
import sqlite3
from typing import Any

from oocli.sandbox.records import sql
from oocli.sandbox.records.pictures import draw_picture
from oocli.sandbox.seed.dice import Dice

FIRST_APPOINTMENT = 401
_APPOINTMENTS = 80
_WITH_FILES = 200
_KINDS = (
    "Besichtigung",
    "Besichtigung",
    "Besuch des Kunden im Beratungsbüro",
    "Notartermin",
    "Beratung",
    "Intern",
)
_MODIFIED = 1_760_000_000


def fill_archive(db: sqlite3.Connection, words: dict[str, Any], dice: Dice) -> None:
    """Write what belongs to estates and addresses, apart from relations."""
    estates = [row[0] for row in db.execute("SELECT Id FROM estate ORDER BY Id LIMIT 300")]
    addresses = [row[0] for row in db.execute("SELECT id FROM address ORDER BY id")]
    _fill_files(db, dice, estates, addresses)
    _fill_history(db, dice, estates, addresses)
    if estates and addresses:
        _fill_appointments(db, words, dice, estates, addresses)
        _fill_criteria(db, words, dice, addresses)
        _fill_mails(db, dice, estates, addresses)


def _fill_appointments(
    db: sqlite3.Connection, words: dict[str, Any], dice: Dice, estates: list[int], addresses: list[int]
) -> None:
    rows, links = [], []
    for number in range(FIRST_APPOINTMENT, FIRST_APPOINTMENT + 2 * _APPOINTMENTS, 2):
        day, hour, kind = (
            f"2026-{dice.between(9, 12):02}-{dice.between(1, 28):02}",
            dice.between(8, 18),
            dice.pick(_KINDS),
        )
        estate, user = dice.pick(estates), dice.pick((17, 19, 21, 25))
        rows.append(
            {
                "Nr": number,
                "start_dt": f"{day} {hour:02}:00:00",
                "end_dt": f"{day} {hour:02}:{dice.pick((30, 45, 59))}:00",
                "description": f"{kind}: {dice.pick(words['surnames'])}",
                "note": dice.pick(words["notes"]) if dice.chance(40) else "",
                "art": kind,
                "status": dice.pick(("active", "active", "active", "completed", "canceled")),
                "ressources": dice.pick(("", "", "|Konferenzraum|", "|Firmenfahrzeug||ind_Schl_3151|")),
                "erinnerung": dice.pick(("", "15 minutes", "1 hours")),
                "von": dice.pick(("gruenewald", "tkoehler", "wvoss")),
                "modified": f"2026-08-{dice.between(1, 28):02} 09:54:57",
                "location": json.dumps({"estate": estate} if kind == "Besichtigung" else {"mandant": True}),
            }
        )
        links += [("calendar:user", number, user), ("calendar:address", number, dice.pick(addresses))]
        links += [("calendar:estate", number, estate)] if kind == "Besichtigung" else []
    for row in rows:
        row["abgesagt"] = int(row["status"] == "canceled")
    sql.insert_all(db, "appointment", rows)
    db.executemany("INSERT OR IGNORE INTO relation (type, parent, child) VALUES (?, ?, ?)", links)


def _fill_files(db: sqlite3.Connection, dice: Dice, estates: list[int], addresses: list[int]) -> None:
    """Give two thirds of the estates pictures and a document, and some addresses a letter."""
    pictures = [draw_picture(number) for number in range(1, 9)]
    letter = b"Sehr geehrte Damen und Herren,\n\nanbei die Unterlagen.\n"
    rows: list[dict[str, Any]] = []
    for estate in estates[:_WITH_FILES]:
        kinds = ("Titelbild", "Foto", "Foto", "Grundriss", "Dokument")[: dice.between(1, 5)]
        for position, kind in enumerate(kinds):
            content = letter if kind == "Dokument" else dice.pick(pictures)
            rows.append(_file(dice, "estate", estate, kind, position=position, content=content))
    for address in addresses[::4]:
        rows.append(_file(dice, "address", address, "Dokument", position=0, content=letter))
    sql.insert_all(db, "file", rows)


def _file(
    dice: Dice, module: str, record: int, kind: str, *, position: int, content: bytes
) -> dict[str, Any]:
    ending = "txt" if kind == "Dokument" else "png"
    return {
        "module": module,
        "record": record,
        "Art": kind,
        "title": {"Titelbild": "Außenansicht", "Foto": "Innenansicht"}.get(kind, kind),
        "freetext": "",
        "documentAttribute": None,
        "name": f"{dice.uuid()}.{ending}",
        "originalname": f"{kind}_{record}_{position}.{ending}",
        "position": position,
        "published": int(kind != "Dokument" and dice.chance(80)),
        "modified": _MODIFIED + dice.below(10_000_000),
        "content": content,
    }


def _fill_criteria(db: sqlite3.Connection, words: dict[str, Any], dice: Dice, addresses: list[int]) -> None:
    rows = []
    for address in addresses[1::3]:
        town, rented = dice.pick(words["towns"]), dice.chance(40)
        limit = dice.between(6, 20) * 100 if rented else dice.between(15, 90) * 10_000
        criteria = {
            "objektart": dice.pick(("haus", "wohnung")),
            "vermarktungsart": "miete" if rented else "kauf",
            f"{'kaltmiete' if rented else 'kaufpreis'}__bis": str(limit),
            "wohnflaeche__von": str(dice.between(5, 15) * 10),
            "anzahl_zimmer__von": str(dice.between(1, 5)),
            "ort": town[1],
            "plz": town[0],
        }
        if dice.chance(50):
            criteria |= {"range": str(dice.between(1, 10) * 10), "range_plz": town[0], "range_ort": town[1]}
            criteria |= {
                "range_land": "DEU",
                "range_breitengrad": str(town[3]),
                "range_laengengrad": str(town[4]),
            }
            del criteria["ort"], criteria["plz"]
        rows.append(
            {
                "internaladdressid": address,
                "advisor": dice.pick((19, 21, 25)),
                "creator": 19,
                "creationdate": dice.moment(2023, 2025)[:10],
                "editdate": dice.moment(2025, 2026),
                "status": int(dice.chance(85)),
                "publicnote": "",
                "criteria": json.dumps(criteria, ensure_ascii=False),
            }
        )
    sql.insert_all(db, "searchcriteria", rows)


def _fill_mails(db: sqlite3.Connection, dice: Dice, estates: list[int], addresses: list[int]) -> None:
    for number in range(1, 6):
        body = {
            "from": f"anfrage.{number}@portal.example",
            "subject": f"Anfrage zu Objekt {number}",
            "portal": number > 2,
            "actions": [{"type": "replied", "description": "Am 19.4.26 um 09:54 Uhr beantwortet"}]
            if number == 1
            else [],
        }
        mail = {
            "messageid": f"<anfrage-{number}@portal.example>",
            "direction": "in",
            "moment": dice.moment(2026, 2026),
            "body": json.dumps(body, ensure_ascii=False),
        }
        mail_id = sql.insert(db, "mail", mail)
        links = [
            ("mail:address", mail_id, dice.pick(addresses)),
            ("mail:estate", mail_id, dice.pick(estates)),
        ]
        db.executemany("INSERT OR IGNORE INTO relation (type, parent, child) VALUES (?, ?, ?)", links)


def _fill_history(db: sqlite3.Connection, dice: Dice, estates: list[int], addresses: list[int]) -> None:
    rows = []
    for module, numbers in (("estate", estates), ("address", addresses)):
        for number in numbers[:60]:
            row = {
                "action": dice.pick(("add", "edit", "edit", "link")),
                "module": module,
                "user": dice.pick((19, 21, 25)),
            }
            rows.append({**row, "moment": dice.moment(2025, 2026), "resource": str(number)})
    rows.sort(key=lambda row: str(row["moment"]))
    sql.insert_all(db, "log_entry", rows)
    seen = [
        (module, user, number, dice.moment(2026, 2026))
        for module, numbers in (("estate", estates), ("address", addresses))
        for user in (17, 19)
        for number in numbers[: dice.between(10, 30)]
    ]
    db.executemany("INSERT INTO last_seen VALUES (?, ?, ?, ?)", seen)
