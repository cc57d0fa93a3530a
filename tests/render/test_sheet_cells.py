"""Which cell of a workbook a typed value becomes."""

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from oocli.render.field_facts import FieldFacts
from oocli.render.sheet_cells import SheetCell, choose_cell


@pytest.mark.parametrize(
    ("value", "facts", "cell"),
    [
        (350000.5, FieldFacts("float", measure="DATA_TYPE_MONETARY"), SheetCell("money", 350000.5)),
        (79.5, FieldFacts("float", measure="DATA_TYPE_AREA"), SheetCell("number", 79.5)),
        (1998, FieldFacts("integer"), SheetCell("number", 1998)),
        (999_999_999_999_999, FieldFacts("integer"), SheetCell("number", 999_999_999_999_999)),
        (1_000_000_000_000_000, FieldFacts("integer"), SheetCell("text", "1000000000000000")),
        ("12345678901234567.5", FieldFacts("float"), SheetCell("text", "12345678901234567.5")),
        ("01067", FieldFacts("varchar"), SheetCell("text", "01067")),
        (52062, FieldFacts("varchar"), SheetCell("text", "52062")),
        (1, FieldFacts("singleselect"), SheetCell("text", "1")),
        (True, FieldFacts("boolean"), SheetCell("boolean", True)),
        (True, FieldFacts("varchar"), SheetCell("text", "true")),
        (False, FieldFacts(), SheetCell("boolean", False)),
        ("2026-11-28", FieldFacts("date"), SheetCell("date", date(2026, 11, 28))),
        (
            "2026-11-28T08:30:01",
            FieldFacts("datetime"),
            SheetCell("datetime", datetime(2026, 11, 28, 8, 30, 1)),
        ),
        ("2026-11-28", FieldFacts("varchar"), SheetCell("text", "2026-11-28")),
        ("1900-02-28", FieldFacts("date"), SheetCell("text", "1900-02-28")),
        (date(1900, 1, 5), FieldFacts(), SheetCell("text", "1900-01-05")),
        (datetime(1899, 12, 31, 8), FieldFacts(), SheetCell("text", "1899-12-31 08:00:00")),
        (time(8, 30), FieldFacts(), SheetCell("time", time(8, 30))),
        (timedelta(hours=30), FieldFacts(), SheetCell("time", timedelta(hours=30))),
        ("2026-02-30", FieldFacts("date"), SheetCell("text", "2026-02-30")),
        ("2026-11-28T08:30:01+01:00", FieldFacts("datetime"), SheetCell("text", "2026-11-28T08:30:01+01:00")),
        (["a", "b"], FieldFacts("multiselect"), SheetCell("text", "a; b")),
        (["a;c", "b"], FieldFacts("multiselect"), SheetCell("text", '["a;c","b"]')),
        (["[a"], FieldFacts("multiselect"), SheetCell("text", '["[a"]')),
        ([{"a": 1}], FieldFacts("multiselect"), SheetCell("text", '[{"a":1}]')),
        ({"a": 1}, FieldFacts(), SheetCell("text", '{"a":1}')),
        ("\ud800", FieldFacts(), SheetCell("text", "\ufffd")),
        (float("nan"), FieldFacts("float"), SheetCell("blank")),
        (float("inf"), FieldFacts(), SheetCell("blank")),
        (None, FieldFacts("date"), SheetCell("blank")),
        ("", FieldFacts("date"), SheetCell("blank")),
        ([], FieldFacts(), SheetCell("blank")),
    ],
)
def test_the_type_of_the_field_decides(value: Any, facts: FieldFacts, cell: SheetCell) -> None:
    """Numbers, days and booleans are cells of their kind where nothing gets lost; all else is text."""
    assert choose_cell("feld", value, facts) == cell


@pytest.mark.parametrize(
    ("number", "cell"),
    [
        (409, SheetCell("number", 409)),
        ("409", SheetCell("number", 409)),
        ("0409", SheetCell("text", "0409")),
        ("1234567890123456", SheetCell("text", "1234567890123456")),
        ("a", SheetCell("text", "a")),
        (None, SheetCell("blank")),
    ],
)
def test_the_number_of_a_record_is_a_number(number: Any, cell: SheetCell) -> None:
    """Ids are numbers, however the API wrote them."""
    assert choose_cell("_id", number, FieldFacts()) == cell
