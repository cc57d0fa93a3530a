"""Field names and select values of an action against the configuration; labels into keys."""

from typing import Any

import pytest

from oocli.catalogue import Call, Catalogue
from oocli.catalogue.modules import list_modules
from oocli.fields.check import check_fields, suggest_fields, turn_labels_into_keys
from oocli.fields.facts import FieldConfiguration
from oocli.request.actions import Action

_ESTATE = FieldConfiguration(
    "estate",
    "DEU",
    {
        "kaufpreis": {"type": "float", "label": "Kaufpreis"},
        "ort": {"type": "varchar", "label": "Ort"},
        "objektart": {
            "type": "singleselect",
            "label": "Objektart",
            "permittedvalues": {"haus": "Haus", "wohnung": "Wohnung", "buero_praxen": "Büro/Praxen"},
        },
        "boden": {
            "type": "multiselect",
            "label": "Boden",
            "permittedvalues": {"fliesen": "Fliesen", "parkett": "Parkett", "stein": "Naturstein, poliert"},
        },
        "status": {"type": "singleselect", "permittedvalues": {"1": "aktiv", "2": "inaktiv"}},
        "reserviert": {"type": "singleselect", "permittedvalues": ["Nein", "Ja"]},
        "zwilling": {"type": "singleselect", "permittedvalues": {"a": "Gas", "b": "Gas"}},
        "viele": {"type": "singleselect", "permittedvalues": {f"k{n}": f"L{n}" for n in range(15)}},
    },
)


def _call(verb: str, resource: str) -> Call:
    call = Catalogue().find(verb, resource)
    assert call is not None
    return call


def _check(verb: str, parameters: dict[str, Any], resource: str = "estate") -> list[str]:
    call = _call(verb, resource)
    unlisted = list_modules()[call.fields_module].unlisted
    return check_fields(Action(verb, resource, parameters=parameters), call, _ESTATE, unlisted=unlisted)


@pytest.mark.parametrize(
    ("verb", "parameters", "warning"),
    [
        (
            "read",
            {"data": ["Id", "kaufpreiss"]},
            "estate has no field 'kaufpreiss' (--fields); did you mean kaufpreis?",
        ),
        (
            "read",
            {"filter": {"Ort": [{"op": "=", "val": "Köln"}]}},
            "estate has no field 'Ort' (--where); did you mean ort?",
        ),
        (
            "read",
            {"sortby": {"xyzzy": "ASC"}},
            "estate has no field 'xyzzy' (--sort); `oocli fields estate` lists them",
        ),
        (
            "read",
            {"sortby": "Kaufpreiß"},
            "estate has no field 'Kaufpreiß' (--sort); did you mean kaufpreis?",
        ),
        ("modify", {"data": {"orrt": "x"}}, "estate has no field 'orrt' (--set); did you mean ort?"),
        (
            "read",
            {"data": ["Objektart "]},
            "estate has no field 'Objektart ' (--fields); did you mean objektart?",
        ),
    ],
)
def test_unknown_field_is_warned_of(verb: str, parameters: dict[str, Any], warning: str) -> None:
    """A name that nobody knows is named with its option and the nearest known one."""
    assert _check(verb, parameters) == [warning]


@pytest.mark.parametrize(
    ("verb", "parameters"),
    [
        ("read", {"data": ["Id", "kaufpreis", "breitengrad", "laengengrad", "veroeffentlichen", "uuid"]}),
        ("read", {"data": ["multiParkingLot", "verkauft"], "filter": {"uuid": [{"op": "=", "val": "x"}]}}),
        ("read", {"data": ["phone__13021", "phone__13021__Comment"]}),
        ("read", {"data": ["ort"], "sortby": {"geaendert_am": "DESC", "Id": "ASC"}}),
        ("modify", {"data": {"land": "DEU", "benutzer": 3, "neu": 1}, "estatelanguage": "ENG"}),
        ("read", {"data": None, "filter": [], "sortby": 5}),
        ("read", {"data": ["Id"], "filter": {"geo": [{"op": "geo", "loc": "51.0,9.5", "val": 20}]}}),
    ],
)
def test_fields_beyond_the_configuration_are_known(verb: str, parameters: dict[str, Any]) -> None:
    """What reads accept unlisted, what the call documents, and odd shapes give no warning."""
    assert _check(verb, parameters) == []


@pytest.mark.parametrize(
    ("verb", "resource", "parameters"),
    [
        ("create", "address", {"Vorname": "Max", "phone_private": "1", "noOverrideByDuplicate": True}),
        ("read", "task", {"data": ["Betreff"], "filter": {"Nr": [{"op": ">", "val": 5}]}}),
        ("create", "task", {"data": {"Betreff": "x", "unknown": "y"}}),
        ("read", "calendar", {"filter": {"start_dt": [{"op": ">", "val": "2026-01-01"}]}}),
    ],
)
def test_documented_names_of_a_call_are_known(verb: str, resource: str, parameters: dict[str, Any]) -> None:
    """Where the call's own description lists the names, the catalogue alone judges them."""
    call = _call(verb, resource)
    configuration = FieldConfiguration(call.fields_module, "DEU", {"Vorname": {}})
    unlisted = list_modules()[call.fields_module].unlisted
    action = Action(verb, resource, parameters=parameters)
    assert check_fields(action, call, configuration, unlisted=unlisted) == []


@pytest.mark.parametrize(
    ("name", "value", "problem"),
    [
        ("objektart", "Haus", "'Haus' is a label, its key is haus (--labels turns labels into keys)"),
        ("objektart", "wonung", "'wonung' is not one of its keys; did you mean wohnung?"),
        (
            "objektart",
            "xyz",
            "'xyz' is not one of its keys: haus, wohnung, buero_praxen (`oocli fields estate objektart`)",
        ),
        ("zwilling", "Gas", "'Gas' is the label of several keys: a, b"),
        ("boden", "fliesen,Parkett", """several keys are a list, 'boden:=["fliesen", "parkett"]'"""),
        ("boden", "|fliesen||parkett|", """several keys are a list, 'boden:=["fliesen", "parkett"]'"""),
        (
            "boden",
            ["fliesen", "Parkett"],
            "'Parkett' is a label, its key is parkett (--labels turns labels into keys)",
        ),
        (
            "viele",
            "zzz",
            "'zzz' is not one of its keys: k0, k1, k2, k3, k4, k5, k6, k7, k8, k9, k10, k11 and 3 more"
            " (`oocli fields estate viele`)",
        ),
    ],
)
def test_value_that_a_select_field_does_not_take(name: str, value: Any, problem: str) -> None:
    """A label leads to its key, a misspelt key to the near ones, anything else to the list."""
    assert _check("modify", {"data": {name: value}}) == [f"--set {name}: {problem}"]


@pytest.mark.parametrize(
    "values",
    [
        {
            "objektart": "haus",
            "boden": ["fliesen", "stein"],
            "status": 1,
            "reserviert": True,
            "kaufpreis": "?",
        },
        {"objektart": "", "boden": [], "status": None},
        {"boden": {"odd": 1}},
    ],
)
def test_permitted_and_empty_values_pass(values: dict[str, Any]) -> None:
    """Keys as text, number or boolean pass, and so does what empties a field."""
    assert _check("modify", {"data": values}) == []


def test_a_text_that_has_keys_is_set_by_its_label() -> None:
    """The country of an address is written by its name, so nobody is told of the key."""
    country = {"Land": {"type": "varchar", "permittedvalues": {"DEU": "Deutschland", "AUT": "Österreich"}}}
    configuration = FieldConfiguration("address", "DEU", country)
    told = {
        value: check_fields(
            Action("modify", "address", "101", parameters={"Land": value}),
            _call("modify", "address"),
            configuration,
            unlisted={},
        )
        for value in ("Deutschland", "AUT", "Deutschlnd")
    }
    assert (told["Deutschland"], told["AUT"]) == ([], [])
    assert "did you mean" in told["Deutschlnd"][0]


def test_conditions_are_checked_where_they_compare_keys() -> None:
    """= and in compare keys; like, greater and between compare texts and are left alone."""
    conditions = [
        {"op": "IN", "val": ["haus", "Wohnung"]},
        {"op": "like", "val": "%au%"},
        {"op": ">", "val": "zzz"},
        "odd",
    ]
    assert _check("read", {"filter": {"objektart": conditions}}) == [
        "--where objektart: 'Wohnung' is a label, its key is wohnung (--labels turns labels into keys)"
    ]


@pytest.mark.parametrize(
    ("typed", "sent"),
    [
        ({"objektart": "Haus"}, {"objektart": "haus"}),
        ({"objektart": "büro/praxen"}, {"objektart": "buero_praxen"}),
        ({"objektart": "haus", "ort": "Haus"}, {"objektart": "haus", "ort": "Haus"}),
        ({"boden": "Fliesen"}, {"boden": ["fliesen"]}),
        ({"boden": "Fliesen, parkett"}, {"boden": ["fliesen", "parkett"]}),
        ({"boden": "Naturstein, poliert"}, {"boden": ["stein"]}),
        ({"boden": ["Fliesen", "unbekannt"]}, {"boden": ["fliesen", "unbekannt"]}),
        ({"boden": "Fliesen,unbekannt"}, {"boden": "Fliesen,unbekannt"}),
        ({"boden": ""}, {"boden": ""}),
        ({"zwilling": "Gas"}, {"zwilling": "Gas"}),
        ({"status": "aktiv", "reserviert": "ja"}, {"status": "1", "reserviert": "1"}),
        ({"status": 1}, {"status": 1}),
    ],
)
def test_labels_become_keys_in_what_is_set(typed: dict[str, Any], sent: dict[str, Any]) -> None:
    """A label becomes its key, joined labels of a multiselect a list; what is not a label stays."""
    action = Action("modify", "estate", parameters={"data": typed, "estatelanguage": "ENG"})
    turned = turn_labels_into_keys(action, _call("modify", "estate"), _ESTATE)
    assert turned.parameters == {"data": sent, "estatelanguage": "ENG"}


def test_labels_become_keys_beside_other_parameters() -> None:
    """Where fields stand beside the parameters, only select fields are touched."""
    action = Action("create", "address", parameters={"objektart": "Haus", "Name": "Haus"})
    turned = turn_labels_into_keys(action, _call("create", "address"), _ESTATE)
    assert turned.parameters == {"objektart": "haus", "Name": "Haus"}


def test_labels_become_keys_in_conditions() -> None:
    """In a filter labels are turned for whole keys, alone and in lists, and left alone for like."""
    conditions = [
        {"op": "=", "val": "Haus"},
        {"op": "in", "val": ["Haus", "wohnung"]},
        {"op": "like", "val": "Haus"},
    ]
    action = Action("read", "estate", parameters={"filter": {"objektart": conditions, "ort": conditions}})
    turned = turn_labels_into_keys(action, _call("read", "estate"), _ESTATE)
    assert turned.parameters["filter"] == {
        "objektart": [
            {"op": "=", "val": "haus"},
            {"op": "in", "val": ["haus", "wohnung"]},
            {"op": "like", "val": "Haus"},
        ],
        "ort": conditions,
    }


def test_suggestions_without_a_cache_come_from_the_catalogue() -> None:
    """Without a configuration the documented and unlisted names still help."""
    call, unlisted = _call("read", "estate"), list_modules()["estate"].unlisted
    assert suggest_fields("kaufpreiss", call, None, unlisted=unlisted) == ("kaufpreis",)
    assert suggest_fields("breitengrat", call, _ESTATE, unlisted=unlisted) == ("breitengrad",)
