"""Many writes of one call from a program: the machinery of ``--from``, with its journal and checks."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from oocli.bulk.run import run_bulk
from oocli.errors import InvalidAction
from oocli.programs.calls import telling_of_confirm
from oocli.programs.typed_values import write_json

if TYPE_CHECKING:
    from oocli.call.asked import CallOptions
    from oocli.catalogue import Call
    from oocli.programs.runs import Runs


class RowOutcome(NamedTuple):
    """What became of a row.

    Attributes:
        row: its number, from 1.
        status: ``ok``, ``error``, ``unknown`` or ``skipped``.
        id: id of the record, if known.
        error: why it is not ok; None if it is.
        errorcode: the API's number for that, or None.
    """

    row: int
    status: str
    id: str | int | None
    error: str | None
    errorcode: int | None


def write_rows(
    runs: Runs, call: Call, options: CallOptions, rows: Iterable[Mapping[str, Any]]
) -> list[RowOutcome]:
    """Send an action for each row, and give what became of each; all of them are checked first.

    ``options`` names standard input with NDJSON as the source of the rows.

    Raises:
        InvalidAction: rows are wrong; nothing was sent.
        GuardError: the profile is read-only, or it was not confirmed; nothing was sent.
        OocliError: not every row was done: what ``BulkReport.find_failure`` gives. Its details name
            the file with what became of each row.
    """
    text = "".join(f"{write_json(f'row {number}', row)}\n" for number, row in enumerate(rows, start=1))
    if not text:
        return []
    written = io.StringIO()
    context = runs.begin(stdin=text, stdout=written)
    context.options["output"] = "ndjson"
    with telling_of_confirm(context):
        try:
            run_bulk(context, call, options)
        except InvalidAction as failure:
            failure.hint = "Correct these rows; line 1 is the first one"
            raise
    return [_read_outcome(json.loads(line)) for line in written.getvalue().splitlines()]


def _read_outcome(record: Mapping[str, Any]) -> RowOutcome:
    told = record["elements"]
    return RowOutcome(told["row"], told["status"], record["id"], told["error"], told.get("errorcode"))
