"""The options of a call that are for rows: how each is declared, and whether there are rows.

Each is parsed under the name that it has in ``call.asked.RowOptions``.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from typer.core import TyperOption

from oocli.bulk.preconditions import Load, find_usual_load
from oocli.catalogue import Call
from oocli.errors import UsageError
from oocli.interface.option_kinds import flag_option, number_option, text_option

if TYPE_CHECKING:
    from oocli.call.asked import CallOptions

_SECTION = "Rows"
_text = partial(text_option, section=_SECTION)
_flag = partial(flag_option, section=_SECTION)
_number = partial(number_option, section=_SECTION)

_NAMED_OTHERWISE = {"row_format": "from-format", "mapped": "map", "ignored": "ignore"}


def build_row_options(call: Call) -> list[TyperOption]:
    """Return the options for many actions of one call, one for each row."""
    found = [*_build_input_options(), *_build_run_options(find_usual_load(call))]
    if call.read_back is not None and call.read_back.takes_fields:
        creates = (
            ", change it, and create it where there is none" if call.verb == "create" else " and change it"
        )
        found.append(_text("--match", "FIELD,...", f"Find the record of each row by these fields{creates}"))
    if call.read_back is not None and call.verb == "modify":
        found += [
            _flag("--skip-unchanged", "Read the records, and send no row that changes nothing"),
            _flag("--no-before", "Do not keep the previous values, which `oocli undo` needs"),
        ]
    if call.verb in ("create", "do"):
        found.append(_flag("--again", "Do once more what the same rows have done before, which doubles it"))
    return found


def _build_input_options() -> list[TyperOption]:
    """Return the options that say what the rows are."""
    return [
        _text(
            "--from",
            "FILE",
            "One action a row: CSV, TSV, JSON, NDJSON or Excel, - for standard input",
            key="source",
        ),
        _text(
            "--from-format",
            "FORMAT",
            "If the file's name does not say it: csv, excel-de, tsv, json, ndjson, xlsx",
            key="row_format",
        ),
        _text("--sheet", "NAME", "Sheet of a workbook [default: the first]"),
        _text(
            "--map",
            "COLUMN=FIELD",
            "Say which field a column is; _id is the record number",
            key="mapped",
            multiple=True,
        ),
        _text("--ignore", "COLUMN", "Leave out a column", key="ignored", multiple=True),
        _flag("--allow-repeats", "A record may stand in several rows, which are sent in order"),
        _flag("--send-empty", "Send empty cells too, which clears those fields"),
    ]


def _build_run_options(usual: Load) -> list[TyperOption]:
    """Return the options that say how the rows are sent, and what is kept of that."""
    return [
        _text("--results", "FILE", "NDJSON with what became of each row, written as answers come"),
        _flag("--resume", "Continue a run that stopped; nothing that was sent is sent again"),
        _flag("--retry-unknown", "With --resume: send again what may have happened"),
        _text("--failed", "FILE", "Write the rows that were refused, to correct and run again"),
        _number("--batch", f"Rows in one request [default {usual.batch}]"),
        _number(
            "--jobs", f"Requests in flight at most; with 1 all rows keep their order [default {usual.jobs}]"
        ),
        _number("--confirm", "Like --yes, but only if this many rows would be sent"),
        _number("--max-changes", "Send nothing if more rows than that would be sent"),
    ]


def has_rows(options: CallOptions) -> bool:
    """Say whether there are rows.

    Raises:
        UsageError: there are none, but an option is only for rows; or another option contradicts them.
    """
    rows = options.rows
    if rows.source and options.sending.language:
        raise UsageError("--as writes a program for one action, not for rows", hint="Leave out --from")
    if rows.source == options.inputs.params == "-":
        raise UsageError("Standard input cannot be both --from and --params")
    if rows.source:
        return True
    stray = next((name for name, value in rows._asdict().items() if value), "")
    if stray:
        option = _NAMED_OTHERWISE.get(stray) or stray.replace("_", "-")
        raise UsageError(f"--{option} is for rows, and there are none", hint="Give them with --from FILE")
    return False
