"""One decimal sign for a whole file."""

import pytest

from oocli.bulk.decimal_signs import Cell, SignEvidence, Verbatim, find_decimal_sign


def _find(*texts: str) -> SignEvidence:
    return find_decimal_sign(Cell(line, "kaufpreis", text) for line, text in enumerate(texts, start=2))


@pytest.mark.parametrize(
    ("texts", "sign"),
    [
        (["250.000", "1.234,5"], ","),
        (["250.000", "12,50"], ","),
        (["1.234.567"], ","),
        (["250.000", "51.9"], "."),
        (["350000.00", "51.997"], "."),
        (["1,234.5"], "."),
        (["250.000", "1200", "VB", "", "2.5.3"], ""),
        (["12,50", "12.50"], ""),
    ],
)
def test_sign_is_what_any_cell_shows(texts: list[str], sign: str) -> None:
    """A comma or a point that can be nothing else decides; both decide nothing."""
    assert _find(*texts).sign == sign


def test_finding_says_why_nothing_is_known() -> None:
    """Two kinds of numbers are told with where they stand; a sign that is known needs no words."""
    assert _find("12,50", "1", "12.50").explain() == "the file has both '12,50' (line 2) and '12.50' (line 4)"
    assert _find("250.000").explain() == "no number of the file shows which"
    assert _find("12,50").explain() == ""


def test_text_of_the_api_has_a_point() -> None:
    """What oocli has guarded or turned has a point, unless the file is written for people."""
    raw, formatted = _find("720000,50"), _find("1.720,50")
    assert raw.sign_of("250.000") == ","
    assert raw.sign_of(Verbatim("51.997", was_guarded=True)) == "."
    assert formatted.sign_of(Verbatim("51.997", was_guarded=True)) == ""
    assert formatted.sign_of(Verbatim("51.997")) == "."
