"""The field configuration as live accounts have it: names, types, lengths, defaults, keys, labels."""

import json
from pathlib import Path
from typing import Any

import pytest

from office import Office
from oocli.sandbox.records import configuration
from oocli.sandbox.records.configuration import Modules

_RECORDED = json.loads(
    (Path(__file__).parent.parent / "samples" / "field-configuration.json").read_text(encoding="utf-8")
)
# What the vendor's own plugin for websites asks for in one list of estates.
_PLUGIN = (
    *("virtualAddress", "virtualStreet", "virtualHouseNumber", "virtualLatitude", "virtualLongitude"),
    *("objektadresse_freigeben_api", "calculatedPrice", "provisionsfrei", "erbpacht", "nettokaltmiete"),
    *("pacht", "miete_pauschal", "mietpreis_pro_qm", "saisonmiete", "wochmietbto", "kaufpreis"),
    *("strasse", "hausnummer", "breitengrad", "laengengrad", "plz", "ort", "objekttitel"),
)


@pytest.fixture(scope="module")
def plain(office: Office) -> dict[str, Any]:
    """Give module to its fields, asked for without labels and without naming a module."""
    return {record["id"]: record["elements"] for record in office.records("get", "fields", {})}


def test_every_module_name_is_known(plain: dict[str, Any]) -> None:
    """All names that live accounts know are there, most of them without any field."""
    assert list(plain) == _RECORDED["names"]
    assert [name for name, fields in plain.items() if fields == []] == [
        name for name in _RECORDED["names"] if name not in _RECORDED["modules"]
    ]


@pytest.mark.parametrize("module", _RECORDED["modules"])
def test_recorded_fields_are_as_recorded(plain: dict[str, Any], module: str) -> None:
    """Each recorded field has the recorded type, length, default and keys; own keys may stand beside."""
    for name, (kind, length, default, keys) in _RECORDED["modules"][module].items():
        field = plain[module][name]
        assert [field["type"], field["length"], field["default"]] == [kind, length, default], name
        told = [str(key) for key in field["permittedvalues"] or []]
        own = [key for key in told if key not in keys and "ind" not in key]
        assert set(keys) <= set(told), name
        assert not keys or name == "merkmal" or own == [], name


def test_keys_that_are_numbers_are_numbers(plain: dict[str, Any]) -> None:
    """Without labels the choices are a list of keys, numbers where they look like numbers."""
    assert plain["estate"]["haustiere"]["permittedvalues"] == [0, 1, 2]
    assert plain["estate"]["provisionsAbgabe"]["permittedvalues"][:3] == [5, 10, 15]
    assert plain["estate"]["unterkellert"]["permittedvalues"] == ["JA", "NEIN", "TEIL"]


def test_labels_make_maps_of_the_keys(office: Office) -> None:
    """With labels the choices are key to label, and a list where the keys are 0, 1, 2 ..."""
    parameters = {"modules": ["estate"], "labels": True, "language": "ENG"}
    fields = office.elements("get", "fields", parameters)[0]
    assert fields["heizkosten_in_nebenkosten"]["permittedvalues"] == {"J": "Yes", "N": "No"}
    assert fields["haustiere"]["permittedvalues"] == ["No", "Yes", "Subject to agreement"]


def test_content_and_table_are_told_on_request(office: Office) -> None:
    """ShowContent adds the title of the tab, null where there is none, and showTable the table."""
    parameters = {"modules": ["estate"], "showContent": True, "showTable": True}
    fields = office.elements("get", "fields", parameters)[0]
    assert (fields["kaufpreis"]["content"], fields["kaufpreis"]["tablename"]) == ("Preise", "ObjPreise")
    assert (fields["sauna"]["content"], fields["sauna"]["tablename"]) == (None, None)
    plain = office.elements("get", "fields", {"modules": ["estate"]})[0]["kaufpreis"]
    assert plain.keys() & {"content", "tablename", "label"} == set()


def test_compound_fields_name_their_parts(plain: dict[str, Any], office: Office) -> None:
    """Postcode and town in one are read as one text."""
    assert plain["address"]["Plz-Ort"]["compoundFields"] == ["Plz", "Ort"]
    read = office.elements("read", "address", {"data": ["Plz", "Ort", "Plz-Ort"], "listlimit": 1})[0]
    assert read["Plz-Ort"] == f"{read['Plz']} {read['Ort']}"


@pytest.mark.parametrize("module", ["estate", "address"])
def test_every_recorded_field_can_be_read(office: Office, module: str) -> None:
    """All of them in one call, with those that clients read although no configuration shows them."""
    names = [*_RECORDED["modules"][module], *_RECORDED["other_names"].get(module, [])]
    read = office.elements("read", module, {"data": names, "listlimit": 500})
    assert read[0].keys() >= set(names)


def test_own_fields_stand_beside_the_others(plain: dict[str, Any]) -> None:
    """Estates, addresses, tasks and the agents' log have fields that only this customer has."""
    for module in ("estate", "address", "task", "agentsLog"):
        assert [name for name in plain[module] if name.startswith("ind_")], module


def test_the_plugin_can_read_a_list_of_estates(office: Office) -> None:
    """Its fields are all known, and where the address is not released another one is given instead."""
    estates = office.elements("read", "estate", {"data": list(_PLUGIN), "listlimit": 300})
    hidden = [estate for estate in estates if estate["virtualAddress"] == "1"]
    assert 0 < len(hidden) < len(estates)
    for estate in hidden:
        assert estate["objektadresse_freigeben_api"] == "0"
        assert estate["virtualStreet"]
        assert 47 < float(estate["virtualLatitude"]) < 55
    assert all(float(estate["calculatedPrice"]) > 0 for estate in estates)


def test_most_fields_of_estates_hold_something(office: Office, plain: dict[str, Any]) -> None:
    """Of the fields of an estate only few are empty in all of them."""
    names = [name for name, field in plain["estate"].items() if field["type"] != "blob"]
    estates = office.elements("read", "estate", {"data": names, "listlimit": 300})
    nothing: tuple[Any, ...] = ("", "0", "0.00", "0000-00-00", None, [])
    empty = [name for name in names if all(estate[name] in nothing for estate in estates)]
    assert len(empty) < len(names) / 8, empty


@pytest.mark.parametrize("module", ["estate", "address"])
def test_records_hold_nothing_but_keys_in_select_fields(office: Office, module: str) -> None:
    """Whatever a record holds in a select field is one of the field's keys, or nothing."""
    fields = Modules().find(module).fields
    selects = {name: field for name, field in fields.items() if field.is_select and field.may_be_read}
    for record in office.elements("read", module, {"data": list(selects), "listlimit": 500}):
        for name, field in selects.items():
            held = record[name] or ""
            keys = held if isinstance(held, list) else held.strip("|").split("||")
            assert {key for key in keys if key not in ("", "0")} <= field.values.keys(), name


def test_countries_of_addresses_have_every_code(fresh: Office) -> None:
    """A country is sent as code or name, read as name, and as code where that is asked for."""
    number = fresh.records("create", "address", {"Name": "Test", "Land": "DZA"})[0]["id"]
    asked = {"data": ["Land"]}
    assert fresh.elements("read", "address", asked, number)[0]["Land"] == "Algerien"
    coded = {**asked, "countryIsoCodeType": "ISO-3166-3"}
    assert fresh.elements("read", "address", coded, number)[0]["Land"] == "DZA"


def test_data_of_the_package_is_readable() -> None:
    """The files with the fields have no line that is longer than 100 columns."""
    files = sorted((Path(configuration.__file__).parent / "modules").glob("*.json"))
    assert len(files) == 8
    for file in files:
        assert max(map(len, file.read_text(encoding="utf-8").splitlines())) <= 100, file.name
