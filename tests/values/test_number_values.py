"""Numbers as people write them: what each text is read as, and what is refused with which words."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from oocli.values.numbers import DecimalSign, find_sign, read_json_number, read_number, shows_groups


def _describe(text: str, **facts: Any) -> str:
    refusal = read_number(text, **facts).refusal
    assert refusal is not None
    return refusal.describe(text)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1234.56", "1234.56"),
        ("-5", "-5"),
        ("1234", "1234"),
        ("1234,56", "1234.56"),
        ("1.234,56", "1234.56"),
        ("1.234.567,8", "1234567.8"),
        ("1,234.5", "1234.5"),
        ("1.000.000", "1000000"),
        ("1,000,000", "1000000"),
        ("250.000,00 €", "250000.00"),
        ("€ 250.000,-", "250000"),
        ("250.000,-- EUR", "250000"),
        ("250.000,\u2013 Euro", "250000"),
        ("85,5 m²", "85.5"),
        ("85,5 qm", "85.5"),
        ("120 m2", "120"),
        ("19 %", "19"),
        ("3,57%", "3.57"),
        ("112,4 kWh/(m²a)", "112.4"),
        ("1 234 567", "1234567"),
        ("1\u202f234,5", "1234.5"),
        ("1\u00a0234\u2009567", "1234567"),
        ("250'000.00", "250000.00"),
        ("250\u2019000", "250000"),
        ("\u22125", "-5"),
        ("- 5", "-5"),
        ("€ -5,50", "-5.50"),
        ("+5", "5"),
        (" 12,5\t", "12.5"),
        ("0,500", "0.500"),
        ("0.125", "0.125"),
        (",5", "0.5"),
        ("01067", "1067"),
        ("0", "0"),
        ("1234.567", "1234.567"),
        ("12,3456", "12.3456"),
    ],
)
def test_number_is_read_in_both_notations(text: str, number: str) -> None:
    """What can be one number only is read as it, whatever marks, blanks and units stand in it."""
    assert read_number(text) == (number, None, "")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("300.000", "'300.000' could be 300 or 300000; write 300 or 300000"),
        ("1,234", "'1,234' could be 1234 or 1.234; write 1234 or 1.2340"),
        ("-51.997 €", "'-51.997 €' could be -51.997 or -51997; write -51.9970 or -51997"),
    ],
)
def test_two_readings_are_refused(text: str, sentence: str) -> None:
    """What could be two numbers is told with both, and how to write each."""
    assert _describe(text) == sentence


@pytest.mark.parametrize(("sign", "number"), [(".", "300.000"), (",", "300000")])
def test_known_sign_decides(sign: DecimalSign, number: str) -> None:
    """Where the decimal sign is known there is one reading only."""
    assert read_number("300.000", sign=sign).value == number


@pytest.mark.parametrize(
    "text",
    [
        *(
            "VB",
            "abc",
            "#NV",
            "2e5",
            "2E5",
            "1_000",
            "0x10",
            "inf",
            "nan",
            "5,",
            "5.",
            "1.23.4",
            "12 34",
            "1.2.3",
        ),
        *(
            "1.234 567",
            "1.5 Mio",
            "250 T€",
            "5-",
            "(5)",
            "--5",
            "-",
            "€",
            "250.000 $",
            "1234 5678",
            "٣",
            "5\n6",
        ),
        *("1.234.56", "1,23,4", "0.123.456", "2026-11-28", "5 €/m²", "ca. 300", "1;5", "=5", "²"),
    ],
)
def test_other_text_is_no_number(text: str) -> None:
    """A word, a formula, an exponent or a broken number is refused, never guessed at."""
    assert "is not a number" in _describe(text)


@pytest.mark.parametrize(
    ("text", "measure", "fits"),
    [
        ("85 m²", "DATA_TYPE_AREA", True),
        ("85 m²", "DATA_TYPE_MONETARY", False),
        ("85 €", "DATA_TYPE_AREA", False),
        ("85 m", "DATA_TYPE_LENGTH", True),
        ("85 m", "", False),
        ("85 km", "DATA_TYPE_DISTANCE", False),
        ("85 %", "", True),
    ],
)
def test_unit_must_be_that_of_the_field(text: str, measure: str, fits: bool) -> None:
    """A unit is taken off where it changes nothing: a length may be in another one than the field."""
    assert (read_number(text, measure=measure).refusal is None) == fits


@pytest.mark.parametrize(
    ("text", "number"), [("1950", "1950"), ("1.234.567", "1234567"), ("1950,00", "1950"), ("1950.0", "1950")]
)
def test_a_whole_number_may_have_groups(text: str, number: str) -> None:
    """A whole number may have groups, and a fraction of nothing."""
    assert read_number(text, whole=True).value == number


@pytest.mark.parametrize(
    ("text", "sign", "sentence"),
    [
        ("3,5", "", "'3,5' is not a whole number; leave out the fraction"),
        ("1.000", ".", "'1.000' is not a whole number; leave out the fraction"),
        ("1.950", "", "'1.950' could be 1.95 or 1950; write 1950"),
    ],
)
def test_whole_number_takes_no_fraction(text: str, sign: DecimalSign, sentence: str) -> None:
    """A fraction in a field of whole numbers is refused, also one that looks like a group."""
    assert _describe(text, whole=True, sign=sign) == sentence


def test_too_many_digits_are_refused() -> None:
    """A number that a double or a 64-bit integer does not keep is refused; zeros at the ends do not count."""
    sentence = "'{}' is not a number that arrives unchanged: it has more than {} digits; round it"
    assert _describe("1234567890123456") == sentence.format("1234567890123456", 15)
    assert _describe("0,1234567890123456") == sentence.format("0,1234567890123456", 15)
    assert _describe("1" * 19, whole=True) == sentence.format("1" * 19, 18)
    assert read_number("1" * 18, whole=True).value == "1" * 18
    assert read_number("12345678901234,50").value == "12345678901234.50"


@pytest.mark.parametrize("value", [5, -5, 1.5, 2e5, "1234.56", "-5", "0.00"])
def test_json_number_stays(value: Any) -> None:
    """A number of JSON, or its text, is taken as it is."""
    assert read_json_number(value) == (value, None, "")


@pytest.mark.parametrize(
    "value",
    ["1234,56", "1.234,56", "300.000", "250.000,00 €", "1 000", "2e5", "+5", "05", True, None, [5], 10**18],
)
def test_german_number_is_no_json(value: Any) -> None:
    """A German number, one with a unit, and what could be one, is not a JSON number."""
    assert read_json_number(value).refusal is not None


def test_json_number_without_fraction() -> None:
    """A field of whole numbers takes a JSON number with a fraction only where that is nothing."""
    assert read_json_number(3.0, whole=True).value == 3.0
    assert read_json_number(3.5, whole=True).refusal is not None


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        *(("1234,5", ","), ("1.234,5", ","), ("1.234.567", ","), ("12,- €", ","), ("0,500", ",")),
        *(("1234.5", "."), ("1,234.5", "."), ("51.9971", "."), ("0.500", ".")),
        *(("1234", ""), ("300.000", ""), ("1,234", ""), ("VB", ""), ("1.2.3", ""), ("1 234", "")),
    ],
)
def test_text_shows_its_decimal_sign(text: str, sign: DecimalSign) -> None:
    """A number that can be read in one notation only shows the decimal sign of its file."""
    assert find_sign(text) == sign


def test_text_shows_groups() -> None:
    """Groups of digits are for people: what programs write has none."""
    assert [text for text in ("1.234,5", "1.234.567", "1234,5", "1.234", "5") if shows_groups(text)] == [
        "1.234,5",
        "1.234.567",
    ]


_DECIMALS = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**9), max_value=10**9, places=4)


def _write(value: Decimal, places: int, mark: str, point: str) -> str:
    return f"{value:,.{places}f}".translate({ord(","): mark, ord("."): point})


@settings(derandomize=True, database=None, deadline=None, max_examples=500)
@given(
    _DECIMALS,
    st.integers(0, 4),
    st.sampled_from([("", "."), ("", ","), (".", ","), (",", "."), (" ", ","), ("\u202f", ","), ("'", ".")]),
    st.sampled_from(["", " €", "€", " m²", " %", "\u00a0€"]),
)
@example(Decimal("300000"), 0, (".", ","), "")
@example(Decimal("51.997"), 3, ("", "."), "")
def test_every_notation_comes_back(value: Decimal, places: int, marks: tuple[str, str], unit: str) -> None:
    """Whatever is written in a notation is read as the same number, or refused with it among the readings."""
    mark, point = marks
    written = _write(value, places, mark, point) + unit
    number = Decimal(f"{value:.{places}f}")
    sign: DecimalSign = "." if point == "." else ","
    assert Decimal(read_number(written, sign=sign).value) == number
    alone = read_number(written)
    readings = alone.refusal.readings if alone.refusal else (alone.value,)
    assert number in map(Decimal, readings)
    assert find_sign(written) in ("", sign)


@settings(derandomize=True, database=None, deadline=None, max_examples=1000)
@given(st.text("0123456789.,-+ '€%mEe\u202f", max_size=12))
def test_only_digits_that_were_typed_are_given(text: str) -> None:
    """Whatever is typed, what is read has the digits that stand in it, in their order."""
    read = read_number(text)
    if read.refusal is None:
        typed = "".join(filter(str.isdigit, text)).lstrip("0").rstrip("0")
        assert "".join(filter(str.isdigit, read.value)).lstrip("0").rstrip("0") == typed
