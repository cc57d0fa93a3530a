"""Data on a terminal: whatever the format, text from the API is shown and not obeyed."""

import json
from collections.abc import Callable

import pytest

from harness import Outcome, Stream
from oocli.terminal.guarded import GuardedTerminal, escape_hidden
from scripted import ScriptedTransport, answer, result

Run = Callable[..., Outcome]
PAIR = {"OOCLI_TOKEN": "t" * 32, "OOCLI_SECRET": "s" * 64, "NO_COLOR": "1"}
EVIL = "\x1b]0;gone\x07\x1b[2Ja\rb\x9b31m\u202ec\U000e0041"
FORMATS = ("table", "json", "ndjson", "csv", "tsv", "md", "geojson", "raw", "ids")


def write(text: str, *, is_json: bool) -> str:
    """Give what reaches the terminal."""
    terminal = Stream(terminal=True)
    GuardedTerminal(terminal, is_json=is_json).write(text)
    return terminal.getvalue()


def test_json_keeps_its_meaning() -> None:
    """In JSON the escapes of JSON are used: what is copied from the terminal is the same value."""
    text = json.dumps({"a": EVIL}, ensure_ascii=False, indent=2)
    shown = write(text, is_json=True)
    assert json.loads(shown) == {"a": EVIL}
    assert shown.replace("\n", "").isprintable()


def test_lines_and_tabs_stay() -> None:
    """What makes lines and columns is not a danger; CRLF is an end of line like another."""
    assert write("a\tb\r\nc\rd\x1b\n", is_json=False) == "a\tb\nc␍d␛\n"


@pytest.mark.parametrize("output", FORMATS)
def test_no_format_lets_text_control_the_terminal(output: str, oocli: Run) -> None:
    """Names, values and ids of records reach a terminal without control characters, in every format."""
    elements = {"Id": "1", EVIL: EVIL, "breitengrad": "50.7", "laengengrad": "6.1"}
    record = {"id": EVIL, "type": EVIL, "elements": elements}
    transport = ScriptedTransport([answer(result(record, total=1))])
    outcome = oocli("read", "estate", "-o", output, variables=PAIR, transport=transport, terminal=True)
    seen = outcome.out + outcome.err
    assert (outcome.code, "gone" in seen) == (0, True)
    assert [char for char in seen if not char.isprintable() and char not in "\n\t"] == []


@pytest.mark.parametrize("output", ["csv", "tsv", "json"])
def test_programs_get_every_character(output: str, oocli: Run) -> None:
    """Without a terminal nothing is taken out of a value."""
    record = {"id": 1, "type": "estate", "elements": {"lage": EVIL}}
    transport = ScriptedTransport([answer(result(record, total=1))])
    outcome = oocli("read", "estate", "-o", output, variables=PAIR, transport=transport)
    kept = EVIL.replace("\r", "\\r") if output == "tsv" else EVIL
    assert kept in (outcome.out if output != "json" else outcome.json[0]["elements"]["lage"])


@pytest.mark.parametrize("output", ["json", "table"])
def test_prompt_and_error_are_shown_safely(output: str, oocli: Run) -> None:
    """A question that holds what was typed, and the refusal that follows, cannot control the terminal."""
    words = ("delete", "calendar", EVIL, "--no-validate", "-o", output)
    outcome = oocli(*words, stdin="n\n", variables=PAIR, transport=ScriptedTransport([]), terminal=True)
    assert outcome.code == 8
    assert "Really delete calendar ␛]0;gone␇" in outcome.err
    assert [char for char in outcome.err if not char.isprintable() and char != "\n"] == []


def test_escaped_json_means_the_same() -> None:
    """Nothing of it acts on the terminal, and a program that reads it gets every character."""
    value = "C1 \x9b31m, DEL \x7f, bidi \u202e, zero width \u200b, tag \U000e0041, end"
    escaped = escape_hidden(json.dumps(value, ensure_ascii=False))
    assert escaped.isprintable()
    assert json.loads(escaped) == value
