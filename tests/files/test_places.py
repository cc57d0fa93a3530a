"""Where files go: names are like no other, and last from one run to the next."""

from typing import Any

import pytest

from oocli.files.file_inventory import Entry
from oocli.files.name_patterns import NamePattern
from oocli.files.places import Places
from oocli.files.remote_files import Owner, RemoteFile, describe_file


def _file(number: int, name: str, record: int = 11) -> RemoteFile:
    record_of_list: dict[str, Any] = {"id": number, "type": "file", "elements": {"originalname": name}}
    return describe_file(record_of_list, Owner("estate", record))


def _entry(number: int, file: str, record: int = 11) -> Entry:
    return Entry(number, record, file, "Foto", "t", 1, "0" * 64, "estate", 1)


def _place(files: list[RemoteFile], *present: Entry, pattern: str = "{file}") -> list[str]:
    places = Places(NamePattern(pattern, ()), present)
    return [places.find(file) for file in files]


@pytest.mark.parametrize(
    ("names", "places"),
    [
        (["a.jpg", "A.JPG", "a.jpg"], ["a.jpg", "A-2.JPG", "a-3.jpg"]),
        (["Straße.jpg", "STRASSE.jpg"], ["Straße.jpg", "STRASSE-2.jpg"]),
        (["u\u0308.jpg", "ü.jpg"], ["ü.jpg", "ü-2.jpg"]),
        (["files.ndjson", "Files.NDJSON"], ["files-2.ndjson", "Files-3.NDJSON"]),
    ],
)
def test_each_has_a_name_of_its_own(names: list[str], places: list[str]) -> None:
    """Also on a disk that knows no letter case or composes umlauts; the list of files has its own name."""
    assert _place([_file(number, name) for number, name in enumerate(names)]) == places


def test_name_stays_when_the_first_of_that_name_goes() -> None:
    """What is there as plan-2.pdf is not called plan.pdf because another file was deleted."""
    assert _place([_file(6, "plan.pdf")], _entry(6, "plan-2.pdf")) == ["plan-2.pdf"]


def test_file_that_is_called_otherwise_moves() -> None:
    """Another title, or another pattern, gives another name."""
    assert _place([_file(6, "neu.pdf")], _entry(6, "plan.pdf")) == ["neu.pdf"]
    assert _place([_file(6, "plan.pdf")], _entry(6, "plan.pdf"), pattern="{id}/{file}") == ["11/plan.pdf"]


def test_file_of_another_record_keeps_its_name() -> None:
    """Two downloads into one directory do not stand in each other's way."""
    present = _entry(1, "titel.jpg")
    assert _place([_file(9, "titel.jpg", record=13)], present) == ["titel-2.jpg"]


def test_number_in_a_directory_name_is_none_of_the_file() -> None:
    """The number goes before the ending of the name, whatever the directory is called."""
    files = [_file(1, "a"), _file(2, "a")]
    assert _place(files, pattern="x-2.b/{file}") == ["x-2.b/a", "x-2.b/a-2"]
