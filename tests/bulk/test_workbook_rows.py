"""``--from f.xlsx``: cells by the types of fields, and what a sheet hides."""

import io
import random
import re
import zipfile
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from harness import Outcome
from limited import run_without

Run = Callable[..., Outcome]
WORKBOOKS = Path(__file__).parent.parent / "samples" / "workbooks"
Rows = list[list[Any]]

_READ = ("--sandbox", "read", "estate", "--sort", "Id", "-o", "csv")
_FIELDS = (
    "--fields",
    "plz,land,kaufpreis,objektart,wohnflaeche,status,letzte_aktion,balkon,objekttitel,lage,ort,baujahr",
)


def write(file: Path, rows: Rows, change: Callable[[Any], None] = lambda sheet: None) -> str:
    """Write a workbook of one sheet; ``change`` does to it what values do not say. Gives its name."""
    book = openpyxl.Workbook()
    sheet: Any = book.active
    for row in rows:
        sheet.append(row)
    change(sheet)
    book.save(file)
    return str(file)


@pytest.fixture
def plan(oocli: Run, tmp_path: Path) -> Callable[..., Outcome]:
    """Give what tells, as a dry run, what rows would be sent as."""

    def run(rows: Rows, *words: str, change: Callable[[Any], None] = lambda sheet: None) -> Outcome:
        name = write(tmp_path / "f.xlsx", rows, change)
        return oocli("--sandbox", "modify", "estate", "--from", name, "--dry-run", *words)

    return run


def list_data(outcome: Outcome) -> list[dict[str, Any]]:
    """Give the fields that would be sent, by row."""
    return [action["parameters"]["data"] for action in outcome.json["actions"]]


def test_what_was_exported_changes_nothing(oocli: Run, tmp_path: Path) -> None:
    """A workbook that comes back as it was written leaves every field as it is."""
    file, before = str(tmp_path / "f.xlsx"), oocli(*_READ, *_FIELDS).out
    assert oocli("--sandbox", "read", "estate", "--sort", "Id", *_FIELDS, "--output-file", file).code == 0
    assert oocli("--sandbox", "modify", "estate", "--from", file, "--yes").code == 0
    assert oocli(*_READ, *_FIELDS).out == before


@pytest.mark.parametrize(
    ("field", "cell", "sent"),
    [
        ("kaufpreis", 350000, "350000"),
        ("kaufpreis", 350000.5, "350000.5"),
        ("kaufpreis", 0.1 + 0.2, "0.3"),
        ("kaufpreis", 1e-7, "0.0000001"),
        ("kaufpreis", "1.234,50 €", "1234.50"),
        ("plz", "01067", "01067"),
        ("plz", 52062, "52062"),
        ("objekttitel", 12, "12"),
        ("objekttitel", datetime(2026, 11, 28, 8, 30, 1), "2026-11-28 08:30:01"),
        ("objekttitel", time(8, 30), "08:30:00"),
        ("letzte_aktion", date(2026, 11, 28), "2026-11-28"),
        ("letzte_aktion", "28.11.2026", "2026-11-28"),
        ("balkon", True, "1"),
        ("balkon", "nein", "0"),
        ("objektart", "Haus", "haus"),
    ],
)
def test_a_cell_is_read_by_the_type_of_its_field(plan: Any, field: str, cell: Any, sent: str) -> None:
    """Numbers, days and truth values arrive as they are, whatever notation people have for texts."""
    assert list_data(plan([["_id", field], [17, cell]])) == [{field: sent}]


def test_empty_cells_and_rows_are_left_out(plan: Any) -> None:
    """As in every other sheet, an empty cell changes nothing, nor a row of blanks."""
    empty: Rows = [[None] * 3, [" ", None, "\n"]]
    rows = [*empty, ["_id", "ort", "plz"], [17, None, "1"], *empty, [27, "Aachen", None]]
    assert list_data(plan(rows)) == [{"plz": "1"}, {"ort": "Aachen"}]


@pytest.mark.parametrize(
    ("plz", "land", "message"),
    [
        (1067, None, "plz: 1067 is a number in the sheet, and may have lost a zero"),
        (1067, "DEU", "plz: 1067 is a number in the sheet, and may have lost a zero"),
        (1067, "Deutschland", "plz: 1067 is a number in the sheet, and may have lost a zero"),
        (106, "AUT", "plz: 106 is a number in the sheet, and may have lost a zero"),
    ],
)
def test_a_postcode_may_have_lost_its_zero(plan: Any, plz: int, land: str | None, message: str) -> None:
    """A short number is refused with its row, unless its country has short ones."""
    outcome = plan([["_id", "plz", "land"], [27, "04109", "DEU"], [17, plz, land]])
    assert outcome.code == 2
    assert outcome.error["problems"][0].startswith(f"row 3: {message}")


@pytest.mark.parametrize(
    ("plz", "land"), [(1010, "AUT"), (1000, "BEL"), (1000, "Belgien"), ("1067", "DEU"), (52062, None)]
)
def test_a_postcode_that_is_whole(plan: Any, plz: Any, land: str | None) -> None:
    """Four digits are enough where the country has four, and a text is what was meant."""
    assert list_data(plan([["_id", "PLZ", "land"], [17, plz, land]]))[0]["plz"] == str(plz)


@pytest.mark.parametrize(
    ("plz", "land", "is_whole"),
    [
        (101, "ISL", True),
        (1001, "Albanien", True),
        (1000, "MKD", True),
        (150, "NOR", False),
        (10011, "ROU", False),
        (400001, "ROU", True),
        (18956, "Singapur", False),
        (75001, "FRA", True),
    ],
)
def test_a_postcode_is_as_long_as_its_country_has_them(
    oocli: Run, tmp_path: Path, plz: int, land: str, is_whole: bool
) -> None:
    """Reykjavik has three digits, Skopje four, Bucharest six."""
    name = write(tmp_path / "f.xlsx", [["Name", "Plz", "Land"], ["A", plz, land]])
    outcome = oocli("--sandbox", "create", "address", "--from", name, "--dry-run")
    assert (outcome.code == 0) == is_whole
    assert is_whole or "may have lost a zero" in outcome.error["problems"][0]


@pytest.mark.parametrize("field", ["Plz_postfach", "gwgWbPlz"])
def test_other_postcodes_are_measured_too(oocli: Run, tmp_path: Path, field: str) -> None:
    """An address has several."""
    name = write(tmp_path / "f.xlsx", [["Name", field], ["A", 1067]])
    outcome = oocli("--sandbox", "create", "address", "--from", name, "--dry-run")
    assert outcome.error["problems"][0].startswith(f"row 2: {field}: 1067 is a number in the sheet")


@pytest.mark.parametrize(
    ("plz", "land", "is_whole"), [(1010, "AUT", False), (1067, "DEU", False), (52062, "ISL", True)]
)
def test_the_postcode_of_another_person_has_a_country_of_its_own(
    oocli: Run, tmp_path: Path, plz: int, land: str, is_whole: bool
) -> None:
    """The beneficial owner lives elsewhere; a country for him is not offered, for there is no such field."""
    name = write(tmp_path / "f.xlsx", [["Name", "Land", "gwgWbPlz"], ["A", land, plz]])
    outcome = oocli("--sandbox", "create", "address", "--from", name, "--dry-run")
    assert (outcome.code == 0) == is_whole
    assert is_whole or outcome.error["problems"][0].endswith("may have lost a zero; type it as text")


@pytest.mark.parametrize(
    ("names", "is_whole"), [(("range_plz", "range_land"), True), (("range_plz",), False)]
)
def test_a_searched_postcode_goes_with_the_searched_country(
    oocli: Run, tmp_path: Path, names: tuple[str, ...], is_whole: bool
) -> None:
    """What a name begins with says which country belongs to which postcode."""
    name = write(tmp_path / "f.xlsx", [["addressid", *names], [1, 1010, "AUT"][: len(names) + 1]])
    outcome = oocli("--sandbox", "create", "searchcriteria", "--from", name, "--dry-run")
    assert (outcome.code == 0) == is_whole, outcome.err


def test_no_validate_sends_a_short_postcode(plan: Any) -> None:
    """Who knows better is believed."""
    assert list_data(plan([["_id", "plz"], [17, 1067]], "--no-validate")) == [{"plz": "1067"}]


@pytest.mark.parametrize(
    ("field", "expected"),
    [("kaufpreis", "a number"), ("baujahr", "a whole number"), ("letzte_aktion", "a date")],
)
def test_a_truth_value_is_no_amount(plan: Any, field: str, expected: str) -> None:
    """``TRUE`` in a column of numbers or days is refused, not sent as 1."""
    outcome = plan([["_id", field], [17, True]])
    assert outcome.error["problems"] == [
        f"row 2: {field}: TRUE is a truth value in the sheet, not {expected}"
    ]


def test_a_truth_value_is_no_record(plan: Any) -> None:
    """A row whose id is ``TRUE`` does not change record 1."""
    outcome = plan([["_id", "ort"], [True, "Aachen"]])
    assert outcome.error["problems"] == ["row 2: _id is neither text nor a whole number"]


@pytest.mark.parametrize(
    ("field", "cell", "sent", "doubt"),
    [
        ("hausnummer", date(2026, 4, 3), "2026-04-03", "2026-04-03 is a date or time in the sheet"),
        ("objekttitel", time(8, 30), "08:30:00", "08:30:00 is a date or time in the sheet"),
        ("objekttitel", False, "0", "FALSE is a truth value in the sheet, and is sent as 0"),
    ],
)
def test_a_cell_that_is_no_text_in_a_field_of_texts_is_told(
    plan: Any, field: str, cell: Any, sent: str, doubt: str
) -> None:
    """The house number 3-4, of which a spreadsheet made a day, is sent with a warning."""
    outcome = plan([["_id", field], [17, cell]])
    assert list_data(outcome) == [{field: sent}]
    assert outcome.err.startswith(f"row 2: {field}: {doubt}")


def test_a_moment_for_a_documented_moment_is_no_finding(oocli: Run, tmp_path: Path) -> None:
    """The start of an appointment is documented as text; what it holds is a moment all the same."""
    name = write(tmp_path / "f.xlsx", [["_id", "start_dt"], [401, datetime(2026, 11, 28, 8, 30)]])
    outcome = oocli("--sandbox", "modify", "calendar", "--from", name, "--dry-run")
    assert (list_data(outcome), outcome.err) == ([{"start_dt": "2026-11-28 08:30:00"}], "")


@pytest.mark.parametrize("column", ["phone", "mobile", "fax_business", "Telefon1"])
def test_a_phone_that_is_a_number_is_told(oocli: Run, tmp_path: Path, column: str) -> None:
    """It may have lost a zero or a plus; as text it has not."""
    name = write(tmp_path / "f.xlsx", [["Name", column], ["A", 3012345], ["B", "03012345"]])
    outcome = oocli("--sandbox", "create", "address", "--from", name, "--dry-run")
    assert (outcome.code, outcome.err.count("may have lost a zero or a plus")) == (0, 1)
    assert f"row 2: {column}: 3012345 is a number in the sheet" in outcome.err


def test_an_error_of_a_formula_is_refused(plan: Any) -> None:
    """It names the cells; what reads values would take them for empty."""

    def spoil(sheet: Any) -> None:
        for place in ("B3", "C3"):
            sheet[place].value, sheet[place].data_type = "#REF!", "e"

    outcome = plan([["_id", "ort", "plz"], [17, "Aachen", "1"], [27, "", ""]], change=spoil)
    assert outcome.error["problems"] == ["row 3: a formula came to an error in B3, C3"]


def test_a_formula_without_its_result_is_refused(plan: Any) -> None:
    """A program wrote it and nobody calculated: the cell is not empty, and must not be left out."""
    rows = [["_id", "ort", "kaufpreis"], [17, "Aachen", "=1+1"], [None, None, "=A1"], [25, "Bonn", 5]]
    assert plan(rows).error["problems"] == [
        "row 2: the file has no result of the formula in C2; save it in a spreadsheet",
        "row 3: the file has no result of the formula in C3; save it in a spreadsheet",
    ]


def test_an_empty_text_is_the_result_of_a_formula(oocli: Run, tmp_path: Path) -> None:
    """``=IF(...; ""; 1)`` leaves a cell empty on purpose, which spreadsheets write as an empty text."""
    written = tmp_path / "written.xlsx"
    write(written, [["_id", "ort", "kaufpreis"], [17, "Aachen", '=IF(A2=17,"",1)']])
    file = tmp_path / "f.xlsx"
    with zipfile.ZipFile(written) as book, zipfile.ZipFile(file, "w") as saved:
        for name in book.namelist():
            saved.writestr(name, book.read(name).replace(b'<c r="C2"', b'<c r="C2" t="str"'))
    outcome = oocli("--sandbox", "modify", "estate", "--from", str(file), "--dry-run")
    assert list_data(outcome) == [{"ort": "Aachen"}]


def test_a_sheet_with_thousands_of_strange_columns_is_refused_at_once(oocli: Run, tmp_path: Path) -> None:
    """The first are told, the rest is counted; nobody reads sixteen thousand lines."""
    name = write(tmp_path / "f.xlsx", [["_id", *(f"x{number}" for number in range(16_383))], [17]])
    outcome = oocli("--sandbox", "modify", "estate", "--from", name)
    assert (outcome.code, len(outcome.error["problems"])) == (2, 21)
    assert outcome.error["problems"][0].startswith("x0 is not a field of estate")
    assert outcome.error["problems"][-1] == "and 16,363 more"


def test_the_zero_of_a_program_that_does_not_calculate_is_no_result(oocli: Run, tmp_path: Path) -> None:
    """XlsxWriter saves 0 where it is told no result, and says that all is to be calculated when opened."""
    file = tmp_path / "f.xlsx"
    book = xlsxwriter.Workbook(str(file))
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["_id", "kaufpreis"])
    for row, (number, result) in enumerate([(17, None), (25, 2), (27, 20), (29, 0.5)], start=1):
        sheet.write(row, 0, number)
        sheet.write_formula(row, 1, "=1+1", None, *([] if result is None else [result]))
    book.close()
    outcome = oocli("--sandbox", "modify", "estate", "--from", str(file), "--dry-run")
    assert outcome.error["problems"] == [
        "row 2: the file has no result of the formula in B2; save it in a spreadsheet"
    ]


@pytest.mark.parametrize("form", ["0%", "0.00%", "0.0 %", '[>1]0%;"%" 0.0'])
def test_a_number_that_is_shown_in_percent_is_told(plan: Any, form: str) -> None:
    """Who sees 3.5 % does not expect 0.035 to be sent; an empty cell and a mark in quotes are nothing."""

    def show(sheet: Any) -> None:
        sheet["B2"].number_format = sheet["B4"].number_format = form
        sheet["B3"].number_format = '0.0 "%"'

    rows = [["_id", "kaufpreis", "ort"], [17, 0.035, None], [25, 3.5, None], [27, None, "Kiel"]]
    outcome = plan(rows, change=show)
    assert list_data(outcome)[:2] == [{"kaufpreis": "0.035"}, {"kaufpreis": "3.5"}]
    assert outcome.err.splitlines()[0] == (
        "row 2: column B (kaufpreis) is shown in percent, and is sent as it is: 0.035 where 3.5 % stands"
    )
    assert outcome.err.count("percent") == 1


def test_the_totals_of_a_table_are_told(oocli: Run, tmp_path: Path) -> None:
    """They are no record, and would become one."""
    file = tmp_path / "f.xlsx"
    book = xlsxwriter.Workbook(str(file))
    columns = [{"header": "ort", "total_string": "Summe"}, {"header": "kaufpreis", "total_value": 3}]
    table = {"columns": columns, "data": [["Aachen", 1], ["Bonn", 2]], "total_row": True}
    book.add_worksheet().add_table("B2:C5", table)
    book.close()
    outcome = oocli("--sandbox", "create", "estate", "--from", str(file), "--dry-run")
    assert outcome.err.splitlines()[0] == "row 5: the row is the totals of a table, and is sent all the same"


def test_a_sheet_that_is_a_chart_is_passed_over(oocli: Run, tmp_path: Path) -> None:
    """The first sheet with cells is meant."""
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.append(["_id", "ort"])
    sheet.append([17, "Aachen"])
    book.create_chartsheet("Kurven", 0)
    book.save(tmp_path / "f.xlsx")
    outcome = oocli("--sandbox", "modify", "estate", "--from", str(tmp_path / "f.xlsx"), "--dry-run")
    assert list_data(outcome) == [{"ort": "Aachen"}]


def test_no_validate_is_only_offered_where_it_helps(plan: Any) -> None:
    """What a sheet has lost stays lost; a number of a record that is none could be sent."""
    lost = plan([["_id", "objekttitel"], [17, 1234567890123456789], ["x", "a"]])
    odd = plan([["_id", "objekttitel"], ["x", "a"]])
    assert "--no-validate" not in lost.error["hint"]
    assert odd.error["hint"].endswith("--no-validate sends them as they are")


def test_a_long_number_is_refused(plan: Any) -> None:
    """Of more than 15 digits a sheet has lost the last ones; the cell is named."""
    outcome = plan([["_id", "objekttitel"], [17, 1234567890123456789]])
    assert outcome.error["problems"][0].startswith("row 2: B2 is a number of more than 15 digits")


def test_what_is_wrong_in_a_column_that_is_left_out_is_no_matter(plan: Any) -> None:
    """A column of looked-up values beside the data, half of them errors, keeps no row back."""

    def spoil(sheet: Any) -> None:
        sheet["C2"].value, sheet["C2"].data_type = "#N/A", "e"

    rows = [["_id", "ort", "Notiz"], [17, "Aachen", ""], [25, "Bonn", 1234567890123456789]]
    outcome = plan(rows, "--ignore", "Notiz", change=spoil)
    assert list_data(outcome) == [{"ort": "Aachen"}, {"ort": "Bonn"}]


def test_hidden_rows_and_merged_cells_are_told(plan: Any) -> None:
    """They are warnings with their rows: both are sent otherwise than they look."""

    def hide(sheet: Any) -> None:
        sheet.row_dimensions[3].hidden = True
        sheet.merge_cells("B4:B5")

    rows = [["_id", "ort", "plz"], [17, "Aachen", "1"], [27, "Bonn", "1"], [29, "Kiel", "1"], [31, None, "1"]]
    outcome = plan(rows, change=hide)
    assert (outcome.code, outcome.err.splitlines()) == (
        0,
        [
            "row 3: the row is hidden in the sheet, and is sent all the same",
            "rows 4-5: B4:B5 is one merged cell, whose value stands in B4 only",
        ],
    )


@pytest.mark.parametrize("ending", ["xlsx", "ods", "xls"])
def test_marks_are_found_in_each_kind_of_workbook(oocli: Run, ending: str) -> None:
    """LibreOffice saved the same as each: errors calculated and typed, a hidden row, a hidden column."""
    name = str(WORKBOOKS / f"marks.{ending}")
    outcome = oocli("--sandbox", "modify", "estate", "--from", name, "--dry-run")
    assert outcome.error["problems"] == [
        "row 2: a formula came to an error in C2",
        "row 3: a formula came to an error in E3",
    ]
    assert outcome.error["warnings"] == [
        "rows 2, 4: column D (lage) is hidden in the sheet, and is sent all the same",
        "row 4: the row is hidden in the sheet, and is sent all the same",
    ]


@pytest.mark.parametrize("ending", ["xlsx", "ods", "xls"])
def test_why_a_column_has_no_name_is_said(oocli: Run, ending: str) -> None:
    """An error among the names, or a merged cell over two columns, is told with its place."""
    name = str(WORKBOOKS / f"marks.{ending}")
    outcome = oocli("--sandbox", "modify", "estate", "--from", name, "--sheet", "Kopf", "--dry-run")
    assert outcome.error["message"] == f"Columns B and D of {name} have values and no name"
    assert outcome.error["why"] == "a formula came to an error in B1; C1:D1 is one merged cell"


def test_a_merged_title_above_the_names_is_told(plan: Any) -> None:
    """The first row that is not empty has to be the names."""
    outcome = plan(
        [["Unsere Objekte"], ["_id", "ort"], [17, "Aachen"]], change=lambda sheet: sheet.merge_cells("A1:B1")
    )
    assert outcome.error["message"].startswith("Column B of ")
    assert outcome.error["why"] == "A1:B1 is one merged cell"


def test_a_name_over_an_empty_column_is_no_matter(plan: Any) -> None:
    """Forms merge cells for their looks: where nothing stands below, nothing is missing."""
    rows: Rows = [["_id", "ort", None], [17, "Aachen", None]]
    assert list_data(plan(rows, change=lambda sheet: sheet.merge_cells("B1:C1"))) == [{"ort": "Aachen"}]


def test_a_hidden_column_is_told_where_it_is_sent(plan: Any) -> None:
    """One that is left out, or has no value in a row, is no finding."""

    def hide(sheet: Any) -> None:
        sheet.column_dimensions.group("B", "D", hidden=True)

    rows = [["_id", "ort", "Notiz", "plz", "lage"], [17, "Aachen", "x", None, "a"], [25, "", "y", "1", "b"]]
    assert plan(rows, "--ignore", "Notiz", change=hide).err.splitlines() == [
        "row 2: column B (ort) is hidden in the sheet, and is sent all the same",
        "row 3: column D (plz) is hidden in the sheet, and is sent all the same",
    ]


def test_errors_below_the_rows_in_a_column_that_is_left_out_are_no_rows(plan: Any) -> None:
    """A look-up that was pulled down further than the rows brings no rows of its own."""

    def spoil(sheet: Any) -> None:
        sheet["C3"].value, sheet["C3"].data_type = "#N/A", "e"

    outcome = plan([["_id", "ort", "Notiz"], [17, "Aachen", "x"]], "--ignore", "Notiz", change=spoil)
    assert list_data(outcome) == [{"ort": "Aachen"}]


def test_cells_without_a_place_follow_each_other(oocli: Run, tmp_path: Path) -> None:
    """Some programs leave the places out, as they may."""
    name, bare = (
        write(tmp_path / "f.xlsx", [["_id", "ort"], [17, "Aachen"], [25, "=1+1"]]),
        tmp_path / "g.xlsx",
    )
    with zipfile.ZipFile(name) as book, zipfile.ZipFile(bare, "w") as saved:
        for member in book.namelist():
            content = book.read(member)
            is_sheet = member.startswith("xl/worksheets/")
            saved.writestr(member, re.sub(rb' r="\w+"', b"", content) if is_sheet else content)
    outcome = oocli("--sandbox", "modify", "estate", "--from", str(bare), "--dry-run")
    assert outcome.error["problems"] == [
        "row 3: the file has no result of the formula in B3; save it in a spreadsheet"
    ]


def test_the_first_sheet_that_is_shown_is_read(oocli: Run, tmp_path: Path) -> None:
    """Without ``--sheet`` a person is told which one it is; a hidden one is not meant."""
    book = openpyxl.Workbook()
    hidden: Any = book.active
    hidden.sheet_state = "hidden"
    for name, town in (("Neu", "Aachen"), ("Alt", "Bonn")):
        sheet = book.create_sheet(name)
        sheet.append(["_id", "ort"])
        sheet.append([17, town])
    file = tmp_path / "f.xlsx"
    book.save(file)
    words = ("--sandbox", "modify", "estate", "--from", str(file), "--dry-run")
    first, other = oocli(*words, terminal=True), oocli(*words, "--sheet", "Alt")
    assert "sheet 'Neu', not 'Sheet', 'Alt'" in " ".join(first.err.split())
    assert list_data(other) == [{"ort": "Bonn"}]


def test_an_empty_sheet_is_refused(oocli: Run, tmp_path: Path) -> None:
    """A first sheet without a cell is no list of no rows; the others are named."""
    book = openpyxl.Workbook()
    file = tmp_path / "f.xlsx"
    words = ("--sandbox", "modify", "estate", "--from", str(file), "--dry-run")
    book.save(file)
    alone = oocli(*words)
    book.create_sheet("Liste").append(["_id", "ort"])
    book.save(file)
    first = oocli(*words)
    assert (alone.code, alone.error["message"]) == (2, f"{file} is empty")
    assert (first.code, first.error["message"]) == (2, f"The sheet 'Sheet' of {file} is empty")
    assert first.error["hint"] == "--sheet NAME reads another: 'Liste'"


def test_a_sheet_that_is_not_there(plan: Any) -> None:
    """The sheets that there are are named."""
    outcome = plan([["_id", "ort"], [17, "Aachen"]], "--sheet", "Neu")
    assert (outcome.code, outcome.error["hint"]) == (2, "It has 'Sheet'")


def test_a_sheet_is_of_a_workbook(oocli: Run, tmp_path: Path) -> None:
    """``--sheet`` with CSV is refused."""
    (tmp_path / "f.csv").write_text("_id,ort\n17,Aachen\n")
    outcome = oocli("--sandbox", "modify", "estate", "--from", str(tmp_path / "f.csv"), "--sheet", "x")
    assert (outcome.code, outcome.error["message"]) == (2, "--sheet is for workbooks")


def _pack(**members: bytes) -> bytes:
    """Give an archive of files, in whose names ``__`` is a slash."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/"), content)
    return packed.getvalue()


_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 5_000


@pytest.mark.parametrize(
    ("content", "why", "hint"),
    [
        (b"", "", "A sheet begins with"),
        (b"Id;ort\n17;Aachen\n", "it is text", "--from-format csv reads it"),
        (b"\xef\xbb\xbf<html><table>", "it is HTML or XML", "Open it in a spreadsheet"),
        (b"PK\x03\x04broken", "it is damaged, or was cut off", "Save it again"),
        (_pack(a=b"x"), "it is an archive of something else", "Save it as .xlsx"),
        (_pack(**{"META-INF__manifest.xml": b"<encryption-data/>"}), "it has a password", "Save it without"),
        (_COMPOUND, "it is damaged, or no workbook", "Save it as .xlsx"),
        (_COMPOUND + "EncryptedPackage".encode("utf-16-le"), "it has a password", "Save it without"),
        (b"\0\1\2", "Cannot detect file format", "Save it as .xlsx"),
    ],
)
def test_what_is_no_workbook_is_refused(
    oocli: Run, tmp_path: Path, content: bytes, why: str, hint: str
) -> None:
    """A file that is only named like one ends in words that say what it is."""
    (tmp_path / "f.xlsx").write_bytes(content)
    outcome = oocli("--sandbox", "modify", "estate", "--from", str(tmp_path / "f.xlsx"))
    assert (outcome.code, outcome.error["code"], outcome.error["why"]) == (2, "usage", why)
    assert outcome.error["hint"].startswith(hint)


def test_rows_that_failed_are_a_workbook_again(oocli: Run, tmp_path: Path) -> None:
    """``--failed`` has the cells of the rows that were refused, with their types."""
    rows: Rows = [["_id", "ort", "kaufpreis", "letzte_aktion"]]
    rows += [[17, "Aachen", 1.5, date(2026, 11, 28)], [999_999, "Bonn", 2.5, date(2026, 11, 27)]]
    name, failed = write(tmp_path / "f.xlsx", rows), tmp_path / "failed.xlsx"
    oocli("--sandbox", "modify", "estate", "--from", name, "--yes", "--failed", str(failed))
    found = openpyxl.load_workbook(failed)["Records"].iter_rows(values_only=True)
    assert [row[:4] for row in found] == [tuple(rows[0]), (999_999, "Bonn", 2.5, datetime(2026, 11, 27))]
    assert oocli("--sandbox", "modify", "estate", "--from", str(failed), "--dry-run").code == 0


def test_times_of_rows_that_failed_are_times_again(oocli: Run, tmp_path: Path) -> None:
    """Hours of a day and more than a day are written, and read as before."""
    rows: Rows = [["_id", "objekttitel", "lage"], [999_999, time(8, 30), timedelta(hours=30)]]
    name, failed = write(tmp_path / "f.xlsx", rows), tmp_path / "failed.xlsx"
    sent = list_data(oocli("--sandbox", "modify", "estate", "--from", name, "--dry-run"))
    oocli("--sandbox", "modify", "estate", "--from", name, "--yes", "--failed", str(failed))
    again = oocli("--sandbox", "modify", "estate", "--from", str(failed), "--dry-run")
    assert list_data(again) == sent == [{"objekttitel": "08:30:00", "lage": "30:00:00"}]


def test_a_workbook_of_libreoffice_is_read(oocli: Run) -> None:
    """It tells as much as .xlsx: an error of a formula, a hidden row, merged cells."""
    name = str(WORKBOOKS / "prices.ods")
    refused = oocli("--sandbox", "modify", "estate", "--from", name, "--dry-run", "--errors", "text")
    assert (refused.code, "row 3: a formula came to an error in B3" in refused.err) == (2, True)
    assert "row 4: the row is hidden in the sheet" in refused.err
    assert "D5:E5 is one merged cell, whose value stands in D5 only" in refused.err


def test_a_tab_that_gets_lost_is_told(oocli: Run) -> None:
    """Blanks and line breaks come as they are; a tab does not, and the cell is named."""
    name = str(WORKBOOKS / "tabs.ods")
    outcome = oocli("--sandbox", "modify", "estate", "--from", name, "--dry-run")
    assert list_data(outcome)[0] == {"objekttitel": "a  b   c", "lage": "xy"}
    assert list_data(outcome)[1]["objekttitel"] == "l1\nl2"
    assert "row 2: the tab in C2 is lost: .ods is read without tabs, .xlsx with them" in outcome.err


def test_an_old_workbook_is_read(oocli: Run) -> None:
    """It tells as much as .xlsx, and has the same values."""
    words = ("--sandbox", "modify", "estate", "--from", str(WORKBOOKS / "prices.xls"), "--dry-run")
    assert oocli(*words).error["problems"] == ["row 3: a formula came to an error in B3"]
    first, *_ = list_data(oocli(*words, "--ignore", "kaufpreis"))
    assert first == {
        "plz": "01067",
        "objekttitel": "Haus am See",
        "letzte_aktion": "2026-11-28",
        "balkon": "1",
    }


@pytest.mark.parametrize("name", ["rest.csv", "rest.ods", "rest"])
def test_rows_that_failed_get_a_name_that_fits(oocli: Run, tmp_path: Path, name: str) -> None:
    """They are written as .xlsx, whatever the kind of the workbook; another ending is refused at once."""
    book = write(tmp_path / "f.xlsx", [["_id", "lage"], [17, "a"]])
    outcome = oocli(
        "--sandbox", "modify", "estate", "--from", book, "--failed", str(tmp_path / name), "--yes"
    )
    assert (outcome.code, "Name it .xlsx" in outcome.err) == (2, True)


@pytest.mark.parametrize("ending", ["xlsx", "ods", "xls"])
def test_damaged_workbook_is_read_or_told(oocli: Run, tmp_path: Path, ending: str) -> None:
    """Bytes that are others by chance, or a file that broke off, end in rows or in words."""
    whole, dice, codes = (WORKBOOKS / f"marks.{ending}").read_bytes(), random.Random(3), set()
    for number in range(150):
        content = bytearray(whole)
        for _ in range(dice.randint(1, 20)):
            content[dice.randrange(len(content))] = dice.randrange(256)
        file = tmp_path / f"{number}.{ending}"
        file.write_bytes(content[: dice.randrange(len(content))] if number % 3 == 0 else content)
        outcome = oocli("--sandbox", "modify", "estate", "--from", str(file), "--dry-run")
        codes.add(outcome.code)
    assert codes <= {0, 2}
    assert 2 in codes


@pytest.mark.parametrize("keep", [600, 3000, 4608, -100])
def test_half_an_old_workbook_is_told(oocli: Run, tmp_path: Path, keep: int) -> None:
    """It is refused with its name, wherever it breaks off."""
    file = tmp_path / "cut.xls"
    file.write_bytes((WORKBOOKS / "prices.xls").read_bytes()[:keep])
    outcome = oocli("--sandbox", "modify", "estate", "--from", str(file))
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.error["message"] == f"{file} is not a workbook that can be read"


def test_without_the_extra_it_is_said_what_to_install(environ: Mapping[str, str], tmp_path: Path) -> None:
    """A sentence names the package and the command that brings it."""
    name = write(tmp_path / "f.xlsx", [["_id", "ort"], [17, "Aachen"]])
    words = ("--sandbox", "modify", "estate", "--from", name, "--errors", "text")
    shown = run_without("python_calamine", environ, *words)
    assert (shown.returncode, shown.stderr) == (
        2,
        "A workbook needs python-calamine, which is not installed\n  pip install 'oocli[excel]' brings it\n",
    )
