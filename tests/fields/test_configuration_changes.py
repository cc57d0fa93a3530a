"""What has changed in a field configuration since it was printed."""

from typing import Any

import pytest

from oocli.errors import UsageError
from oocli.fields.configuration_changes import OldFields, count_changes, find_changes, read_old
from oocli.fields.facts import Field


def record(name: str, label: str = "", **facts: Any) -> dict[str, Any]:
    """Give a field as `oocli fields -o json` prints it."""
    field = Field("estate", name, label or name, **facts)
    return {"id": f"estate.{name}", "type": "field", "elements": field.as_json()}


def compare(old: list[dict[str, Any]], new: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    """Give what has changed between the two, without the module."""
    return [tuple(change)[1:] for change in find_changes(read_old(old, "old"), read_old(new, "new"))]


@pytest.mark.parametrize(
    ("old", "new", "change"),
    [
        ([], [record("a", "A")], ("a", "field", "added", "", None, "A")),
        ([record("a", "A")], [], ("a", "field", "removed", "", "A", None)),
        ([record("a", "A")], [record("a", "B")], ("a", "field", "renamed", "", "A", "B")),
        (
            [record("a", permitted={"k": "K"})],
            [record("a", permitted={"k": "K", "l": "L"})],
            ("a", "value", "added", "l", None, "L"),
        ),
        (
            [record("a", permitted={"k": "K", "l": ""})],
            [record("a", permitted={"k": "K"})],
            ("a", "value", "removed", "l", "", None),
        ),
        (
            [record("a", permitted={"k": "K"})],
            [record("a", permitted={"k": "new"})],
            ("a", "value", "renamed", "k", "K", "new"),
        ),
        (
            [record("a", type="varchar")],
            [record("a", type="text")],
            ("a", "type", "changed", "", "varchar", "text"),
        ),
        ([record("a", length=10)], [record("a", length=20)], ("a", "length", "changed", "", 10, 20)),
        ([record("a", length=10)], [record("a")], ("a", "length", "changed", "", 10, None)),
        ([record("a")], [record("a", default="1")], ("a", "default", "changed", "", None, "1")),
        (
            [record("a", compound=("b", "c"))],
            [record("a", compound=("b",))],
            ("a", "compoundFields", "changed", "", ["b", "c"], ["b"]),
        ),
        (
            [record("a", measure="DATA_TYPE_MONETARY")],
            [record("a")],
            ("a", "fieldMeasureFormat", "changed", "", "DATA_TYPE_MONETARY", None),
        ),
        (
            [record("a", dependencies={"k": "x"})],
            [record("a", dependencies={"k": "y"})],
            ("a", "dependencies", "changed", "k", "x", "y"),
        ),
        (
            [record("a", filters={"f": {"1": ["2"]}})],
            [record("a")],
            ("a", "filters", "changed", "f", {"1": ["2"]}, None),
        ),
    ],
)
def test_every_kind_of_change_is_told(
    old: list[dict[str, Any]], new: list[dict[str, Any]], change: tuple[Any, ...]
) -> None:
    """A field, a key, or any fact: what was, and what is; the rest of a new field is no change."""
    assert compare(old, new) == [change]


def test_the_order_is_no_change() -> None:
    """Of fields, and of keys."""
    old = [record("a", permitted={"k": "K", "l": "L"}), record("b")]
    new = [record("b"), record("a", permitted={"l": "L", "k": "K"})]
    assert compare(old, new) == []


def test_facts_that_were_not_printed_then_are_no_change() -> None:
    """An older oocli knew fewer."""
    old = record("a", length=10)
    del old["elements"]["length"]
    assert compare([old], [record("a", length=20)]) == []


def test_lists_and_lines_and_flat_records_are_read_alike() -> None:
    """As json, ndjson and --flat write them."""
    listed, flat = record("a"), {"_id": "estate.a", **record("a")["elements"]}
    read = [read_old(values, "old") for values in ([[listed]], [listed], [flat])]
    assert [list(find_changes(read[0], other)) for other in read[1:]] == [[], []]


def test_modules_are_compared_too() -> None:
    """The list of modules knows how many fields each has."""

    def module(name: str, label: str, fields: int) -> dict[str, Any]:
        return {"id": name, "type": "module", "elements": {"module": name, "label": label, "fields": fields}}

    old = [module("estate", "Immobilien", 180), module("task", "Aufgaben", 34), module("x", "X", 1)]
    new = [module("estate", "Objekte", 179), module("task", "Aufgaben", 34), module("y", "Y", 1)]
    assert [tuple(change)[:4] for change in find_changes(read_old(old, "old"), read_old(new, "new"))] == [
        ("estate", "", "module", "renamed"),
        ("estate", "", "fields", "changed"),
        ("x", "", "module", "removed"),
        ("y", "", "module", "added"),
    ]


@pytest.mark.parametrize(
    "value",
    [
        1,
        None,
        "text",
        {"a": 1},
        {"elements": 1},
        {"elements": {"module": 1, "field": "x"}},
        {"id": 11, "type": "estate", "elements": {"Id": "11"}},
        {"module": "estate"},
        {"module": "estate", "field": "a", "permittedvalues": ["k"]},
    ],
)
def test_what_is_no_configuration_is_refused(value: Any) -> None:
    """It says which value."""
    with pytest.raises(UsageError) as failure:
        read_old([[record("a"), value]], "old.json")
    assert failure.value.why == "Its value 2 is neither a field nor a module"


def test_changes_are_counted_by_kind() -> None:
    """For the one line that says what came of it."""
    old, new = [record("a", permitted={"k": "K", "l": "L"})], [record("b", length=1), record("c")]
    changes = find_changes(read_old(old, "old"), read_old(new, "new"))
    assert count_changes(changes) == "1 field removed, 2 fields added"
    assert count_changes(find_changes(OldFields({}, {}), OldFields({}, {}))) == ""
