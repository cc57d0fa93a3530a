"""Lines about what changes: they fit the terminal, and no number is broken."""

import pytest

from oocli.render.change_lines import ChangeLines, FieldLine
from oocli.render.layout import Layout
from oocli.text.widths import measure

PRICE = FieldLine("kaufpreis", 2, (("301600.00", "299000.00"), ("798300.00", "749000.00")))


def _describe(width: int, *fields: FieldLine) -> list[str]:
    lines = ChangeLines(Layout(width=width), [field.field for field in fields], longest_id=2)
    return list(lines.describe_fields(fields))


def test_extremes_stand_beside_the_rows_where_there_is_room() -> None:
    """One line says how many rows, the smallest number and the largest."""
    assert _describe(90, PRICE) == [
        "  kaufpreis  2 rows  smallest 301600.00 → 299000.00, largest 798300.00 → 749000.00"
    ]


def test_extremes_go_on_in_lines_of_their_own() -> None:
    """A line that would not fit is never broken in the middle of a price."""
    assert _describe(80, PRICE, FieldLine("lage", 1)) == [
        "  kaufpreis  2 rows",
        "             smallest 301600.00 → 299000.00",
        "             largest 798300.00 → 749000.00",
        "  lage       1 row",
    ]


@pytest.mark.parametrize("width", range(46, 100, 7))
def test_lines_of_fields_fit(width: int) -> None:
    """At every usual width each line stands within the terminal."""
    assert max(map(measure, _describe(width, PRICE))) <= width
