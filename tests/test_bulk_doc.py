"""docs/bulk.md: every command in it works."""

import re
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest

from harness import Outcome

_PAGE = Path(__file__).parent.parent / "docs" / "bulk.md"
_INPUTS = {
    "portal.csv": "objektnr_extern,kaufpreis,objekttitel\nK0001,250000,Laden\nPORTAL-7,310000,Haus\n",
    "portal-people.csv": "KdNr,Name,Ort\n1001,Dörfel,Aachen\n",
    "people.csv": "Name,Vorname,Plz\nMüller,Eva,01067\nMaier,Jan,\n",
    "buyers.csv": "parentid;childid\n{estate};{address}\n",
}


def _read_examples() -> list[list[str]]:
    text = _PAGE.read_text(encoding="utf-8")
    blocks = "".join(re.findall(r"```console\n(.*?)```", text, re.DOTALL))
    lines = [line.removeprefix("$ oocli ") for line in blocks.splitlines()]
    return [shlex.split(line) for line in lines]


@pytest.fixture
def inputs(oocli: Callable[..., Outcome], tmp_path: Path) -> dict[str, str]:
    """Write the files that the page supposes, and give their texts."""
    numbers = {
        name: oocli("--sandbox", "read", name, "--limit", "1", "-o", "ids").out.strip()
        for name in ("estate", "address")
    }
    written = {name: text.format(**numbers) for name, text in _INPUTS.items()}
    for name, text in written.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return written


def test_examples_of_the_page_work(
    oocli: Callable[..., Outcome], inputs: dict[str, str], tmp_path: Path
) -> None:
    """The commands succeed silently one after the other; names of files mean those in one directory."""
    examples = _read_examples()
    for words in examples:
        stdin = inputs[words[-1]] if words[-2] == "<" else ""
        typed = words[:-2] if stdin else words
        placed = [str(tmp_path / word) if re.search(r"\w\.\w", word) else word for word in typed]
        outcome = oocli(*placed, stdin=stdin)
        assert (outcome.code, outcome.err) == (0, ""), words
    assert len(examples) == 14
    assert len((tmp_path / "results.ndjson").read_text().splitlines()) == 25
