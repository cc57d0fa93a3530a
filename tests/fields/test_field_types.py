"""Typed values: what each type of field makes of the API's texts."""

from typing import Any

import pytest

from oocli.fields.typed_records import type_records
from oocli.fields.types import type_value


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("350000.00", 350000.0),
        ("0.00", 0.0),
        ("0.0000", 0.0),
        ("-3.5700", -3.57),
        ("7", 7.0),
        (7, 7.0),
        (" 12.5 ", 12.5),
        ("", None),
        (None, None),
        ("auf Anfrage", "auf Anfrage"),
        ("720.000,50 €", "720.000,50 €"),
        ("1e5", "1e5"),
        ("12345678901234567.89", "12345678901234567.89"),
        (10**30 + 1, 10**30 + 1),
        ({"Count": "1"}, {"Count": "1"}),
    ],
)
def test_a_float_field_gives_a_float(text: Any, number: Any) -> None:
    """A float field gives a float, null when empty, and the text where that would lose anything."""
    found = type_value(text, "float")
    assert (found, type(found)) == (number, type(number))


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("409", 409),
        ("0", 0),
        ("-1", -1),
        ("32071", 32071),
        ("3.00", 3),
        ("2.5", 2.5),
        ("123456789012345678901", 123456789012345678901),
        ("", None),
        (5, 5),
        ("EG", "EG"),
    ],
)
def test_an_integer_field_gives_a_whole_number(text: Any, number: Any) -> None:
    """An integer field gives a whole number, and null when empty."""
    found = type_value(text, "integer")
    assert (found, type(found)) == (number, type(number))


@pytest.mark.parametrize(
    ("text", "truth"),
    [
        ("1", True),
        ("0", False),
        (1, True),
        (0, False),
        (True, True),
        ("true", True),
        ("Ja", True),
        ("nein", False),
        ("", None),
        (None, None),
        ("2", "2"),
    ],
)
def test_a_boolean_field_gives_true_or_false(text: Any, truth: Any) -> None:
    """A boolean field gives true or false, null when empty, and what is neither as it is."""
    assert type_value(text, "boolean") is truth or type_value(text, "boolean") == truth == "2"


@pytest.mark.parametrize(
    ("value", "keys"),
    [
        ("|gas|", ["gas"]),
        ("|gas||oel||fern|", ["gas", "oel", "fern"]),
        (["gas", "oel"], ["gas", "oel"]),
        ("gas", ["gas"]),
        ("", []),
        (None, []),
        ([], []),
        ("||", []),
        ({"1": "gas", "3": "oel"}, ["gas", "oel"]),
    ],
)
def test_a_multiselect_field_gives_a_list_of_keys(value: Any, keys: list[str]) -> None:
    """A multiselect field gives a list of keys, from pipes and from lists alike."""
    assert type_value(value, "multiselect") == keys


@pytest.mark.parametrize(
    ("kind", "text", "iso"),
    [
        ("date", "2026-11-01", "2026-11-01"),
        ("date", "2026-11-01 00:00:00", "2026-11-01"),
        ("date", "2026-11-01 09:30:00", "2026-11-01T09:30:00"),
        ("date", "0000-00-00", None),
        ("date", "", None),
        ("datetime", "2026-11-01 09:30:00", "2026-11-01T09:30:00"),
        ("datetime", "2026-11-01 00:00:00", "2026-11-01T00:00:00"),
        ("datetime", "2026-11-01", "2026-11-01"),
        ("datetime", "0000-00-00 00:00:00", None),
        ("datetime", "01-11-2026 09:30", "2026-11-01T09:30"),
        ("datetime", "2026-11-01T09:30:00+00:00", "2026-11-01T09:30:00+00:00"),
        ("datetime", "demnächst", "demnächst"),
        ("datetime", 1760000000, 1760000000),
        ("datetime", None, None),
    ],
)
def test_dates_are_iso_without_an_offset(kind: str, text: Any, iso: Any) -> None:
    """Dates are ISO 8601 without an offset, empty ones null, and texts that are no date stay."""
    assert type_value(text, kind) == iso


@pytest.mark.parametrize("kind", ["varchar", "text", "singleselect", "freetext", "user", ""])
def test_other_types_leave_values_alone(kind: str) -> None:
    """A text field keeps what looks like a number, a list or nothing."""
    assert [type_value(value, kind) for value in ("01067", "|a||b|", "", None)] == [
        "01067",
        "|a||b|",
        "",
        None,
    ]


def test_records_stream_with_typed_elements() -> None:
    """Only fields of known types change; id, type, and elements that are no object stay as they came."""
    records = [
        {"id": 1, "type": "estate", "elements": {"Id": "1", "plz": "01067", "new": "5"}},
        {"id": 2, "type": "files", "elements": [{"Id": "7"}]},
        {"id": 3, "type": ""},
    ]
    streamed = type_records(iter(records), {"Id": "integer", "plz": "varchar"})
    assert next(streamed) == {"id": 1, "type": "estate", "elements": {"Id": 1, "plz": "01067", "new": "5"}}
    assert list(streamed) == records[1:]
