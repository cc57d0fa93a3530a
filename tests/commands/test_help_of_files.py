"""The help of ``upload`` and ``download``: every command in it works."""

import re
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest

from harness import Outcome

_FILES = ("kueche.jpg", "bad.jpg", "titel.jpg", "plan.pdf", "grundriss.pdf", "vertrag.pdf")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a working directory with the files that the examples name."""
    folder = tmp_path / "work"
    folder.mkdir()
    for name in (
        *_FILES,
        "photos/11/kueche.jpg",
        "photos/13/bad.jpg",
        "neu/K0001_01.jpg",
        "neu/AC0002/bad.jpg",
    ):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(b"made up")
    (folder / "photos.csv").write_text("file,estate,type\nkueche.jpg,11,Foto\nplan.pdf,13,Grundriss\n")
    monkeypatch.chdir(folder)
    return folder


@pytest.mark.parametrize("word", ["upload", "download"])
def test_examples_of_the_help_work(oocli: Callable[..., Outcome], folder: Path, word: str) -> None:
    """What the help shows can be copied; here it goes to the sandbox."""
    shown = oocli(word, "--help").out
    lines = re.findall(r"^  oocli (.*)$", shown.replace("\\\n", ""), re.MULTILINE)
    assert lines
    outcomes = [oocli("--sandbox", *shlex.split(line)) for line in lines]
    assert [(outcome.code, outcome.err) for outcome in outcomes] == [(0, "")] * len(lines)
    assert (folder / "fotos").exists() == (word == "download")
