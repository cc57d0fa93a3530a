"""What a record holds inside its elements."""

from typing import Any

import pytest

from oocli.catalogue import ReadBack
from oocli.live.unfolding import unfold


@pytest.mark.parametrize(
    ("shape", "value", "expected"),
    [
        ("keys", {"Intern": "Internal"}, "Intern"),
        ("keys", {"a": "A", "b": "B"}, ["a", "b"]),
        ("keys", [], []),
        ("keys", None, []),
        ("#", ["2026-10-08", "2026-10-15"], "#2026-10-08#2026-10-15"),
        ("#", [], ""),
        ("#", "#2026-10-08", "#2026-10-08"),
    ],
)
def test_a_value_gets_the_shape_of_a_writing(shape: str, value: Any, expected: Any) -> None:
    """Objects that name their keys become these, lists a text; what is another thing stays."""
    way = ReadBack("calendar", "resourceid", shapes={"art": shape})
    assert unfold({"art": value}, way)["art"] == expected


def test_what_is_inside_is_named_with_dots() -> None:
    """One step deep, in objects and lists."""
    way = ReadBack("searchcriterias", "ids")
    elements = {"_meta": {"advisor": 17}, "range_kaufpreis": ["1", "2"], "ort": "Aachen"}
    assert unfold(elements, way) == {
        **elements,
        "_meta.advisor": 17,
        "range_kaufpreis.0": "1",
        "range_kaufpreis.1": "2",
    }


def test_fields_that_were_asked_for_are_as_they_came() -> None:
    """A reading that is told the fields gives them as they are written."""
    elements = {"heizungsart": ["ofen"]}
    assert unfold(elements, ReadBack("estate", "filter", "Id")) is elements
