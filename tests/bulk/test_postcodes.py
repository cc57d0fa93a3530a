"""Postcodes that have lost a zero on their way through a spreadsheet, in files that are no workbooks."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from harness import Outcome

Run = Callable[..., Outcome]


def _create(oocli: Run, file: Path, *words: str) -> Outcome:
    return oocli("--sandbox", "create", "address", "--from", str(file), "--dry-run", *words)


@pytest.mark.parametrize(
    ("row", "is_short"),
    [
        ({"Plz": 1067}, True),
        ({"Plz": 1067, "Land": "DEU"}, True),
        ({"Plz": 1010, "Land": "AUT"}, False),
        ({"Plz": 52062}, False),
        ({"Plz": "1067"}, False),
        ({"Plz": True}, False),
    ],
)
def test_a_short_number_in_json_is_no_postcode(
    oocli: Run, tmp_path: Path, row: dict[str, Any], is_short: bool
) -> None:
    """A program that took postcodes for numbers has taken their zeros, as a spreadsheet does."""
    file = tmp_path / "f.ndjson"
    file.write_text(json.dumps({"Name": "A", **row}))
    problems = _create(oocli, file).error["problems"] if is_short else []
    assert ("is a number, and may have lost a zero; type it as text" in "".join(problems)) == is_short
    assert _create(oocli, file, "--no-validate").code == 0


@pytest.mark.parametrize(
    ("plz", "land", "digits"),
    [
        ("1067", "DEU", 5),
        ("4109", "Deutschland", 5),
        ("101", "Österreich", 4),
        ("1067", "", 0),
        ("1010", "AUT", 0),
        ("01067", "DEU", 0),
        ("AB1", "DEU", 0),
        ("106", "GBR", 0),
    ],
)
def test_a_text_that_is_too_short_for_its_country_is_told(
    oocli: Run, tmp_path: Path, plz: str, land: str, digits: int
) -> None:
    """CSV that a spreadsheet has saved lacks the zero; where no country stands there nobody can know."""
    file = tmp_path / "f.csv"
    file.write_text(f"Name;Plz;Land\nA;01067;DEU\nB;{plz};{land}\n", encoding="utf-8")
    outcome = _create(oocli, file)
    told = f"line 3: Plz: {plz} has {len(plz)} digits, postcodes of its country have {digits};"
    assert (outcome.code, outcome.err.startswith(told)) == (0, digits > 0)


def test_the_country_of_the_command_line_counts(oocli: Run, tmp_path: Path) -> None:
    """What ``--set`` says of all rows is said of each."""
    file = tmp_path / "f.csv"
    file.write_text("Name;Plz\nA;1067\n")
    assert "postcodes of its country have 5" in _create(oocli, file, "--set", "Land=DEU").err
