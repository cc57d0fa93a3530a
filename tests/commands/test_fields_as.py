"""``oocli fields --as``: the configuration of a customer as code, which the records of that customer fit."""

import json
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
from jsonschema import Draft202012Validator

from harness import Outcome
from oocli.fieldcode import LANGUAGES
from oocli.fieldcode.code_wish import SHAPES
from strict_typescript import compile_strictly

Run = Callable[..., Outcome]

_MODULES = ("address", "agentsLog", "calendar", "email", "estate", "task", "user")
_HEADS = {
    "json-schema": '\n    "{0}": {{',
    "typescript": "interface {0} {{",
    "python": "\n{0} = TypedDict(",
    "sql": 'create table "{1}"',
    "markdown": "\n## {1}",
}
_PERIOD = ("--datestart", "2020-01-01", "--dateend", "2030-01-01")
_READS = {
    "estate": ("estate", "--all", "--fields", "@all"),
    "address": ("address", "--all", "--fields", "@all"),
    "task": ("task", "--all", "--fields", "@all"),
    "agentsLog": ("agentslog", "--all", "--fields", "@all"),
    "user": ("user", "--fields", "@all"),
    "calendar": ("calendar", *_PERIOD),
}


def read(oocli: Run, module: str, *options: str) -> list[object]:
    """Give the records of a module, with every field."""
    outcome = oocli("--sandbox", "read", *_READS[module], "-o", "ndjson", "-qq", *options)
    assert outcome.code == 0, outcome.err
    return [json.loads(line) for line in outcome.out.splitlines()]


@pytest.mark.parametrize("shape", ["read", "typed"])
@pytest.mark.parametrize("module", _READS)
def test_every_record_fits_the_schema_of_its_module(oocli: Run, module: str, shape: str) -> None:
    """As it comes, and with --typed."""
    schema = oocli("--sandbox", "fields", module, "--as", "json-schema", f"--{shape}").json
    validator = Draft202012Validator(schema)
    records = read(oocli, module, *(["--typed"] if shape == "typed" else []))
    assert records
    assert [error.message for record in records for error in validator.iter_errors(record)] == []


def test_what_is_created_fits_the_schema_of_a_write(oocli: Run) -> None:
    """The example of the call, and the contact entries that only its description names."""
    validator = Draft202012Validator(
        oocli("--sandbox", "fields", "address", "--as", "json-schema", "--write").json
    )
    assert validator.is_valid(
        {"Vorname": "Erika", "Land": "DEU", "phone": "0241 1", "email": "e@example.org"}
    )
    assert not validator.is_valid({"Vorname": "Erika", "Nachname": "Musterfrau"})


def test_only_what_a_call_writes_can_be_written(oocli: Run) -> None:
    """Of all modules those that a call writes; of some only the fields that it documents."""
    written = oocli("--sandbox", "fields", "--as", "json-schema", "--write").json["$defs"]
    assert sorted(written) == ["Address", "AgentsLog", "Calendar", "Estate", "Task"]
    assert "Betreff" in written["Task"]["properties"]
    assert "Eintragsdatum" not in written["Task"]["properties"]
    assert "Aktionsart" not in written["AgentsLog"]["properties"]
    assert "actiontype" in written["AgentsLog"]["properties"]
    outcome = oocli("--sandbox", "fields", "user", "--as", "python", "--write")
    assert (outcome.code, outcome.error["message"]) == (2, "No call writes the fields of user")


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_a_module_all_are_written_sorted_and_twice_alike(oocli: Run, language: str) -> None:
    """Whatever the order of the API, so that it can be committed; modules without fields are left out."""
    first, again = (oocli("--sandbox", "fields", "--as", language, *extra) for extra in ((), ("--refresh",)))
    assert (first.code, first.err) == (0, "")
    assert first.out == again.out
    places = [first.out.find(_HEADS[language].format(name[0].upper() + name[1:], name)) for name in _MODULES]
    assert -1 not in places
    assert places == sorted(places)
    assert "massUpdate" not in first.out


def test_python_of_all_modules_passes_mypy(oocli: Run, tmp_path: Path) -> None:
    """Strictly, in every shape."""
    for shape in SHAPES:
        text = oocli("--sandbox", "fields", "--as", "python", f"--{shape}").out
        (tmp_path / f"{shape}.py").write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "mypy", "--strict", "--config-file", "", "--cache-dir", "cache"]
    done = subprocess.run(
        [*command, *(f"{shape}.py" for shape in SHAPES)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


def test_typescript_of_all_modules_compiles(oocli: Run, tmp_path: Path) -> None:
    """Strictly, in every shape."""
    for shape in SHAPES:
        text = oocli("--sandbox", "fields", "--as", "typescript", f"--{shape}").out
        (tmp_path / f"{shape}.ts").write_text(text, encoding="utf-8")
    assert compile_strictly(tmp_path) == ""


def test_databases_take_the_tables_and_the_records(oocli: Run, tmp_path: Path) -> None:
    """SQLite takes all tables, DuckDB those and every typed estate."""
    with sqlite3.connect(":memory:") as db:
        db.executescript(oocli("--sandbox", "fields", "--as", "sql").out)
    db.close()
    path = tmp_path / "estates.ndjson"
    words = ("--sandbox", "read", "estate", "--all", "--fields", "@all", "--typed", "--flat", "-o", "ndjson")
    path.write_text(oocli(*words).out, encoding="utf-8")
    with duckdb.connect() as office:
        office.execute(oocli("--sandbox", "fields", "--as", "sql", "--sql", "duckdb").out)
        office.execute(f"insert into estate by name select * from read_json('{path}')")
        assert office.execute("select count(*), count(distinct _id) from estate").fetchone() == (300, 300)


def test_it_says_where_it_comes_from(oocli: Run) -> None:
    """So that it can be made again."""
    words = ("fields", "estate", "--as", "sql", "--sql", "postgres", "--language", "ENG")
    first = oocli("--sandbox", *words).out.splitlines()[0]
    assert first == (
        "-- Made by `oocli fields estate --as sql --typed --sql postgres --language ENG`; do not edit."
    )


def test_one_field_or_those_that_are_found(oocli: Run) -> None:
    """FIELD and --search choose as they do elsewhere."""
    one = oocli("--sandbox", "fields", "estate", "kaufpreis", "--as", "json-schema").json
    assert list(one["$defs"]["Estate"]["properties"]) == ["kaufpreis"]
    found = oocli("--sandbox", "fields", "--search", "kaufpreis", "--as", "markdown").out
    assert "| kaufpreis |" in found
    assert "| Vorname |" not in found


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--as", "cobol"), "--as knows no 'cobol' of fields"),
        (("--as", "csv"), "--as knows no 'csv' of fields"),
        (("--as", "sql", "--sql", "oracle"), "--sql knows no 'oracle'"),
        (("--as", "python", "--sql", "duckdb"), "--sql is for --as sql"),
        (("--typed",), "--typed is for --as"),
        (("--as", "python", "--read", "--write"), "Code has one shape, not --read and --write"),
        (("--search", "nothing at all", "--as", "python"), "estate has no such fields to write code of"),
        (("--exit-code",), "--exit-code is for --diff"),
        (("--as", "python", "--diff", "x"), "--diff compares the configuration, --as writes code of it"),
        (("--search", "x", "--diff", "x"), "--diff compares whole modules"),
        (("kaufpreis", "--diff", "x"), "--diff compares whole modules"),
    ],
)
def test_what_contradicts_itself_is_refused(oocli: Run, words: tuple[str, ...], message: str) -> None:
    """With what to do instead."""
    outcome = oocli("--sandbox", "fields", "estate", *words)
    assert (outcome.code, outcome.error["message"]) == (2, message)
    assert outcome.error["hint"]


def test_all_lists_the_fields_of_every_module(oocli: Run) -> None:
    """Not the list of modules."""
    listed = oocli("--sandbox", "fields", "--all").json
    assert {record["type"] for record in listed} == {"field"}
    assert {record["elements"]["module"] for record in listed} >= set(_MODULES)
