"""Files in directories, and what their names begin with."""

from pathlib import Path

import pytest

from oocli.filing.folders import find_files, find_number, list_beginnings, sort_naturally


@pytest.mark.parametrize(
    ("name", "beginnings"),
    [
        ("K0001_01", ["K0001_01", "K0001_", "K0001", "K"]),
        ("2024-17 Küche", ["2024-17 Küche", "2024-17 ", "2024-17", "2024-", "2024"]),
        ("AB12c", ["AB12c", "AB12", "AB"]),
        ("", []),
    ],
)
def test_beginnings_end_where_the_kind_of_sign_changes(name: str, beginnings: list[str]) -> None:
    """Never in the middle of a number: K00 is no beginning of K0001."""
    assert list_beginnings(name) == beginnings


def test_numbers_in_names_are_sorted_as_numbers() -> None:
    """In any case of the letters, as a file manager shows them."""
    names = ["Bild10.jpg", "bild2.jpg", "Bild1.jpg", "anfang.jpg"]
    assert sort_naturally(names) == ["anfang.jpg", "Bild1.jpg", "bild2.jpg", "Bild10.jpg"]


@pytest.mark.parametrize(
    ("file", "given", "number"),
    [
        ("11/a.jpg", ".", 11),
        ("11/innen/a.jpg", ".", 11),
        ("11/2024/a.jpg", ".", 11),
        ("11/a.jpg", "11", 11),
        ("11/innen/a.jpg", "11", 11),
        ("11/a.jpg", "11/a.jpg", 11),
        ("elf/a.jpg", ".", 0),
        ("a.jpg", ".", 0),
        ("photos11/a.jpg", ".", 0),
    ],
)
def test_the_first_directory_below_the_one_given_is_the_record(
    tmp_path: Path, file: str, given: str, number: int
) -> None:
    """Or the one that is given; deeper ones only sort the files of the record."""
    folder = tmp_path / "photos"
    (folder / file).parent.mkdir(parents=True)
    (folder / file).touch()
    (found,) = find_files([folder / given])
    assert find_number(found) == number


def test_what_does_not_exist_is_given_as_it_is(tmp_path: Path) -> None:
    """The check of the files tells of it, with all else."""
    (found,) = find_files([tmp_path / "missing.jpg"])
    assert found.path == tmp_path / "missing.jpg"
