"""flat: what rows a record has, and which column a value stands under."""

import json
from typing import Any

import pytest

from oocli.render.flat import Sheet, flatten
from oocli.wire.record import Slice


def spread(asked: tuple[str, ...], *rows: dict[str, Any]) -> list[list[Any]]:
    """Give the header and the values of rows under it."""
    sheet = Sheet(asked)
    sheet.open(rows)
    return [list(sheet.columns), *(sheet.values(row) for row in rows)]


@pytest.mark.parametrize(
    ("record", "rows"),
    [
        ({"id": 1, "type": "estate", "elements": {"a": "b"}}, [{"_id": 1, "a": "b"}]),
        ({"id": 1, "type": "estate", "elements": {}}, [{"_id": 1}]),
        ({"id": 1, "type": "estate", "elements": []}, [{"_id": 1}]),
        ({"id": 1, "elements": [{"a": 1}, {"a": 2}]}, [{"_id": 1, "a": 1}, {"_id": 1, "a": 2}]),
        ({"id": 0, "elements": ["153", "155"]}, [{"_id": 0, "_value": "153"}, {"_id": 0, "_value": "155"}]),
        ({"id": 0, "elements": "text"}, [{"_id": 0, "_value": "text"}]),
        ({"elements": {"a": 1}}, [{"_id": None, "a": 1}]),
        ({"id": 1, "elements": {"a": 1, "_id": 7}}, [{"_id": 1, "a": 1, "_id_2": 7}]),
        ({"id": 1, "elements": {"_id": 7, "_id_2": 8}}, [{"_id": 1, "_id_3": 7, "_id_2": 8}]),
        ({"id": 1, "elements": [{"_id": 7}]}, [{"_id": 1, "_id_2": 7}]),
    ],
)
def test_flatten_gives_the_rows_of_a_record(record: dict[str, Any], rows: list[dict[str, Any]]) -> None:
    """Elements become one row, or one row an item where they are a list; nothing is merged."""
    assert flatten(record) == rows


@pytest.mark.parametrize("separators", [(",", ":"), (", ", ": ")])
@pytest.mark.parametrize("number", [1, 0, -1, None, "a"])
@pytest.mark.parametrize(
    "elements",
    [
        {"a": "b"},
        {"a": '{"', "b": ["}}"]},
        {},
        {"a": {"b": 1}},
        {"_idx": 1},
        {"a": 1, "_id": 7},
        {"a": '"_id":'},
        [],
        [{"a": 1}, {"a": 2}],
        "x",
        None,
    ],
)
def test_a_text_is_flattened_as_what_it_says(elements: Any, number: Any, separators: tuple[str, str]) -> None:
    """A record that was cut out of an answer gives the rows that it would give decoded."""
    usual: dict[str, Any] = {"id": number, "type": "estate", "elements": elements}
    for record in (usual, {**usual, "behind": {}}):
        piece = Slice({"id": number})
        piece.text = json.dumps(record, separators=separators).encode()
        rows = [json.loads(row.text) if isinstance(row, Slice) else row for row in flatten(piece)]
        assert rows == flatten(record)


def test_values_follow_the_columns_not_the_record() -> None:
    """Asked fields come in the order asked for, whatever order a record has."""
    rows = ({"_id": 1, "b": 2, "a": 1}, {"_id": 2, "c": 3, "a": 4})
    assert spread(("a", "b"), *rows) == [["_id", "a", "b", "c"], [1, 1, 2, None], [2, 4, None, 3]]


def test_a_field_that_is_called_as_the_number_has_a_column_of_its_own() -> None:
    """The number of the record stays under ``_id`` from page to page, as every reader of rows expects."""
    records = [{"id": number, "elements": {"_id": f"x{number}", "a": 1}} for number in (1, 2)]
    sheet = Sheet(())
    sheet.open(sheet.spread(records))
    assert sheet.columns == ("_id", "_id_2", "a")
    assert sheet.place(records) == sheet.place(records) == [(1, 2), ("x1", "x2"), (1, 1)]


def test_contact_entries_stand_under_the_asked_field() -> None:
    """Generated names are joined under the field that was asked for, comments in parentheses."""
    row = {
        "_id": 1,
        "id": 1,
        "phone__13021": "0241 1",
        "phone__13021__Comment": "mornings",
        "phone__13023": "0241 2",
        "phone__13023__Comment": "",
        "email__7": "a@example.com",
    }
    assert spread(("phone", "Name", "email"), row) == [
        ["_id", "phone", "Name", "email", "id"],
        [1, "0241 1 (mornings); 0241 2", None, "a@example.com", 1],
    ]


@pytest.mark.parametrize(
    ("asked", "generated", "column"),
    [
        (("phone", "mobile"), "phonemobile__1", "mobile"),
        (("phone", "mobile"), "phoneprivate__1", "phone"),
        (("phone", "mobile"), "mobile__1", "mobile"),
        (("defaultphone",), "phone__1", "defaultphone"),
        (("phone", "defaultphone"), "defaultphone__1", "defaultphone"),
        (("Name",), "fax__1", "fax"),
        (("eigen__1",), "eigen__1", "eigen__1"),
    ],
)
def test_a_generated_name_finds_its_field(asked: tuple[str, ...], generated: str, column: str) -> None:
    """The kind in a generated name leads to the asked field, else to a column of its own."""
    header, values = spread(asked, {"_id": 1, generated: "x"})
    assert dict(zip(header, values, strict=True))[column] == "x"


def test_names_that_only_look_generated_are_left_alone() -> None:
    """Two underscores without an entry number behind them are an ordinary field name."""
    assert spread((), {"_id": 1, "ind__feld": "x"}) == [["_id", "ind__feld"], [1, "x"]]


def test_late_fields_are_counted() -> None:
    """Fields without a column are named with how many rows had them; those beyond ten are counted."""
    sheet = Sheet(())
    sheet.open([{"_id": 1}])
    for row in ({"_id": 2, "a": 1}, {"_id": 3, "a": 1, **{f"f{n}": 1 for n in range(11)}}):
        assert sheet.values(row) == [row["_id"]]
    assert sheet.notes() == [
        "Fields that first came after the header was written are left out: a (2x), f0 (1x), f1 (1x), "
        "f2 (1x), f3 (1x), f4 (1x), f5 (1x), f6 (1x), f7 (1x), f8 (1x), 2 more. "
        "Name them in --fields to have them as columns"
    ]
