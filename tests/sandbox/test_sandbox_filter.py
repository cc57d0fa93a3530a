"""Filters: every operator, what it compares with, and what is refused."""

from typing import Any

import pytest

from office import Office


def _numbers(office: Office, **filters: Any) -> list[str]:
    parameters = {"data": ["objektnr_extern"], "filter": filters}
    return [values["objektnr_extern"] for values in office.elements("read", "estate", parameters)]


@pytest.fixture
def three(fresh: Office) -> Office:
    """Give an office with three further estates that only these filters find."""
    for number, data in {
        "F1": {"kaufpreis": 100000, "ort": "Köln", "heizungsart": ["ofen"], "abdatum": "2026-12-01"},
        "F2": {
            "kaufpreis": 200000.5,
            "ort": "Neuß",
            "heizungsart": ["ofen", "zentral"],
            "flurstueck": "01910",
        },
        "F3": {"kaufpreis": 0, "ort": "Bad 100%", "balkon": 1},
    }.items():
        fresh(
            "create",
            "estate",
            {"data": {"objektnr_extern": number, "bundesland": "Bayern", "plz": "X", **data}},
        )
    return fresh


@pytest.mark.parametrize(
    ("name", "operator", "value", "expected"),
    [
        ("kaufpreis", "=", 100000, ["F1"]),
        ("kaufpreis", "is", "100000", ["F1"]),
        ("kaufpreis", "!=", 100000, ["F2", "F3"]),
        ("kaufpreis", "<>", "100000.00", ["F2", "F3"]),
        ("kaufpreis", ">", "200000", ["F2"]),
        ("kaufpreis", ">=", 100000, ["F1", "F2"]),
        ("kaufpreis", "<", 100000, ["F3"]),
        ("kaufpreis", "<=", 100000, ["F1", "F3"]),
        ("kaufpreis", "=", "", ["F3"]),
        ("kaufpreis", "BETWEEN", [1, 150000], ["F1"]),
        ("kaufpreis", "in", ["0", 100000], ["F1", "F3"]),
        ("kaufpreis", "NOT  IN", [0], ["F1", "F2"]),
        ("kaufpreis", "in", [], []),
        ("kaufpreis", "not in", [], ["F1", "F2", "F3"]),
        ("ort", "=", "köln", ["F1"]),
        ("ort", "like", "%n%", ["F1", "F2"]),
        ("ort", "not like", "%n%", ["F3"]),
        ("ort", "in", "Köln", ["F1"]),
        ("flurstueck", "=", "01910", ["F2"]),
        ("flurstueck", "=", 1910, []),
        ("flurstueck", "=", "", ["F1", "F3"]),
        ("balkon", "=", True, ["F3"]),
        ("balkon", "=", "1", ["F3"]),
        ("abdatum", "=", "2026-12-01", ["F1"]),
        ("abdatum", ">", "2026", ["F1"]),
        ("abdatum", "=", "", ["F2", "F3"]),
        ("abdatum", "is", "0000-00-00", ["F2", "F3"]),
        ("geaendert_am", ">=", "2026-11-18", ["F1", "F2", "F3"]),
        ("geaendert_am", "<", "2026-11-18 12:06", []),
        ("heizungsart", "=", "ofen", ["F1", "F2"]),
        ("heizungsart", "!=", "zentral", ["F1", "F3"]),
        ("heizungsart", "in", ["zentral", "fern"], ["F2"]),
        ("heizungsart", "not in", ["zentral", "ofen"], ["F3"]),
        ("heizungsart", "like", "%zen%", ["F2"]),
        ("heizungsart", "=", "", ["F3"]),
    ],
)
def test_each_operator_finds_what_mysql_would_find(
    three: Office, name: str, operator: str, value: Any, expected: list[str]
) -> None:
    """Each operator finds what MySQL would find, whatever the case it is written in."""
    only_these = {"plz": [{"op": "=", "val": "X"}]}
    assert _numbers(three, **only_these, **{name: [{"op": operator, "val": value}]}) == expected


def test_conditions_are_joined_with_and(three: Office) -> None:
    """Several conditions on a field, and several fields, must all hold."""
    both = [{"op": ">", "val": 50000}, {"op": "<", "val": 150000}]
    assert _numbers(three, plz=[{"op": "=", "val": "X"}], kaufpreis=both) == ["F1"]


def test_values_never_become_sql(three: Office) -> None:
    """What looks like SQL in a value is only text."""
    injection = "X' OR 1=1; DROP TABLE estate; --"
    assert _numbers(three, ort=[{"op": "=", "val": injection}]) == []
    assert three.error("read", "estate", {"filter": {injection: [{"op": "=", "val": 1}]}})[0] == 141


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"keller": [{"op": "=", "val": 1}]}, (141, "Unknown field: keller")),
        ({"ort": [{"op": "~", "val": 1}]}, (142, "Unknown operator: ~")),
        ({"heizungsart": [{"op": ">", "val": "ofen"}]}, (232, None)),
        ({"kaufpreis": [{"op": "between", "val": 5}]}, (257, None)),
        ({"kaufpreis": [{"op": "between", "val": [1, 2, 3]}]}, (257, None)),
        ({"kaufpreis": [{"op": "=", "val": [1]}]}, (257, None)),
        ({"kaufpreis": [{"val": 1}]}, (257, None)),
        ({"kaufpreis": 5}, (257, None)),
        (["kaufpreis"], (257, None)),
    ],
)
def test_unknown_parts_of_a_filter_are_refused(
    office: Office, given: Any, expected: tuple[int, str | None]
) -> None:
    """Unknown fields and operators and wrong shapes are refused, not guessed at."""
    code, text = office.error("read", "estate", {"filter": given})
    assert (code, text if expected[1] else None) == expected
