"""Parquet, as other programs read it: pandas, DuckDB, and pyarrow itself."""

import io
from datetime import date, datetime
from typing import Any

import duckdb
import pandas
import pyarrow.parquet
import pytest

from oocli.render import Layout, choose
from oocli.render.field_facts import FieldFacts

KNOWN = {
    "plz": FieldFacts("varchar", "PLZ"),
    "kaufpreis": FieldFacts("float", "Kaufpreis", "DATA_TYPE_MONETARY"),
    "zimmer": FieldFacts("integer", "Zimmer"),
    "tag": FieldFacts("date", "Tag"),
    "wann": FieldFacts("datetime", "Wann"),
    "frei": FieldFacts("boolean", "Frei"),
    "arten": FieldFacts("multiselect", "Arten"),
}


def make(*elements: dict[str, Any]) -> list[dict[str, Any]]:
    """Give a record for each mapping of fields."""
    return [{"id": str(number), "type": "", "elements": item} for number, item in enumerate(elements, 11)]


def render(records: Any, **layout: Any) -> tuple[Any, list[str]]:
    """Give the table as pyarrow reads it, and what was noted."""
    written = io.BytesIO()
    stream = io.TextIOWrapper(written, encoding="utf-8")
    renderer = choose("parquet", Layout(**layout))
    renderer.render(records, stream)
    return pyarrow.parquet.read_table(io.BytesIO(written.getvalue())), renderer.notes


def read_values(field: str, *values: Any, known: Any = KNOWN) -> tuple[str, list[Any], list[str]]:
    """Give the type of the column, its values, and what was noted."""
    table, notes = render(make(*({field: value} for value in values)), known=known)
    return str(table.schema.field(field).type), table[field].to_pylist(), notes


@pytest.mark.parametrize(
    ("field", "values", "kind", "read"),
    [
        ("plz", ["01067", None], "string", ["01067", None]),
        ("plz", [1067, True, ["a", 1]], "string", ["1067", "true", '["a",1]']),
        ("kaufpreis", [350000, 0.5, None, ""], "double", [350000.0, 0.5, None, None]),
        ("zimmer", [3, None], "int64", [3, None]),
        ("zimmer", [3, 2.5], "double", [3.0, 2.5]),
        ("tag", ["2026-11-28", None], "date32[day]", [date(2026, 11, 28), None]),
        (
            "tag",
            ["2026-11-28", "2026-11-28T08:30:00"],
            "timestamp[ms]",
            [datetime(2026, 11, 28), datetime(2026, 11, 28, 8, 30)],
        ),
        ("wann", ["2026-10-25 02:30:00"], "timestamp[ms]", [datetime(2026, 10, 25, 2, 30)]),
        ("frei", [True, False, None], "bool", [True, False, None]),
        ("arten", [["a", "b"], [], None], "list<element: string>", [["a", "b"], None, None]),
        ("anderes", ["ä", "\ud800"], "string", ["ä", "\ufffd"]),
        ("anderes", [1, 2], "int64", [1, 2]),
        ("anderes", [1, 2.5], "double", [1.0, 2.5]),
        ("anderes", [1, "x", {"a": 1}], "string", ["1", "x", '{"a":1}']),
        ("anderes", [None, ""], "string", [None, None]),
        ("anderes", [2**63], "string", [str(2**63)]),
    ],
)
def test_a_column_has_the_type_of_its_field(field: str, values: Any, kind: str, read: Any) -> None:
    """Postcodes are text, prices numbers, days days; a wider type where a value needs it."""
    assert read_values(field, *values) == (kind, read, [])


@pytest.mark.parametrize(
    ("field", "values", "read"),
    [
        ("kaufpreis", [350000, "auf Anfrage"], ["350000", "auf Anfrage"]),
        ("zimmer", [2**63 + 1, 1], [str(2**63 + 1), "1"]),
        ("tag", ["0000-00-00", "2026-11-28"], ["0000-00-00", "2026-11-28"]),
        ("frei", [True, "vielleicht"], ["true", "vielleicht"]),
        ("arten", [["a"], [["a"]]], ['["a"]', '[["a"]]']),
    ],
)
def test_what_does_not_fit_its_type_is_kept_as_text(field: str, values: Any, read: Any) -> None:
    """Nothing is left out; a note says which value it was."""
    kind, found, notes = read_values(field, *values)
    assert (kind, found, len(notes)) == ("string", read, 1)
    assert notes[0].startswith(f"{field} is written as text: ")


@pytest.mark.parametrize(
    ("field", "values", "odd"),
    [("zimmer", [1, 2.5, "viele"], "viele"), ("tag", ["2026-11-28T08:30:00", "bald"], "bald")],
)
def test_the_note_names_the_value_that_fits_no_type(field: str, values: Any, odd: str) -> None:
    """A value that the next wider type would have held is not the reason."""
    assert f": {odd!r} is not of its type" in read_values(field, *values)[2][0]


@pytest.mark.parametrize("between", [0, 1_999])
def test_a_whole_number_among_fractions_is_never_rounded(between: int) -> None:
    """Where a double cannot hold it the column is text, also where they come in different parts."""
    whole, fraction = 2**53 + 1, 2.5
    table, notes = render(make(*[{"summe": whole}] * (between + 1), *[{"summe": fraction}] * (between + 1)))
    assert (table["summe"][0].as_py(), table["summe"][-1].as_py(), notes) == (str(whole), "2.5", [])


def test_types_that_show_late_hold_for_the_whole_column() -> None:
    """The 10,000th record may be the first with a value, or with one of another kind."""
    late = [{"leer": None, "tag": "2026-11-28", "zahl": 1}] * 9_999 + [
        {"leer": "x", "tag": "2026-11-28 08:30:00", "zahl": "eins"}
    ]
    table, notes = render(make(*late), known=KNOWN)
    assert [str(kind) for kind in table.schema.types] == ["int64", "string", "timestamp[ms]", "string"]
    assert table.to_pylist()[-1] == {
        "_id": 10_010,
        "leer": "x",
        "tag": datetime(2026, 11, 28, 8, 30),
        "zahl": "eins",
    }
    assert (table["zahl"][0].as_py(), table["tag"][0].as_py(), notes) == ("1", datetime(2026, 11, 28), [])


def test_no_records_make_a_file_with_the_columns_that_were_asked_for() -> None:
    """A night without new records breaks no pipeline."""
    table, _ = render([], columns=("plz", "kaufpreis"), known=KNOWN)
    assert (table.num_rows, table.schema.names) == (0, ["_id", "plz", "kaufpreis"])
    assert [str(kind) for kind in table.schema.types] == ["int64", "string", "double"]


def test_columns_carry_their_labels() -> None:
    """Whoever opens the file sees what people call a field."""
    table, _ = render(make({"plz": "01067"}), known=KNOWN)
    assert table.schema.field("plz").metadata[b"label"] == b"PLZ"


def test_other_programs_read_it(tmp_path: Any) -> None:
    """DuckDB adds prices up, pandas sees dates and numbers."""
    path = tmp_path / "estates.parquet"
    with path.open("w", encoding="utf-8") as stream:
        records = make(
            {"plz": "01067", "kaufpreis": 100.5, "tag": "2026-11-28"}, {"plz": "99084", "kaufpreis": 1}
        )
        choose("parquet", Layout(known=KNOWN)).render(records, stream)
    with duckdb.connect() as db:
        found = db.execute("select sum(kaufpreis), min(plz), max(tag) from read_parquet(?)", [str(path)])
        assert found.fetchall() == [(101.5, "01067", date(2026, 11, 28))]
    frame = pandas.read_parquet(path)
    assert (frame["_id"].tolist(), frame["kaufpreis"].sum()) == ([11, 12], 101.5)
