"""Rows of a query: no format adds a number to them."""

import io
from typing import Any

import pytest

from oocli.render import Layout, choose

ROWS = [
    {"type": "row", "elements": {"ort": "Aachen", "n": 3}},
    {"type": "row", "elements": {"ort": "Köln", "n": 1}},
]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("json", '[\n{"ort":"Aachen","n":3},\n{"ort":"Köln","n":1}\n]\n'),
        ("ndjson", '{"ort":"Aachen","n":3}\n{"ort":"Köln","n":1}\n'),
        ("csv", "ort,n\nAachen,3\nKöln,1\n"),
        ("tsv", "ort\tn\nAachen\t3\nKöln\t1\n"),
    ],
)
def test_rows_are_their_values_alone(name: str, text: str) -> None:
    """In each format."""
    assert render(name, ROWS) == text


def test_no_rows_are_a_header_without_a_number() -> None:
    """As in every CSV file of a query."""
    assert render("csv", []) == "ort,n\n"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("json", '[\n{"_id":17,"ort":"Aachen"},\n{"_id":17,"ort":"Bonn"}\n]\n'),
        ("csv", "_id,ort\n17,Aachen\n17,Bonn\n"),
        ("table", "_id  ort\n───  ──────\n 17  Aachen\n 17  Bonn\n"),
    ],
)
def test_a_row_may_have_a_number_of_its_own(name: str, text: str) -> None:
    """A query that asks for ``_id`` gets it under that name; there is no other number."""
    rows = [{"id": "", "type": "row", "elements": {"_id": 17, "ort": town}} for town in ("Aachen", "Bonn")]
    assert render(name, rows, "_id", "ort") == text


def render(name: str, rows: list[dict[str, Any]], *columns: str) -> str:
    """Give what a format makes of rows."""
    stream = io.StringIO()
    choose(name, Layout(columns=columns or ("ort", "n"), rows=True)).render(rows, stream)
    return stream.getvalue()
