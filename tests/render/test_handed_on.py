"""Records that are handed on in their text are those that decoding gives, whatever an answer holds."""

import io
import json
from collections.abc import Callable, Mapping
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from oocli.fields.typed_records import type_records
from oocli.fields.types import CONVERTERS
from oocli.render import Layout, choose
from oocli.wire.decoding import decode_json
from oocli.wire.messages import decode
from oocli.wire.slices import read_slices

EXAMPLES = settings(
    derandomize=True,
    database=None,
    deadline=None,
    max_examples=500,
    suppress_health_check=[HealthCheck.too_slow],
)
# As they stand in JSON: texts that look like members and records, escapes of PHP, numbers of all spellings.
TEXTS = (
    *('""', '" "', '"0"', '"1"', '"-0"', '"007"', '"3.00"', '"2.50"', '"0.00001"', '"1,5"', '"ja"', '"true"'),
    *('"|a||b|"', '"0000-00-00"', '"2026-11-28 12:30:00"', '"28-11-2026"', '"12345678901234567.89"'),
    *(
        r'"a\"b"',
        r'"\\"',
        r'"\\\""',
        r'",\"n\":\"1\""',
        r'"},{\"id\":5,\"x\":\""',
        '"}}"',
        '"{"',
        '"["',
        '"]"',
    ),
    *('"a,"', '",:"', r'"\u00fc\/"', r'"\ud83d\ude00"', r'"\u0022"', r'"\u005c"', r'"a\nb\u0001"', '"ü€"'),
)
OTHERS = ("0", "-0", "12", "1.50", "1E5", "1e-7", "12345678901234567890123", "true", "false", "null")
NAMES = (
    *(
        '"n"',
        '"nn"',
        '"n "',
        '"N"',
        '"id"',
        '"type"',
        '"elements"',
        '"_id"',
        '"records"',
        '"a.b"',
        '"(x)"',
        '""',
    ),
    *(r'"\u00fc"', r'"q\"r"', r'"x\\"', r'"a\/b"', '","', '":"', '"x,"', '"ind_1_Feld"', '"ind_12_Feld"'),
)
KINDS = (*CONVERTERS, "varchar", "")


def join_members(members: list[tuple[str, str]]) -> str:
    """Give the text of an object."""
    return "{" + ",".join(f"{name}:{value}" for name, value in members) + "}"


def join_items(items: list[str]) -> str:
    """Give the text of a list."""
    return "[" + ",".join(items) + "]"


def join_record(number: int, elements: str, odd: str) -> str:
    """Give the text of a record; most begin with their number and end with their elements."""
    if odd == "last":
        return f'{{"elements":{elements},"type":"estate","id":{number}}}'
    return f'{{"id":{number},"type":"estate","elements":{elements}{odd}}}'


def objects(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Give texts of objects, which may have a name twice."""
    return st.lists(st.tuples(st.sampled_from(NAMES), inner), max_size=5).map(join_members)


atoms = st.sampled_from(TEXTS + OTHERS)
values = st.one_of(
    *[atoms] * 6,
    st.lists(atoms, max_size=3).map(join_items),
    objects(atoms),
    st.lists(atoms | objects(atoms), max_size=3).map(join_items),
)
elements = st.one_of(
    objects(atoms), objects(values), st.sampled_from(("[]", "{}", "null", '["1",{"n":"1"}]'))
)
odds = st.sampled_from(("",) * 8 + (',"n":"1"', ',"more":{"n":"1"}', "last"))
records = st.lists(st.tuples(elements, odds), max_size=6).map(
    lambda drawn: [join_record(number, *rest) for number, rest in enumerate(drawn, 1)]
)
types = st.dictionaries(st.sampled_from(NAMES).map(json.loads), st.sampled_from(KINDS))


def show(
    body: bytes, read: Callable[[bytes], Any], types: Mapping[str, str] | None, layout: str
) -> list[str]:
    """Give the JSON of each row that is written of an answer, which tells 1, 1.0 and true apart."""
    found = decode(body, 1, read=read).results[0].records
    name, _, flat = layout.partition(" ")
    stream = io.StringIO()
    choose(name, Layout(flat=bool(flat))).render(
        found if types is None else type_records(found, types), stream
    )
    text = stream.getvalue()
    rows = json.loads(text) if name == "json" else [json.loads(line) for line in text.split("\n")[:-1]]
    return [json.dumps(row) for row in rows]


@EXAMPLES
@given(
    records,
    st.none() | types,
    st.sampled_from(("ndjson", "json", "ndjson flat", "json flat")),
    st.sampled_from((("", ""), ("", ""), (",", ", "), (":", " : "))),
)
def test_text_and_values_are_written_alike(
    records: list[str], types: Mapping[str, str] | None, layout: str, blanks: tuple[str, str]
) -> None:
    """A record that was never decoded becomes the row, with the types, that a decoded one becomes."""
    result = f'{{"data":{{"meta":{{"cntabsolute":9}},"records":{join_items(records).replace(*blanks)}}}'
    result += ',"status":{"errorcode":0,"message":"OK"}}'
    body = f'{{"status":{{"code":200,"errorcode":0}},"response":{{"results":[{result}]}}}}'.encode()
    assert show(body, read_slices, types, layout) == show(body, decode_json, types, layout)
