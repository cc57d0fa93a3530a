"""A check of GeoJSON by the words of RFC 7946, for a FeatureCollection of points; knows nothing of oocli."""

import json
from typing import Any


def find_faults(text: str) -> list[str]:
    """Give every rule that a text breaks; none for GeoJSON as the RFC wants it."""
    value = json.loads(text, parse_constant=lambda name: f"{name} is no JSON")
    if not isinstance(value, dict) or value.get("type") != "FeatureCollection":
        return ["1.4: it is no object of the type FeatureCollection"]
    faults = [] if isinstance(value.get("features"), list) else ["3.3: features is no array"]
    faults += [f"7.1: a FeatureCollection has {name}" for name in _foreign(value, {"type", "features"})]
    for number, feature in enumerate(value.get("features", [])):
        faults += [f"{fault}, in feature {number}" for fault in _check_feature(feature)]
    return faults


def _foreign(value: dict[str, Any], known: set[str]) -> list[str]:
    """Give members that mean something else in GeoJSON."""
    return sorted(
        (value.keys() - known) & {"coordinates", "geometries", "geometry", "properties", "features"}
    )


def _check_feature(feature: Any) -> list[str]:
    if not isinstance(feature, dict) or feature.get("type") != "Feature":
        return ["3.2: it is no object of the type Feature"]
    faults = [f"3.2: {name} is missing" for name in ("geometry", "properties") if name not in feature]
    if not isinstance(feature.get("properties"), dict | None):
        faults.append("3.2: properties is neither object nor null")
    if "id" in feature and (
        isinstance(feature["id"], bool) or not isinstance(feature["id"], str | int | float)
    ):
        faults.append("3.2: id is neither string nor number")
    geometry = feature.get("geometry")
    return faults if geometry is None else [*faults, *_check_point(geometry)]


def _check_point(geometry: Any) -> list[str]:
    if not isinstance(geometry, dict) or geometry.get("type") != "Point":
        return ["3.1.2: the geometry is no Point"]
    position = geometry.get("coordinates")
    if not isinstance(position, list) or len(position) not in (2, 3):
        return ["3.1.1: a position has two or three numbers"]
    if not all(isinstance(number, int | float) and not isinstance(number, bool) for number in position):
        return ["3.1.1: a position has two or three numbers"]
    longitude, latitude = position[:2]
    is_on_earth = abs(longitude) <= 180 and abs(latitude) <= 90
    return [] if is_on_earth else ["4: longitude and latitude, in this order, in degrees"]
