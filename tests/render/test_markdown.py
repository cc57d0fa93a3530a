"""Tables in Markdown: whole outputs, and cells that stay text."""

import io
from collections.abc import Callable
from typing import Any

import pytest

from harness import Outcome
from oocli.render import Layout, choose
from oocli.render.shapes import NUMBER, TEXT, Shape

RECORDS: list[dict[str, Any]] = [
    {"id": 409, "type": "estate", "elements": {"plz": "01067", "kaufpreis": "300000.50", "art": ["a", "b"]}},
    {"id": 411, "type": "estate", "elements": {"plz": "52064", "kaufpreis": "", "art": None}},
]


def render(records: Any, *columns: str, **layout: Any) -> str:
    """Give what the format makes of records."""
    stream = io.StringIO(newline="")
    choose("md", Layout(columns=columns, **layout)).render(records, stream)
    return stream.getvalue()


def show(value: Any) -> str:
    """Give the cell that a value becomes."""
    written = render([{"id": 1, "type": "", "elements": {"a": value}}])
    return written.splitlines()[2].removeprefix("| 1 | ").removesuffix(" |")


def test_a_table_as_a_whole() -> None:
    """The columns of CSV, numbers to the right, a line a record."""
    assert render(RECORDS, "kaufpreis") == (
        "| \\_id | kaufpreis | plz | art |\n"
        "| ---: | ---: | --- | --- |\n"
        "| 409 | 300000.50 | 01067 | a, b |\n"
        "| 411 |  | 52064 |  |\n"
    )


def test_what_fields_are_decides_where_they_stand() -> None:
    """Where the field configuration is known it says what is a number, not the look of values."""
    shapes = {"plz": Shape(NUMBER), "kaufpreis": Shape(TEXT)}
    assert render(RECORDS, "plz", "kaufpreis", shapes=shapes).splitlines()[1] == "| ---: | ---: | --- | --- |"


def test_no_records_are_a_header() -> None:
    """Without records there are the columns that were asked for."""
    assert render([], "Id", "ort") == "| \\_id | Id | ort |\n| --- | --- | --- |\n"


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        ("a|b", "a\\|b"),
        ("eins\nzwei\r\ndrei\rvier\n", "eins<br>zwei<br>drei<br>vier"),
        ("  am Rand ", "am Rand"),
        ("*fett* und _schräg_", "\\*fett\\* und \\_schräg\\_"),
        ("objektnr_extern", "objektnr_extern"),
        ("<b>[x](http://a.test)</b>", "\\<b\\>\\[x\\](http://a.test)\\</b\\>"),
        ("`x` ~~y~~ $z$ \\|", "\\`x\\` \\~\\~y\\~\\~ \\$z\\$ \\\\\\|"),
        ("Haus & Hof &amp; &#65;", "Haus & Hof \\&amp; \\&#65;"),
        (True, "true"),
        (None, ""),
        ({"a": [1]}, '{"a":\\[1\\]}'),
        ([{"a": 1}], '\\[{"a":1}\\]'),
        ("\ud800", "\ufffd"),
    ],
)
def test_a_cell_is_text(value: Any, cell: str) -> None:
    """What would be markup is escaped, and no value ends its cell or its row."""
    assert show(value) == cell


def test_the_name_of_a_file_says_it(oocli: Callable[..., Outcome], tmp_path: Any) -> None:
    """``--output-file table.md`` needs no ``-o md``."""
    target = tmp_path / "table.md"
    oocli("--sandbox", "read", "estate", "--fields", "ort", "--limit", "1", "--output-file", str(target))
    assert target.read_text().splitlines()[:2] == ["| \\_id | ort |", "| ---: | --- |"]
