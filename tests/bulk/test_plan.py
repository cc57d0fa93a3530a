"""What a run would do, as lines and as data."""

from oocli.bulk.columns import Columns
from oocli.bulk.headers import read_rules
from oocli.bulk.plan import make_plan
from oocli.catalogue import Call, Catalogue
from oocli.request.actions import Action


def _find(verb: str, name: str) -> Call:
    call = Catalogue().find(verb, name)
    assert call is not None
    return call


def test_a_plan_says_where_each_column_goes() -> None:
    """The record, a field, a parameter, JSON, or nowhere."""
    columns = Columns(_find("modify", "estate"), read_rules(("Preis=kaufpreis",), ("Notiz",)))
    for name in ("_id", "Preis", "Notiz", "estatelanguage", "heizungsart:="):
        columns.find(name)
    first = [(1, Action("modify", "estate", "17", parameters={"data": {"kaufpreis": "5"}}))]
    plan = make_plan(columns, "modify estate", 21, batch=10, first=first, key=["kaufpreis"])
    assert list(plan.list_lines()) == [
        "modify estate: 21 rows in 3 requests",
        "",
        "  _id             record number",
        "  Preis           field kaufpreis, finds the record",
        "  Notiz           left out",
        "  estatelanguage  parameter estatelanguage",
        "  heizungsart:=   field heizungsart (JSON)",
        "",
        '  row 1: 17 {"kaufpreis": "5"}',
        "  and 20 more",
    ]
    assert plan.as_json()["columns"] == [
        {"column": "_id", "to": "resourceid"},
        {"column": "Preis", "to": "data.kaufpreis"},
        {"column": "Notiz", "to": None},
        {"column": "estatelanguage", "to": "estatelanguage"},
        {"column": "heizungsart:=", "to": "data.heizungsart"},
    ]


def test_a_long_row_is_cut() -> None:
    """A plan fits on a screen whatever stands in the rows."""
    columns = Columns(_find("create", "address"))
    first = [(1, Action("create", "address", parameters={"Bemerkung": "x" * 1000}))]
    (_, _, line) = make_plan(columns, "create address", 1, batch=10, first=first).list_lines()
    assert len(line) < 330
