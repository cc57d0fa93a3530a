"""Records as rows: typed by their columns, and nothing lost."""

from typing import Any

import pytest

from oocli.replica.row_shape import Shape, flatten
from oocli.replica.sql_columns import Column, add_columns
from oocli.replica.stored import Misfit, store_as, store_column


@pytest.mark.parametrize(
    ("kind", "value", "stored", "fits"),
    [
        ("integer", "12", 12, True),
        ("integer", "12.00", 12, True),
        ("integer", "", None, True),
        ("integer", True, 1, True),
        ("integer", "zwölf", None, False),
        ("integer", "9223372036854775808", None, False),
        ("number", "350000.00", 350000.0, True),
        ("number", 3, 3.0, True),
        ("number", "51.0438212345678912", 51.04382123456789, False),
        ("number", "viel", None, False),
        ("boolean", "1", 1, True),
        ("boolean", "nein", 0, True),
        ("boolean", "2", 2, True),
        ("choices", "|a||b|", '["a","b"]', True),
        ("choices", None, "[]", True),
        ("date", "0000-00-00", None, True),
        ("date", "2026-12-01 00:00:00", "2026-12-01", True),
        ("datetime", "2026-12-01 10:20:30", "2026-12-01T10:20:30", True),
        ("text", "01067", "01067", True),
        ("text", 1001, "1001", True),
        ("text", {"b": 1, "a": [2]}, '{"a":[2],"b":1}', True),
        ("text", "half \ud800", "half ?", True),
        ("choice", False, "0", True),
        ("any", 7, 7, True),
        ("any", [1], "[1]", True),
        ("any", True, 1, True),
    ],
)
def test_a_value_is_stored_as_its_column_takes_it(kind: str, value: Any, stored: Any, fits: bool) -> None:
    """The type of the field decides; what does not fit is said so."""
    assert store_as(kind, value) == (stored if fits else Misfit(stored))
    assert fits or isinstance(store_as(kind, value), Misfit)


def test_what_fits_no_column_stands_beside() -> None:
    """A value of another type, and an element without a column; neither number nor stamp."""
    columns = add_columns((), {"kaufpreis": "number", "ort": "text"})
    shape = Shape(columns, changed="geaendert_am")
    elements = {
        "kaufpreis": "VB",
        "ort": "Aachen",
        "phone__13": "1",
        "id": 11,
        "geaendert_am": "2026-12-01 00:00:00",
    }
    rows = shape.build_rows([{"id": "11", "elements": elements}])
    assert rows.by_number() == {11: (None, "Aachen", '{"kaufpreis":"VB","phone__13":"1"}')}
    assert rows.stamps == ["2026-12-01 00:00:00"]


def test_objects_are_taken_apart() -> None:
    """Each of their values has a column; lists stay."""
    assert flatten({"date": {"start": 1, "end": 2}, "_meta": {"status": 1}, "users": []}) == {
        "date_start": 1,
        "date_end": 2,
        "meta_status": 1,
        "users": [],
    }


def test_columns_never_share_a_name() -> None:
    """SQLite does not tell Ort from ort, and some names are the table's own."""
    added = add_columns(
        [Column("ort", "ort", "text")], {"Ort": "text", "ORT": "text", "_id": "text", "ort": "text"}
    )
    assert [column.name for column in added] == ["Ort_2", "ORT_3", "_id_2"]


def test_a_column_is_stored_as_its_values_are() -> None:
    """Texts alone, texts that repeat, and what is no text: all in one go, each as by itself."""
    given = ["1.50", "1.50", "viel", "", "\ud800", "Köln"]
    for kind in ("number", "text", "choices", "any", "boolean"):
        for values in (given, [*given, None], [*given, True, 1, 1.0, ["a"], ["a"], [["a"]]], []):
            assert [*store_column(kind, values)] == [store_as(kind, value) for value in values]


ODD_NUMBERS = (
    *("7", "-7", "007", "-0.00", "1.50", "1,50", ",", "1,", ".5", "5.", "-", "--1", "1.2.3", "1-2", "1_000"),
    *(" 1", "1\n", "", "1e5", "inf", "nan", "٣", "999999999999999", "1234567890123456", "0.1234567890123456"),
)


@pytest.mark.parametrize("kind", ["integer", "number"])
@pytest.mark.parametrize("odd", ODD_NUMBERS)
def test_plain_numbers_are_read_together_and_odd_ones_apart(kind: str, odd: str) -> None:
    """A page of plain numbers gives what each of them does, and so does one with any other text."""
    for values in (["12", odd], [odd, "12", "3"], [odd]):
        stored, alone = store_column(kind, values), [store_as(kind, value) for value in values]
        assert [*map(repr, stored)] == [*map(repr, alone)]


@pytest.mark.parametrize("kind", ["text", "choice", "choices", "date", "boolean", "any"])
@pytest.mark.parametrize("values", [["a", None, "\ud800"], [None, None], [["a"], []], [["a"], [["b"]]]])
def test_a_column_with_nothing_or_lists_is_stored_as_its_values_are(kind: str, values: list[Any]) -> None:
    """Texts beside nothing, and lists alone, are taken together, too."""
    assert [*store_column(kind, values)] == [store_as(kind, value) for value in values]


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_what_is_no_number_is_none(value: float) -> None:
    """SQLite would make nothing of it, and it would differ at every run."""
    assert isinstance(store_as("number", value), Misfit)
    assert isinstance(store_as("any", value), str)


def test_records_may_come_with_different_fields() -> None:
    """A field that is missing is nothing; the others stand in their columns whatever their order."""
    shape = Shape(add_columns((), {"ort": "text", "plz": "text"}))
    records = [
        {"id": 1, "elements": {"ort": "Aachen", "plz": "52062"}},
        {"id": 2, "elements": {"plz": "50667", "ort": "Köln"}},
        {"id": 3, "elements": {"ort": "Bonn"}},
    ]
    assert shape.build_rows(records).by_number() == {
        1: ("Aachen", "52062", None),
        2: ("Köln", "50667", None),
        3: ("Bonn", None, None),
    }
    assert shape.build_rows([]).by_number() == {}
