"""JSON, NDJSON and ids: whole outputs, and what happens when records stop coming."""

import io
import json
from collections.abc import Iterator
from typing import Any

import pytest

from oocli.errors import NetworkError, OocliError
from oocli.render import Layout, choose

RECORDS: list[dict[str, Any]] = [
    {"id": 409, "type": "estate", "elements": {"Id": "409", "lage": 'Köln "Süd"\n🏡', "preis": 1.5}},
    {"id": 411, "type": "estate", "elements": {}},
]
PICTURES: list[dict[str, Any]] = [
    {"id": 431, "type": "files", "elements": [{"title": "Fassade"}, {"title": "Küche"}]},
    {"id": 0, "type": "", "elements": ["153"]},
]


class FlushingStream(io.StringIO):
    """A stream that remembers how much was written at each flush, in characters."""

    def __init__(self) -> None:
        super().__init__()
        self.flushed: list[int] = []

    def flush(self) -> None:
        """Note the position."""
        self.flushed.append(self.tell())


def render(name: str, records: Any, layout: Layout | None = None) -> str:
    """Give what a format makes of records."""
    stream = io.StringIO()
    choose(name, layout or Layout()).render(records, stream)
    return stream.getvalue()


def break_after(count: int) -> Iterator[dict[str, Any]]:
    """Give so many records, then fail as a lost connection does."""
    for number in range(count):
        yield {"id": number, "type": "", "elements": {}}
    raise NetworkError("The connection was closed", arrived=True)


def test_json_is_an_array_with_a_record_a_line() -> None:
    """JSON is one array, one record a line, UTF-8 unescaped."""
    assert render("json", RECORDS) == (
        "[\n"
        '{"id":409,"type":"estate","elements":{"Id":"409","lage":"Köln \\"Süd\\"\\n🏡","preis":1.5}},\n'
        '{"id":411,"type":"estate","elements":{}}\n'
        "]\n"
    )


def test_pretty_json_is_indented() -> None:
    """On a terminal JSON is indented by two."""
    assert render("json", RECORDS, Layout(pretty=True)) == (
        json.dumps(RECORDS, ensure_ascii=False, indent=2) + "\n"
    )


def test_flat_json_puts_elements_beside_the_id() -> None:
    """With --flat a record is its id and its elements."""
    assert render("json", RECORDS, Layout(flat=True)) == (
        '[\n{"_id":409,"Id":"409","lage":"Köln \\"Süd\\"\\n🏡","preis":1.5},\n{"_id":411}\n]\n'
    )


def test_flat_ndjson_gives_each_item_of_a_list_a_line() -> None:
    """Elements that are a list become a line each, under the id of their record."""
    assert render("ndjson", PICTURES, Layout(flat=True)) == (
        '{"_id":431,"title":"Fassade"}\n{"_id":431,"title":"Küche"}\n{"_id":0,"_value":"153"}\n'
    )


def test_ndjson_is_a_record_a_line() -> None:
    """NDJSON is a record a line without spaces, ended by a line feed."""
    assert render("ndjson", RECORDS) == (
        '{"id":409,"type":"estate","elements":{"Id":"409","lage":"Köln \\"Süd\\"\\n🏡","preis":1.5}}\n'
        '{"id":411,"type":"estate","elements":{}}\n'
    )


def test_ids_are_one_a_line() -> None:
    """Each record is its id on a line; a line break inside an id is shown, not obeyed."""
    records = [{"id": 409}, {"id": "<a@b>"}, {"id": "two\nlines"}]
    assert render("ids", records) == "409\n<a@b>\ntwo␊lines\n"


def test_ids_notes_records_without_an_id() -> None:
    """A record without an id is counted, left out, and mentioned."""
    renderer, stream = choose("ids", Layout()), io.StringIO()
    assert renderer.render([{"id": 7}, {"elements": {}}], stream) == 2
    assert (stream.getvalue(), renderer.notes) == ("7\n", ["1 of 2 records have no id and are left out"])


@pytest.mark.parametrize(("name", "nothing"), [("json", "[]\n"), ("ndjson", ""), ("ids", "")])
def test_no_records_is_an_empty_result(name: str, nothing: str) -> None:
    """Without records JSON is an empty array, NDJSON and ids are empty."""
    assert render(name, []) == nothing


@pytest.mark.parametrize("name", ["json", "ndjson"])
def test_numbers_json_does_not_have_become_null(name: str) -> None:
    """An infinity, which 1e999 is read as, is written as null and the output stays JSON."""
    written = render(name, [{"id": 1, "elements": {"a": float("inf"), "b": [float("nan"), 2.5]}}])
    assert '{"id":1,"elements":{"a":null,"b":[null,2.5]}}' in written


@pytest.mark.parametrize("name", ["json", "ndjson"])
def test_a_lone_surrogate_stays_an_escape(name: str) -> None:
    """Half an emoji, which JSON can carry and UTF-8 cannot, is written as the escape it came as."""
    written = render(name, [{"id": 1, "elements": {"a": "ü\ud83c"}}])
    assert r'"a":"ü\ud83c"' in written.encode().decode()


def test_too_deep_a_record_is_a_failure_with_a_hint() -> None:
    """A record nested deeper than can be written fails by name, not by a traceback."""
    deep: Any = 1
    for _ in range(100_000):
        deep = [deep]
    with pytest.raises(OocliError, match="nested too deeply"):
        render("ndjson", [{"id": 1, "elements": {"a": deep}}])


def test_json_is_closed_when_records_stop_coming() -> None:
    """After a failure in the middle the array is ended, and the failure goes on."""
    stream = io.StringIO()
    with pytest.raises(NetworkError):
        choose("json", Layout()).render(break_after(150), stream)
    assert [record["id"] for record in json.loads(stream.getvalue())] == list(range(150))


@pytest.mark.parametrize("name", ["json", "ndjson", "csv", "tsv", "table", "ids"])
def test_a_failure_before_the_first_record_writes_nothing(name: str) -> None:
    """A command that failed at once leaves standard output empty."""
    stream = io.StringIO()
    with pytest.raises(NetworkError):
        choose(name, Layout()).render(break_after(0), stream)
    assert stream.getvalue() == ""


@pytest.mark.parametrize(
    ("name", "lines"), [("ndjson", 730), ("csv", 731), ("tsv", 731), ("table", 732), ("ids", 730)]
)
def test_what_came_before_a_failure_is_written(name: str, lines: int) -> None:
    """The records that came are all written, below the header, before the failure goes on."""
    stream = io.StringIO()
    with pytest.raises(NetworkError):
        choose(name, Layout()).render(break_after(730), stream)
    assert stream.getvalue().count("\n") == lines


@pytest.mark.parametrize(("name", "header"), [("ndjson", 0), ("csv", 1), ("tsv", 1), ("ids", 0)])
def test_a_page_is_flushed_before_the_next_is_asked_for(name: str, header: int) -> None:
    """When record 501 is asked for, the first 500 are on their way."""
    stream = FlushingStream()
    seen: list[int] = []

    def give_pages() -> Iterator[dict[str, Any]]:
        for number in range(1000):
            if number == 500:
                seen.append(stream.getvalue()[: stream.flushed[-1]].count("\n"))
            yield {"id": number, "type": "", "elements": {}}

    choose(name, Layout()).render(give_pages(), stream)
    assert seen == [500 + header]
