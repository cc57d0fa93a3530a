"""``oocli watch``: lines on standard output, or to a command."""

import json
import shlex
import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from harness import Outcome

Oocli = Callable[..., Outcome]


@pytest.fixture
def watched(oocli: Oocli, tmp_path: Path) -> Path:
    """Give a copy that has been watched, behind which an estate was changed."""
    path = tmp_path / "crm.db"
    assert oocli("--sandbox", "watch", str(path), "estate", "--once").out == ""
    oocli("--sandbox", "modify", "estate", "13", "--set", "objekttitel=Neu")
    return path


def run_python(text: str) -> str:
    """Give the command that runs a line of Python."""
    return shlex.join([sys.executable, "-c", text])


def test_a_change_is_a_line(oocli: Oocli, watched: Path) -> None:
    """Given once."""
    line = json.loads(oocli("--sandbox", "watch", str(watched), "--once").out)
    assert (line["op"], line["table"], line["id"]) == ("update", "estate", 13)
    assert line["changed"]["objekttitel"][1] == "Neu"
    assert oocli("--sandbox", "watch", str(watched), "--once").out == ""


def test_a_command_gets_the_lines(oocli: Oocli, watched: Path, tmp_path: Path) -> None:
    """In the place of standard output; without lines it is not started."""
    command = run_python(f"import sys; open({str(tmp_path / 'had')!r}, 'a').write(sys.stdin.read())")
    for _ in range(2):
        done = oocli("--sandbox", "watch", str(watched), "--once", "--exec", command)
        assert (done.code, done.out) == (0, "")
    assert [json.loads(line)["id"] for line in (tmp_path / "had").read_text().splitlines()] == [13]


@pytest.mark.parametrize("command", [run_python("raise SystemExit(3)"), "/nowhere/no-such-command"])
def test_a_command_that_fails_gets_the_lines_again(
    oocli: Oocli, watched: Path, tmp_path: Path, command: str
) -> None:
    """6, and nothing is lost."""
    done = oocli("--sandbox", "watch", str(watched), "--once", "--exec", command)
    assert done.code == 6
    assert done.error["hint"] == "It gets the same lines again next time"
    assert json.loads(oocli("--sandbox", "watch", str(watched), "--once").out)["id"] == 13


def test_a_command_gets_no_credentials(oocli: Oocli, watched: Path, tmp_path: Path) -> None:
    """They are none of its business."""
    command = run_python(f"import os; open({str(tmp_path / 'had')!r}, 'w').write(' '.join(os.environ))")
    secrets = {"OOCLI_TOKEN": "t" * 32, "OOCLI_SECRET": "s" * 64}
    oocli("--sandbox", "watch", str(watched), "--once", "--exec", command, variables=secrets)
    assert set(secrets) & set((tmp_path / "had").read_text().split()) == set()


@pytest.mark.parametrize(
    "arguments",
    [
        ["--every", "soon"],
        ["--exec", "'"],
        ["--exec", " "],
        ["--exec", ""],
        ["estates"],
        ["-o", "csv"],
        ["-o", "table", "--exec", "cat"],
        ["--output-file", "changes.csv", "--once"],
        ["--output-file", "changes.ndjson"],
        ["--output-file", "changes.ndjson", "--once", "--exec", "cat"],
        ["--max-deletes", "x"],
        ["--max-deletes", ""],
        ["--every", ""],
        ["--fields", ""],
        [""],
    ],
)
def test_what_cannot_be_meant_is_refused(oocli: Oocli, tmp_path: Path, arguments: list[str]) -> None:
    """Before anything is asked."""
    done = oocli("--sandbox", "watch", str(tmp_path / "crm.db"), *arguments)
    assert done.code == 2
    assert list(tmp_path.glob("crm.db*")) == []


def test_a_variable_for_the_format_is_none_of_the_lines(oocli: Oocli, watched: Path) -> None:
    """Who sets one for tables of records gets the lines all the same."""
    done = oocli("--sandbox", "watch", str(watched), "--once", variables={"OOCLI_OUTPUT": "csv"})
    assert json.loads(done.out)["id"] == 13


def test_lines_go_to_a_file(oocli: Oocli, watched: Path, tmp_path: Path) -> None:
    """Of one run; they were had once the file is there."""
    file = tmp_path / "changes.ndjson"
    oocli("--sandbox", "watch", str(watched), "--once", "--output-file", str(file))
    assert json.loads(file.read_text("utf-8"))["id"] == 13
    oocli("--sandbox", "watch", str(watched), "--once", "--output-file", str(file))
    assert file.read_text("utf-8") == ""


def test_a_run_that_fails_gives_its_lines_to_the_file(oocli: Oocli, watched: Path, tmp_path: Path) -> None:
    """A table that has too many rows leaves those of the others, and its own changes, alone."""
    db = sqlite3.connect(watched)
    db.execute("INSERT INTO estate (_id, _read_run) SELECT _id + 100000, 1 FROM estate")
    db.commit()
    db.close()
    file = tmp_path / "changes.ndjson"
    done = oocli("--sandbox", "watch", str(watched), "--once", "--output-file", str(file))
    assert done.code == 8
    assert json.loads(file.read_text("utf-8"))["id"] == 13
