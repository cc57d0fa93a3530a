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


@pytest.mark.parametrize(
    ("texts", "sign", "odd"),
    [
        (["250.000", "260.000", "1.234,5", "12,50", "350.00"], ",", {"350.00"}),
        (
            ["250.000", "260.000", "270.000", "12,50 €", "1,5", "3,5", "350.00", "1,234.5"],
            ",",
            {"350.00", "1,234.5"},
        ),
        (["1,234", "2,345", "12.5", "9.5", "0,5"], ".", {"0,5"}),
        (["250.000", "12,50", "1,5", "350.00"], "", set()),
        (["250.000", "260.000", "12,50", "350.00"], "", set()),
        (["12,50", "1,5", "3,5", "350.00"], "", set()),
    ],
)
def test_few_numbers_that_show_another_sign_are_what_is_wrong(
    texts: list[str], sign: str, odd: set[str]
) -> None:
    """They are told in place of all that could be either, if they are fewer than those and the others."""
    found = _find(*texts)
    assert (found.sign, {text for _, text in found.odd}) == (sign, odd)
    assert {text for text in texts if found.find_odd(text, "kaufpreis")} == odd
    assert not any(found.find_odd(text, "objekttitel") for text in texts)


def test_a_number_that_shows_another_sign_is_told_with_the_others() -> None:
    """The sentence has the sign of the others, and one of them with its place."""
    odd = _find("250.000", "260.000", "1.234,5", "12,50", "350.00").find_odd("350.00", "kaufpreis")
    assert odd is not None
    assert odd.problem == (
        "kaufpreis: '350.00' is not a number with a decimal comma:"
        " nearly all numbers of the file have one, like '1.234,5' in line 4"
    )


def test_a_sign_that_was_named_holds_for_every_number() -> None:
    """A cell that shows the other one is refused, however many do."""
    cells = [Cell(line, "kaufpreis", f"{line}.5") for line in range(2, 1000)]
    found = find_decimal_sign([Cell(1, "kaufpreis", "250.000"), *cells], named=",")
    assert (found.sign, found.sign_of("250.000"), len(found.odd), found.leaves_open) == (",", ",", 998, False)
    odd = found.find_odd("2.5", "kaufpreis")
    assert odd is not None
    assert odd.problem == "kaufpreis: '2.5' is not a number with a decimal comma: that is what was named"


@pytest.mark.parametrize(
    ("prices", "others", "is_open"),
    [
        (["450.000", "389.000", "512.500"], ["2.5", "3.5"], True),
        (["450.000", "389.000", "512.500", "350.00"], [], True),
        (["-450.000", "389.000 €", "512.500"], ["2.5"], True),
        (["1,234", "2,345", "3,456"], ["2,5"], True),
        (["450.000", "389.000"], ["2.5"], False),
        (["450.000", "389.000", "512.500", "1.50", "2.50", "3.50"], [], False),
        (["450.000", "389.000", "512.500"], ["2,5"], False),
    ],
)
def test_money_has_no_three_decimal_places(prices: list[str], others: list[str], is_open: bool) -> None:
    """Whatever other columns show, 450.000 is not 450 euros, unless most prices show a point."""
    cells = [Cell(2, "kaufpreis", text) for text in prices] + [Cell(2, "zimmer", text) for text in others]
    found = find_decimal_sign(cells, has_cents=lambda column: column == "kaufpreis")
    assert (found.open_columns == {"kaufpreis"}) is is_open
    assert (found.sign_of(prices[0], "kaufpreis") == "") is is_open
    assert found.sign_of(prices[0], "zimmer") != ""
    assert found.leaves_open is is_open


def test_text_of_the_api_has_a_point() -> None:
    """What oocli has guarded or turned has a point, unless the file is written for people."""
    raw, formatted = _find("720000,50"), _find("1.720,50")
    assert raw.sign_of("250.000") == ","
    assert raw.sign_of(Verbatim("51.997", was_guarded=True)) == "."
    assert formatted.sign_of(Verbatim("51.997", was_guarded=True)) == ""
    assert formatted.sign_of(Verbatim("51.997")) == "."
