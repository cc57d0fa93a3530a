"""``oocli sql``: rows in every format, and nothing but reading."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from harness import Outcome

Oocli = Callable[..., Outcome]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Give an SQLite file that some other program made: any will do."""
    path = tmp_path / "any.db"
    db = sqlite3.connect(path)
    db.execute("CREATE TABLE estate (_id INTEGER PRIMARY KEY, ort TEXT, preis REAL)")
    db.execute("INSERT INTO estate VALUES (11, 'Aachen', 350000.0), (13, 'Köln', NULL)")
    db.commit()
    db.close()
    return path


@pytest.mark.parametrize(
    ("options", "text"),
    [
        (
            ["-o", "json"],
            '[\n{"_id":11,"ort":"Aachen","preis":350000.0},\n{"_id":13,"ort":"Köln","preis":null}\n]\n',
        ),
        (
            ["-o", "ndjson"],
            '{"_id":11,"ort":"Aachen","preis":350000.0}\n{"_id":13,"ort":"Köln","preis":null}\n',
        ),
        (["-o", "csv"], "_id,ort,preis\n11,Aachen,350000.0\n13,Köln,\n"),
        (["-o", "csv", "--dialect", "excel-de"], "\ufeff_id;ort;preis\r\n11;Aachen;350000,0\r\n13;Köln;\r\n"),
        (["-o", "ids"], "11\n13\n"),
    ],
)
def test_rows_come_in_every_format(oocli: Oocli, file: Path, options: list[str], text: str) -> None:
    """A row is its columns and nothing else."""
    done = oocli("sql", str(file), "select * from estate order by _id", *options)
    assert (done.code, done.out) == (0, text)


def test_columns_come_in_the_order_of_the_statement(oocli: Oocli, file: Path) -> None:
    """Also a number that is not the first; a name that comes twice gets a number."""
    done = oocli("sql", str(file), "select ort, _id, ort from estate limit 1", "-o", "csv")
    assert done.out == "ort,_id,ort_2\nAachen,11,Aachen\n"


def test_no_rows_are_an_empty_list(oocli: Oocli, file: Path) -> None:
    """With exit code 0, and a header in CSV."""
    assert oocli("sql", str(file), "select * from estate where 0").out == "[]\n"
    assert oocli("sql", str(file), "select * from estate where 0", "-o", "csv").out == "_id,ort,preis\n"


def test_a_statement_comes_from_standard_input(oocli: Oocli, file: Path) -> None:
    """Where - stands for it."""
    assert oocli("sql", str(file), "-", stdin="select 1 as one;\n").out == '[\n{"one":1}\n]\n'


@pytest.mark.parametrize(
    "statement",
    [
        "delete from estate",
        "update estate set ort = ''",
        "insert into estate values (1, '', 0)",
        "create table mine (a)",
        "create temp table mine (a)",
        "drop table estate",
        "attach '{path}' as other",
        "vacuum into '{path}'",
        "pragma user_version = 3",
        "pragma journal_mode = delete",
        "select load_extension('{path}')",
        "begin",
        "select 1; delete from estate",
        "",
        "-- nothing",
    ],
)
def test_what_would_do_anything_but_read_is_refused(
    oocli: Oocli, file: Path, tmp_path: Path, statement: str
) -> None:
    """With 2, and the file is what it was."""
    before = file.read_bytes()
    done = oocli("sql", str(file), statement.format(path=tmp_path / "other.db"))
    assert done.code == 2
    assert file.read_bytes() == before
    assert [path.name for path in tmp_path.glob("*.db*")] == ["any.db"]


@pytest.mark.parametrize(
    ("statement", "hint"),
    [
        ("select * from estates", "Did you mean estate?"),
        ("select * from everything", "It has estate"),
        ("select e.preiss from estate e", "Did you mean preis?"),
    ],
)
def test_a_misspelt_name_is_answered_with_what_may_be_meant(
    oocli: Oocli, file: Path, statement: str, hint: str
) -> None:
    """Of tables and columns."""
    done = oocli("sql", str(file), statement)
    assert (done.code, done.error["hint"]) == (2, hint)


def test_what_is_no_database_is_refused(oocli: Oocli, tmp_path: Path) -> None:
    """Also by a statement that asks for none of it."""
    (tmp_path / "notes.txt").write_text("milk and bread " * 99)
    assert oocli("sql", str(tmp_path / "notes.txt"), "select 1").code == 2
    assert oocli("sql", str(tmp_path / "nothing.db"), "select 1").code == 2


def test_a_copy_that_was_read_leaves_nothing_beside_it(oocli: Oocli, tmp_path: Path) -> None:
    """Neither a lock nor a log."""
    path = tmp_path / "crm.db"
    oocli("--sandbox", "sync", str(path), "user")
    assert oocli("sql", str(path), "select count(*) as n from user_now").json == [{"n": 8}]
    assert [found.name for found in tmp_path.glob("crm.db*")] == ["crm.db"]


def test_rows_with_latitude_and_longitude_are_a_map(oocli: Oocli, tmp_path: Path) -> None:
    """Under the names that fields of places have; other rows are none."""
    path = tmp_path / "crm.db"
    oocli("--sandbox", "sync", str(path), "estate", "--fields", "estate=ort,breitengrad,laengengrad")
    places = "select _id, ort, breitengrad, laengengrad from estate_now order by _id limit 1"
    (feature,) = oocli("sql", str(path), places, "-o", "geojson").json["features"]
    assert feature["geometry"] == {"type": "Point", "coordinates": [6.07704, 50.77603]}
    assert feature["properties"]["ort"] == "Aachen"
    assert oocli("sql", str(path), "select _id, ort from estate_now", "-o", "geojson").code == 2


def test_types_of_columns_reach_parquet(oocli: Oocli, file: Path, tmp_path: Path) -> None:
    """Numbers are numbers, and what is nothing stays nothing."""
    parquet = pytest.importorskip("pyarrow.parquet")
    oocli("sql", str(file), "select * from estate order by _id", "--output-file", str(tmp_path / "e.parquet"))
    assert parquet.read_table(tmp_path / "e.parquet").to_pylist() == [
        {"_id": 11, "ort": "Aachen", "preis": 350000.0},
        {"_id": 13, "ort": "Köln", "preis": None},
    ]


@pytest.mark.parametrize(
    ("statement", "rows"),
    [
        ('select value from json_each(\'["zentral","gas"]\')', "value\nzentral\ngas\n"),
        ("select fullkey from json_tree('[7]')", "fullkey\n$\n$[0]\n"),
        ("select name from pragma_table_info('estate')", "name\n_id\nort\npreis\n"),
    ],
)
def test_lists_and_columns_are_read_as_rows(oocli: Oocli, file: Path, statement: str, rows: str) -> None:
    """A copy keeps several keys as JSON text, which json_each takes apart."""
    assert oocli("sql", str(file), statement, "-o", "csv").out == rows


@pytest.mark.parametrize(
    "statement", ["update sqlite_master set sql = ''", "delete from sqlite_master", "create temp table t (a)"]
)
def test_the_schema_is_not_written(oocli: Oocli, file: Path, statement: str) -> None:
    """Nor is anything else that the functions of tables would need."""
    before = file.read_bytes()
    assert oocli("sql", str(file), statement).code == 2
    assert file.read_bytes() == before


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("select abs(n) from (select 1 as n union all select -9223372036854775808)", "integer overflow"),
        ("select json_extract(t, '$') from (select '{}' as t union all select 'bad')", "malformed JSON"),
        ("select cast(x'ff' as text) as t", "Could not decode to UTF-8"),
        ("select ?", "has a parameter"),
        ("select :ort", "has a parameter"),
        ("select '\udcff'", "is not UTF-8"),
        ("select '\0'", "null character"),
    ],
)
def test_what_goes_wrong_in_any_row_is_the_statements(
    oocli: Oocli, file: Path, statement: str, said: str
) -> None:
    """The file is as good as it was, and nobody is sent to look at the disk."""
    done = oocli("sql", str(file), statement)
    assert done.code == 2
    assert said in done.error["message"]


def test_an_empty_statement_and_an_empty_name_are_called_so(oocli: Oocli, file: Path) -> None:
    """The variable of a script may be empty."""
    assert oocli("sql", str(file), " ").error["message"] == "The statement is empty"
    assert oocli("sql", "", "select 1").error["message"] == "The name of the file is empty"
