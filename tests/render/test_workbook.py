"""Workbooks, as other programs read them: openpyxl, pandas, and the limits of Excel."""

import io
from collections.abc import Iterator
from datetime import datetime
from itertools import repeat
from typing import Any

import openpyxl
import pandas
import pytest
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st
from openpyxl.utils.escape import unescape

from harness import FUZZ_SEED
from oocli.errors import OocliError, UsageError
from oocli.render import Layout, choose
from oocli.render.field_facts import FieldFacts
from oocli.render.workbook import MOST_ROWS, WorkbookRenderer

KNOWN = {
    "plz": FieldFacts("varchar", "PLZ"),
    "kaufpreis": FieldFacts("float", "Kaufpreis", "DATA_TYPE_MONETARY"),
    "status": FieldFacts("singleselect", "Status", permitted={"1": "aktiv", "0": "archiviert"}),
    "tag": FieldFacts("date", "Tag"),
}
RECORD = {
    "id": "409",
    "type": "estate",
    "elements": {"plz": "01067", "kaufpreis": 300000.5, "status": "1", "tag": "2026-11-28"},
}


def render(records: Any, **layout: Any) -> bytes:
    """Give the workbook of records."""
    written = io.BytesIO()
    stream = io.TextIOWrapper(written, encoding="utf-8")
    choose("xlsx", Layout(**layout)).render(records, stream)
    return written.getvalue()


def load(records: Any, **layout: Any) -> Any:
    """Give the workbook of records as openpyxl reads it."""
    return openpyxl.load_workbook(io.BytesIO(render(records, **layout)))


def make_records(*values: Any) -> list[dict[str, Any]]:
    """Give a record for each value, in one field."""
    return [{"id": number, "type": "", "elements": {"a": value}} for number, value in enumerate(values, 1)]


def test_cells_have_the_types_of_their_fields() -> None:
    """A postcode is text, a price a number with two places, a day a day in the German style."""
    row = load([RECORD], known=KNOWN)["Records"][2]
    assert [(cell.value, cell.data_type, cell.number_format) for cell in row] == [
        (409, "n", "General"),
        ("01067", "s", "@"),
        (300000.5, "n", "#,##0.00"),
        ("1", "s", "@"),
        (datetime(2026, 11, 28), "d", "dd.mm.yyyy"),
    ]


def test_the_header_stays_in_sight_and_filters() -> None:
    """The first row is frozen, and a filter goes over all columns and rows."""
    sheet = load([RECORD, RECORD], known=KNOWN)["Records"]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:E3")
    assert [cell.value for cell in sheet[1]] == ["_id", "plz", "kaufpreis", "status", "tag"]


def test_columns_are_as_wide_as_what_they_hold() -> None:
    """Widths follow the first rows, and stay within reason."""
    sheet = load(make_records("x" * 20, "y" * 500))["Records"]
    assert [sheet.column_dimensions[name].width for name in "AB"] == pytest.approx([8, 60], abs=1)


def test_a_second_sheet_explains_the_fields() -> None:
    """It has names, labels, types and keys of the fields."""
    rows = load([RECORD], known=KNOWN)["Fields"].iter_rows(values_only=True)
    assert list(rows) == [
        ("field", "label", "type", "key", "label of the key"),
        ("plz", "PLZ", "varchar", None, None),
        ("kaufpreis", "Kaufpreis", "float", None, None),
        ("status", "Status", "singleselect", None, None),
        ("status", None, None, "1", "aktiv"),
        ("status", None, None, "0", "archiviert"),
        ("tag", "Tag", "date", None, None),
    ]


def test_without_known_fields_there_is_one_sheet() -> None:
    """What nobody knows is not explained."""
    assert load([RECORD]).sheetnames == ["Records"]


def test_no_records_are_a_header() -> None:
    """Without records there are the columns that were asked for."""
    rows = load([], columns=("Id", "ort"))["Records"].iter_rows(values_only=True)
    assert list(rows) == [("_id", "Id", "ort")]


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "{=1+1}",
        "+49 241 123",
        "@SUM(A1)",
        "-2+3",
        "https://example.org/" + "x" * 3000,
        "mailto:a@example.org",
        "internal:Fields!A1",
        "zwei\nZeilen\r\nmehr",
        " blanks ",
        "\x00\x1b\x7f",
        "_x0041_",
        "<a href='x'>&amp;</a>",
        "\U0001f3e0",
        "x" * 32_767,
        "00:30",
        "1E5",
        "TRUE",
    ],
)
def test_text_stays_text(text: str) -> None:
    """No text is a formula, a link, a number or a date, and every character of it is there."""
    cell = load(make_records(text))["Records"]["B2"]
    value = unescape(cell.value) if "_x" in cell.value else cell.value
    assert (value, cell.data_type, cell.hyperlink) == (text, "s", None)


@pytest.mark.parametrize("engine", ["openpyxl", "calamine"])
def test_pandas_reads_it(engine: Any) -> None:
    """Numbers and days arrive as such, and no zero of a text is lost."""
    texts = {"plz": str, "status": str}
    frame = pandas.read_excel(io.BytesIO(render([RECORD], known=KNOWN)), engine=engine, dtype=texts)
    assert frame.to_dict("records") == [
        {
            "_id": 409,
            "plz": "01067",
            "kaufpreis": 300000.5,
            "status": "1",
            "tag": pandas.Timestamp("2026-11-28"),
        }
    ]


def test_a_longer_text_than_a_cell_holds_is_a_failure() -> None:
    """It is refused with its place, counted as Excel counts, and nothing is written."""
    records = make_records("a", "\U0001f3e0" * 16_384)
    with pytest.raises(OocliError) as failure:
        render(records)
    assert failure.value.message == "A cell of Excel has 32,767 characters, a in row 3 has 32,768"


def test_more_rows_than_a_sheet_has_are_a_failure() -> None:
    """No record is cut off in silence."""
    stream = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    renderer = WorkbookRenderer(Layout(), most_rows=2_000)
    with pytest.raises(OocliError, match="A sheet of Excel has 2,000 rows, and there are more"):
        renderer.render(repeat({"id": 1, "type": "", "elements": {}}, 2_000), stream)
    assert MOST_ROWS == 1_048_576


def test_more_columns_than_a_sheet_has_are_a_failure() -> None:
    """No field is cut off in silence."""
    with pytest.raises(OocliError, match="A sheet of Excel has 16,384 columns, these records have 16,385"):
        render([{"id": 1, "type": "", "elements": {f"f{number}": 1 for number in range(16_384)}}])


def test_a_failure_of_the_records_writes_nothing() -> None:
    """What did not come whole is no workbook."""

    def fail() -> Iterator[dict[str, Any]]:
        yield RECORD
        raise OocliError("broken")

    written = io.BytesIO()
    stream = io.TextIOWrapper(written, encoding="utf-8")
    with pytest.raises(OocliError, match="broken"):
        choose("xlsx", Layout()).render(fail(), stream)
    assert written.getvalue() == b""


def test_a_stream_of_text_alone_is_refused() -> None:
    """Bytes need a stream that takes them."""
    with pytest.raises(UsageError, match="The output takes text only"):
        choose("xlsx", Layout()).render([], io.StringIO())


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)
FACTS = st.sampled_from(["", "integer", "float", "boolean", "date", "datetime", "varchar", "multiselect"])


@seed(FUZZ_SEED)
@settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))
@given(st.lists(st.fixed_dictionaries({"id": JSON, "elements": JSON}), max_size=3), FACTS)
def test_any_record_can_be_written(records: list[dict[str, Any]], kind: str) -> None:
    """Records of any shape become a workbook that another program opens."""
    known = {name: FieldFacts(kind) for record in records for name in _list_names(record["elements"])}
    assert load(records, known=known).sheetnames[0] == "Records"


def _list_names(elements: Any) -> list[str]:
    return list(elements) if isinstance(elements, dict) else []
