"""docs/files.md and the help of both commands: every command in them works."""

import re
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest

from harness import Outcome

_PAGE = Path(__file__).parent.parent / "docs" / "files.md"
_FILES = ("kueche.jpg", "bad.jpg", "titel.jpg", "plan.pdf", "grundriss.pdf", "vertrag.pdf")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a working directory with the files that the examples name."""
    folder = tmp_path / "work"
    folder.mkdir()
    for name in _FILES:
        (folder / name).write_bytes(b"made up")
    for name in ("photos/11/kueche.jpg", "photos/13/bad.jpg", "neu/K0001_01.jpg", "neu/AC0002/bad.jpg"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(b"made up")
    (folder / "photos.csv").write_text("file,estate,type\nkueche.jpg,11,Foto\nplan.pdf,13,Grundriss\n")
    monkeypatch.chdir(folder)
    return folder


def test_examples_of_the_page_work(oocli: Callable[..., Outcome], folder: Path) -> None:
    """The commands succeed one after the other, without a word on standard error."""
    blocks = re.findall(r"```console\n(.*?)```", _PAGE.read_text(encoding="utf-8"), re.DOTALL)
    lines = "".join(blocks).splitlines()
    assert [line for line in lines if not line.startswith("$ oocli --sandbox ")] == []
    outcomes = {line: oocli(*shlex.split(line.removeprefix("$ oocli "))) for line in lines}
    assert {line: (out.code, out.err) for line, out in outcomes.items()} == dict.fromkeys(lines, (0, ""))
    assert (folder / "fotos" / "kueche.jpg").read_bytes() == b"made up"
    assert (folder / "briefe" / "vertrag.pdf").read_bytes() == b"made up"
    assert (folder / "titel.png").read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize("word", ["upload", "download"])
def test_examples_of_the_help_work(oocli: Callable[..., Outcome], folder: Path, word: str) -> None:
    """What the help shows can be copied; here it goes to the sandbox."""
    shown = oocli(word, "--help").out
    lines = re.findall(r"^  oocli (.*)$", shown.replace("\\\n", ""), re.MULTILINE)
    assert lines
    outcomes = [oocli("--sandbox", *shlex.split(line)) for line in lines]
    assert [(outcome.code, outcome.err) for outcome in outcomes] == [(0, "")] * len(lines)
    assert (folder / "fotos").exists() == (word == "download")
