"""Formats of data: one line for each, in one table."""

import pytest

from oocli.text import formats


@pytest.mark.parametrize(
    ("ending", "written", "read"),
    [
        (".csv", "csv", "csv"),
        (".tab", "tsv", "tsv"),
        (".jsonl", "ndjson", "ndjson"),
        (".md", "md", ""),
        (".geojson", "geojson", ""),
        (".xlsx", "xlsx", "xlsx"),
        (".xlsm", "", "xlsx"),
        (".pdf", "", ""),
        ("", "", ""),
    ],
)
def test_an_ending_tells_the_format(ending: str, written: str, read: str) -> None:
    """A workbook with macros is read and never written: Excel refuses one without macros under that name."""
    assert (formats.find_written(ending), formats.find_read(ending)) == (written, read)


def test_the_groups_are_parts_of_what_is_written() -> None:
    """A format that is typed, binary or JSON can be chosen with -o."""
    groups = {*formats.JSON_FAMILY, *formats.TYPED_FORMATS, *formats.BINARY_FORMATS, *formats.COLUMN_FORMATS}
    assert groups <= set(formats.FORMATS)
