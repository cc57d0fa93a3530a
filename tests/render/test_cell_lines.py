"""Lines that are written by columns are those that are written cell by cell, whatever the cells hold."""

import io
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oocli.render import Layout, choose
from oocli.render.csv import write_csv_cell, write_excel_cell
from oocli.render.encoding import encode_cell, replace_surrogates
from oocli.render.flat import Sheet, flatten
from oocli.render.tsv import write_tsv_cell

NUMBERS = (
    *(
        "0",
        "007",
        "01067",
        "1",
        "-1",
        "409",
        "350000.00",
        "720.000",
        "1E5",
        "1,5",
        "1" * 15,
        "1" * 16,
        "9" * 60,
    ),
    *("12-14", "1/2", "1 1/2", "2026-01-15 10:20:30", "1234-5", "1234-=1", "٣", "²", "1.5.2", "1.5."),
)
FORMULAS = ("=1+1", "'=x", "''+2", "-", "@a", "'n Haus", "\t=1", "\x1f", "7\x1f=1", "\x1f=", "\r", "\n")
TEXTS = (
    *("", " ", "null", "a,b", "a;b", 'ein "Zitat"', "a\nb", "a\r\nb", "a\tb", "C:\\neu", "\\", "\\n", '"'),
    *("Köln", "€ \u2028", "\U0001f600", "\ud83d", "x" * 60, 'x"' * 60, "x\n" * 60, "x," * 60, "=x" * 60),
)

SINGLE = (*NUMBERS, *FORMULAS, *TEXTS)
Texts = st.one_of(st.sampled_from(SINGLE), st.text(max_size=6))
Plain = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), Texts, st.sampled_from((720.125, 10**15, -(10**16)))
)
Any_value = st.one_of(Plain, st.lists(Plain, max_size=2), st.dictionaries(Texts, Plain, max_size=2))
KINDS = (
    *(Texts, st.integers(), st.floats(), st.booleans(), st.none(), st.lists(Texts, max_size=2)),
    *(st.one_of(st.none(), Texts), st.one_of(st.none(), st.floats()), Any_value),
)
NAMES = ("a", "=b", 'c"', "d\n")
"""Columns; a record may have others."""


@st.composite
def alike_records(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Give records that all have the same fields, each with values of one kind, as an export has them."""
    number = draw(st.integers(1, 6))
    columns = st.one_of([st.lists(kind, min_size=number, max_size=number) for kind in KINDS])
    values = [draw(columns) for _ in range(draw(st.integers(0, len(NAMES))))]
    fields = dict(zip(NAMES, values, strict=False))
    return [
        {"id": at, "type": "estate", "elements": {name: column[at] for name, column in fields.items()}}
        for at in range(number)
    ]


Other_records = st.lists(
    st.fixed_dictionaries(
        {"id": st.one_of(st.integers(), Texts, st.none())},
        optional={
            "elements": st.one_of(
                st.dictionaries(st.sampled_from((*NAMES, "_id", "e__1")), Any_value, max_size=4),
                st.lists(Any_value, max_size=2),
            )
        },
    ),
    max_size=4,
)


def write_cells(
    records: Sequence[dict[str, Any]],
    write: Callable[[Any], str],
    separator: str,
    *,
    end: str = "\n",
    alone: str = '""',
) -> str:
    """Give header and rows, each cell written by itself."""
    rows = [row for record in records for row in flatten(record)]
    sheet = Sheet(("a",))
    sheet.open(rows)
    lines = [list(sheet.columns), *map(sheet.values, rows)]
    return "".join((separator.join(map(write, line)) or alone) + end for line in lines)


def write_csv(value: Any) -> str:
    """Give a cell of CSV."""
    return write_csv_cell(encode_cell(value))


def write_excel(value: Any) -> str:
    """Give a cell of the Excel dialect; the point of a number is a comma."""
    text = encode_cell(value)
    return text.replace(".", ",") if isinstance(value, float) else write_excel_cell(text)


def write_tsv(value: Any) -> str:
    """Give a cell of TSV."""
    return write_tsv_cell(encode_cell(value))


FORMATS = pytest.mark.parametrize(
    ("layout", "name", "expected"),
    [
        (Layout(("a",)), "csv", lambda records: write_cells(records, write_csv, ",")),
        (
            Layout(("a",), dialect="excel-de"),
            "csv",
            lambda records: "\ufeff" + write_cells(records, write_excel, ";", end="\r\n"),
        ),
        (Layout(("a",)), "tsv", lambda records: write_cells(records, write_tsv, "\t", alone="")),
    ],
    ids=["csv", "excel-de", "tsv"],
)


def render(records: Sequence[dict[str, Any]], layout: Layout, name: str) -> str:
    """Give what a format makes of records."""
    stream = io.StringIO(newline="")
    choose(name, layout).render(records, stream)
    return stream.getvalue()


@FORMATS
@pytest.mark.parametrize("text", SINGLE, ids=ascii)
def test_a_column_of_one_text_is_written_like_its_cells(
    text: str, layout: Layout, name: str, expected: Any
) -> None:
    """Nothing else in the column gives a reason to look at its cells."""
    records = [{"id": 1, "elements": {"a": text, "b": "x"}}] * 3
    assert render(records, layout, name) == replace_surrogates(expected(records))


@FORMATS
@settings(deadline=None)
@given(first=st.one_of(alike_records(), Other_records), then=st.one_of(alike_records(), Other_records))
def test_lines_are_those_of_single_cells(
    layout: Layout, name: str, expected: Any, first: list[dict[str, Any]], then: list[dict[str, Any]]
) -> None:
    """Columns of one kind and of all kinds, odd texts and numbers, fields that are missing."""
    records = [*first, *then]
    records *= 650 // max(1, len(records))  # more than those by which columns are chosen, and a batch
    assert render(records, layout, name) == replace_surrogates(expected(records))
