"""CSV, TSV and the Excel dialect: whole outputs, and what a spreadsheet makes of cells."""

import csv
import io
from typing import Any

import pytest

from oocli.render import Layout, choose

RECORDS: list[dict[str, Any]] = [
    {
        "id": 409,
        "type": "estate",
        "elements": {"Id": "409", "plz": "01067", "kaufpreis": "300000.50", "lage": 'ruhig, "zentral"\nSüd'},
    },
    {
        "id": 411,
        "type": "estate",
        "elements": {"Id": "411", "plz": "52064", "kaufpreis": "", "art": ["a", "b"], "neu": True, "x": None},
    },
]


def render(name: str, records: Any, *columns: str, dialect: str = "rfc4180") -> str:
    """Give what a format makes of records."""
    stream = io.StringIO(newline="")
    choose(name, Layout(columns=columns, dialect=dialect)).render(records, stream)
    return stream.getvalue()


def excel_cell(value: Any) -> str:
    """Give the cell that the Excel dialect makes of a value, unquoted as a spreadsheet reads it."""
    records = [{"id": 1, "type": "", "elements": {"feld": value}}]
    written = render("csv", records, "feld", dialect="excel-de")
    return list(csv.reader(io.StringIO(written, newline=""), delimiter=";"))[1][1]


def test_csv_has_the_id_then_the_asked_fields_then_the_rest() -> None:
    """Columns are _id, the fields in the order of --fields, then what else came."""
    assert render("csv", RECORDS, "lage", "plz", "Id") == (
        "_id,lage,plz,Id,kaufpreis,art,neu,x\n"
        '409,"ruhig, ""zentral""\nSüd",01067,409,300000.50,,,\n'
        '411,,52064,411,,"[""a"",""b""]",true,\n'
    )


def test_tsv_is_one_line_a_record() -> None:
    """Tabs, line breaks and backslashes in a TSV cell are escaped."""
    records = [{"id": 1, "type": "", "elements": {"a": "x\ty", "b": "1\r\n2", "c": "C:\\new"}}]
    assert render("tsv", records) == "_id\ta\tb\tc\n1\tx\\ty\t1\\r\\n2\tC:\\\\new\n"


def test_the_excel_dialect_as_a_whole() -> None:
    """excel-de has a byte order mark, semicolons, CRLF, decimal commas and kept postcodes."""
    assert render("csv", RECORDS, "Id", "plz", "kaufpreis", dialect="excel-de") == (
        "\ufeff_id;Id;plz;kaufpreis;lage;art;neu;x\r\n"
        '409;409;"=""01067""";300000,50;"ruhig, ""zentral""\nSüd";;;\r\n'
        '411;411;52064;;;"[""a"",""b""]";true;\r\n'
    )


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        ("108.79", "108,79"),
        ("-3.5700", "-3,5700"),
        (2.5, "2,5"),
        (1e-07, "1e-07"),
        (300000, "300000"),
        ("300000", "300000"),
        ("1.234.567,50", "1.234.567,50"),
        ("2025-11-17 15:30:25", "2025-11-17 15:30:25"),
        ("1.5.26", "1.5.26"),
        ("17.11.2025", "17.11.2025"),
        ("1.5.2.1", "1.5.2.1"),
        ("2025-11-17", "2025-11-17"),
        ("08:30", "08:30"),
        ("08:30:59", "08:30:59"),
        ("1-2/3", "1-2/3"),
        ("12E", "12E"),
    ],
)
def test_excel_reads_numbers_and_times(value: Any, cell: str) -> None:
    """Numbers get a decimal comma; what German Excel reads right is left alone."""
    assert excel_cell(value) == cell


@pytest.mark.parametrize(
    "value",
    [
        "01067",
        "024112345",
        "00.5",
        "1E5",
        "12E-3",
        "12e+3",
        "1.5E3",
        "1,5e-3",
        "12-14",
        "1-2-3",
        "1/2/2026",
        "2024-12",
        "2024/1",
        "1:500",
        "8:30",
        "10:20:300",
        "1/2",
        "1 1/2",
        "1.5.2",
        "12.10.",
        "1234567890123456",
        "720.000",
        "1,5",
        "-0,25",
    ],
)
def test_excel_keeps_text_that_looks_like_a_number(value: str) -> None:
    """Postcodes, house numbers, long and ambiguous numbers are written so that Excel keeps them."""
    assert excel_cell(value) == f'="{value}"'


@pytest.mark.parametrize(
    "value",
    [
        "=1+1",
        "+49 241 123",
        "-2+3",
        "@SUM(A1)",
        "\t=1+1",
        "\r=1",
        "\n=1",
        "=cmd|' /C calc'!A0",
        "-",
        "'=1+1",
        "''+2",
    ],
)
def test_excel_runs_no_formula(value: str) -> None:
    """What a spreadsheet would run as a formula gets an apostrophe in front."""
    assert excel_cell(value) == f"'{value}"


def test_excel_runs_no_formula_in_the_header() -> None:
    """A field name is guarded like a value."""
    records = [{"id": 1, "type": "", "elements": {"=1+1": "x"}}]
    assert render("csv", records, dialect="excel-de") == "\ufeff_id;'=1+1\r\n1;x\r\n"


@pytest.mark.parametrize(
    ("name", "dialect", "header"),
    [
        ("csv", "rfc4180", "_id,Id,lage\n"),
        ("csv", "excel-de", "\ufeff_id;Id;lage\r\n"),
        ("tsv", "rfc4180", "_id\tId\tlage\n"),
    ],
)
def test_no_records_is_a_header(name: str, dialect: str, header: str) -> None:
    """Without records the header of the asked columns is written."""
    assert render(name, [], "Id", "lage", dialect=dialect) == header


def test_a_row_of_one_empty_cell_is_still_a_row() -> None:
    """A record without id and elements is a quoted empty cell, not an empty line."""
    assert render("csv", [{"id": None, "elements": {}}]) == '_id\n""\n'


def test_a_lone_surrogate_is_replaced() -> None:
    """Half an emoji cannot be written in UTF-8 and becomes the replacement character."""
    assert render("csv", [{"id": 1, "elements": {"a": "ü\ud83c"}}]) == "_id,a\n1,ü\ufffd\n"


def test_a_carriage_return_alone_is_quoted() -> None:
    """A cell with a CR cannot split a row for readers that end lines there."""
    assert render("csv", [{"id": 1, "elements": {"a": "x\ry"}}]) == '_id,a\n1,"x\ry"\n'


def test_a_field_that_comes_late_is_noted() -> None:
    """A field that first comes after 500 records has no column, and that is said."""
    records = [{"id": n, "elements": {"a": "1"} if n < 500 else {"a": "1", "b": "2"}} for n in range(503)]
    renderer, stream = choose("csv", Layout()), io.StringIO()
    assert renderer.render(records, stream) == 503
    assert stream.getvalue().split("\n")[501] == "500,1"
    assert renderer.notes == [
        "Fields that first came after the header was written are left out: b (3x)."
        " Name them in --fields to have them as columns"
    ]
