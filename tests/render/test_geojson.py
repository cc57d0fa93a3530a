"""GeoJSON: whole outputs, places of every kind, and the rules of RFC 7946."""

import io
import json
from collections.abc import Iterator
from typing import Any

import pytest

from oocli.errors import OocliError, UsageError
from oocli.render import Layout, choose
from rfc7946 import find_faults

COORDINATES = ("breitengrad", "laengengrad")


def render(records: Any, *columns: str) -> str:
    """Give what the format makes of records."""
    stream = io.StringIO(newline="")
    choose("geojson", Layout(columns=columns, coordinates=COORDINATES)).render(records, stream)
    return stream.getvalue()


def make_record(latitude: Any, longitude: Any, *, number: Any = 17) -> dict[str, Any]:
    """Give a record with these coordinates."""
    elements = {"ort": "Aachen", "breitengrad": latitude, "laengengrad": longitude}
    return {"id": number, "type": "estate", "elements": elements}


def find_geometry(record: dict[str, Any]) -> Any:
    """Give the geometry of a record."""
    return json.loads(render([record]))["features"][0]["geometry"]


def test_a_collection_as_a_whole() -> None:
    """A feature a line; the fields of the place are properties only where they were asked for."""
    records = [make_record("50.77603", "6.07704"), make_record("-33.5", "151", number="a")]
    assert render(records, "ort", "breitengrad") == (
        '{"type":"FeatureCollection","features":[\n'
        '{"type":"Feature","id":17,"geometry":{"type":"Point","coordinates":[6.07704,50.77603]},'
        '"properties":{"ort":"Aachen","breitengrad":"50.77603"}},\n'
        '{"type":"Feature","id":"a","geometry":{"type":"Point","coordinates":[151.0,-33.5]},'
        '"properties":{"ort":"Aachen","breitengrad":"-33.5"}}\n'
        "]}\n"
    )


def test_no_records_are_an_empty_collection() -> None:
    """Without records there is a collection of nothing."""
    assert render([]) == '{"type":"FeatureCollection","features":[]}\n'


@pytest.mark.parametrize(
    ("latitude", "longitude", "place"),
    [
        ("50.7", "6.1", [6.1, 50.7]),
        (" 50,7 ", "-6,1", [-6.1, 50.7]),
        (50.7, 6, [6.0, 50.7]),
        ("90", "-180", [-180.0, 90.0]),
    ],
)
def test_a_place_is_read(latitude: Any, longitude: Any, place: list[float]) -> None:
    """Numbers and their texts are degrees, the longitude first."""
    assert find_geometry(make_record(latitude, longitude)) == {"type": "Point", "coordinates": place}


@pytest.mark.parametrize(
    ("latitude", "longitude"),
    [
        ("", ""),
        ("50.7", ""),
        (None, 6.1),
        ("0.00000", "0"),
        ("0", "6.1"),
        ("90.1", "6"),
        ("50", "180.5"),
        ("50° 46'", "6° 5'"),
        ("nan", "inf"),
        (float("nan"), 6.1),
        (10**400, 6.1),
        ("1e1", "6"),
        (True, True),
        (["50.7"], "6.1"),
    ],
)
def test_what_is_no_place(latitude: Any, longitude: Any) -> None:
    """What is missing, beyond the earth or no number is no place."""
    assert find_geometry(make_record(latitude, longitude)) is None


@pytest.mark.parametrize("elements", [[], None, "x", [{"breitengrad": "1"}]])
def test_elements_of_another_shape_are_a_feature_without_place(elements: Any) -> None:
    """A record whose elements are no object has no properties."""
    text = render([{"id": None, "type": "", "elements": elements}])
    assert json.loads(text)["features"] == [{"type": "Feature", "geometry": None, "properties": {}}]


@pytest.mark.parametrize("number", [17, "17", "", None, True, [1], {"a": 1}])
def test_it_keeps_the_rules(number: Any) -> None:
    """Whatever the record, RFC 7946 finds nothing to say."""
    records = [make_record("50.7", "6.1", number=number), make_record("x", "6.1", number=number)]
    assert (find_faults(render(records)), find_faults(render([]))) == ([], [])


def test_a_failure_leaves_a_whole_collection() -> None:
    """What came before a failure can be read."""

    def fail() -> Iterator[dict[str, Any]]:
        yield make_record("50.7", "6.1")
        raise OocliError("broken")

    stream = io.StringIO()
    with pytest.raises(OocliError):
        choose("geojson", Layout(coordinates=COORDINATES)).render(fail(), stream)
    assert find_faults(stream.getvalue()) == []


def test_records_without_places_are_refused() -> None:
    """Where no field says a place there is no map."""
    with pytest.raises(UsageError, match="-o geojson is for records with a place"):
        choose("geojson", Layout())
