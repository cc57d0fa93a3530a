"""The marks of an OpenDocument, in content that is written here."""

import io
import zipfile

from oocli.bulk.ods_marks import CONTENT, find_ods_marks
from oocli.bulk.sheet_marks import Area, SheetMarks


def _find(table: str) -> SheetMarks:
    content = f'<d xmlns:t="t" xmlns:o="o" xmlns:c="c"><t:table t:name="A">{table}</t:table></d>'
    packed, marks = io.BytesIO(), SheetMarks()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(CONTENT, content)
    with zipfile.ZipFile(packed) as book:
        find_ods_marks(book, "A", marks)
    return marks


def test_each_of_several_errors_is_found() -> None:
    """Cells that are alike stand there once, with their number, as do rows."""
    cell = '<t:table-cell t:number-columns-repeated="2" o:value-type="string" c:value-type="error"/>'
    row = f'<t:table-row t:number-rows-repeated="2"><t:table-cell/>{cell}</t:table-row>'
    assert _find(row).errors == {0: [1, 2], 1: [1, 2]}


def test_a_text_is_no_error() -> None:
    """A formula may come to the word."""
    text = '<t:table-cell o:value-type="string" o:string-value="error" c:value-type="string"/>'
    error = '<t:table-cell c:value-type="error"/>'
    assert _find(f"<t:table-row>{text}{error}</t:table-row>").errors == {0: [1]}


def test_a_formula_without_its_result_is_found() -> None:
    """A program wrote it, and nobody calculated; one with a result says of which type that is."""
    cell = '<t:table-cell t:formula="of:=1+1"/>'
    known = '<t:table-cell t:formula="of:=1+1" o:value-type="float" o:value="2"/>'
    assert _find(f"<t:table-row>{known}{cell}</t:table-row>").unsaved == {0: [1]}


def test_percents_are_found() -> None:
    """What is shown in percent has a type of its own."""
    cell = '<t:table-cell t:number-columns-repeated="2" o:value-type="percentage" o:value="0.035"/>'
    assert _find(f"<t:table-row/><t:table-row>{cell}</t:table-row>").percents == {0: {1}, 1: {1}}


def test_hidden_columns_go_to_the_end_of_the_sheet() -> None:
    """What is merged and hidden is found by counting."""
    shown, hidden = (
        "<t:table-column/>",
        '<t:table-column t:visibility="collapse" t:number-columns-repeated="9"/>',
    )
    cell = '<t:table-cell t:number-columns-spanned="2" t:number-rows-spanned="3"/>'
    row = f"<t:table-row><t:table-cell/>{cell}</t:table-row>"
    marks = _find(f"{shown}{hidden}{row}")
    assert (marks.hidden_columns, marks.merged) == ([(1, 9)], [Area(0, 1, 2, 2)])
    assert list(marks.list_hidden_columns(4)) == [1, 2, 3]
