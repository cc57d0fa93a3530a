"""The names in a header: what is said of them, and what is wrong with them."""

import pytest

from oocli.bulk.headers import check_names, name_column, read_rules
from oocli.errors import UsageError


def test_rules_say_what_a_column_is() -> None:
    """A column is mapped or ignored by its name, letter case forgiven; a name may have an equals sign."""
    rules = read_rules(["Preis = kaufpreis", "a=b=ort"], ["Notiz"])
    assert [rules.find_target(column) for column in ("preis", "a=b", "x")] == ["kaufpreis", "ort", ""]
    assert rules.is_ignored("NOTIZ")
    assert rules.find_strays(["Preis", "x"]) == ["a=b", "notiz"]


@pytest.mark.parametrize("texts", [["Preis"], ["=kaufpreis"], ["Preis="], ["a=b", "A=c"]])
def test_rule_without_a_meaning_is_refused(texts: list[str]) -> None:
    """A mapping names a column and a field, and each column once."""
    with pytest.raises(UsageError):
        read_rules(texts, [])


def test_doubled_names_are_told_with_their_places() -> None:
    """Two columns of one name are a problem, with where they stand."""
    with pytest.raises(UsageError) as caught:
        check_names(["a", "", "b", "a", ""], "x.csv")
    assert caught.value.why == "a: column 1 (A) and column 4 (D)"


@pytest.mark.parametrize(
    ("index", "name"), [(0, "column 1 (A)"), (25, "column 26 (Z)"), (27, "column 28 (AB)")]
)
def test_column_is_named_as_in_a_spreadsheet(index: int, name: str) -> None:
    """A column without a name is told by its letter."""
    assert name_column(index) == name
