"""The shape of a result: what is a list of records, and what is none and no empty one either."""

from typing import Any

import pytest

from oocli.wire.messages import decode, decode_sliced
from oocli.wire.result_parts import read_number, read_parts

OK = {"errorcode": 0, "message": "OK"}
FIRST, SECOND = {"id": 1, "elements": {"a": "1"}}, {"id": 2, "elements": {"a": "2"}}


@pytest.mark.parametrize("records", [{"0": FIRST, "1": SECOND}, {"3": FIRST, "17": SECOND}])
def test_records_under_numbers_are_a_list(records: Any) -> None:
    """PHP writes a list with a hole as an object; its records come in the order in which they stand."""
    assert read_parts({"data": {"records": records}, "status": OK}).records == (FIRST, SECOND)


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (None, "its data is null"),
        ("", "its data is text"),
        ([], "its data is a list"),
        (True, "its data is true or false"),
        (7, "its data is a number"),
        ({}, "its records are missing"),
        ({"meta": {"cntabsolute": 1200}}, "its records are missing"),
        ({"records": None}, "its records are null"),
        ({"records": "[]"}, "its records are text"),
        ({"records": False}, "its records are true or false"),
        ({"records": {"id": 1, "elements": {}}}, "its records are an object"),
        ({"records": {"0": FIRST, "x": SECOND}}, "its records are an object"),
        ({"records": [[]]}, "not all of its records are objects"),
        ({"records": [FIRST, None]}, "not all of its records are objects"),
        ({"records": ["a", "b"]}, "not all of its records are objects"),
    ],
    ids=repr,
)
def test_what_is_no_list_of_records_is_a_problem(data: Any, problem: str) -> None:
    """A success without readable records is never an empty list."""
    assert read_parts({"data": data, "status": OK}).problem == problem


def test_missing_data_is_a_problem() -> None:
    """A success with nothing at all says nothing."""
    assert read_parts({"status": OK}).problem == "its data is missing"


@pytest.mark.parametrize("data", [None, [], "x", {}, {"records": None}])
def test_a_failed_result_needs_no_records(data: Any) -> None:
    """What was refused has nothing to give."""
    assert read_parts({"data": data, "status": {"errorcode": 141}}).problem == ""


@pytest.mark.parametrize(
    ("value", "number"),
    [(12, 12), ("12", 12), (12.0, 12), (1.5, None), (True, None), (None, None), ("x", None), ([], None)],
)
def test_only_whole_numbers_are_counts(value: Any, number: int | None) -> None:
    """A count of another kind is none, and not 0."""
    assert read_number(value) == number


@pytest.mark.parametrize("read", [decode, decode_sliced])
def test_quick_reading_finds_the_same_problem(read: Any) -> None:
    """Records that are cut out beside a result without any hide nothing."""
    body = b'{"status":{"code":200,"errorcode":0},"response":{"results":[' + b",".join(
        [
            b'{"data":{"records":[{"id":1,"elements":{"a":"b"}}]},"status":{"errorcode":0}}',
            b'{"data":{"records":null},"status":{"errorcode":0}}',
            b'{"data":{"records":{"4":{"id":7,"elements":{}}}},"status":{"errorcode":0}}',
            b'{"data":{"records":[{"id":8,"elements":{}},[]]},"status":{"errorcode":0}}]}}',
        ]
    )
    found = read(body, 4).results
    assert [len(result.records) for result in found] == [1, 0, 1, 0]
    assert [bool(result.problem) for result in found] == [False, True, False, True]
