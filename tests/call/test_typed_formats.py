"""``-o xlsx`` and ``-o parquet``: types by the field configuration, to files and pipes, not to terminals."""

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow.parquet
import pytest

from harness import Outcome
from limited import run_without

Run = Callable[..., Outcome]

_READ = ("--sandbox", "read", "estate", "--where", "Id in (17,27)", "--sort", "Id")
_FIELDS = ("--fields", "Id,plz,kaufpreis,objektart,baujahr,balkon,letzte_aktion,erstellt_am")


def read_rows(file: Path, sheet: str = "Records") -> list[tuple[Any, ...]]:
    """Give the rows of a sheet below its header."""
    return list(openpyxl.load_workbook(file)[sheet].iter_rows(min_row=2, values_only=True))


def test_values_have_the_types_of_their_fields(oocli: Run, tmp_path: Path) -> None:
    """The configuration is asked for where it is not cached: a price is a number, a postcode text."""
    file = tmp_path / "f.xlsx"
    assert oocli(*_READ, *_FIELDS, "--output-file", str(file)).code == 0
    kinds = [type(value).__name__ for value in read_rows(file)[0]]
    assert kinds == ["int", "int", "str", "int", "str", "int", "bool", "datetime", "datetime"]


def test_the_second_sheet_has_labels_and_keys(oocli: Run, tmp_path: Path) -> None:
    """What the fields are called stands beside their names."""
    file = tmp_path / "f.xlsx"
    oocli(*_READ, "--fields", "objektart", "--output-file", str(file))
    rows = read_rows(file, "Fields")
    assert rows[0] == ("objektart", "Objektart", "singleselect", None, None)
    assert ("objektart", None, None, "haus", "Haus") in rows


def test_a_call_without_fields_is_written_as_it_came(oocli: Run, tmp_path: Path) -> None:
    """Where no module says types, the types of JSON do."""
    file = tmp_path / "f.xlsx"
    assert oocli("--sandbox", "get", "estateCategories", "--output-file", str(file)).code == 0
    assert openpyxl.load_workbook(file).sheetnames == ["Records"]


@pytest.mark.parametrize("words", [_READ, ("--sandbox", "fields", "estate")])
def test_a_terminal_gets_none(oocli: Run, words: tuple[str, ...]) -> None:
    """What is no text is refused where a person would see it."""
    outcome = oocli(*words, "-o", "xlsx", terminal=True)
    assert (outcome.code, outcome.out) == (2, "")
    assert "A terminal cannot show xlsx, because it is not text" in outcome.err


def test_display_values_have_no_types(oocli: Run, tmp_path: Path) -> None:
    """Numbers that the API wrote for display cannot be typed, so both together are refused."""
    file = tmp_path / "f.xlsx"
    outcome = oocli(*_READ, "--formatoutput", "--output-file", str(file))
    assert (outcome.code, file.exists()) == (2, False)


def test_what_excel_cannot_hold_leaves_no_file(oocli: Run, tmp_path: Path) -> None:
    """A failure says what is too long, and the file of before stays."""
    file = tmp_path / "f.xlsx"
    file.write_text("before")
    oocli("--sandbox", "modify", "estate", "17", "--set", f"lage={'x' * 40_000}")
    outcome = oocli(*_READ, "--fields", "lage", "--output-file", str(file))
    assert (outcome.code, file.read_text(), list(tmp_path.glob(".*"))) == (1, "before", [])
    assert "A cell of Excel has 32,767 characters, lage in row 2 has 40,000" in outcome.err


def test_a_pipe_gets_the_bytes(environ: Mapping[str, str], tmp_path: Path) -> None:
    """Standard output takes a workbook where it is no terminal."""
    file = tmp_path / "f.xlsx"
    command = [sys.executable, "-m", "oocli", *_READ, "-o", "xlsx"]
    with file.open("wb") as stream:
        subprocess.run(command, stdout=stream, check=True, env={**os.environ, **environ})
    assert [row[0] for row in read_rows(file)] == [17, 27]


def test_parquet_has_the_types_of_the_fields(oocli: Run, tmp_path: Path) -> None:
    """The configuration of the account says that a price is a number and a postcode is text."""
    file = tmp_path / "f.parquet"
    fields = "Id,plz,kaufpreis,erstellt_am,verkauft"
    read = ("--sandbox", "read", "estate", "--limit", "3", "--fields", fields)
    assert oocli(*read, "--output-file", str(file)).code == 0
    table = pyarrow.parquet.read_table(file)
    types = dict(zip(table.schema.names, map(str, table.schema.types), strict=True))
    assert types == {
        "_id": "int64",
        "Id": "int64",
        "plz": "string",
        "kaufpreis": "double",
        "erstellt_am": "timestamp[ms]",
        "verkauft": "bool",
    }
    assert table.num_rows == 3


@pytest.mark.parametrize(
    ("package", "output", "called", "extra"),
    [("pyarrow", "parquet", "pyarrow", "parquet"), ("xlsxwriter", "xlsx", "XlsxWriter", "excel")],
)
def test_without_the_extra_it_is_said_what_to_install(
    environ: Mapping[str, str], package: str, output: str, called: str, extra: str
) -> None:
    """A sentence names the package and the command that brings it, before anything is asked for."""
    shown = run_without(package, environ, *_READ, "-o", output, "--errors", "text")
    said = f"-o {output} needs {called}, which is not installed\n  pip install 'oocli[{extra}]' brings it\n"
    assert (shown.returncode, shown.stdout, shown.stderr) == (2, "", said)
