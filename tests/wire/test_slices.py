"""Records are cut out of an answer as they came, or the answer is read whole."""

import json
from typing import Any

import pytest

from oocli.render import Layout, choose
from oocli.wire.record import Slice
from oocli.wire.slices import read_slices

ELEMENTS: list[dict[str, Any]] = [
    {},
    {"Id": "4711", "ort": "Köln"},
    {"text": 'Anführung "oben" und \\ unten', "url": "https://example.org/a"},
    {"text": "Zeile 1\nZeile 2\r\n\tEnde", "leer": None, "zahl": 12, "wahr": True},
    {"emoji": "\U0001f600 \u2028 €", "steuer": "\x01\x7f"},
    {"halb": "\ud800"},
    {"liste": ["a", "b"], "zahlen": [1, 2.5]},
    {"geschweift": "}}},{{ [{ ] } {", "mehr": "{"},
    {"name": '},{"id":5,"x":"'},
    {"records": [{"id": 1, "elements": {}}]},
    {"kontakte": [{"id": 1}, {"id": 2}]},
    {"kontakte": [1, {"a": 1}, {"id": 2}]},
    {"innen": {"id": 3, "elements": []}},
    {"gross": 12345678901234567890123, "klein": 1e-7, "exponent": 1e25},
    {"koreanisch": "\ud55c\uad6d, \ud55c\U0001f600", "dann halb": "\ud55c\ud83d"},
]


def build_answer(*lists: list[dict[str, Any]], **further: Any) -> dict[str, Any]:
    """Give an answer with a result for each list of records."""
    results = [
        {
            "actionid": "urn:onoffice-de-ns:smart:2.5:smartml:action:read",
            "data": {"meta": {"cntabsolute": len(records)}, "records": records},
            "status": {"errorcode": 0, "message": "OK"},
        }
        for records in lists
    ]
    return {"status": {"code": 200, "errorcode": 0}, "response": {"results": results}, **further}


def build_records(elements: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Give a record for each set of elements, with Ids from 1."""
    return [{"id": number, "type": "estate", "elements": values} for number, values in enumerate(elements, 1)]


def list_records(answer: dict[str, Any]) -> list[dict[str, Any]]:
    """Give the records of all results."""
    return [record for result in answer["response"]["results"] for record in result["data"]["records"]]


def render(answer: dict[str, Any], tmp_path: Any) -> bytes:
    """Give the NDJSON and the JSON of all records as files hold them."""
    contents = b""
    for name in ("ndjson", "json"):
        file = tmp_path / name
        with file.open("w", encoding="utf-8", newline="") as stream:
            choose(name, Layout()).render(list_records(answer), stream)
        contents += file.read_bytes()
    return contents


def write_ascii(answer: dict[str, Any]) -> bytes:
    """Write JSON as PHP does."""
    return json.dumps(answer, separators=(",", ":")).replace("/", "\\/").encode("ascii")


def write_among_escapes(answer: dict[str, Any]) -> bytes:
    """Write JSON as PHP does, with so many umlauts behind the records that escapes are most of it."""
    return write_ascii({**answer, "further": "ü" * len(json.dumps(answer))})


def write_utf8(answer: dict[str, Any]) -> bytes:
    """Write JSON with as few escapes as possible."""
    return json.dumps(answer, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def write_loosely(answer: dict[str, Any]) -> bytes:
    """Write JSON with blanks and line breaks."""
    return json.dumps(answer, indent=1).encode()


@pytest.mark.parametrize("write", [write_ascii, write_among_escapes, write_utf8, write_loosely])
@pytest.mark.parametrize("elements", ELEMENTS, ids=ascii)
def test_slices_are_written_like_records(elements: dict[str, Any], write: Any, tmp_path: Any) -> None:
    """Whatever a record holds, its line is the one that decoding and encoding it gives."""
    plain = {"Id": "1"}
    body = write(build_answer(build_records([plain, elements, plain]), build_records([elements])))
    expected = render(json.loads(body), tmp_path)
    assert render(read_slices(body), tmp_path) == expected


@pytest.mark.parametrize("write", [write_ascii, write_among_escapes, write_utf8])
def test_an_ordinary_answer_is_cut(write: Any) -> None:
    """Umlauts, slashes, quotes, control characters and lists of values do not stand in the way."""
    elements = [ELEMENTS[1], ELEMENTS[3], ELEMENTS[6], {"a": 'ein "Zitat", a/b', "b": "\x0b\x1b"}]
    found = list_records(read_slices(write(build_answer(build_records(elements), build_records(elements)))))
    assert [type(record) for record in found] == [Slice] * 8


def test_a_slice_knows_its_id_and_its_text() -> None:
    """What paging needs of a record is read, and the text is what will be written."""
    found = list_records(read_slices(write_ascii(build_answer(build_records([{"ort": "Köln"}])))))[0]
    text = '{"id":1,"type":"estate","elements":{"ort":"Köln"}}'
    assert (found["id"], repr(found)) == (1, text)


def test_a_number_keeps_its_spelling() -> None:
    """PHP writes large floats in a way of its own; nothing of a slice is changed."""
    body = write_ascii(build_answer(build_records([{"a": 7}]))).replace(b"7", b"1.0e+25")
    assert repr(list_records(read_slices(body))[0]) == '{"id":1,"type":"estate","elements":{"a":1.0e+25}}'


@pytest.mark.parametrize("write", [write_ascii, write_among_escapes])
@pytest.mark.parametrize("code", ["0022", "000a", "005c", "0041", "007f"])
@pytest.mark.parametrize("before", ["", "\\ud55c", "\\ud83d", "\\u00fc", "\\\\\\\\"])
def test_a_character_of_json_stays_escaped(code: str, before: str, write: Any, tmp_path: Any) -> None:
    """A quote or a line break that is written as a number is none in the line, whatever it follows."""
    body = write(build_answer(build_records([{"a": "?"}, {}]))).replace(
        b"?", f"{before}\\u{code}".encode("ascii")
    )
    assert render(read_slices(body), tmp_path) == render(json.loads(body), tmp_path)


@pytest.mark.parametrize("write", [write_ascii, write_among_escapes])
@pytest.mark.parametrize("text", ["\\u00f", "\\u12\\u00fc", "\\ud83d\\u12"])
def test_half_an_escape_is_a_value_error(text: str, write: Any) -> None:
    """It is not JSON, and nothing is made of it."""
    body = write(build_answer(build_records([{"a": "?"}, {}]))).replace(b"?", text.encode("ascii"))
    with pytest.raises(ValueError, match=r"."):
        read_slices(body)


@pytest.mark.parametrize("write", [write_ascii, write_among_escapes])
def test_characters_beyond_the_basic_plane_do_not_stand_in_the_way(write: Any) -> None:
    """Emoji and Korean, of which PHP writes codes with a d in front, are cut like all others."""
    elements: list[dict[str, Any]] = [{"a": "\U0001f3e1 \ud55c\uad6d\U0001f600 \ud55c. \U0001f600\U0001f3e1"}]
    found = list_records(read_slices(write(build_answer(build_records(elements)))))[0]
    assert type(found) is Slice
    assert json.loads(repr(found))["elements"] == elements[0]


def test_an_id_may_be_text() -> None:
    """Some calls number their records with text."""
    records: list[dict[str, Any]] = [
        {"id": "a-1", "type": "x", "elements": {}},
        {"id": None, "type": "x", "elements": {}},
    ]
    found = list_records(read_slices(write_ascii(build_answer(records))))
    assert [(type(record), record["id"]) for record in found] == [(Slice, "a-1"), (Slice, None)]


def test_everything_but_the_records_is_read() -> None:
    """Status, counts and whatever else the answer says stay what they are."""
    answer = build_answer(build_records(ELEMENTS[:3]), [], extra=[1, {"records": 0}])
    found = read_slices(write_ascii(answer))
    for result in (*answer["response"]["results"], *found["response"]["results"]):
        result["data"]["records"] = len(result["data"]["records"])
    assert found == answer


@pytest.mark.parametrize(
    "elements",
    [[], {"kontakte": [{"id": 1}, {"id": 2}]}, {"kontakte": [5, {"a": "}]"}, {"id": 2}]}],
    ids=ascii,
)
def test_an_answer_of_which_the_cut_cannot_be_proved_is_read_whole(elements: Any) -> None:
    """Then its records are plain, in every list."""
    answer = build_answer(build_records([{"Id": "1"}]), build_records([elements]))
    assert read_slices(write_ascii(answer)) == answer


@pytest.mark.parametrize(
    "odd",
    [
        '{"elements":{"a":1},"type":"estate","id":2}',
        '{"elements":{"a":"}"},"id":2}',
        '{"id":2,"kontakte":[5,{"a":"}"},{"id":3,"x":1}]}',
        '{"id":2,"kontakte":[5, {"a":"}]"},{"id":3,"x":"["}]}',
        '{"id":2,"elements": [ ]}',
        '{"id":2,"elements":[],"a":{"b":1}}',
        '{ "id":2,"elements":{"a":[1]}}',
    ],
)
@pytest.mark.parametrize("place", [1, 2, 3])
def test_an_odd_record_is_never_part_of_another(odd: str, place: int) -> None:
    """One that begins in another way, or holds what looks like the end of one, costs only the cut."""
    texts = [
        '{"id":1,"elements":{"a":"b"}}',
        '{"id":1,"elements":{"a":"}"}}',
        '{"id":1,"elements":{"a":["b"]}}',
    ]
    texts.insert(place, odd)
    body = write_ascii(build_answer([{"id": 0}])).replace(b'{"id":0}', ",".join(texts).encode())
    assert read_slices(body) == json.loads(body)


def test_braces_in_texts_are_told_from_others() -> None:
    """What looks like the end of a record is none in a text, whatever list stands beside it."""
    elements: list[dict[str, Any]] = [{"name": "}}", "liste": ["a"]}, {"name": "[{},{", "liste": ['"']}]
    found = list_records(read_slices(write_ascii(build_answer(build_records(elements)))))
    assert [type(record) for record in found] == [Slice, Slice]


@pytest.mark.parametrize(
    "body",
    [b"", b"{}", b"[]", b"null", b'{"response":{"results":[{"data":[]}]}}', b'{"records":[{"id":1,"a":2}]}'],
)
def test_other_json_is_read_whole(body: bytes) -> None:
    """An answer without results, or with records in an odd place, is what json makes of it."""
    if not body:
        with pytest.raises(ValueError, match=r"."):
            read_slices(body)
    else:
        assert read_slices(body) == json.loads(body)


@pytest.mark.parametrize("keep", [0.3, 0.6, 0.9, 0.99])
def test_half_an_answer_is_a_value_error(keep: float) -> None:
    """What ends in the middle is never cut."""
    body = write_ascii(build_answer(build_records(ELEMENTS[:4] * 5), build_records(ELEMENTS[:4] * 5)))
    with pytest.raises(ValueError, match=r"."):
        read_slices(body[: int(len(body) * keep)])


@pytest.mark.parametrize("words", [("read", "estate"), ("read", "address", "--all")])
def test_cut_records_are_those_that_decoding_gives(oocli: Any, words: tuple[str, ...]) -> None:
    """NDJSON, JSON and ids hand records on; on a terminal JSON is decoded. All have the same records."""
    decoded = json.loads(oocli("--sandbox", *words, "-o", "json", terminal=True).out)
    lines = oocli("--sandbox", *words, "-o", "ndjson").out.splitlines()
    assert [json.loads(line) for line in lines] == decoded
    assert oocli("--sandbox", *words, "-o", "json").out == "[\n" + ",\n".join(lines) + "\n]\n"
    ids = oocli("--sandbox", *words, "-o", "ids").out.split()
    assert ids == [str(record["id"]) for record in decoded]


@pytest.mark.parametrize(
    "deep", ["[" * 150 + "]" * 150, '{"a":' * 150 + "1" + "}" * 150, '[{"a":' * 80 + "1" + "}]" * 80]
)
@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_record_that_is_nested_too_deeply_is_refused(deep: str, place: int) -> None:
    """Wherever it stands; before, only the last record was looked at, and later Pythons let it pass too."""
    elements: list[dict[str, Any]] = [{"ort": "Köln"} for _ in range(3)]
    elements[place] = {"tief": "@"}
    text = json.dumps(build_answer(build_records(elements)), separators=(",", ":"))
    with pytest.raises(RecursionError):
        read_slices(text.replace('"@"', deep).encode())


def test_many_brackets_in_a_text_are_no_nesting() -> None:
    """They cost a reading by record; the answer is taken."""
    elements: list[dict[str, Any]] = [{"lage": "[" * 200}, {"lage": "{[" * 200, "liste": ["a"]}]
    text = json.dumps(build_answer(build_records(elements)), separators=(",", ":"))
    found = list_records(read_slices(text.encode()))
    assert [record["elements"] for record in found] == elements
