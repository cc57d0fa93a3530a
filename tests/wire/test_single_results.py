"""The answer to several actions is parted into an answer to each, or not at all."""

import json
from typing import Any

import pytest

from oocli.errors import NetworkError
from oocli.wire.messages import decode, decode_sliced
from oocli.wire.record import Slice
from oocli.wire.single_results import part

RECORDS: list[list[dict[str, Any]]] = [
    [{"id": 1, "type": "estate", "elements": {"ort": "Köln", "art": ["a", "b"]}}, {"id": 2, "elements": {}}],
    [],
    [{"id": "x-3", "elements": {"name": '"}},{"id":4', "gross": 12345678901234567890123}}],
    [{"id": 5, "elements": {"kontakte": [{"id": 6, "x": {"y": 1}}, {"id": 7}]}}, {"id": 11, "elements": {}}],
    [{"id": 8, "elements": []}, {"id": 9, "elements": {"records": []}}],
]


def build_result(records: Any, **further: Any) -> dict[str, Any]:
    """Give a result with these records."""
    data = {"meta": {"cntabsolute": 7}, "records": records}
    return {"actionid": "a/b", "data": data, "status": {"errorcode": 0, "message": "OK ü"}, **further}


def write(results: list[Any]) -> bytes:
    """Write an answer as PHP does."""
    answer = {"status": {"code": 200, "errorcode": 0}, "response": {"results": results}}
    return json.dumps(answer, separators=(",", ":")).replace("/", "\\/").encode("ascii")


def test_each_part_says_what_its_result_says() -> None:
    """Records, counts and whatever else a result has are those of the whole answer."""
    results = [build_result(records, identifier=str(number)) for number, records in enumerate(RECORDS)]
    body = write([*results, {"status": {"errorcode": 141}, "data": {"records": "@records@"}}])
    whole = decode(body, 6).results
    parts = part(body, 6)
    assert tuple(decode(text.write(), 1).results[0] for text in parts) == whole


def test_the_records_of_a_part_can_be_cut() -> None:
    """They stand there as they did before."""
    found = [
        decode_sliced(text.write(), 1).results[0] for text in part(write([build_result(RECORDS[0])] * 2), 2)
    ]
    assert [[type(record) for record in result.records] for result in found] == [[Slice] * 2] * 2


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b'{"status":{"code":200,"errorcode":0}}',
        write([build_result(RECORDS[0])])[:-40],
        write([build_result(RECORDS[0])]) + b"}",
        write([build_result(0), build_result(RECORDS[0])]),
        write([build_result(RECORDS[0], other={"records": RECORDS[0]})]),
        write([build_result([{"id": 1, "elements": {"records": RECORDS[0]}}])]),
        write([build_result([{"id": 1, "elements": {"kontakte": [{"id": 6}, {"id": 7}]}}])]),
        write([build_result(RECORDS[0], message="@records@")]),
    ],
    ids=["empty", "null", "no results", "cut", "more", "a number", "elsewhere", "inside", "end", "a text"],
)
def test_what_is_not_certain_is_not_parted(body: bytes) -> None:
    """Then the answer is read whole, and fails whole."""
    assert part(body, 2) == ()


def test_what_is_wrong_in_a_list_is_found_when_its_part_is_read() -> None:
    """The others can be read all the same."""
    body = write([build_result(RECORDS[0])] * 2)
    first, second = part(body.replace(b'"K', b"K", 1), 2)
    assert decode(second.write(), 1).results[0].records == decode(body, 2).results[1].records
    with pytest.raises(NetworkError, match="not JSON"):
        decode(first.write(), 1)
