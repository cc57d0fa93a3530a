"""The answer of get fields: reading fields, with PHP's lists where maps are meant."""

import json
from pathlib import Path

import pytest

from oocli.fields.facts import OLD, Field, FieldConfiguration, read_module

_ELEMENTS = {
    "label": "Immobilien",
    "objektart": {
        "type": "singleselect",
        "label": "Objektart",
        "permittedvalues": {"haus": "Haus", "wohnung": "Wohnung"},
        "length": None,
        "default": "haus",
        "filters": [],
        "dependencies": [],
        "compoundFields": [],
    },
    "Plz-Ort": {"type": "freetext", "label": "PLZ und Ort", "compoundFields": ["Plz", "Ort"], "length": "80"},
}


def _configuration() -> FieldConfiguration:
    return read_module("estate", _ELEMENTS, language="DEU", fetched=1000.0)


def test_module_is_read_with_its_label() -> None:
    """The module's own label stands beside the fields and is none of them."""
    configuration = _configuration()
    assert (configuration.label, list(configuration.facts)) == ("Immobilien", ["objektart", "Plz-Ort"])


def test_field_has_every_fact() -> None:
    """A field is read with values, default and empty maps for empty PHP lists."""
    assert _configuration().find("objektart") == Field(
        module="estate",
        name="objektart",
        label="Objektart",
        type="singleselect",
        permitted={"haus": "Haus", "wohnung": "Wohnung"},
        default="haus",
    )


def test_compound_field_names_its_parts() -> None:
    """A compound field lists the fields that it is made of, and its length as a number."""
    field = _configuration().find("Plz-Ort")
    assert field is not None
    assert (field.compound, field.length) == (("Plz", "Ort"), 80)


@pytest.mark.parametrize(
    ("permitted", "read"),
    [
        (None, {}),
        ([], {}),
        ({}, {}),
        ({"1": "aktiv", "2": None}, {"1": "aktiv", "2": ""}),
        (["Nein", "Ja"], {"0": "Nein", "1": "Ja"}),
        ("odd", {}),
    ],
)
def test_permitted_values_take_every_shape(permitted: object, read: dict[str, str]) -> None:
    """PHP writes a map with the keys 0, 1, 2 as a list; null and lists without anything are not values."""
    configuration = read_module("task", {"Art": {"permittedvalues": permitted}}, language="", fetched=0)
    field = configuration.find("Art")
    assert field is not None
    assert field.permitted == read


def test_documented_answer_is_read() -> None:
    """The documentation's own example gives its two fields."""
    path = Path(__file__).parents[1] / "samples" / "answers" / "get.fields.1.records.json"
    (record,) = json.loads(path.read_text(encoding="utf-8"))
    configuration = read_module(record["id"], record["elements"], language="DEU", fetched=0)
    assert [(field.name, field.type) for field in configuration] == [
        ("gwgMitgliederVerwaltungsorgan", "freetext"),
        ("schaufensterTv_veroeffentlichen", "freetext"),
    ]


def test_case_is_forgiven_where_one_field_is_meant() -> None:
    """`Objektart` finds objektart; find itself is exact."""
    configuration = _configuration()
    found = configuration.find_in_any_case("ObjektArt")
    assert found is not None
    assert (found.name, configuration.find("ObjektArt")) == ("objektart", None)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("objekart", ("objektart",)), ("PLZ und Ort", ("Plz-Ort",)), ("xyz", ())],
)
def test_suggestions_know_names_and_labels(typed: str, meant: tuple[str, ...]) -> None:
    """A misspelt name and a label both lead to the field."""
    assert _configuration().suggest(typed) == meant


def test_label_leads_to_keys() -> None:
    """A label gives its key in any case, and both keys where two have it."""
    field = Field("estate", "x", permitted={"a": "Gas", "b": "gas", "c": "Öl"})
    assert (field.keys_of("GAS"), field.keys_of(" öl "), field.keys_of("Holz")) == (["a", "b"], ["c"], [])


def test_configuration_is_old_after_a_week() -> None:
    """Seven days are fresh enough; more is worth asking again."""
    assert not _configuration().is_old(1000.0 + OLD)
    assert _configuration().is_old(1001.0 + OLD)
