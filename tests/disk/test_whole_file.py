"""whole_file: what was there stays until the new file is whole."""

import os
from pathlib import Path

import pytest

from oocli.disk.whole_file import find_target, follow


def _write(target: Path, text: str) -> None:
    place = find_target(target)
    with place.taken(), place.open(encoding="utf-8", newline="") as stream:
        stream.write(text)


def test_file_takes_the_place_of_another(tmp_path: Path) -> None:
    """Nothing is left of the old one, nor of what was written before."""
    target = tmp_path / "Übung.csv"
    target.write_text("old and longer", encoding="utf-8")
    _write(target, "new")
    assert [(path, path.read_text("utf-8")) for path in tmp_path.iterdir()] == [(target, "new")]


def test_failure_leaves_what_was_there(tmp_path: Path) -> None:
    """Half a file never appears."""
    target = tmp_path / "a.csv"
    target.write_text("old")
    with pytest.raises(UnicodeEncodeError):
        _write(target, "half a character: \ud800")
    assert [(path, path.read_text()) for path in tmp_path.iterdir()] == [(target, "old")]


def test_what_a_killed_run_left_is_not_added_to(tmp_path: Path) -> None:
    """Numbers of processes come again, and with them the name of the part."""
    target = tmp_path / "a.csv"
    find_target(target).part.write_text("left over, and longer")
    _write(target, "new")
    assert target.read_text() == "new"


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such names of open files")
def test_name_of_an_open_file_is_written_as_it_is() -> None:
    """Whatever stands behind it is neither followed nor replaced."""
    name = Path("/dev/stdout")
    assert (follow(name), find_target(name).is_special) == (name, True)
