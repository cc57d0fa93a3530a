"""Invented people and companies with their phone, fax and mail entries."""

import sqlite3
from typing import Any

from oocli.sandbox.records import sql
from oocli.sandbox.records.configuration import Module
from oocli.sandbox.seed.dice import Dice


def address_id(number: int) -> int:
    """Return the record number of the n-th address, from 1: 101, 103, 105 ..."""
    return 99 + 2 * number


def fill_addresses(
    db: sqlite3.Connection, module: Module, words: dict[str, Any], dice: Dice, addresses: int
) -> None:
    """Write a number of addresses and their contact entries."""
    rows: list[dict[str, Any]] = []
    contacts: list[dict[str, Any]] = []
    for number in range(1, addresses + 1):
        person = _person(module, words, dice, number)
        rows.append({"id": address_id(number), "KdNr": 1000 + number, **person, **_details(number, person)})
        contacts += _contacts(words, dice, rows[-1])
    sql.insert_all(db, "address", rows)
    db.execute("INSERT INTO sqlite_sequence (name, seq) VALUES ('contact', 13000)")
    sql.insert_all(db, "contact", contacts)


def _person(module: Module, words: dict[str, Any], dice: Dice, number: int) -> dict[str, Any]:
    town, surname = dice.pick(words["towns"]), dice.pick(words["surnames"])
    female = dice.chance(50)
    first = dice.pick(words["female" if female else "male"])
    company = dice.pick(words["companies"]).format(name=surname) if dice.chance(20) else ""
    changed = dice.moment(2023, 2026)
    greeting = f"Sehr geehrte Frau {surname}," if female else f"Sehr geehrter Herr {surname},"
    return {
        "uuid": dice.uuid(),
        "Anrede": "Firma" if company else "Frau" if female else "Herr",
        "Titel": dice.pick(("", "", "", "", "Dr.", "Prof. Dr.")),
        "Vorname": "" if company and dice.chance(50) else first,
        "Name": words["nasty"][number - 60] if 60 <= number < 60 + len(words["nasty"]) else surname,
        "Zusatz1": company,
        "Briefanrede": "Sehr geehrte Damen und Herren," if company else greeting,
        "Strasse": f"{dice.pick(words['streets'])} {dice.between(1, 120)}",
        "Plz": town[0],
        "Ort": town[1],
        "Land": "Deutschland",
        "Homepage": f"www.{_plain(words, surname)}.example" if company else "",
        "Geburtsdatum": "0000-00-00 00:00:00"
        if dice.chance(50)
        else dice.moment(1940, 2003)[:10] + " 00:00:00",
        "Beruf": dice.pick(words["professions"]) if dice.chance(40) else "",
        "contactCategory": "firma" if company else "privat",
        "ArtDaten": dice.some(tuple(module.fields["ArtDaten"].values)),
        "HerkunftKontakt": dice.some(tuple(module.fields["HerkunftKontakt"].values)),
        "Kontaktart": dice.some(tuple(module.fields["Kontaktart"].values)),
        "Benutzer": dice.pick(("", "gruenewald", "tkoehler", "wvoss")),
        "Status": int(dice.chance(88)),
        "newsletter_aktiv": dice.pick((0, 1, 1, 2, 3, 4)),
        "DSGVOStatus": dice.pick(("ignorieren", "speicherungzugestimmt")),
        "AGB_akzeptiert": int(dice.chance(40)),
        "Sprache": dice.pick(("DEU", "DEU", "DEU", "ENG", "NLD")),
        "Umsatz": dice.between(0, 90000) if company else 0,
        "Bemerkung": dice.pick(words["remarks"]),
        "letzter_Kontakt": dice.moment(2020, 2026),
        "Eintragsdatum": min(changed, dice.moment(2015, 2024)),
        "Aenderung": changed,
    }


def _details(number: int, person: dict[str, Any]) -> dict[str, Any]:
    """Return the values of the lesser fields, by dice of their own."""
    dice = Dice(8_000_000 + number)
    seen = person["letzter_Kontakt"][:10]
    partner = not person["Zusatz1"] and dice.chance(15)
    return {
        "Geschlecht": {"Herr": 1, "Frau": 2}.get(person["Anrede"], 3),
        "SpracheKontakt": person["Sprache"],
        "KontaktformBevorzugt": dice.pick(("Email", "Email", "Telefon", "Brief")),
        "Letzte_Aktion": seen,
        "letztesTelefonat": seen if dice.chance(60) else "0000-00-00",
        "kunde_seit": person["Eintragsdatum"][:10],
        "Status2Adr": "status2adr_active" if person["Status"] else "status2adr_archive",
        "Rueckruf_akzeptiert": int(dice.chance(70)),
        "Vip": int(dice.chance(5)),
        "Privat": 0,
        "LKZ": "D",
        "jobPosition": dice.pick(("", "", "Geschäftsführung", "Einkauf")) if person["Zusatz1"] else "",
        "employer": dice.pick(("", "", "Stadt Aachen", "Uniklinik Köln")),
        "workContract": dice.pick(("", "permanent", "permanent", "temporary")),
        "Anrede2": {"Herr": "Frau", "Frau": "Herr"}.get(person["Anrede"], "") if partner else "",
        "Vorname2": dice.pick(("Kim", "Robin", "Sascha")) if partner else "",
        "Name2": person["Name"] if partner else "",
        "DSGVOSaveUntil": "2029-12-31" if person["DSGVOStatus"] == "speicherungzugestimmt" else "0000-00-00",
        "DSGVOSaveUntilReason": "vertrag" if person["DSGVOStatus"] == "speicherungzugestimmt" else "",
        "ustIdNr": f"DE{100000000 + number * 7919 % 899999999}" if person["Zusatz1"] else "",
        "paymentInterval": "monthly",
        "typeOfPayment": "bankTransfer" if person["Zusatz1"] else "",
        "taxLiability": "inland" if person["Zusatz1"] else "",
        "termOfPayment": dice.pick(("1", "3")) if person["Zusatz1"] else "",
        "gwgAusweisart": dice.pick(("", "", "", "Personalausweis", "Reisepass")),
        "gwgVertragspartner": "gwgVertragspartner" if dice.chance(20) else "",
        "Beziehung": dice.some(("Kunde", "Tippgeber")) if dice.chance(30) else "",
        "betreuer2": dice.pick(("", "", "", "oezyildiz")),
        "autoExposeVersand": int(dice.chance(15)),
        "homepage_veroeffentlichen": int(dice.chance(2)),
        "salary": dice.between(24, 90) * 100 if dice.chance(10) else 0,
        "ind_1733_Feld_adressen2": dice.pick(("", "indMulti1733Select5101", "indMulti1733Select5105")),
    }


def _contacts(words: dict[str, Any], dice: Dice, person: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the contact entries of a person: none, or a main one of each kind and some more."""
    if dice.chance(5):
        return []
    name = _plain(words, f"{person['Vorname'] or 'info'}.{dice.below(1000):03}")
    entries = [("email", "", f"{name}@beispiel.example", 1), ("phone", "", _number(dice, "0241"), 1)]
    if dice.chance(60):
        entries.append(("phone", "mobile", _number(dice, "0171"), 0))
    if dice.chance(25):
        entries.append(("phone", "business", _number(dice, "0221"), 0))
        entries.append(("email", "business", f"{name}@firma.example", 0))
    if dice.chance(20):
        entries.append(("fax", "", _number(dice, "0241"), 1))
    return [
        {
            "address": person["id"],
            "kind": kind,
            "type": kind_type,
            "value": value,
            "main": main,
            "comment": "nur vormittags" if kind == "phone" and dice.chance(10) else "",
        }
        for kind, kind_type, value, main in entries
    ]


def _number(dice: Dice, prefix: str) -> str:
    return f"{prefix} 555{dice.below(100000):05}"


def _plain(words: dict[str, Any], text: str) -> str:
    """Return a name as it may stand in a mail address."""
    return text.lower().translate(str.maketrans(words["ascii"]))
