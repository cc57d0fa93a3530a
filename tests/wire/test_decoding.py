"""The JSON of an answer is read the same whether orjson is installed or not."""

import json
from typing import Any

import pytest

from oocli.wire.decoding import decode_json

# Longer than what json alone reads.
FILLER = ["x" * 100] * 1000

VALUES = [
    0,
    -0.0,
    12345678901234567890123,
    -9223372036854775809,
    18446744073709551616,
    0.1,
    1e-7,
    1.7976931348623157e308,
    "Köln/Ü \U0001f600 \u2028 \x7f \x01",
    "\ud800",
    {"a": [{}, [], None, True, False]},
    [[[[[[["deep"]]]]]]],
]


@pytest.mark.parametrize("value", VALUES, ids=ascii)
@pytest.mark.parametrize("ascii_only", [True, False])
def test_every_value_is_read_as_json_reads_it(value: Any, ascii_only: bool) -> None:
    """Whole numbers of any length, floats, text, lone surrogates and nesting are the same."""
    body = json.dumps([value, FILLER], ensure_ascii=ascii_only).encode("utf-8", "surrogatepass")
    expected = json.loads(body)[0]
    found = decode_json(body)[0]
    assert repr(found) == repr(expected)


@pytest.mark.parametrize("text", ["1e999", "NaN", "-Infinity", '{"a": 1, "a": 2}', "1.0e+25", "-0", "1E5"])
def test_odd_spellings_are_read_as_json_reads_them(text: str) -> None:
    """What only json takes is left to it; of a name that stands twice, the last counts."""
    body = f"[{text}, {json.dumps(FILLER)}]".encode()
    assert repr(decode_json(body)[0]) == repr(json.loads(body)[0])


@pytest.mark.parametrize("body", [b"", b"[1,", b"<html>" * 20_000, b"\xff\xfe\xfd" * 30_000])
def test_what_is_no_json_is_a_value_error(body: bytes) -> None:
    """Whoever reads it, the failure is the same class."""
    with pytest.raises(ValueError, match=r"."):
        decode_json(body)


@pytest.mark.parametrize(
    "text",
    [
        "[" * 150 + "]" * 150,
        '{"a":' * 150 + '"]"' + "}" * 150,
        '{"[": [' * 80 + "]}" * 80,
        '[{"a":' * 51 + "1" + "}]" * 51,
    ],
)
def test_deep_nesting_is_refused(text: str) -> None:
    """What functions that call themselves could not handle later is refused at once, however deep."""
    with pytest.raises(RecursionError):
        decode_json(text.encode())


@pytest.mark.parametrize("value", ["[" * 500, {"a": "]" * 500 + "{" * 500}, [[[{"[": "]"}]]] * 50], ids=ascii)
def test_brackets_in_texts_are_no_nesting(value: Any) -> None:
    """Only real levels count."""
    assert decode_json(json.dumps(value).encode()) == value
