"""The check of GeoJSON finds what is wrong."""

import json
from typing import Any

import pytest

from rfc7946 import find_faults

POINT = {"type": "Point", "coordinates": [6.1, 50.7]}


def check(**changed: Any) -> list[str]:
    """Check a collection of one feature that is right but for what is changed."""
    feature = {"type": "Feature", "geometry": POINT, "properties": {}, **changed}
    return find_faults(json.dumps({"type": "FeatureCollection", "features": [feature]}))


def test_what_is_right_passes() -> None:
    """A feature with a point breaks no rule."""
    assert check() == []


@pytest.mark.parametrize(
    "changed",
    [
        {"type": "Point"},
        {"id": None},
        {"id": True},
        {"properties": []},
        {"geometry": {"type": "Point", "coordinates": [50.7, 96.1]}},
        {"geometry": {"type": "Point", "coordinates": ["6.1", "50.7"]}},
        {"geometry": {"type": "Point", "coordinates": [6.1]}},
        {"geometry": {"type": "Line"}},
    ],
)
def test_what_is_wrong_is_found(changed: dict[str, Any]) -> None:
    """One fault is one sentence."""
    assert len(check(**changed)) == 1
