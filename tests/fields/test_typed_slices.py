"""Values are typed in the text of a record as they are in a record that was decoded."""

import json
from typing import Any

import pytest

from oocli.errors import NetworkError
from oocli.fields.typed_records import type_records
from oocli.fields.typed_slices import SliceTypes
from oocli.fields.types import CONVERTERS
from oocli.wire.record import Slice

VALUES = [
    "", " ", "0", "1", "-1", "7", "007", "-0", "3.00", "2.50", "0.00", "-0.00", "0.00001", "1.5.2", "1,5",
    "1234567890.12345", "123456789012345", "12345678901234567.89", "1e5", "auf Anfrage", "ja", "Nein", "true",
    "|a|", "|a||b|", "a,b", "a\"b", "a\\", "\\", "\\\"", "zwei\nZeilen", ",\"n\":\"1\"", "Küche",
    "\U0001f600", "2026-11-28", "2026-11-28 12:30:00", "0000-00-00", "28-11-2026", "{", "}", "}}", "[", "]",
    0, 1, -1, 12, 2.5, 1e25, 1e-7, 10**30, True, False, None, [], ["a"], ["1", "2"], [1, None], ["a,\"b\":"],
]  # fmt: skip
SHAPES = [
    {"n": {"inner": "1"}},
    {"a": {"n": "1"}, "n": "1"},
    {"a": [{"n": "1"}, {"id": 2}], "n": "1"},
    {},
    {"": "1", "n": ""},
    {"nn": "1", "n ": "1", "N": "1", "n": "1"},
    {"ä\"\\": "1", "n": "1"},
]  # fmt: skip


def cut(text: str) -> Slice:
    """Give the record of a text as it is cut out of an answer."""
    record = Slice({"id": json.loads(text)["id"]})
    record.text = text.encode()
    return record


def write(elements: Any, separators: tuple[str, str] = (",", ":"), **further: Any) -> str:
    """Give the text of a record; a field of its own is called as one of its elements."""
    record = {"id": 7, "type": "1", "elements": elements, **further}
    return json.dumps(record, ensure_ascii=False, separators=separators)


def find_typed(text: str, kind: str, *, cuts: bool) -> str:
    """Give the JSON of a record with typed elements, decoded or cut out; equal JSON means the same types."""
    names = ("n", "type", "id", "", "ä\"\\", "o.n", "(x)", "+")  # fmt: skip
    types = {**dict.fromkeys(names, kind), "a": "varchar"}
    records = [cut(text) if cuts else json.loads(text)] * 2  # the second one finds what was remembered
    typed = list(type_records(records, types))
    assert len({json.dumps(record) for record in typed}) == 1
    record = typed[1]
    return json.dumps(json.loads(record.text) if isinstance(record, Slice) else record)


@pytest.mark.parametrize("kind", [*CONVERTERS, "varchar", ""])
@pytest.mark.parametrize("separators", [(",", ":"), (", ", ": "), (",\t", " : ")])
def test_a_value_becomes_the_same_in_its_text(kind: str, separators: tuple[str, str]) -> None:
    """Whatever a value is, and wherever it stands, decoding gives what the typed text says."""
    for value in VALUES:
        for elements in (
            {"n": value},
            {"n": value, "a": "x"},
            {"a": "x", "n": value},
            {"a": value, "n": "1"},
        ):
            text = write(elements, separators)
            assert find_typed(text, kind, cuts=True) == find_typed(text, kind, cuts=False), text


@pytest.mark.parametrize("kind", ["integer", "multiselect", "varchar"])
@pytest.mark.parametrize("elements", SHAPES)
def test_elements_of_any_shape(elements: dict[str, Any], kind: str) -> None:
    """Objects in elements, and names that look alike, are told apart."""
    for text in (write(elements), write(elements, n="1"), write(elements, further={"n": "1"})):
        assert find_typed(text, kind, cuts=True) == find_typed(text, kind, cuts=False), text


@pytest.mark.parametrize(
    "text",
    [
        '{"id":7,"elements":{"x,":":1","n":"1"}}',
        '{"id":7,"elements":{"x":"a,",",":"1"}}',
        '{"id":7,"elements":{"x,":":1"},"n":"1"}',
        '{"id":7,"x\\"elements":{"n":"1"}}',
    ],
)
def test_the_end_of_a_text_is_no_begin_of_a_name(text: str) -> None:
    """A name may be nothing but a colon, and one may end like that of the elements."""
    found = [
        json.loads(record.text) if isinstance(record, Slice) else record
        for odd in ("n", ":", ",")
        for record in type_records([cut(text)], {odd: "boolean"})
    ]
    expected = [next(type_records([json.loads(text)], {odd: "boolean"})) for odd in ("n", ":", ",")]
    assert json.dumps(found) == json.dumps(expected)


@pytest.mark.parametrize(
    "names",
    [
        [f"ind_{number}_Feld_ObjTech{number % 7}" for number in range(120)],
        ["a" * length for length in range(120)],
        ["ä", "ö", "äö", "ää", 'ä"', "ä\\", "(", "(?:", "(|)", "[", "\U0001f600", "\U0001f601"],
    ],
    ids=["own", "longer", "odd"],
)
def test_names_that_begin_alike_are_told_apart(names: list[str]) -> None:
    """Each has a type of its own or none, and no value is typed as that of another field."""
    types = {name: ("integer", "boolean", "text")[number % 3] for number, name in enumerate(names)}
    elements = dict.fromkeys([*names, *(f"{name}x" for name in names)], "1")
    (typed,) = type_records([cut(write(elements))], types)
    (expected,) = type_records([json.loads(write(elements))], types)
    assert isinstance(typed, Slice)
    assert json.dumps(json.loads(typed.text)) == json.dumps(expected)


def test_elements_that_are_no_object_stay() -> None:
    """A list of elements is left alone, as it is without a cut."""
    text = write([{"n": "1"}])
    assert find_typed(text, "integer", cuts=True) == json.dumps(json.loads(text))


def test_most_records_stay_text() -> None:
    """A usual record is not decoded: its text has the new values, all else is as it came."""
    record = cut('{"id":1,"type":"estate","elements":{"Id":"1","preis":"350000.00","text":"a/b","m":1.50}}')
    (typed,) = type_records([record], {"Id": "integer", "preis": "float", "m": "float"})
    assert isinstance(typed, Slice)
    assert typed["id"] == 1
    assert (
        typed.text == b'{"id":1,"type":"estate","elements":{"Id":1,"preis":350000.0,"text":"a/b","m":1.50}}'
    )
    assert b'"Id":"1"' in record.text


def test_what_is_not_json_is_handed_on_or_refused() -> None:
    """A value that is none stays as it came; a record that has to be decoded is refused by its number."""
    odd = Slice({"id": 1})
    odd.text = b'{"id":1,"elements":{"n":yes}}'
    (typed,) = type_records([odd], {"n": "boolean"})
    assert isinstance(typed, Slice)
    assert typed.text == odd.text
    odd.text = b'{"id":1,"elements":{"n":yes,"m":{}}}'
    with pytest.raises(NetworkError, match="Record 1 of the answer is not JSON"):
        list(type_records([odd], {"n": "boolean"}))


def test_memory_does_not_grow_with_the_values() -> None:
    """Of values that differ from record to record no more than some are remembered."""
    types = SliceTypes({"Id": "integer", "lage": "boolean"})
    for number in range(5_000):
        assert types.type(cut(write({"Id": str(number), "lage": "x" * 200 + str(number)})))
    assert len(types._cells) <= 1_000
