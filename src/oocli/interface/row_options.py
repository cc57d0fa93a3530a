"""The options of a call that are for rows: how each is declared, and whether there are rows.

Each is parsed under the name that it has in ``call.asked.RowOptions``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from typer.core import TyperOption

from oocli.bulk.preconditions import find_usual_load
from oocli.catalogue import Call
from oocli.errors import UsageError
from oocli.interface.option_kinds import flag_option, number_option, text_option

if TYPE_CHECKING:
    from oocli.call.asked import CallOptions

_NAMED_OTHERWISE = {"row_format": "from-format", "mapped": "map", "ignored": "ignore"}


def build_row_options(call: Call) -> list[TyperOption]:
    """Return the options for many actions of one call, one for each row."""
    section, usual = "Rows", find_usual_load(call)
    own = [
        flag_option(
            "--skip-unchanged", "Read the records, and send no row that changes nothing", section=section
        ),
        flag_option(
            "--no-before", "Do not keep the previous values, which `oocli undo` needs", section=section
        ),
    ]
    match = text_option(
        "--match",
        "FIELD,...",
        "Find the record of each row by these fields"
        + (", change it, and create it where there is none" if call.verb == "create" else " and change it"),
        section=section,
    )
    again = flag_option(
        "--again", "Do once more what the same rows have done before, which doubles it", section=section
    )
    return [
        text_option(
            "--from",
            "FILE",
            "One action a row: CSV, TSV, JSON, NDJSON or Excel, - for standard input",
            key="source",
            section=section,
        ),
        text_option(
            "--from-format",
            "FORMAT",
            "If the file's name does not say it: csv, excel-de, tsv, json, ndjson, xlsx",
            key="row_format",
            section=section,
        ),
        text_option("--sheet", "NAME", "Sheet of a workbook [default: the first]", section=section),
        text_option(
            "--map",
            "COLUMN=FIELD",
            "Say which field a column is; _id is the record number",
            key="mapped",
            multiple=True,
            section=section,
        ),
        text_option(
            "--ignore", "COLUMN", "Leave out a column", key="ignored", multiple=True, section=section
        ),
        flag_option(
            "--allow-repeats", "A record may stand in several rows, which are sent in order", section=section
        ),
        flag_option("--send-empty", "Send empty cells too, which clears those fields", section=section),
        text_option(
            "--results",
            "FILE",
            "NDJSON with what became of each row, written as answers come",
            section=section,
        ),
        flag_option(
            "--resume", "Continue a run that stopped; nothing that was sent is sent again", section=section
        ),
        flag_option("--retry-unknown", "With --resume: send again what may have happened", section=section),
        text_option(
            "--failed", "FILE", "Write the rows that were refused, to correct and run again", section=section
        ),
        number_option("--batch", f"Rows in one request [default {usual.batch}]", section=section),
        number_option(
            "--jobs",
            f"Requests in flight at most; with 1 all rows keep their order [default {usual.jobs}]",
            section=section,
        ),
        number_option("--confirm", "Like --yes, but only if this many rows would be sent", section=section),
        number_option("--max-changes", "Send nothing if more rows than that would be sent", section=section),
        *((match,) if call.read_back is not None and call.read_back.takes_fields else ()),
        *(own if call.verb == "modify" and call.read_back is not None else ()),
        *((again,) if call.verb in ("create", "do") else ()),
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
