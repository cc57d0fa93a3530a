"""Raw JSON: actions of any call in one request, as written, and what became of each.

The shape of the JSON is checked, not the catalogue; timestamp and signature are filled in.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from oocli.call.awaiting import writing_client
from oocli.call.dry_run import show_actions
from oocli.call.extent import read_age
from oocli.disk.inputs import read_json_stream
from oocli.errors import OocliError, OutcomeUnknown, PartlyDone, UsageError
from oocli.request.raw_actions import read_actions
from oocli.snippets import check_language

if TYPE_CHECKING:
    from oocli.context import Context
    from oocli.request.actions import Action
    from oocli.wire.messages import Answer

_MOST_LINES = 10  # failures that are listed one by one


class RawOptions(NamedTuple):
    """The options for sending raw JSON.

    Attributes:
        source: name of the file of JSON or NDJSON, ``-`` for standard input.
        dry_run: show the actions, and send nothing.
        language: show a program in this language that sends them instead; empty for none.
        yes: every question is answered.
        cache: answers are kept, and used if no older than ``10m``, ``24h``; empty for none.
    """

    source: str
    dry_run: bool = False
    language: str = ""
    yes: bool = False
    cache: str = ""


def run_raw(context: Context, options: RawOptions) -> None:
    """Send the actions of a file in one request and write their results.

    Raises:
        UsageError: there is no file, or no action in it.
        PartlyDone: some actions failed; OocliError: all of them did.
    """
    if not options.source:
        raise UsageError("Nothing to send is named", hint="Give a file of JSON; - is standard input")
    check_language(options.language)
    actions = read_actions(read_json_stream(options.source, context.stdin))
    if options.dry_run or options.language:
        show_actions(context, actions, language=options.language)
        return
    age = read_age(options.cache)
    context.output.check()
    with writing_client(context, actions, confirmed=options.yes, cached_seconds=age) as client:
        answer = client.send(actions)
        failures = client.find_refusals(answer, actions)
        _write(context, actions, answer, failures)
        _raise_failures(context, actions, failures)


def _write(
    context: Context, actions: Sequence[Action], answer: Answer, failures: Sequence[OocliError | None]
) -> None:
    """Write the results as the API sent them; as a table, one row an action."""
    if context.output.format == "raw":
        context.output.write_bytes(answer.body)
    elif context.output.format in ("json", "ndjson"):
        context.output.write_values([result.raw for result in answer.results])
    elif context.output.format == "table" and len(actions) > 1:
        context.output.write(
            _summarise(actions, answer, failures),
            columns=("action", "status", "records", "message"),
            heading="number",
        )
    else:
        _write_records(context, actions, answer, failures)


def _write_records(
    context: Context, actions: Sequence[Action], answer: Answer, failures: Sequence[OocliError | None]
) -> None:
    """Write the records of all results; for a single write in a table, what it did."""
    records = [record for result in answer.results for record in result.records]
    call = context.catalogue.find(actions[0].verb, actions[0].resourcetype)
    if context.output.format != "table" or call is None or call.effect == "read":
        context.output.write(records)
    elif failures[0] is None:
        from oocli.call.showing import show_write

        show_write(context, call, actions[0], records)


def _summarise(
    actions: Sequence[Action], answer: Answer, failures: Sequence[OocliError | None]
) -> list[dict[str, Any]]:
    counts = [len(result.records) for result in answer.results] or [0] * len(actions)
    return [
        {
            "id": action.label(number),
            "type": "result",
            "elements": {
                "action": action.name,
                "status": _name_outcome(failure),
                "records": count,
                "message": failure.message if failure else "",
            },
        }
        for number, (action, failure, count) in enumerate(
            zip(actions, failures, counts, strict=True), start=1
        )
    ]


def _name_outcome(failure: OocliError | None) -> str:
    if failure is None:
        return "ok"
    return "unknown" if isinstance(failure, OutcomeUnknown) else "error"


def _raise_failures(
    context: Context, actions: Sequence[Action], failures: Sequence[OocliError | None]
) -> None:
    """Fail if an action failed: with its own failure if it is the only action, or all failures are alike.

    Raises:
        OutcomeUnknown: the outcome of one of them is unknown.
        OocliError: every action failed.
        PartlyDone: some did.
    """
    failed = {
        action.label(number): failure
        for number, (action, failure) in enumerate(zip(actions, failures, strict=True), start=1)
        if failure is not None
    }
    if not failed:
        return
    first = next(iter(failed.values()))
    unknown = [failure for failure in failed.values() if isinstance(failure, OutcomeUnknown)]
    # A table has told what each of them said.
    lines = [] if context.output.format == "table" and len(actions) > 1 else _list_failures(failed)
    if len(failed) == len(actions) and len(unknown) in (0, len(failed)):
        others = [line for line in lines[1:] if not line.endswith(f": {first.message}")]
        first.why = "\n".join(filter(None, (first.why, *others)))
        raise first
    text = f"{len(failed)} of {len(actions)} actions failed"
    if unknown:
        some = f" {len(unknown)} of them" if len(unknown) < len(failed) else ""
        text += f",{some} with an unknown outcome"
        raise OutcomeUnknown(
            text, why="\n".join(lines), hint=unknown[0].hint, details={"failed": list(failed)}
        )
    raise PartlyDone(text, why="\n".join(lines), hint=first.hint, details={"failed": list(failed)})


def _list_failures(failed: Mapping[str | int, OocliError]) -> list[str]:
    """Return a line for each of the first failures, and one that counts the others."""
    lines = [f"Action {name}: {failure.message}" for name, failure in list(failed.items())[:_MOST_LINES]]
    return [*lines, f"{len(failed) - len(lines):,} more"] if len(failed) > len(lines) else lines
