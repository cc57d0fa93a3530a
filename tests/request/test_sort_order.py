"""The grammar of --sort: what is typed, what the API gets, where errors point."""

import pytest

from oocli.errors import FilterError
from oocli.request.sort_order import parse_sort


@pytest.mark.parametrize(
    ("texts", "order"),
    [
        (["kaufpreis,-Id"], [("kaufpreis", "ASC"), ("Id", "DESC")]),
        (["kaufpreis", "warmmiete"], [("kaufpreis", "ASC"), ("warmmiete", "ASC")]),
        (["kaufpreis:desc, +Id"], [("kaufpreis", "DESC"), ("Id", "ASC")]),
        (["kaufpreis DESC,Id asc"], [("kaufpreis", "DESC"), ("Id", "ASC")]),
        (["adrId:adressen.ID:desc"], [("adrId:adressen.ID", "DESC")]),
        (["`own, field` desc"], [("own, field", "DESC")]),
        ([], []),
    ],
)
def test_every_way_to_write_a_direction_is_read(texts: list[str], order: list[tuple[str, str]]) -> None:
    """Every way to write a direction gives field and ASC or DESC, in the order typed."""
    assert parse_sort(texts) == order


@pytest.mark.parametrize(
    ("text", "position", "message", "hint"),
    [
        ("", 0, "A field to sort by is missing", "kaufpreis,-Id"),
        ("a,,b", 2, "A field to sort by is missing", "kaufpreis,-Id"),
        ("a,", 2, "A field to sort by is missing", "kaufpreis,-Id"),
        ("-", 0, "A field to sort by is missing", "kaufpreis,-Id"),
        ("a,b,-a", 4, "a is named twice in --sort", "Leave one of them out"),
        ("-a:desc", 0, "The direction is given twice", "-a or a:desc"),
        ("b,a down", 2, "The sort order cannot be read", "a or a:desc"),
        ("a:descending", 0, "The sort order cannot be read", "a or a:desc"),
        ("- Id", 0, "The sort order cannot be read", "Id or Id:desc"),
        ("`a`b", 0, "The sort order cannot be read", "a or a:desc"),
        ("`a", 0, "The quote is not closed", "`"),
    ],
)
def test_sort_error_points_at_the_place(text: str, position: int, message: str, hint: str) -> None:
    """A sort order that cannot be read is refused with the place and what to write."""
    with pytest.raises(FilterError) as caught:
        parse_sort([text])
    error = caught.value
    assert (error.expression, error.position, error.message) == (text, position, message)
    assert hint in error.hint


def test_sort_by_a_field_twice_over_two_options() -> None:
    """A field may be named once in all --sort options together."""
    with pytest.raises(FilterError, match="Id is named twice"):
        parse_sort(["Id", "kaufpreis,Id"])
