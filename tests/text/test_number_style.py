"""numbers: the marks of the reader's locale, and nothing that is no number changed."""

import pytest

from oocli.text.number_style import NumberStyle, read_style

GERMAN = NumberStyle(".", ",")


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("301600.00", "301.600,00"),
        ("1234567.5", "1.234.567,5"),
        ("0.00", "0,00"),
        ("-1250.75", "-1.250,75"),
        ("999", "999"),
        ("1000", "1.000"),
        ("01067", "01067"),
        ("007.50", "007.50"),
        ("720.000,50 €", "720.000,50 €"),
        ("1e5", "1e5"),
        ("auf Anfrage", "auf Anfrage"),
        ("", ""),
        ("9" * 20, "99.999.999.999.999.999.999"),
        ("1.2.3", "1.2.3"),
        ("١٢٣٤", "١٢٣٤"),
    ],
)
def test_a_number_keeps_every_digit(text: str, written: str) -> None:
    """Groups of three and the reader's decimal mark; digits stay, and so does all that is no number."""
    assert GERMAN.write(text) == written


def test_a_number_of_thousands_of_digits_is_written_too() -> None:
    """Python reads no number of that many digits; it is grouped all the same."""
    assert NumberStyle(",", ".").write("1" * 6000) == ",".join(["111"] * 2000)


@pytest.mark.parametrize(
    ("locale", "number"),
    [
        ("de_DE.UTF-8", "301.600,00"),
        ("de_DE@euro", "301.600,00"),
        ("de-DE", "301.600,00"),
        ("de", "301.600,00"),
        ("de_CH.UTF-8", "301\u2019600.00"),
        ("de_AT.UTF-8", "301\u00a0600,00"),
        ("en_US.UTF-8", "301,600.00"),
        ("en_GB", "301,600.00"),
        ("fr_FR.UTF-8", "301\u202f600,00"),
        ("es_MX.UTF-8", "301,600.00"),
        ("es_ES.UTF-8", "301.600,00"),
        ("pl_PL.UTF-8", "301\u00a0600,00"),
        ("ja_JP.UTF-8", "301,600.00"),
    ],
)
def test_each_locale_has_its_marks(locale: str, number: str) -> None:
    """Language and territory decide; what stands behind them is of no matter."""
    style = read_style({"LANG": locale})
    assert style is not None
    assert style.write("301600.00") == number


@pytest.mark.parametrize("locale", ["", "C", "POSIX", "C.UTF-8", "xx_YY.UTF-8", "_", "."])
def test_no_locale_leaves_numbers_alone(locale: str) -> None:
    """Where no language is said, or one that is not known, there is no style."""
    assert read_style({"LANG": locale}) is None


def test_variables_count_in_the_order_of_posix() -> None:
    """LC_ALL wins over LC_NUMERIC, that over LANG; an empty one is passed over, C is not."""
    kept = {"LANG": "en_US.UTF-8", "LC_NUMERIC": "fr_FR.UTF-8"}
    assert read_style({**kept, "LC_ALL": "de_DE.UTF-8"}) == GERMAN
    assert read_style({**kept, "LC_ALL": ""}) == NumberStyle("\u202f", ",")
    assert read_style({**kept, "LC_ALL": "C"}) is None


@pytest.mark.parametrize(("locale", "number"), [("fr_FR", "1 000"), ("de_CH", "1'000"), ("de_DE", "1.000")])
def test_a_terminal_without_unicode_gets_ascii(locale: str, number: str) -> None:
    """Narrow spaces and apostrophes have a plain form."""
    style = read_style({"LANG": locale})
    assert style is not None
    assert style.without_unicode().write("1000") == number
