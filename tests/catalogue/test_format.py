"""How the catalogue's JSON is written: in one way, so that a change shows as what it changes."""

import json
from pathlib import Path
from typing import Any

import format_catalogue
import pytest
from hypothesis import given
from hypothesis import strategies as st

_ROOT = Path(__file__).parent.parent.parent
_FILES = format_catalogue.make_files()
_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=120),
    lambda inner: st.lists(inner, max_size=12) | st.dictionaries(st.text(max_size=20), inner, max_size=8),
)


@pytest.mark.parametrize("name", _FILES)
def test_each_file_is_written_by_the_writer(name: str) -> None:
    """Calls, error codes, relations, modules, words: each is what `make format` makes of it."""
    written = (_ROOT / name).read_text(encoding="utf-8")
    assert written == _FILES[name], "run `make format`"


@given(_VALUES)
def test_what_is_written_is_the_same_value(value: Any) -> None:
    """Lines and blanks change, nothing else, not even the order of keys."""
    text = format_catalogue.format_json(value)
    assert json.dumps(json.loads(text)) == json.dumps(value)
    assert text.endswith("\n")


@given(_VALUES)
def test_lines_have_100_columns_unless_one_text_is_longer(value: Any) -> None:
    """What reaches further is a single text, or one behind its key."""
    long = [line.strip() for line in format_catalogue.format_json(value).splitlines() if len(line) > 100]
    assert [line for line in long if not _is_single(line.rstrip(","))] == []


def _is_single(line: str) -> bool:
    """Say whether a line holds one value that has no items, alone or behind a key."""
    first, end = json.JSONDecoder().raw_decode(line)
    rest = line[end:].removeprefix(": ")
    if rest in ("", "{", "["):
        return not isinstance(first, dict | list)
    return not isinstance(json.loads(rest), dict | list) or not json.loads(rest)


def test_a_list_is_filled_and_an_object_has_a_line_a_key() -> None:
    """Short things stand on one line; a list of words has as many on a line as fit."""
    value = {"names": ["a" * 40, "b" * 40, "c" * 40], "paging": {"max": 500, "limit": "listlimit"}, "n": []}
    assert format_catalogue.format_json(value).splitlines() == [
        "{",
        '  "names": [',
        f'    "{"a" * 40}", "{"b" * 40}",',
        f'    "{"c" * 40}"',
        "  ],",
        '  "paging": {"max": 500, "limit": "listlimit"},',
        '  "n": []',
        "}",
    ]
