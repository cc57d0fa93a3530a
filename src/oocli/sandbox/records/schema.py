"""The tables of the sandbox, most columns taken from the field configuration.

An estate is two rows: its own values in ``estate`` and the rest in ``pattern``, which
several estates share until one of them changes there (then it gets a pattern of its
own). That is what makes a million estates small enough to be written within seconds.
"""

import sqlite3
from pathlib import Path

from oocli.sandbox.records.configuration import Field, Module, Modules

VERSION = 7
"""Kept in the file's ``user_version``; another number means that another oocli wrote it."""

_NUMBERED = (("task", "task"), ("activity", "agentsLog"), ("appointment", "calendar"), ("user", "user"))
_FURTHER_TABLES = Path(__file__).parent / "schema.sql"
_OFTEN = (
    *("objektnr_extern", "kaufpreis", "kaltmiete", "wohnflaeche", "anzahl_zimmer", "plz", "ort"),
    *("geaendert_am", "benutzer", "status", "status2"),
)
"""Fields of estates that people filter and sort by most."""

_INDEXES = (
    "CREATE INDEX estate_pattern ON estate (pattern)",
    *(f"CREATE INDEX estate_{name} ON estate ({name})" for name in _OFTEN),
    "CREATE INDEX address_Aenderung ON address (Aenderung)",
    "CREATE INDEX address_KdNr ON address (KdNr)",
    "CREATE INDEX appointment_start_dt ON appointment (start_dt)",
)
_SAMPLE = 1000
"""Rows that are looked at in each index to learn how its values are spread."""


def create_tables(db: sqlite3.Connection, modules: Modules) -> None:
    """Create every table; indexes follow when the records are in."""
    estate = modules.find("estate")
    own = [field for field in _stored(estate) if field.facts.get("own") and field.name != "Id"]
    shared = [field for field in _stored(estate) if not field.facts.get("own")]
    _create(db, "estate", "Id", own, further=("pattern INTEGER NOT NULL",))
    _create(db, "pattern", "id", shared)
    _create(db, "address", "id", _stored(modules.find("address")))
    for table, name in _NUMBERED:
        fields = [field for field in _stored(modules.find(name)) if field.name != "Nr"]
        _create(db, table, "Nr", fields)
    statement = ""
    for line in _FURTHER_TABLES.read_text(encoding="utf-8").splitlines(keepends=True):
        statement += line  # executescript would end the caller's transaction
        if sqlite3.complete_statement(statement):
            db.execute(statement)
            statement = ""


def create_indexes(db: sqlite3.Connection) -> None:
    """Create the indexes of filters and sort orders that are asked for most, and learn what is in them."""
    for statement in _INDEXES:
        db.execute(statement)
    db.execute(f"PRAGMA analysis_limit = {_SAMPLE}")
    db.execute("ANALYZE")


def _stored(module: Module) -> list[Field]:
    return [field for field in module.columns.values() if field.is_stored]


def _create(
    db: sqlite3.Connection, table: str, key: str, fields: list[Field], *, further: tuple[str, ...] = ()
) -> None:
    columns = [
        f"{key} INTEGER PRIMARY KEY AUTOINCREMENT",
        *(field.declaration for field in fields),
        *further,
    ]
    db.execute(f"CREATE TABLE {table} ({', '.join(columns)})")
