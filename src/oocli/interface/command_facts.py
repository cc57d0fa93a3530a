"""What the options of a command do not tell: its effect, exit codes and outputs.

Pure. Those of a call follow from its catalogue entry; those of every other command are in a table here. The
outputs are named by their schemas in ``docs/schemas/``.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from oocli.catalogue import Call

EFFECTS = {
    "none": "asks nobody and changes nothing",
    "local": "changes files on this machine alone",
    "read": "asks the API, which changes nothing",
    "write": "changes records",
    "send": "reaches people, or costs money: it asks first, --yes answers",
    "any": "what the actions that are sent do",
}
"""Each effect of a command, and what it means."""

EXIT_CODES = {
    0: "done, also with an empty result",
    1: "unexpected failure",
    2: "wrong usage, or input refused before any request",
    3: "a record asked for by id does not exist",
    4: "credentials missing or refused, or no right",
    5: "the API refused the request or an action",
    6: "partly done, or a count does not fit",
    7: "network or server trouble, after the retries that are safe",
    8: "stopped by a guard, or not confirmed",
    9: "differences found, with --exit-code",
    10: "outcome unknown: a write was sent and its answer was lost",
    130: "Ctrl-C",
    141: "the reader closed the pipe",
    143: "SIGTERM or SIGHUP",
}
"""Each exit code of oocli, and what it means."""

_ALWAYS = (0, 1, 2, 130, 141, 143)
_ASKING = (4, 5, 7)


class CommandOutput(NamedTuple):
    """What a command writes to standard output.

    Attributes:
        options: options with which it writes this; empty for its output without any.
        schema: name of the schema of its json, or of each line of its ndjson; empty if it is text, or
            nothing.
    """

    options: str
    schema: str


class CommandFacts(NamedTuple):
    """What a command does.

    Attributes:
        effect: one of ``EFFECTS``.
        exit_codes: those of ``EXIT_CODES`` that it may end with.
        outputs: what it writes; the output without options first.
    """

    effect: str
    exit_codes: tuple[int, ...]
    outputs: tuple[CommandOutput, ...]


def _state(effect: str, codes: Sequence[int] = (), **outputs: str) -> CommandFacts:
    """Return a command's facts: ``outputs`` by option, ``plain`` without one, ``dry_run`` with --dry-run."""
    found = tuple(
        CommandOutput("" if option == "plain" else f"--{option.replace('_', '-')}", schema)
        for option, schema in outputs.items()
    )
    return CommandFacts(effect, tuple(sorted({*_ALWAYS, *codes})), found)


_ROWS = (3, 4, 5, 6, 7, 8, 10)

_COMMANDS: Mapping[str, CommandFacts] = {
    "undo": CommandFacts(
        "write",
        tuple(sorted({*_ALWAYS, *_ROWS})),
        (
            CommandOutput("", "changes"),
            CommandOutput("--dry-run", "changes"),
            CommandOutput("RESULTS of create or upload", "take-backs"),
        ),
    ),
    "history": _state("none", plain="history"),
    "fields": CommandFacts(
        "read",
        tuple(sorted({*_ALWAYS, *_ASKING, 9})),
        (
            CommandOutput("", "modules"),
            CommandOutput("MODULE", "fields"),
            CommandOutput("--search", "fields"),
            CommandOutput("--all", "fields"),
            CommandOutput("--as", ""),
            CommandOutput("--diff", "field-changes"),
        ),
    ),
    "cache info": _state("none", plain="cache"),
    "cache list": _state("none", plain="cache"),
    "cache clear": _state("local", (4,), plain=""),
    "calls": _state("none", plain="calls"),
    "commands": _state("none", plain="commands"),
    "explain": CommandFacts(
        "none",
        _ALWAYS,
        (
            CommandOutput("VERB RESOURCE", "call"),
            CommandOutput("COMMAND", "commands"),
            CommandOutput("error", "error-codes"),
            CommandOutput("relation", "relations"),
            CommandOutput("MODULE.FIELD", "fields"),
            CommandOutput("signature", "signatures"),
            CommandOutput("signature FILE", "signature-checks"),
            CommandOutput("request FILE", "requests"),
            CommandOutput("WORD", "meanings"),
        ),
    ),
    "send": _state("any", (*_ASKING, 6, 8, 10), plain="results", dry_run="actions", **{"as": ""}),
    "upload": _state("write", _ROWS, plain="uploads", dry_run="upload-plan"),
    "download": _state("read", (3, 6, *_ASKING), plain="downloads", dry_run="action"),
    "sync": _state(
        "read",
        (*_ASKING, 6, 8, 9),
        plain="tables",
        dry_run="tables",
        status="table-states",
        check="copy-differences",
    ),
    "watch": _state("read", (*_ASKING, 6, 8), plain="record-changes"),
    "sql": _state("none", (3, 8), plain="rows"),
    "doctor": _state("read", _ASKING, plain="checks"),
    "profile add": _state("local", (*_ASKING, 8), plain=""),
    "profile list": _state("none", (4,), plain="profiles"),
    "profile show": _state("none", (4,), plain="settings"),
    "profile use": _state("local", plain=""),
    "profile set": _state("local", plain=""),
    "profile remove": _state("local", (8,), plain=""),
    "sandbox serve": _state("local", plain="server"),
    "sandbox clone": _state("local", (*_ASKING, 6, 8), plain=""),
    "sandbox reset": _state("local", plain=""),
    "sandbox info": _state("local", plain="sandbox"),
    "completion show": _state("none", plain=""),
    "completion install": _state("local", (8,), plain=""),
    "completion uninstall": _state("local", (8,), plain=""),
}


def list_words() -> tuple[str, ...]:
    """Return the commands of the table."""
    return tuple(_COMMANDS)


def find_facts(words: str) -> CommandFacts:
    """Return the facts of a command that is not a call."""
    return _COMMANDS[words]


def find_call_facts(call: Call, flags: set[str]) -> CommandFacts:
    """Return the facts of a call, or of a form of it; ``flags`` are all options that its command has."""
    if call.effect == "read":
        outputs = [("", "records"), ("--flat", "flat-records"), ("--count", "count"), ("--save", "records")]
        outputs += [("--from", "saved")]
        codes = {3, 6, *_ASKING}
    else:
        outputs = [("", "records"), ("--diff", "changes"), ("--from", "outcomes")]
        outputs += [("--from --diff", "changes"), ("--from --dry-run", "row-plan")]
        codes = {*_ROWS, *([9] if "--diff" in flags else [])}
    outputs += [("--dry-run", "action"), ("--as", "")]
    found = (CommandOutput(*output) for output in outputs if set(output[0].split()) <= flags)
    return CommandFacts(call.effect, tuple(sorted({*_ALWAYS, *codes})), tuple(found))
