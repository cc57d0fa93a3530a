"""Fields as tables: databases take the statements, and rows by name go in."""

import json
import sqlite3
from pathlib import Path

import duckdb
import pytest

from odd_fields import ESTATE, MODULES, ODD, make_code
from oocli.fieldcode.code_wish import SHAPES


@pytest.mark.parametrize("shape", SHAPES)
def test_sqlite_takes_them(shape: str) -> None:
    """Odd names, a module without fields; a column for each field, whatever its letter case."""
    with sqlite3.connect(":memory:") as db:
        db.executescript(make_code("sql", shape, *MODULES))
        columns = [row[1] for row in db.execute('pragma table_info("1 odd-module")')]
    db.close()
    assert len(columns) == len(ODD.fields) + 1
    assert {"ort_2", "_id_2", 'quote"d', "a-b"} <= set(columns)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("dialect", ["duckdb", "postgres"])
def test_duckdb_takes_them(dialect: str, shape: str) -> None:
    """Those for PostgreSQL too, but for the one type that it calls otherwise."""
    text = make_code("sql", shape, *MODULES, dialect=dialect).replace("jsonb", "json")
    with duckdb.connect() as db:
        db.execute(text)
        found = db.execute("select count(*) from duckdb_columns() where table_name = 'estate'").fetchone()
    assert found == (len(ESTATE.list_fields(shape)) + 1,)


def test_typed_records_go_in_by_name(tmp_path: Path) -> None:
    """What --typed --flat gives is read as it is."""
    path = tmp_path / "estates.ndjson"
    record = {"_id": 11, "kaufpreis": 1.5, "status": "1", "heizungsart": ["gas"], "kamin": True}
    path.write_text(json.dumps({**record, "abdatum": "2026-11-28", "erstellt_am": "2026-11-28T10:00:00"}))
    with duckdb.connect() as db:
        db.execute(make_code("sql", "typed", ESTATE, dialect="duckdb"))
        db.execute(f"insert into estate by name select * from read_json('{path}')")
        assert db.execute("select heizungsart[1], year(erstellt_am), kamin from estate").fetchall() == [
            ("gas", 2026, True)
        ]


def test_names_for_postgres_are_no_longer_than_it_keeps() -> None:
    """63 bytes; two that begin alike are told apart by a number."""
    text = make_code("sql", "typed", ODD, dialect="postgres")
    names = [line.split('"')[1] for line in text.splitlines() if line.startswith('    "ä')]
    assert len(set(names)) == 2
    assert all(len(name.encode()) <= 63 for name in names)


def test_each_column_says_what_its_field_is_called() -> None:
    """And has the type of its values."""
    assert (
        make_code("sql", "typed", ESTATE, dialect="postgres")
        == """\
-- Made by `oocli fields`; do not edit.

-- Immobilien
create table "estate" (
    "_id" bigint primary key,
    "Id" bigint, -- Nummer
    "abdatum" date, -- ab
    "erstellt_am" timestamp, -- erstellt
    "heizungsart" text[], -- Heizung
    "kamin" boolean, -- Kamin
    "kaufpreis" numeric, -- Kaufpreis
    "lage" text, -- Lage
    "land" text, -- Land
    "status" text -- Status
);
"""
    )
