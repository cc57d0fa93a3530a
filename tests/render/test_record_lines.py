"""Records that are encoded together are those that are encoded one by one, with orjson and without."""

import io
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oocli.render import Layout, choose
from oocli.render.encoding import encode_record

ODD: tuple[Any, ...] = (
    *(0, -0.0, 0.1, 1e-7, 1e-4, 9.99e-4, 1e15, 1e16, 1.5e300, 123456789012345.6, 2**63, 2**64, -(2**63) - 1),
    *(float("nan"), float("inf"), True, None, [], {}, [1.0], [1e-9], ["a", None], [["\x01"]], {"a": 1e-9}),
    *('},{"id":1', '"},{"id":', "\\", "\x00\x1f\x7f\b\f\n\r\t", "\u2028 Köln \U0001f600", "\ud83d", "/</&"),
    *([{"id": 1}, {"id": 2}], {"id": {"id": 1}}, [{"_id": 1}, {"_id": 2}], 350000.0),
)
Values = st.one_of(
    st.sampled_from(ODD), st.text(), st.floats(), st.integers(), st.lists(st.text(), max_size=2)
)
Records = st.lists(
    st.fixed_dictionaries(
        {"id": st.one_of(st.integers(), st.text(max_size=3))},
        optional={
            "type": st.just("estate"),
            "elements": st.dictionaries(st.sampled_from(("a", "b", "_id", "\ud83d")), Values, max_size=3),
        },
    ),
    min_size=1,
    max_size=4,
)


def render(records: list[dict[str, Any]], name: str, **layout: Any) -> bytes:
    """Give what a format makes of records."""
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding="utf-8", newline="", write_through=True)
    choose(name, Layout(**layout)).render(records, stream)
    return raw.getvalue()


@pytest.mark.parametrize("value", ODD, ids=ascii)
def test_an_odd_value_is_written_as_in_a_record_alone(value: Any) -> None:
    """In every format, among records and in each of them."""
    fields = {"a": value, "b": "x"}
    records = [{"id": number, "type": "estate", "elements": fields} for number in range(3)]
    lines = [encode_record(record) for record in records]
    assert render(records, "ndjson") == b"".join(line + b"\n" for line in lines)
    assert render(records, "json") == b"[\n" + b",\n".join(lines) + b"\n]\n"
    rows = [encode_record({"_id": record["id"], **fields}) for record in records]
    assert render(records, "ndjson", flat=True) == b"".join(row + b"\n" for row in rows)


@settings(deadline=None)
@given(Records)
def test_any_records_are_written_as_alone(records: list[dict[str, Any]]) -> None:
    """Whatever they hold and however they differ."""
    assert render(records, "ndjson") == b"".join(encode_record(record) + b"\n" for record in records)
