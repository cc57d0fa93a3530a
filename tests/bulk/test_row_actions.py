"""What the columns of a row mean for a call."""

from typing import Any

import pytest

from oocli.bulk.columns import Columns
from oocli.bulk.decimal_signs import Cell, SignEvidence, Verbatim
from oocli.bulk.row_actions import RowActions
from oocli.bulk.sheet_values import NumberCell
from oocli.catalogue import Call, Catalogue
from oocli.errors import UsageError
from oocli.fields.facts import Field
from oocli.request.actions import Action
from oocli.values.field_values import FieldValues
from oocli.values.parsed import list_unread


def _find(name: str) -> Call:
    call = Catalogue().find(*name.split())
    assert call is not None
    return call


def _build(
    name: str,
    values: dict[str, Any],
    *,
    is_text: bool = True,
    base: dict[str, Any] | None = None,
    **more: Any,
) -> tuple[Any, Any]:
    call = _find(name)
    made = RowActions(
        call, Action(call.verb, call.resourcetype, parameters=base or {}), Columns(call), **more
    )
    action = made.build(values, is_text=is_text)
    return action.resourceid, action.parameters


def _know(**types: str) -> FieldValues:
    fields = {name: Field("estate", name, type=kind) for name, kind in types.items()}
    return FieldValues(fields.get, fields.get)


def test_fields_stand_where_the_call_wants_them() -> None:
    """For estates below data, for addresses beside each other; documented parameters stand outside."""
    assert _build("modify estate", {"_id": "409", "lage": "Süd", "estatelanguage": "ENG"}) == (
        "409",
        {"data": {"lage": "Süd"}, "estatelanguage": "ENG"},
    )
    assert _build("create address", {"Name": "Muster", "Plz": "01067"}) == (
        "",
        {"Name": "Muster", "Plz": "01067"},
    )


@pytest.mark.parametrize("column", ["id", "_id", "Id", "ID", "resourceid"])
def test_a_column_gives_the_id(column: str) -> None:
    """What a sheet may call the number of the record is the resourceid, and no field."""
    assert _build("delete calendar", {column: " 107 "}) == ("107", {})


def test_ids_that_differ_are_refused() -> None:
    """Two columns may give the same id, never two."""
    assert _build("modify estate", {"_id": "409", "Id": "409", "lage": "x"}) == (
        "409",
        {"data": {"lage": "x"}},
    )
    with pytest.raises(UsageError, match="several ids, 409 and 410"):
        _build("modify estate", {"_id": "409", "Id": "410", "lage": "x"})


def test_a_record_as_oocli_writes_it_is_a_row() -> None:
    """The shape of -o ndjson gives id and fields."""
    record = {"id": 409, "type": "estate", "elements": {"Id": "409", "lage": "Süd"}}
    assert _build("modify estate", record, is_text=False) == (409, {"data": {"lage": "Süd"}})


def test_an_id_without_a_use_is_left_out() -> None:
    """What is created gets its number from the API; that a row had one is known."""
    call = _find("create estate")
    made = RowActions(call, Action("create", "estate"), Columns(call))
    action = made.build({"id": 409, "lage": "Süd"}, is_text=False)
    assert (action.resourceid, action.parameters) == ("", {"data": {"lage": "Süd"}})
    assert made.ignores_id


def test_texts_get_their_documented_types() -> None:
    """A number is a number where the catalogue says so, a relation has its short name, the rest is text."""
    assert _build(
        "create relation", {"relationtype": "estate:address:buyer", "parentid": "17", "childid": "4,5"}
    ) == (
        "",
        {
            "relationtype": "urn:onoffice-de-ns:smart:2.5:relationTypes:estate:address:buyer",
            "parentid": [17],
            "childid": [4, 5],
        },
    )


def test_json_values_are_taken_as_they_are() -> None:
    """Nothing is made of what comes as JSON, also of what is empty."""
    values = {
        "id": "409",
        "kaufpreis": "1",
        "wohnflaeche": 80.5,
        "lage": "",
        "extra": None,
        "heizungsart": [],
    }
    _, parameters = _build("modify estate", values, is_text=False)
    assert parameters == {"data": {key: value for key, value in values.items() if key != "id"}}


def test_empty_cells_are_left_out_unless_asked_for() -> None:
    """An empty cell says nothing; where it is sent, it clears the field."""
    row = {"_id": "409", "lage": "", "ort": "Köln"}
    assert _build("modify estate", row)[1] == {"data": {"ort": "Köln"}}
    assert _build("modify estate", row, sends_empty=True)[1] == {"data": {"lage": "", "ort": "Köln"}}


def test_a_column_may_hold_json() -> None:
    """A name that ends in := has JSON below it, as for --set."""
    assert _build("modify estate", {"_id": "1", "heizungsart:=": '["ofen", "gas"]'})[1] == {
        "data": {"heizungsart": ["ofen", "gas"]}
    }
    with pytest.raises(UsageError, match="heizungsart is not JSON"):
        _build("modify estate", {"_id": "1", "heizungsart:=": "ofen"})


def test_lists_are_read_where_the_field_takes_them() -> None:
    """The type of a field makes a list of its JSON; where it is unknown the text stays, and is noted."""
    row = {"_id": "1", "heizungsart": '["ofen"]', "lage": '["am Park"]', "ort": "[Köln]"}
    call = _find("modify estate")
    known = RowActions(
        call, Action("modify", "estate"), Columns(call), fields=_know(heizungsart="multiselect", lage="text")
    )
    assert known.build(row, is_text=True).parameters["data"] == {
        "heizungsart": ["ofen"],
        "lage": '["am Park"]',
        "ort": "[Köln]",
    }
    assert known.lists_as_text == set()
    unknown = RowActions(call, Action("modify", "estate"), Columns(call))
    assert unknown.build(row, is_text=True).parameters["data"]["heizungsart"] == '["ofen"]'
    assert unknown.lists_as_text == {"heizungsart", "lage"}


def test_two_columns_of_one_field_are_refused() -> None:
    """A field that stands there as text and as JSON has two values, and none of them wins."""
    with pytest.raises(UsageError, match="kaufpreis is in two columns"):
        _build("modify estate", {"_id": "1", "kaufpreis": "1", "kaufpreis:=": "2"})


def test_a_cell_never_names_a_file() -> None:
    """A text that begins with @ stays text; where JSON is documented it is refused, and nothing is read."""
    assert _build("create address", {"Name": "@/etc/passwd"})[1] == {"Name": "@/etc/passwd"}
    with pytest.raises(UsageError, match="names a file"):
        _build("modify estate", {"_id": "1", "data": "@/etc/passwd"})


def test_what_was_typed_wins() -> None:
    """Options stand for every row, in the same object too; they are not changed by a row."""
    base = {"data": {"status": "1"}, "estatelanguage": "ENG"}
    row = {"_id": "1", "lage": "x", "status": "0", "estatelanguage": "DEU"}
    assert _build("modify estate", row, base=base)[1] == {
        "data": {"lage": "x", "status": "1"},
        "estatelanguage": "ENG",
    }
    assert base == {"data": {"status": "1"}, "estatelanguage": "ENG"}


_COMMA = SignEvidence(comma=Cell(7, "kaufpreis", "1,5"))


@pytest.mark.parametrize(
    ("signs", "is_text", "cell", "value"),
    [
        (_COMMA, True, "250.000", "250000"),
        (_COMMA, False, "250.000", "250000"),
        (_COMMA, True, Verbatim("51.997"), "51.997"),
        (SignEvidence(point=Cell(7, "kaufpreis", "1.5")), True, "250.000", "250.000"),
        (SignEvidence(), True, "1.234,5", "1234.5"),
        (SignEvidence(), False, 250.0, 250.0),
    ],
)
def test_cells_are_read_by_the_type_and_the_sign(
    signs: SignEvidence, is_text: bool, cell: Any, value: Any
) -> None:
    """A number is read with the decimal sign of its file, in a JSON file too."""
    row = {"_id": "1", "kaufpreis": cell}
    _, parameters = _build(
        "modify estate", row, is_text=is_text, fields=_know(kaufpreis="float"), signs=signs
    )
    assert parameters == {"data": {"kaufpreis": value}}


def test_cell_of_two_readings_says_why_the_file_does_not_help() -> None:
    """What could be two numbers is told with its column and with what the file shows."""
    signs = SignEvidence(comma=Cell(7, "kaufpreis", "1,5"), point=Cell(9, "kaufpreis", "1.5"))
    row = {"_id": "1", "kaufpreis": "250.000"}
    _, parameters = _build("modify estate", row, fields=_know(kaufpreis="float"), signs=signs)
    (unread,) = list_unread(parameters)
    assert unread.problem == (
        "kaufpreis: '250.000' could be 250 or 250000; write 250 or 250000"
        " (the file has both '1,5' (line 7) and '1.5' (line 9))"
    )


def test_a_number_of_a_sheet_is_a_plain_text_in_an_action() -> None:
    """What its cell was is known no more, so that rows with other numbers are alike and are checked once."""
    cells = {"_id": "17", "kaufpreis": NumberCell("1.5"), "lage": NumberCell("2")}
    _, parameters = _build("modify estate", cells, fields=_know(kaufpreis="float", lage="text"))
    assert {name: type(value) for name, value in parameters["data"].items()} == {
        "kaufpreis": str,
        "lage": str,
    }
