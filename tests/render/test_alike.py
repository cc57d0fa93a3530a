"""Records with the same names become JSON by columns, byte for byte as json writes them one by one."""

import json
from typing import Any

import pytest

from oocli.render.alike import encode_alike
from oocli.render.encoding import encode_records

ODD = [
    'a"b\\c/d\n\r\t\b\f\x00\x1f\x7f\u2028ü\U0001f600',
    "",
    '},{"id":7,"elements":{',
    "\ud800",
    None,
    True,
    False,
    0,
    -7,
    10**30,
    1.0,
    -0.0,
    1e-7,
    1e25,
    1.7976931348623157e308,
    [],
    ["a", 'b"'],
    ["a", None, 1.5],
    [{"id": 1}, {"id": 2}],
    {},
    {"id": 3, "elements": {"x": [[]]}},
    {'"}{%s': "%d"},
]


def _encode(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _make(number: int, *values: Any) -> dict[str, Any]:
    named = {f'feld "{place}" %s': value for place, value in enumerate(values)}
    return {"id": number, "type": "estate", "elements": named}


@pytest.mark.parametrize("value", ODD, ids=ascii)
def test_values_of_one_kind_are_written_as_json_writes_them(value: Any) -> None:
    """A column of it, and one where other kinds stand beside it."""
    records = [_make(number, value, other) for number, other in enumerate(ODD)]
    assert encode_alike(records, ",\n", _encode) == ",\n".join(map(_encode, records))


@pytest.mark.parametrize("odd", [_make(2, 5), {"id": 2}, {"type": "estate", "id": 2, "elements": {}}, {}])
def test_records_with_other_names_are_not_alike(odd: dict[str, Any]) -> None:
    """Nor are those in another order; what a record holds need not be alike."""
    records = [_make(1, 5, 6), odd]
    written = encode_alike(records, "\n", _encode)
    assert written in (None, "\n".join(map(_encode, records)))
    assert (written is None) is (odd.keys() != records[0].keys() or next(iter(odd)) != "id")


@pytest.mark.parametrize("between", ["\n", ",\n"])
@pytest.mark.parametrize("value", ODD, ids=ascii)
def test_a_page_is_written_as_its_records_are(value: Any, between: str) -> None:
    """With what is installed, and whatever the kinds of values; half a character is written as an escape."""
    records = [_make(number, value, "text", 1.5) for number in range(3)]
    expected = between.join(map(_encode, records)).replace("\ud800", "\\ud800")
    assert encode_records(records, between).decode() == expected


def test_numbers_that_are_not_finite_are_null() -> None:
    """Among finite ones, too; JSON has none."""
    records = [_make(1, 1.5), _make(2, float("inf")), _make(3, float("nan"))]
    found = [json.loads(line)["elements"] for line in encode_records(records, "\n").splitlines()]
    assert [list(elements.values()) for elements in found] == [[1.5], [None], [None]]
