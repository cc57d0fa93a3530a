"""Who may be the contact person of an estate: employees and brokers, by the kinds of an address."""

import sqlite3

from oocli.sandbox.records import sql

CONTACT_PERSON = "estate:address:contactPerson"
"""The relation that onOffice gives to such addresses alone, and to every new estate."""

_EMPLOYED = "ArtDaten LIKE '%|Systembenutzer|%'"  # the address of a user
_BROKER = "ArtDaten LIKE '%|Makler|%'"


def list_brokers(db: sqlite3.Connection) -> list[int]:
    """Return the addresses that may be contact persons, those of users first."""
    where, tail = f"{_EMPLOYED} OR {_BROKER}", f"ORDER BY {_EMPLOYED} DESC, id"
    return [row[0] for row in db.execute(sql.select(["id"], "address", where=where, tail=tail))]


def find_default_broker(db: sqlite3.Connection) -> list[int]:
    """Return the address that becomes the contact person of a new estate; none if no user has one."""
    statement = sql.select(["id"], "address", where=_EMPLOYED, tail="ORDER BY id LIMIT 1")
    return [row[0] for row in db.execute(statement)]


def is_broker(db: sqlite3.Connection, address: int) -> bool:
    """Say whether an address may be a contact person."""
    statement = sql.select(["1"], "address", where=f"id = ? AND ({_EMPLOYED} OR {_BROKER})")
    return db.execute(statement, (address,)).fetchone() is not None
