"""Conditions before the rows are looked at: numbers in range, and files that differ."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from oocli.errors import UsageError
from oocli.text.formats import find_read, find_written

if TYPE_CHECKING:
    from oocli.call.asked import RowOptions
    from oocli.catalogue import Call
    from oocli.terminal.output import Output

_MOST_BATCH = 100
_MOST_JOBS = 8


class Load(NamedTuple):
    """How much is asked of the server at once.

    Attributes:
        jobs: requests in flight at most.
        batch: actions in each.
    """

    jobs: int
    batch: int


_QUICK = Load(jobs=4, batch=25)
"""The load for rows that can be told apart. onOffice documents no limit, and its own plugin sends batches of
20 actions and more. A lost answer leaves 25 rows unknown, a killed process up to 100."""

_GENTLE = Load(jobs=1, batch=10)
"""The load for what reaches people, and for rows that do not name their record: in order."""


def find_usual_load(call: Call) -> Load:
    """Return the load for a call's rows if nobody asked for another."""
    is_told_apart = call.verb == "create" or call.resourceid.use == "required"
    return _QUICK if call.effect == "write" and is_told_apart else _GENTLE


def read_load(asked: RowOptions, call: Call) -> Load:
    """Return how many requests are in flight, and how many actions are in each.

    Raises:
        UsageError: one of them is out of range.
    """
    usual = find_usual_load(call)
    return Load(
        jobs=read_jobs(asked.jobs, usual.jobs),
        batch=_read_number("--batch", asked.batch, usual.batch, _MOST_BATCH),
    )


def read_jobs(typed: int | None, default: int) -> int:
    """Return how many requests are in flight at most.

    Raises:
        UsageError: it is out of range.
    """
    return _read_number("--jobs", typed, default, _MOST_JOBS)


def _read_number(option: str, typed: int | None, default: int, most: int) -> int:
    number = default if typed is None else typed
    if not 1 <= number <= most:
        raise UsageError(f"{option} takes a number from 1 to {most}, not {number}")
    return number


def refuse_contradictions(output: Output, asked: RowOptions) -> None:
    """Refuse options that exclude each other, and files that cannot be written.

    Raises:
        UsageError: with the first that was found.
    """
    if output.format == "raw":
        raise UsageError("There is no raw output of many requests", hint="Use -o ndjson")
    if asked.results == "-":
        raise UsageError(
            "--results needs a file of its own", hint="Standard output has the results with -o ndjson"
        )
    _refuse_same_files(output, asked)
    output.check()
    failed = Path(asked.failed or "failed")
    if failed.is_dir() or not failed.parent.is_dir():
        raise UsageError(
            f"Cannot write {failed}", why="Its directory is missing, or it is a directory itself"
        )
    _refuse_other_workbook(asked)
    if asked.retry_unknown and not asked.resume:
        raise UsageError("--retry-unknown is for a run that is continued", hint="Add --resume")


def _refuse_other_workbook(asked: RowOptions) -> None:
    """Refuse a file of failed rows whose name promises another kind of file than the written .xlsx."""
    source = asked.row_format or find_read(Path(asked.source).suffix.lower())
    if source == "xlsx" and asked.failed and find_written(Path(asked.failed).suffix.lower()) != "xlsx":
        raise UsageError(
            f"--failed {asked.failed} is not a name for a workbook",
            why="Rows of a workbook that failed are written as .xlsx",
            hint="Name it .xlsx",
        )


def _refuse_same_files(output: Output, asked: RowOptions) -> None:
    """Refuse a file that would be written twice, or written and read; only --failed may replace --from."""
    given = {"--from": asked.source, "--results": asked.results, "--failed": asked.failed}
    named: dict[str, str | Path] = {option: name for option, name in given.items() if name}
    named["--output-file"] = output.file or "-"
    taken: dict[Path, str] = {}
    for option, name in named.items():
        path = Path(name).resolve()
        if name == "-" or (path.exists() and not path.is_file()):
            continue
        other = taken.setdefault(path, option)
        if other != option and (other, option) != ("--from", "--failed"):
            raise UsageError(f"{other} and {option} are the same file", hint="Give each a file of its own")
