"""Under which name a reading gives what is written under another."""

from typing import Any

import pytest

from oocli.catalogue import Catalogue, ReadBack
from oocli.changes.names_read import explain_stand_ins, list_inside, name_as_read, name_as_written


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("advisor", "_meta.advisor"),
        ("kaufpreis__von", "range_kaufpreis.0"),
        ("kaufpreis__bis", "range_kaufpreis.1"),
        ("kaufpreis", "range_kaufpreis"),
        ("range_plz", "Range.range_plz"),
    ],
)
def test_names_of_search_criteria(written: str, read: str) -> None:
    """The first pattern that fits counts, and a name that stands there whole before all of them."""
    call = Catalogue().find("modify", "searchcriteria")
    assert call is not None
    assert call.read_back is not None
    assert name_as_read(written, call.read_back) == read


@pytest.mark.parametrize(
    ("call", "read", "written"),
    [
        ("searchcriteria", "range_kaufpreis", "kaufpreis"),
        ("searchcriteria", "objektart", "objektart"),
        ("agentslog", "Kosten", "cost"),
        ("agentslog", "note", "note"),
        ("calendar", "ressourcesWithKeys", "ressourcesWithKeys"),
    ],
)
def test_the_way_back(call: str, read: str, written: str) -> None:
    """What was read is written under its own name; not what is read in another shape."""
    found = Catalogue().find("modify", call)
    assert found is not None
    assert found.read_back is not None
    assert name_as_written(read, found.read_back) == written


def test_the_parts_of_an_element() -> None:
    """Each part of an element that can be written has a name for that."""
    call = Catalogue().find("modify", "searchcriteria")
    assert call is not None
    assert call.read_back is not None
    inside = list_inside("_meta", call.read_back)
    assert inside["status"] == "sys_status"
    assert "creator" not in inside
    assert list_inside("objektart", call.read_back) == {}


@pytest.mark.parametrize(
    ("sets", "expected"),
    [
        ({"abgesagt": True}, {"status": "canceled"}),
        ({"abgesagt": "0"}, {"status": "active"}),
        ({"abgesagt": False, "note": "x"}, {"note": "x", "status": "active"}),
        ({"abgesagt": True, "status": "completed"}, {"status": "completed"}),
        ({"note": "x"}, {"note": "x"}),
    ],
)
def test_a_field_that_stands_for_another(sets: dict[str, Any], expected: dict[str, Any]) -> None:
    """It becomes the one that is meant, which wins where it is given itself."""
    way = ReadBack("calendar", "resourceid", means={"abgesagt": ["status", "canceled", "active"]})
    assert explain_stand_ins(sets, way) == expected
