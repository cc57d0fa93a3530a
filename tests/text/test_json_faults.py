"""Why a text is not JSON is said in words, whatever way it comes in."""

from pathlib import Path
from typing import Any

import pytest

_FAULTS = {
    "9" * 5000: "a number in it is too long",
    "[" * 100_000: "it is nested too deeply",
    "[1 2]": "Expecting ',' delimiter",
    "{'a': 1}": "Expecting property name enclosed in double quotes",
}
_WAYS = {
    "--set": ("modify", "estate", "11", "--set", "kaufpreis:=TEXT"),
    "--params": ("modify", "estate", "11", "--params", "FILE"),
    "send": ("send", "FILE"),
    "JSON rows": ("modify", "estate", "--from", "FILE", "--from-format", "json"),
    "NDJSON rows": ("modify", "estate", "--from", "FILE", "--from-format", "ndjson"),
}
_IN_ROWS = {"JSON rows": "[TEXT]", "NDJSON rows": '{"kaufpreis": TEXT}'}


@pytest.mark.parametrize("text", _FAULTS, ids=["digits", "depth", "comma", "quotes"])
@pytest.mark.parametrize("way", _WAYS)
def test_what_is_wrong_with_json_is_said_in_words(oocli: Any, tmp_path: Path, way: str, text: str) -> None:
    """A number of too many digits, and too many levels, are told like a comma that is missing."""
    file = tmp_path / "given"
    file.write_text(_IN_ROWS.get(way, "TEXT").replace("TEXT", text))
    words = (word.replace("TEXT", text).replace("FILE", str(file)) for word in _WAYS[way])
    outcome = oocli("--sandbox", *words)
    assert (outcome.code, outcome.out) == (2, "")
    told = " ".join((outcome.error["message"], outcome.error["why"], *outcome.error.get("problems", ())))
    assert _FAULTS[text] in told
    assert "sys." not in told
