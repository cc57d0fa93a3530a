"""Fields as a JSON Schema: one that a validator takes, and that says what fits."""

import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from odd_fields import EMPTY, ESTATE, MODULES, ODD, ODD_KEYS, make_code
from oocli.fieldcode.code_wish import SHAPES
from oocli.fieldcode.module_fields import ModuleFields


def make_validator(shape: str, *modules: ModuleFields) -> Draft202012Validator:
    """Give a validator of a schema that is one."""
    schema = json.loads(make_code("json-schema", shape, *modules))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def wrap(**elements: Any) -> dict[str, Any]:
    """Give an estate."""
    return {"id": 11, "type": "estate", "elements": elements}


@pytest.mark.parametrize("shape", SHAPES)
def test_odd_names_and_keys_fit(shape: str) -> None:
    """Every key of every kind is taken, and no other."""
    validator = make_validator(shape, ODD)
    for key in ODD_KEYS:
        fields = {"one": key, "many": [key]}
        assert validator.is_valid(
            fields if shape == "write" else {"id": 1, "type": "odd", "elements": fields}
        )
    other = {"one": "ten"}
    assert not validator.is_valid(other if shape == "write" else {"id": 1, "type": "odd", "elements": other})


@pytest.mark.parametrize(
    ("shape", "elements", "fits"),
    [
        ("read", {"kaufpreis": "1.00", "kamin": "1", "abdatum": "0000-00-00", "status": "1"}, True),
        ("read", {"heizungsart": "|gas||oel|"}, True),
        ("read", {"heizungsart": ["gas"]}, True),
        ("read", {"heizungsart": None}, True),
        ("read", {"heizungsart": ["kohle"]}, False),
        ("read", {"kaufpreis": None}, False),
        ("read", {"unlisted": "x"}, True),
        ("typed", {"kaufpreis": 1.5, "kamin": None, "abdatum": "2026-11-28", "heizungsart": []}, True),
        ("typed", {"erstellt_am": "2026-11-28T10:00:00", "status": ""}, True),
        ("typed", {"kaufpreis": "1.5"}, False),
        ("typed", {"erstellt_am": "28.11.2026"}, False),
        ("typed", {"status": "2"}, False),
        ("typed", {"land": "DEU"}, True),
        ("typed", {"land": "Atlantis"}, True),
    ],
)
def test_what_fits_a_record(shape: str, elements: dict[str, Any], fits: bool) -> None:
    """Values of the right kind, keys that there are."""
    assert make_validator(shape, ESTATE).is_valid(wrap(**elements)) == fits


@pytest.mark.parametrize(
    ("fields", "fits"),
    [
        ({"kaufpreis": 1.5, "kamin": True, "heizungsart": ["gas"], "lage": None, "status": ""}, True),
        ({"abdatum": "2026-11-28"}, True),
        ({"abdatum": "28.11.2026"}, False),
        ({"lage": "longer than ten"}, False),
        ({"kaufpreiss": 1}, False),
        ({"Id": 1}, False),
    ],
)
def test_what_fits_a_write(fields: dict[str, Any], fits: bool) -> None:
    """Only fields that can be written, no longer than they are."""
    assert make_validator("write", ESTATE).is_valid(fields) == fits


def test_a_record_is_that_of_its_module() -> None:
    """Of several modules it has to fit one; the type says which."""
    validator = make_validator("typed", *MODULES)
    assert validator.is_valid(wrap(kaufpreis=1))
    assert not validator.is_valid(wrap(kaufpreis="1"))
    assert not validator.is_valid({"id": 1, "type": "address", "elements": {}})


def test_keys_have_their_labels() -> None:
    """As forms show them."""
    schema = json.loads(make_code("json-schema", "write", ESTATE))
    assert schema["$defs"]["Estate"]["properties"]["status"] == {
        "title": "Status",
        "anyOf": [
            {
                "oneOf": [
                    {"const": "0", "title": "archiviert"},
                    {"const": "1", "title": "aktiv"},
                    {"const": "", "title": "nothing chosen"},
                ]
            },
            {"type": "null"},
        ],
    }


def test_a_module_without_fields_is_an_object_without_any() -> None:
    """It is a schema all the same."""
    assert make_validator("read", EMPTY).is_valid({})
