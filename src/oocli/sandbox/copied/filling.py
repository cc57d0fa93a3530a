"""The records of a customer's onOffice in the sandbox's tables, with made-up persons."""

import re
import sqlite3
from collections.abc import Mapping
from typing import Any

from oocli.sandbox.ask import API_USER
from oocli.sandbox.copied.disguise import disguise
from oocli.sandbox.copied.people import People
from oocli.sandbox.copied.source import MODULES, Office
from oocli.sandbox.records import mysql_numbers, sql
from oocli.sandbox.records.configuration import Field, Modules
from oocli.sandbox.seed.dice import read_words
from oocli.sandbox.seed.estates import fill_towns

_TABLES = {
    "estate": ("estate", "Id"),
    "address": ("address", "id"),
    "user": ("user", "Nr"),
    "task": ("task", "Nr"),
    "agentsLog": ("activity", "Nr"),
    "calendar": ("appointment", "Nr"),
}
_CONTACTS = {"Email": "email", "Telefon1": "phone", "Telefax1": "fax"}
_DATE = re.compile(r"\d{4}-\d\d-\d\d(?: \d\d:\d\d:\d\d)?", re.ASCII)
_TIME = re.compile(r"\d\d:\d\d(?::\d\d)?", re.ASCII)
_GREATEST = (1 << 63) - 1
_ZEROS = {"date": "0000-00-00", "datetime": "0000-00-00 00:00:00", "time": ""}
_YES = frozenset({"1", "true", "ja", "yes", "y", "j"})


def write_records(db: sqlite3.Connection, modules: Modules, office: Office) -> None:
    """Fill empty tables with the records of an office, inside the caller's transaction."""
    records = office.records or {}
    people = People()
    for user in records.get("user", ()):
        people.rename(read_number(user), user.get("elements") or {})
    fill_towns(db, read_words())
    for name in MODULES:
        fields = modules.find(name).columns
        for record in records.get(name, ()):
            _write(db, name, record, fields, people)
    _add_api_user(db)
    db.executemany("INSERT OR IGNORE INTO relation (type, parent, child) VALUES (?, ?, ?)", office.links)
    facts = {
        "estates": len(records.get("estate", ())),
        "addresses": len(records.get("address", ())),
    }
    db.executemany("INSERT INTO fact VALUES (?, ?)", facts.items())


def _write(
    db: sqlite3.Connection, name: str, record: Mapping[str, Any], fields: Mapping[str, Field], people: People
) -> None:
    number = read_number(record)
    elements = record.get("elements")
    if not number or not isinstance(elements, Mapping):
        return
    given = disguise(name, number, elements, fields, people)
    values = {
        key: store_value(fields[key], value)
        for key, value in given.items()
        if fields[key].is_stored and value is not None
    }
    table, key = _TABLES[name]
    values.pop(key, None)
    if name == "estate":
        own = {field: value for field, value in values.items() if fields[field].facts.get("own")}
        shared = {field: value for field, value in values.items() if field not in own}
        sql.insert(db, "pattern", {"id": number, **shared})
        values = {**own, "pattern": number}
    sql.insert(db, sql.quote(table), {key: number, **values})
    if name == "address":
        _write_contacts(db, number, given)


def _write_contacts(db: sqlite3.Connection, number: int, given: Mapping[str, Any]) -> None:
    for field, kind in _CONTACTS.items():
        if given.get(field):
            entry = {"address": number, "kind": kind, "value": str(given[field]), "main": 1}
            sql.insert(db, "contact", entry)


def _add_api_user(db: sqlite3.Connection) -> None:
    """Add the user whose token the sandbox has, if no user of the office has its number."""
    row = next(row for row in read_words()["users"] if row[0] == API_USER)
    columns = dict(zip(("Nr", "Name", "Vorname", "Nachname", "Kuerzel"), row, strict=False))
    if not db.execute('SELECT 1 FROM "user" WHERE Nr = ?', (API_USER,)).fetchone():
        sql.insert(db, "user", {**columns, "online": "active"})


def read_number(record: Mapping[str, Any]) -> int:
    """Return the number of a record, 0 if it is no number."""
    text = str(record.get("id"))
    return int(text) if text.isascii() and text.isdecimal() and len(text) < len(str(_GREATEST)) else 0


def store_value(field: Field, value: Any) -> Any:
    """Return a value in the form that its column stores; an impossible one becomes that of an empty field."""
    text = "" if value is None or isinstance(value, list | dict) else str(value)
    if field.type == "multiselect":
        keys = value if isinstance(value, list) else [key for key in text.split("|") if key]
        return "".join(f"|{key}|" for key in keys)
    if isinstance(value, list) and len(value) == 1:
        text = str(value[0])
    if field.type == "boolean":
        return int(text.lower() in _YES)
    if field.is_number:
        return _read_amount(text, is_whole=field.is_whole)
    if field.type in _ZEROS:
        pattern = _TIME if field.type == "time" else _DATE
        return text if pattern.fullmatch(text) else _ZEROS[field.type]
    return text


def _read_amount(text: str, *, is_whole: bool) -> float | int:
    number = mysql_numbers.read_number(text) or 0
    return 0 if abs(number) > _GREATEST else int(number) if is_whole else number
