"""Spans: what one action asks for, and what its answer leaves to be read."""

from typing import Any

import pytest

from oocli.catalogue import Paging
from oocli.errors import PartlyDone
from oocli.paging.span_protocol import Settled
from oocli.paging.spans import IdSpan, OffsetSpan, Reading
from oocli.request.actions import Action
from oocli.wire.messages import Result

READING = Reading(Action("read", "estate"), Paging("listlimit", "listoffset", 20, 500, walk="Id"), 500)


def page(*ids: Any, total: int | None) -> Result:
    """Give an answer with records of these ids."""
    return Result(0, "OK", tuple({"id": number, "elements": {}} for number in ids), total, {})


def test_range_is_cut_for_pages_that_are_nearly_full() -> None:
    """A range of 4,500 hits becomes ten, each asked to hold nine tenths of a page."""
    piece, rest = IdSpan(READING, after=1000, upto=11_000, hits=4500).cut(None)
    assert piece == IdSpan(READING, after=1000, upto=2000, hits=450, open_end=False)
    assert rest == IdSpan(READING, after=2000, upto=11_000, hits=4050)
    assert piece.build_action().parameters == {
        "listlimit": 500,
        "sortby": {"Id": "ASC"},
        "filter": {"Id": [{"op": ">", "val": 1000}, {"op": "<=", "val": 2000}]},
    }


def test_last_range_is_open() -> None:
    """What is inserted behind the greatest known Id belongs to the last range."""
    span = IdSpan(READING, after=1000, upto=1300, hits=300)
    assert span.cut(None) == (span, None)
    assert span.build_action().parameters["filter"] == {"Id": [{"op": ">", "val": 1000}]}


def test_range_with_more_than_a_page_goes_on_behind_its_last_id() -> None:
    """What is counted beyond the page is still to be read, in the same range."""
    span = IdSpan(READING, after=10, upto=99, open_end=False)
    assert span.settle(page(11, 12, total=5)).rest == span._replace(after=12, hits=3)


@pytest.mark.parametrize(
    ("ids", "why"),
    [
        ([12, 11], "the records did not come in the order of their Ids"),
        ([10, 11], "the records did not come in the order of their Ids"),
        ([11, 100], "records came that were not asked for"),
        ([11, "x"], "a record has no number as its id"),
        ([11, None], "a record has no number as its id"),
    ],
)
def test_answer_that_was_not_asked_for_ends_the_walk(ids: list[Any], why: str) -> None:
    """A walk that could lose or double records is not gone on with."""
    with pytest.raises(PartlyDone) as caught:
        IdSpan(READING, after=10, upto=99, open_end=False).settle(page(*ids, total=9))
    assert caught.value.why == why


def test_page_by_offset_that_came_short_is_asked_for_again_from_there() -> None:
    """A short page in the middle is filled up before the next one."""
    piece, rest = OffsetSpan(READING, offset=500, stop=1700).cut(None)
    assert piece == OffsetSpan(READING, offset=500, stop=1000, open_end=False, size=500)
    assert rest == OffsetSpan(READING, offset=1000, stop=1700)
    settled = piece.settle(page(*range(20), total=1700))
    assert settled.rest == piece._replace(offset=520)
    assert settled.rest.build_action().parameters == {"listlimit": 480, "listoffset": 520}


def test_page_by_offset_is_no_larger_than_what_is_wanted() -> None:
    """Ten more records are asked for with a page of ten."""
    piece, rest = OffsetSpan(READING, offset=500, stop=1700).cut(10)
    assert piece.build_action().parameters == {"listlimit": 10, "listoffset": 500}
    assert rest == OffsetSpan(READING, offset=510, stop=1700)


def test_empty_page_is_the_end() -> None:
    """Nothing follows an empty page, whatever is counted."""
    assert OffsetSpan(READING, offset=500).settle(page(total=900)) == Settled((), counted=900)
