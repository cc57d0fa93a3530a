"""Any records at all: machines read back what was written, and no terminal obeys it."""

import csv
import io
import json
import re
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from oocli.render import Layout, choose
from oocli.text.widths import measure

EXAMPLES = settings(derandomize=True, database=None, deadline=None, max_examples=100)
WRITABLE = st.text(max_size=15)
HOSTILE = st.text(
    st.one_of(
        st.characters(exclude_categories=()), st.sampled_from("\x1b\x9b\r\n\t\x00\u202e\u2028\ud800\u200d[;m")
    ),
    max_size=15,
)
# Two underscores are the API's notation for generated names, which are joined on purpose.
NAMES = WRITABLE.filter(lambda name: "__" not in name and name != "_id")
SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
VALUES = SCALARS | WRITABLE | st.lists(SCALARS | WRITABLE, max_size=3) | st.just({"a": [{"b": "ü\n"}]})
RECORDS = st.lists(
    st.fixed_dictionaries(
        {
            "id": st.integers() | WRITABLE,
            "type": WRITABLE,
            "elements": st.dictionaries(NAMES, VALUES, max_size=4),
        }
    ),
    max_size=4,
)
HOSTILE_RECORDS = st.lists(
    st.fixed_dictionaries(
        {
            "id": st.integers() | HOSTILE,
            "elements": st.dictionaries(
                HOSTILE, HOSTILE | st.lists(HOSTILE) | st.dictionaries(HOSTILE, HOSTILE)
            )
            | st.lists(HOSTILE),
        }
    ),
    max_size=4,
)
UNESCAPED = {"\\t": "\t", "\\n": "\n", "\\r": "\r", "\\\\": "\\"}


def render(name: str, records: Any, **layout: Any) -> str:
    """Give what a format makes of records."""
    stream = io.StringIO(newline="")
    choose(name, Layout(**layout)).render(records, stream)
    return stream.getvalue()


def make_cell(value: Any) -> str:
    """Give the cell that a value must be read back as."""
    if isinstance(value, str):
        return value
    return "" if value is None else json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def make_rows(records: list[dict[str, Any]]) -> list[list[str]]:
    """Give the header and the rows that a flat format must be read back as."""
    names = list(dict.fromkeys(["_id", *(name for record in records for name in record["elements"])]))
    rows = [{"_id": record["id"], **record["elements"]} for record in records]
    return [names, *([make_cell(row.get(name)) for name in names] for row in rows)]


@EXAMPLES
@given(RECORDS)
def test_ndjson_is_read_back_as_it_was(records: list[dict[str, Any]]) -> None:
    """Each line of NDJSON, split at line feeds alone, is the record."""
    assert [json.loads(line) for line in render("ndjson", records).split("\n")[:-1]] == records


@EXAMPLES
@given(RECORDS, st.booleans())
def test_json_is_read_back_as_it_was(records: list[dict[str, Any]], pretty: bool) -> None:
    """The array is the records, indented or not."""
    assert json.loads(render("json", records, pretty=pretty)) == records


@EXAMPLES
@given(RECORDS)
def test_csv_is_read_back_as_it_was(records: list[dict[str, Any]]) -> None:
    """A reader of RFC 4180 finds every cell as it was."""
    written = io.StringIO(render("csv", records), newline="")
    assert list(csv.reader(written, strict=True)) == make_rows(records)


@EXAMPLES
@given(RECORDS)
def test_tsv_is_read_back_as_it_was(records: list[dict[str, Any]]) -> None:
    """Split at line feeds and tabs, and unescaped, every cell is as it was."""
    lines = render("tsv", records).split("\n")[:-1]
    cells = [[re.sub(r"\\.", lambda m: UNESCAPED[m[0]], cell) for cell in line.split("\t")] for line in lines]
    assert cells == make_rows(records)


@EXAMPLES
@given(HOSTILE_RECORDS, st.booleans(), st.integers(1, 200), st.sampled_from([1, 24]))
def test_a_table_obeys_nothing(records: list[dict[str, Any]], color: bool, width: int, height: int) -> None:
    """Whatever records hold, a table has no control characters but its own bold, dim and line feeds."""
    shown = render("table", records, color=color, width=width, height=height)
    ours = re.sub("\x1b\\[[012]m", "", shown) if color else shown
    assert [char for char in ours if not char.isprintable() and char not in "\n" and ord(char) < 0xA0] == []
    assert not re.search("[\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]", ours)


@EXAMPLES
@given(st.lists(st.dictionaries(NAMES, WRITABLE, min_size=1), min_size=2, max_size=5), st.integers(4, 120))
def test_no_line_is_wider_than_the_terminal(elements: list[dict[str, str]], width: int) -> None:
    """Whatever records hold, no line of a table is wider than the terminal."""
    records = [{"id": number, "elements": values} for number, values in enumerate(elements)]
    lines = render("table", records, width=width, height=1).split("\n")
    assert max(map(measure, lines)) <= width


@EXAMPLES
@given(HOSTILE_RECORDS, st.sampled_from(["json", "ndjson", "csv", "tsv", "ids", "table"]))
def test_everything_can_be_encoded(records: list[dict[str, Any]], name: str) -> None:
    """Whatever records hold, every format is text that UTF-8 can hold."""
    assert isinstance(render(name, records).encode(), bytes)
