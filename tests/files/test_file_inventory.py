"""``files.ndjson``: what is there, true at every moment, and never a way out of the directory."""

import json
from pathlib import Path
from typing import Any

import pytest

from oocli.errors import UsageError
from oocli.files.file_inventory import Entry, Inventory

_LINE: dict[str, Any] = {
    "id": 1,
    "record": 11,
    "file": "11/a.jpg",
    "type": "Foto",
    "title": "Küche",
    "size": 1,
    "sha256": "0" * 64,
    "module": "estate",
    "modified": 5,
}


def _write(folder: Path, *lines: str) -> Inventory:
    (folder / "files.ndjson").write_text("".join(lines), encoding="utf-8")
    return Inventory.read(folder)


def _line(**other: Any) -> str:
    return json.dumps({**_LINE, **other}) + "\n"


def test_line_has_the_keys_in_their_order(tmp_path: Path) -> None:
    """Seven that are promised, and two that say whether a file has to be fetched again."""
    (tmp_path / "a.jpg").touch()
    inventory = Inventory.read(tmp_path)
    inventory.add(Entry(1, 11, "a.jpg", "Foto", "Küche", 1, "0" * 64, "estate", 5))
    inventory.close()
    (line,) = (tmp_path / "files.ndjson").read_text("utf-8").splitlines()
    assert list(json.loads(line)) == list(_LINE)
    inventory.write()
    assert (tmp_path / "files.ndjson").read_text("utf-8") == line + "\n"


def test_last_line_of_a_file_counts(tmp_path: Path) -> None:
    """A run that was killed has told of a file twice; what it said last is true."""
    inventory = _write(tmp_path, _line(size=1), _line(size=2))
    assert [entry.size for entry in inventory.list_entries()] == [2]


def test_torn_last_line_is_passed_over(tmp_path: Path) -> None:
    """Of a run that was killed while it wrote."""
    assert len(list(_write(tmp_path, _line(), _line(id=2)[:40]).list_entries())) == 1


def test_line_behind_a_torn_one_is_a_line_of_its_own(tmp_path: Path) -> None:
    """The run after a kill adds to the file; the torn line must not take the next one with it."""
    (tmp_path / "b.jpg").touch()
    inventory = _write(tmp_path, _line(), _line(id=2)[:40])
    inventory.add(Entry(3, 11, "b.jpg", "Foto", "", 0, "0" * 64, "estate", 5))
    inventory.close()
    assert [entry.id for entry in Inventory.read(tmp_path).list_entries()] == [1, 3]


@pytest.mark.parametrize(
    "file", ["../a", "/etc/passwd", "a/../../b", "C:/a", "C:a", "a\\..\\b", "", "\\\\host\\a", "a\0b"]
)
def test_path_that_leads_out_is_none_of_ours(tmp_path: Path, file: str) -> None:
    """What stands in the file may come from anybody; nothing outside is looked at, moved or removed."""
    with pytest.raises(UsageError, match="line 1 cannot be read"):
        _write(tmp_path, _line(file=file))


@pytest.mark.parametrize(
    "line", ["Hallo\n", "[]\n", "{}\n", _line(size="1"), _line(title=None), "7\n" + _line()]
)
def test_something_else_of_that_name_is_told(tmp_path: Path, line: str) -> None:
    """It is neither read as a list nor written over."""
    with pytest.raises(UsageError, match="is not a list of downloaded files"):
        _write(tmp_path, line, _line())


def test_what_is_no_longer_there_is_left_out(tmp_path: Path) -> None:
    """Files that somebody has removed; an inventory that has become empty is an empty file."""
    inventory = _write(tmp_path, _line())
    inventory.write()
    assert (tmp_path / "files.ndjson").read_text("utf-8") == ""


def test_what_another_run_has_told_stays(tmp_path: Path) -> None:
    """Two downloads into one directory at a time lose nothing of each other."""
    for name in ("a.jpg", "b.jpg"):
        (tmp_path / name).touch()
    one, other = Inventory.read(tmp_path), Inventory.read(tmp_path)
    one.add(Entry(1, 11, "a.jpg", "Foto", "", 0, "0" * 64, "estate", 5))
    other.add(Entry(2, 13, "b.jpg", "Foto", "", 0, "0" * 64, "estate", 5))
    one.write()
    other.write()
    assert [entry.id for entry in Inventory.read(tmp_path).list_entries()] == [1, 2]
