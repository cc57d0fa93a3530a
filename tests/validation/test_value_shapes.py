"""The shape of a filter, and the fields that it may be about."""

from typing import Any

import pytest

from judging import FINE, judge, problems


@pytest.mark.parametrize(
    "condition",
    [
        {"op": "=", "val": 1},
        {"op": "=", "val": ""},
        {"op": "NOT IN", "val": ["a"]},
        {"op": "Between", "val": [1, 2]},
        {"op": "like", "val": "%x%"},
    ],
)
def test_filter_takes_each_operator_in_any_case(condition: dict[str, Any]) -> None:
    """Operators are taken in any letter case, lists and ranges as lists."""
    assert judge("read estate", {"data": ["Id"], "filter": {"ort": [condition]}}) == FINE


@pytest.mark.parametrize(
    ("conditions", "problem"),
    [
        (1, 'filter.ort must be a list of conditions such as [{"op": "=", "val": 1}], not 1'),
        (
            {"op": "=", "val": 1},
            'filter.ort must be a list of conditions such as [{"op": "=", "val": 1}], '
            'not {"op": "=", "val": 1}',
        ),
        (["Aachen"], 'filter.ort[0] must be an object with op and val, not "Aachen"'),
        (
            [{"val": 1}],
            "filter.ort[0].op is missing, it is required, one of is, =, >, <, >=, <=, !=, <>, between, like, "
            "not like, in, not in: SQL comparison operator; examples also write it in upper case",
        ),
        (
            [{"op": "==", "val": 1}],
            'filter.ort[0].op cannot be "==", permitted: is, =, >, <, >=, <=, !=, <>, between, like, '
            "not like, in, not in",
        ),
        ([{"op": "in", "val": "a"}], 'filter.ort[0].val must be a list of values for in, not "a"'),
        ([{"op": "in", "val": []}], "filter.ort[0].val must be a list of values for in, not []"),
        (
            [{"op": "between", "val": [1]}],
            "filter.ort[0].val must be a list of two values, from and to, for between, not [1]",
        ),
        (
            [{"op": "=", "val": ["a", "b"]}],
            'filter.ort[0].val must be one value for =, not ["a", "b"]; use in for several',
        ),
    ],
)
def test_filter_of_the_wrong_shape_is_refused(conditions: Any, problem: str) -> None:
    """A filter is a list of conditions per field, each with an operator and what that takes."""
    (found,) = problems("read estate", {"data": ["Id"], "filter": {"ort": conditions}})
    assert found == problem


def test_filter_fields_are_checked() -> None:
    """Where a call filters on some fields only, others are refused."""
    assert problems("get calendarResources", {"filter": {"activ": [{"op": "=", "val": 1}]}}) == (
        "filter cannot filter on activ; did you mean active?",
    )
    assert problems("read agentslog", {"data": ["Nr"], "filter": {"dauer": [{"op": ">", "val": 1}]}}) == (
        "filter cannot filter on dauer, the API refuses this field",
    )
