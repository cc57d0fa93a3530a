"""remainder: a part never looks like all, whatever a call counts."""

import pytest

from oocli.catalogue import Call, Catalogue
from oocli.paging.remainder import describe_extent, find_hits
from oocli.paging.walks import Extent
from oocli.request.actions import Action

CATALOGUE = Catalogue()
UNKNOWN = Call(verb="get", resourcetype="x", title="", module="", doc="", effect="read")


def find(name: str) -> Call:
    """Give a call by its name, ``get search address`` with its form."""
    verb, resource, *form = name.split()
    call = CATALOGUE.find(verb, resource)
    assert call is not None
    return call.variant(form[0] if form else "")


@pytest.mark.parametrize(
    ("name", "counted", "found", "hits"),
    [
        ("read estate", 300, 20, 300),
        ("read estate", 20, 20, 20),
        ("read estate", None, 20, None),
        ("read task", 3, 3, None),
        ("read task", 60, 3, 60),
        ("read log", 3, 3, None),
        ("read log", 120, 3, 120),
        ("read recordsLastSeen", 5, 5, None),
        ("read calendar", 500, 500, None),
        ("read calendar", 812, 500, 812),
        ("read calendar", 17, 17, None),
        ("get appointmentList", 500, 500, None),
        ("get regions", 1419, 33, None),
        ("read userphoto", None, 20, None),
        ("get search address", None, 10, None),
        ("get file estate", 25, 20, 25),
    ],
)
def test_a_count_is_of_hits_or_of_nothing(
    name: str, counted: int | None, found: int, hits: int | None
) -> None:
    """A count of exactly what came tells of hits only where the call is known to count them."""
    assert find_hits(find(name), counted, found=found, goes_on=False) == hits


def test_a_count_of_a_page_that_goes_on_is_none_of_hits() -> None:
    """Where more is to be read, a count of no more than the page cannot be of all."""
    assert find_hits(find("read estate"), 500, found=500, goes_on=True) is None
    assert find_hits(UNKNOWN, 7, found=2, goes_on=False) == 7


@pytest.mark.parametrize(
    ("name", "parameters", "extent", "shown", "total", "said"),
    [
        ("read estate", {}, Extent(), 20, 1384, "20 of 1,384 estates, --all for the rest"),
        ("read estate", {}, Extent(every=True), 300, 300, "300 of 300 estates"),
        ("read estate", {"listlimit": 1}, Extent(limit=1), 1, 1, "1 of 1 estate"),
        ("read estate", {"listoffset": 280}, Extent(), 20, 300, "20 of 300 estates"),
        ("read estate", {"listoffset": 200}, Extent(), 20, 300, "20 of 300 estates, --all for the rest"),
        ("read task", {"listlimit": 3}, Extent(limit=3), 3, None, "3 tasks, --all for the rest"),
        ("read task", {}, Extent(), 20, None, "20 tasks, --all for the rest"),
        ("read task", {}, Extent(), 19, None, "19 tasks"),
        ("read task", {"listlimit": 1}, Extent(limit=1), 1, None, "1 task, --all for the rest"),
        ("read task", {}, Extent(limit=600), 600, None, "600 tasks, --all for the rest"),
        ("read task", {}, Extent(every=True), 60, None, "60 tasks"),
        ("read calendar", {}, Extent(), 500, None, "500 appointments, --all for the rest"),
        ("read calendar", {}, Extent(), 17, None, "17 appointments"),
        ("get appointmentList", {}, Extent(), 500, 812, "500 of 812 appointments, --all for the rest"),
        ("get file estate", {}, Extent(), 20, 25, "20 of 25 files, --all for the rest"),
        ("get search address", {"listlimit": 2}, Extent(limit=2), 2, None, "2 addresses, --all for the rest"),
        ("get search address", {}, Extent(), 10, None, "10 addresses"),
        ("read userphoto", {}, Extent(limit=1), 1, None, "1 user photo, --all for the rest"),
        ("read userphoto", {}, Extent(), 20, None, "20 user photos, --all for the rest"),
        ("read log", {"listlimit": 3}, Extent(limit=3), 3, None, "3 log entries, --all for the rest"),
        ("get filters", {}, Extent(), 3, 3, ""),
        ("get filters", {}, Extent(), 3, 5, "3 of 5 filters records"),
        ("read task", {}, Extent(), 0, None, ""),
        ("read estate", {}, Extent(), 0, 0, "0 of 0 estates"),
        ("get appointmentList", {}, Extent(), 1, None, "1 appointment"),
    ],
)
def test_a_part_is_said_to_be_one(
    name: str, parameters: dict[str, int], extent: Extent, shown: int, total: int | None, said: str
) -> None:
    """With a count of hits as a part of it, without one as a page that is full."""
    verb, resource, *_ = name.split()
    action = Action(verb, resource, parameters=parameters)
    assert describe_extent(find(name), action, extent, shown, total) == said


@pytest.mark.parametrize(
    "call", [call for call in CATALOGUE if call.verb in ("read", "get")], ids=lambda call: call.name
)
def test_what_pages_says_what_its_records_are(call: Call) -> None:
    """Every call that can give a part of its records has a word for them."""
    for form in (call, *call.variants.values()):
        assert not (form.paging or form.period) or len(form.noun) == 2
