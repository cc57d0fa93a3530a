"""Whether two values of a field are the same, by the kind of the field."""

from typing import Any

import pytest

from oocli.changes.equality import are_same, is_still, split_keys


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        ("number", "350000", "350000.00"),
        ("number", "1e3", 1000),
        ("number", 350000, "350000.0"),
        ("integer", "7", 7),
        ("number", None, ""),
        ("boolean", "1", True),
        ("boolean", "ja", "1"),
        ("boolean", 0, "false"),
        ("choices", "|a||b|", ["a", "b"]),
        ("choices", ["b", "a"], ["a", "b"]),
        ("choices", "a", ["a"]),
        ("choices", None, []),
        ("choices", "", "||"),
        ("choice", 1, "1"),
        ("date", "0000-00-00", ""),
        ("date", "2026-12-01", "2026-12-01 00:00:00"),
        ("datetime", "0000-00-00 00:00:00", None),
        ("datetime", "2026-12-01T10:30", "2026-12-01 10:30:00"),
        ("text", None, ""),
        ("text", 5, "5"),
        ("", {"b": 1, "a": [2]}, {"a": [2], "b": 1}),
        ("text", {"carport": {"Count": "1"}}, '{"carport": {"Count":"1"}}'),
        ("text", ["a", "b"], '["a","b"]'),
        ("text", "Zeile\r\nZeile\rZeile", "Zeile\nZeile\nZeile"),
    ],
)
def test_values_that_mean_the_same(kind: str, one: Any, other: Any) -> None:
    """Notations of one value are not a difference, in either direction."""
    assert are_same(one, other, kind)
    assert are_same(other, one, kind)


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        ("text", "350000", "350000.00"),
        ("text", "01067", "1067"),
        ("", "1", "1.0"),
        ("text", {"carport": {"Count": "1"}}, '{"carport": {"Count": "2"}}'),
        ("text", ["a"], "[a]"),
        ("number", "0.00", ""),
        ("number", "-1", "1"),
        ("boolean", "0", ""),
        ("choices", "|a|", "|a||b|"),
        ("date", "2026-12-01", "2026-12-02"),
        ("datetime", "2026-12-01 10:30:01", "2026-12-01 10:30"),
        ("number", "viel", "0"),
        ("number", "9" * 400, "9" * 401),
    ],
)
def test_values_that_differ(kind: str, one: Any, other: Any) -> None:
    """What looks alike is another value where the kind says so."""
    assert not are_same(one, other, kind)


@pytest.mark.parametrize(
    ("kind", "current", "written", "length"),
    [
        ("number", "0.00", "", None),
        ("boolean", "0", "", None),
        ("text", "abc", "abcdef", 3),
        ("number", "1234.57", "1234.567", None),
        ("number", "85.13", 85.125, None),
        ("number", 85.12, "85.125", None),
        ("number", "-0.01", "-0.005", None),
        ("number", 85.1, "85.1049", None),
        ("number", "51.9971", "51.99712", None),
    ],
)
def test_what_is_kept_otherwise_is_still_what_was_written(
    kind: str, current: Any, written: Any, length: int | None
) -> None:
    """Nothing is kept as 0 in numbers, as no in booleans; texts are cut, and numbers rounded."""
    assert is_still(current, written, kind, length=length)


@pytest.mark.parametrize(
    ("kind", "current", "written"),
    [
        ("number", "1234.56", "1234.567"),
        ("number", 1235, "1234.567"),
        ("number", 85.1, "85.14"),
        ("number", "51.9972", "51.99712"),
        ("number", "", "0.004"),
        ("integer", "3", "2.999"),
        ("text", "1234.57", "1234.567"),
        ("choice", "1", "1.001"),
    ],
)
def test_a_number_that_no_rounding_gives_is_another_one(kind: str, current: Any, written: Any) -> None:
    """A cent is a change, and so is a whole number in place of a fraction; texts are not rounded."""
    assert not is_still(current, written, kind)


def test_a_text_that_only_begins_alike_is_another_one() -> None:
    """Only a text that fills its field can be the rest of a longer one."""
    assert not is_still("abc", "abcdef", "text", length=80)


def test_keys_come_out_of_every_notation() -> None:
    """A PHP list with gaps arrives as an object."""
    assert split_keys({"0": "a", "2": "b"}) == split_keys("|a||b|") == ["a", "b"]
