"""``-o geojson``: places are asked for, records without one are left out and counted."""

from collections.abc import Callable
from pathlib import Path

import pytest

from harness import Outcome
from rfc7946 import find_faults

Run = Callable[..., Outcome]

_READ = ("--sandbox", "read", "estate", "--where", "Id in (17,27)")


@pytest.mark.parametrize("fields", [(), ("--fields", "Id,ort"), ("--fields", "laengengrad")])
def test_places_are_asked_for(oocli: Run, fields: tuple[str, ...]) -> None:
    """The fields of the place need not be named."""
    outcome = oocli(*_READ, *fields, "-o", "geojson")
    assert [feature["geometry"]["type"] for feature in outcome.json["features"]] == ["Point", "Point"]


def test_properties_are_what_was_asked_for(oocli: Run) -> None:
    """Fields that were added for the place are no properties."""
    outcome = oocli(*_READ, "--fields", "Id,ort", "-o", "geojson")
    assert outcome.json["features"][0]["properties"] == {"Id": "17", "ort": "Erfurt"}


def test_several_ids_and_all_have_places_too(oocli: Run) -> None:
    """Every way of reading asks for them."""
    some = oocli("--sandbox", "read", "estate", "17", "27", "-o", "geojson")
    every = oocli("--sandbox", "read", "estate", "--all", "--fields", "ort", "-o", "geojson")
    assert (len(some.json["features"]), len(every.json["features"])) == (2, 300)
    assert find_faults(every.out) == []


def test_typed_values_are_numbers(oocli: Run) -> None:
    """With ``--typed`` properties have their types, and the place is found as before."""
    outcome = oocli(*_READ, "--fields", "kaufpreis,breitengrad", "--typed", "-o", "geojson")
    properties = outcome.json["features"][0]["properties"]
    assert properties == {"kaufpreis": 301600.0, "breitengrad": properties["breitengrad"]}
    assert outcome.json["features"][0]["geometry"]["coordinates"][1] == properties["breitengrad"]


def test_records_without_a_place_are_left_out_and_counted(oocli: Run) -> None:
    """A note says how many, to a person; a pipe has nothing on standard error."""
    oocli("--sandbox", "modify", "estate", "17", "--set", "breitengrad=", "--set", "laengengrad=")
    shown, piped = oocli(*_READ, "-o", "geojson", terminal=True), oocli(*_READ, "-o", "geojson")
    assert [feature["id"] for feature in piped.json["features"]] == [27]
    assert (piped.code, piped.err) == (0, "")
    assert shown.err.endswith("1 record is left out: without a place in breitengrad and laengengrad\n")


@pytest.mark.parametrize("words", ["read address", "get search estate --input x", "fields estate", "calls"])
def test_records_without_places_are_refused(oocli: Run, words: str) -> None:
    """What has no place is no map, which is said before anything is written."""
    outcome = oocli("--sandbox", *words.split(), "-o", "geojson")
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.error["message"].startswith("-o geojson is for records with a place")


def test_a_write_is_refused_before_it_is_sent(oocli: Run) -> None:
    """Nothing is changed where the answer could not be shown."""
    assert oocli("--sandbox", "modify", "estate", "17", "--set", "ort=X", "-o", "geojson").code == 2
    read = oocli("--sandbox", "read", "estate", "17", "--fields", "ort", "-o", "json")
    assert read.json[0]["elements"] == {"ort": "Erfurt"}


def test_the_name_of_a_file_says_it(oocli: Run, tmp_path: Path) -> None:
    """``--output-file map.geojson`` needs no ``-o geojson``."""
    target = tmp_path / "map.geojson"
    assert oocli(*_READ, "--output-file", str(target)).code == 0
    assert find_faults(target.read_text(encoding="utf-8")) == []
