"""Every file of the catalogue is well formed; the values of ``oocli.catalogue`` say what that is."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import oocli.catalogue
from oocli.catalogue import VERBS, Call, Catalogue, Paging, Parameter, Probe, ResourceId, Response, Rule
from oocli.validation.value_types import describe, fits

FOLDER = Path(oocli.catalogue.__file__).parent / "calls"
FILES = sorted(FOLDER.glob("*.json"))
DEMANDS = set(Rule.__annotations__) - {"when", "reason", "unconfirmed"}
TYPE = re.compile(r"(array<|map<)*(string|integer|number|boolean|any|object)>*")

each_file = pytest.mark.parametrize("file", FILES, ids=lambda file: file.name.removesuffix(".json"))


def read(file: Path) -> dict[str, Any]:
    """Give the entry as it stands in the file."""
    entry: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return entry


def forms(entry: dict[str, Any]) -> list[dict[str, Any]]:
    """Give the entry, or its variants where it has some."""
    return [{**entry, **form} for form in (entry.get("variants") or {}).values()] or [entry]


def walk(parameters: list[dict[str, Any]], path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Give each parameter and each key below it, with its dotted name."""
    for parameter in parameters:
        yield path + parameter["name"], parameter
        yield from walk(parameter.get("properties", []), f"{path}{parameter['name']}.")


def all_parameters(entry: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """Give every parameter of every form, at any depth."""
    return [found for form in forms(entry) for found in walk(form["parameters"])]


def all_rules(entry: dict[str, Any]) -> Iterator[tuple[dict[str, Any], list[dict[str, Any]]]]:
    """Give each rule with the parameters that stand beside each other where it applies."""
    for form in forms(entry):
        for rule in form.get("rules", []):
            yield rule, form["parameters"]
        for _, parameter in walk(form["parameters"]):
            for rule in parameter.get("rules", []):
                yield rule, parameter["properties"]


def rule_names(rule: dict[str, Any]) -> Iterator[str]:
    """Give every parameter that a rule speaks of."""
    for key in DEMANDS & rule.keys():
        for name in rule[key]:
            yield from [name] if isinstance(name, str) else name
    yield from rule.get("when", {})
    for others in rule.get("among", {}).values():
        yield from others


def keys_of(schema: type) -> set[str]:
    """Give the keys that a value of the catalogue knows."""
    return set(schema.__annotations__)


def test_each_call_has_one_file() -> None:
    """No call is there twice, whatever its case; those that no page names are marked."""
    undocumented = [file.name for file in FILES if read(file).get("undocumented")]
    assert undocumented == ["do.contactaddress.json", "get.distinctValues.json"]
    assert len({file.name.lower() for file in FILES}) == len(FILES)


@each_file
def test_file_is_named_after_its_call(file: Path) -> None:
    """The name of a file is its verb and resource type, case and all."""
    entry = read(file)
    assert file.name == f"{entry['verb']}.{entry['resourcetype']}.json"
    assert entry["verb"] in VERBS


@each_file
def test_file_has_known_keys_only(file: Path) -> None:
    """A misspelt key would be a fact that nobody reads."""
    entry = read(file)
    assert entry.keys() <= keys_of(Call)
    assert entry["resourceid"].keys() <= keys_of(ResourceId)
    for form in [entry, *forms(entry)]:
        assert form.keys() <= keys_of(Call)
        assert (form.get("paging") or {}).keys() <= Paging("listlimit", None, None, None).as_entry().keys()
        assert (form.get("probe") or {}).keys() <= keys_of(Probe)
        assert form.get("response", {}).keys() <= Response.__annotations__.keys()
    for path, parameter in all_parameters(entry):
        assert parameter.keys() <= keys_of(Parameter), path


@each_file
def test_call_says_what_it_is(file: Path) -> None:
    """Title, module, page and effect are what help, guard and docs are made from."""
    entry = read(file)
    assert entry["title"]
    assert entry["module"]
    assert entry["effect"] in ("read", "write", "send")
    assert entry["effect"] == "read" or entry["verb"] not in ("read", "get")
    for form in forms(entry):
        assert form["doc"].startswith("https://apidoc.onoffice.de/") != entry.get("undocumented", False)
        assert form["response"]
    assert entry["deprecated"] is False or entry["deprecated"].keys() == {"use", "note"}


@each_file
def test_resourceid_is_described(file: Path) -> None:
    """A fixed resourceid has its value; variants belong to a resourceid with permitted values."""
    entry = read(file)
    resourceid = entry["resourceid"]
    assert resourceid["use"] in ("required", "optional", "unused", "fixed")
    assert (resourceid["use"] == "fixed") == bool(resourceid.get("value"))
    assert resourceid.get("type", "integer") == "integer"
    assert resourceid["use"] in ("unused", "fixed") or resourceid["meaning"]
    assert bool(entry.get("variants")) != bool("parameters" in entry)
    if entry.get("variants"):
        assert list(entry["variants"]) == resourceid["enum"]


@each_file
def test_parameter_is_described(file: Path) -> None:
    """Each parameter has a known type, a summary, and says whether it is required."""
    for path, parameter in all_parameters(read(file)):
        assert TYPE.fullmatch(parameter["type"]), path
        assert describe(parameter["type"]), path
        assert isinstance(parameter["required"], bool), path
        assert parameter["summary"].strip(), path
        assert "\n" not in parameter["summary"], path
        for flag in ("nullable", "open", "unconfirmed"):
            assert isinstance(parameter.get(flag, False), bool), path
        for other in parameter.get("alt_types", []):
            assert TYPE.fullmatch(other), path
        assert "properties" not in parameter or re.search("object|map", parameter["type"]), path
        deprecated = parameter.get("deprecated", False)
        assert deprecated is False or deprecated["use"], path


@each_file
def test_names_are_unique(file: Path) -> None:
    """No two parameters beside each other share a name."""
    for form in forms(read(file)):
        paths = [path for path, _ in walk(form["parameters"])]
        assert len(set(paths)) == len(paths)


@each_file
def test_values_are_of_the_documented_type(file: Path) -> None:
    """Defaults and permitted values fit the type; a range belongs to a number."""
    for path, parameter in all_parameters(read(file)):
        single = parameter["type"].rpartition("<")[2].rstrip(">")
        values = parameter.get("enum", [])
        assert len({str(value) for value in values}) == len(values), path
        for value in values:
            assert fits(single, value), path
            assert (single == "string") == isinstance(value, str), path
        if "default" in parameter:
            assert fits(parameter["type"], parameter["default"]), path
        if {"min", "max"} & parameter.keys():
            assert parameter["type"] in ("integer", "number"), path
            assert parameter.get("min", 0) <= parameter.get("max", 10**9), path


@each_file
def test_paging_agrees_with_the_parameters(file: Path) -> None:
    """The parameters that page exist, and know the same default and maximum."""
    for form in forms(read(file)):
        paging = form.get("paging")
        known = {parameter["name"]: parameter for parameter in form["parameters"]}
        if not paging:
            assert not known.keys() & {"listlimit", "listoffset"}
            continue
        limit = known[paging["limit"]]
        assert limit["type"] == "integer"
        assert limit.get("max") == paging["max"]
        assert limit.get("default", paging["default"]) == paging["default"]
        assert paging["offset"] is None or known[paging["offset"]]["type"] == "integer"


@each_file
def test_fields_are_where_the_entry_says(file: Path) -> None:
    """Default fields can be asked for, and record fields stand where ``fields_in`` says."""
    entry = read(file)
    known = {parameter["name"]: parameter for parameter in forms(entry)[0]["parameters"]}
    if entry.get("default_fields"):
        data = known["data"]
        assert set(entry["default_fields"]) <= set(data.get("enum") or entry["default_fields"])
    assert entry.get("fields_in") in (None, "parameters", "parameters.data")
    assert (entry.get("fields_in") != "parameters.data") or known["data"]["type"] == "object"
    assert not entry.get("free_fields") or entry["fields_in"]


@each_file
def test_rules_can_be_read(file: Path) -> None:
    """A rule makes one demand, about parameters that exist."""
    for rule, beside in all_rules(read(file)):
        assert rule.keys() <= Rule.__annotations__.keys()
        assert len(DEMANDS & rule.keys()) == 1, rule
        names = {path for path, _ in walk(beside)} | {"resourceid"}
        assert set(rule_names(rule)) <= names, rule
        for wanted in rule.get("when", {}).values():
            assert isinstance(wanted, list) or wanted in ("given", "several", "object"), rule


@each_file
def test_rules_name_permitted_values(file: Path) -> None:
    """A rule never waits for a value that validation refuses."""
    for rule, beside in all_rules(read(file)):
        known = dict(walk(beside))
        for name, wanted in [*rule.get("when", {}).items(), *rule.get("has", {}).items()]:
            permitted = known.get(name, {}).get("enum")
            if permitted and isinstance(wanted, list):
                assert {value for value in wanted if value is not None} <= {*permitted, True, False}, rule


def test_catalogue_gives_every_call() -> None:
    """Reading the catalogue gives each file as one call, under the name it is typed by."""
    calls = list(Catalogue())
    assert {f"{call.verb}.{call.resourcetype}.json" for call in calls} == {file.name for file in FILES}
    assert all(call.parameters or call.variants or call.response for call in calls)


@pytest.mark.parametrize("name", ["log", "task", "recordsLastSeen"])
def test_paging_is_shown_under_the_keys_of_its_file(name: str) -> None:
    """So ``count`` is no other word for who reads an entry by ``explain``."""
    call = Catalogue().find("read", name)
    assert call is not None
    assert call.paging is not None
    known = read(FOLDER / f"read.{name}.json")["paging"]
    assert {key: value for key, value in call.paging.as_entry().items() if key in known} == known
