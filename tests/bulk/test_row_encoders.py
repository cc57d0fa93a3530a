"""Rows written back with what was wrong with them."""

import pytest

from oocli.bulk.row_encoders import encode_json_rows, encode_sheet_rows
from oocli.bulk.sheet_form import SheetForm


def test_a_sheet_gets_a_column_for_what_was_wrong() -> None:
    """It is the last one; a text with the delimiter is quoted like any other cell."""
    encode = encode_sheet_rows(SheetForm(delimiter=";"), ["_id", "lage"], explains=True)
    assert encode.start == "_id;lage;oocli_error\n"
    assert encode.row(["7", "x"], "no; never") == '7;x;"no; never"'


def test_a_row_that_failed_before_gets_the_new_reason() -> None:
    """The column stays where it is."""
    encode = encode_sheet_rows(SheetForm(delimiter=","), ["_id", "oocli_error", "lage"], explains=True)
    assert encode.start == "_id,oocli_error,lage\n"
    assert encode.row(["7", "old", "x"], "new") == "7,new,x"


def test_a_backslash_in_escaped_cells_stays_one() -> None:
    """In oocli's own TSV a backslash begins a character of its own."""
    encode = encode_sheet_rows(SheetForm(delimiter="\t", escapes=True), ["_id"], explains=True)
    assert encode.row(["7"], r"C:\new") == "7\t" + r"C:\\new"


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ({"_id": 7}, '{"_id": 7, "oocli_error": "no"}'),
        (
            {"id": 7, "type": "estate", "elements": {"lage": "x"}},
            '{"id": 7, "type": "estate", "elements": {"lage": "x", "oocli_error": "no"}}',
        ),
        (5, "5"),
    ],
)
def test_json_has_it_beside_the_fields(value: object, written: str) -> None:
    """A record as oocli writes it stays one."""
    assert encode_json_rows(as_lines=True).row(value, "no") == written
