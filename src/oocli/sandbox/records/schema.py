"""The tables of the sandbox, most columns taken from the field configuration.

An estate is two rows: its own values in ``estate`` and the rest in ``pattern``, which
several estates share until one of them changes there (then it gets a pattern of its
own). That is what makes a million estates small enough to be written within seconds.
"""

import sqlite3
from collections.abc import Mapping, Sequence
from pathlib import Path

from oocli.sandbox.records.configuration import Field, Module, Modules

VERSION = 8
"""Kept in the file's ``user_version``; another number means that another oocli wrote it."""

_NUMBERED = (("task", "task"), ("activity", "agentsLog"), ("appointment", "calendar"), ("user", "user"))
_FURTHER_TABLES = Path(__file__).parent / "schema.sql"
_BESIDE: Mapping[str, Sequence[str]] = {
    "objektnr_extern": (),
    "kaufpreis": ("wohnflaeche", "anzahl_zimmer", "status"),
    "kaltmiete": ("wohnflaeche", "anzahl_zimmer", "status"),
    "wohnflaeche": ("anzahl_zimmer", "status"),
    "anzahl_zimmer": (),
    "plz": ("kaufpreis", "wohnflaeche"),
    "ort": ("kaufpreis", "wohnflaeche"),
    "geaendert_am": ("status",),
    "benutzer": ("status",),
    "status": ("veroeffentlichen", "verkauft"),
    "status2": ("benutzer", "veroeffentlichen"),
}
"""Fields of estates that people filter and sort by most, with those that they ask for beside them.

An index holds both, so that a filter of several fields need not look at the records; between them stands
the number of the record, which decides between equals in every order.
"""

_INDEXES = (
    "CREATE INDEX estate_pattern ON estate (pattern, kaufpreis, kaltmiete, wohnflaeche, anzahl_zimmer)",
    *(
        f"CREATE INDEX estate_{name} ON estate ({', '.join((name, 'Id', *beside) if beside else (name,))})"
        for name, beside in _BESIDE.items()
    ),
    "CREATE INDEX address_Aenderung ON address (Aenderung)",
    "CREATE INDEX address_KdNr ON address (KdNr)",
    "CREATE INDEX appointment_start_dt ON appointment (start_dt)",
)


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
