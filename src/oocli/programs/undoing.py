"""A run of rows taken back from a program: the same steps as ``oocli undo``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from oocli.bulk.undo import UndoOptions, find_last, find_past, undo
from oocli.programs.calls import telling_of_confirm
from oocli.programs.row_writing import RowOutcome

if TYPE_CHECKING:
    from oocli.programs.runs import Runs


def take_back(runs: Runs, results: str | Path, options: UndoOptions) -> list[RowOutcome]:
    """Take back the run of a file of results, or the newest one; give what became of each row.

    Raises:
        UsageError: there is no such run, or nothing of it can be undone.
        GuardError: the profile is read-only, or it was not confirmed; nothing was sent.
        PartlyDone: records were changed since, or are gone, and are left as they are.
        OocliError: not every row was done.
    """
    context = runs.begin()
    context.options["output"] = "ndjson"
    past = find_past(context, Path(results)) if str(results) else find_last(context)
    with telling_of_confirm(context):
        written = undo(context, past, options)
    lines = [] if written is None else written.read_text(encoding="utf-8").splitlines()
    told = [line for line in map(json.loads, lines) if "row" in line]
    return [
        RowOutcome(line["row"], line["status"], line["id"], line["error"], line.get("errorcode"))
        for line in told
    ]
