"""``--from FILE``: many writes, checked before the first, confirmed, recorded, and gone on with.

Owns the options of a bulk run and the order of its steps. ``call_rows`` makes and checks
the actions, ``bulk.writing`` sends, ``journal`` remembers, ``bulk_report`` says what came of it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from oocli.bulk.checking import CallRows, Survey
from oocli.bulk.journal import Entry, Journal, open_journal
from oocli.bulk.report import BulkReport
from oocli.bulk.row_actions import RowActions
from oocli.bulk.rows import RowFile, open_rows
from oocli.bulk.writing import BulkRun, make_batches, sleep_unless_stopped
from oocli.call.field_options import CallFields
from oocli.call.options import RowOptions
from oocli.disk.directories import find_data_dir
from oocli.disk.inputs import read_text
from oocli.errors import GuardError, OocliError, UsageError
from oocli.interface.dry_run import refuse_forbidden
from oocli.interface.watching import progress_line
from oocli.request.actions import Inputs, build
from oocli.terminal.interrupts import StopSignal

if TYPE_CHECKING:
    from oocli.call.options import CallOptions
    from oocli.catalogue import Call, Catalogue
    from oocli.client import Client
    from oocli.context import Context

_DEFAULT_BATCH = 10
"""Actions in one request. onOffice documents no limit; what a lost answer leaves unknown is that many."""

_MOST_BATCH = 100
_MOST_JOBS = 8
_CHUNK = 1000  # lines of skipped rows that are written at a time

_OF_ONE_RECORD = ("modify", "delete")  # verbs: an action has the id of a record, and may be repeated

_NO_ROWS = RowOptions()


class _Pace(NamedTuple):
    """How many requests at once, and how many actions in each."""

    jobs: int
    batch: int


def takes_rows(options: CallOptions) -> bool:
    """Say whether there are rows.

    Raises:
        UsageError: there are none, but an option that is for rows only; or it wants what another has.
    """
    rows = options.rows
    if rows.source == options.inputs.params == "-":
        raise UsageError("Standard input cannot be both --from and --params")
    if rows.source:
        return True
    stray = next((name for name in rows._fields if getattr(rows, name) != getattr(_NO_ROWS, name)), "")
    if stray:
        option = "from-format" if stray == "row_format" else stray.replace("_", "-")
        raise UsageError(f"--{option} is for rows, and there are none", hint="Give them with --from FILE")
    return False


def run_bulk(context: Context, call: Call, inputs: Inputs, options: CallOptions) -> None:
    """Send an action for each row, and write what became of each.

    Raises:
        UsageError: options or rows are wrong; nothing was sent.
        GuardError: the profile is read-only, or it was not confirmed; nothing was sent.
        OocliError: what ``BulkReport.find_failure`` gives.
    """
    asked = options.rows
    pace = _read_pace(asked)
    _refuse_contradictions(context, asked)
    base = build(call, inputs, read_file=partial(_read_file, context=context, source=asked.source))
    with open_rows(asked.source, context.stdin, row_format=asked.row_format) as rows:
        fields = CallFields(context, call, options.fields, asks=not options.sending.dry_run)
        known = fields.configuration
        maker = RowActions(
            call,
            base,
            sends_empty=asked.send_empty,
            other_kinds=_list_other_kinds(context.catalogue, call),
            types=None if known is None else {field.name: field.type for field in known},
        )
        work = CallRows(context, call, options, rows, maker, fields)
        survey = work.check()
        _refuse_shared_id(maker)
        if options.sending.dry_run:
            _show_plan(context, call, survey, pace)
        elif survey.total:
            _carry_out(work, survey, pace)
        elif asked.resume:
            raise UsageError(
                f"There are no rows in {rows.name}, so there is nothing to go on with",
                hint="--resume needs the rows that the run was begun with",
            )
        else:
            context.output.write([], columns=("row", "status", "error"))
            _write_failed(work, None)


def _carry_out(work: CallRows, survey: Survey, pace: _Pace) -> None:
    """Confirm, send, settle, write; a default journal goes when there is nothing left to go on with."""
    context, asked = work.context, work.options.rows
    run = _describe_run(work, survey)
    path = Path(asked.results) if asked.results else _find_default_path(context, work.call, run)
    repeatable = work.call.verb in _OF_ONE_RECORD
    with open_journal(path, run, resumes=asked.resume, repeatable=repeatable) as journal:
        report = BulkReport(context, work.call, journal, failed=asked.failed)
        stop = StopSignal()
        sleep = partial(sleep_unless_stopped, sleep=context.sleep, is_stopped=lambda: stop.number is not None)
        with context.client(confirmed=True, sleep=sleep) as client:
            client.guard.check([survey.first[0][1]])
            left = _count_left(journal, retries_unknown=asked.retry_unknown)
            if left:
                _confirm(work, survey, left)
            context.voice.note(f"Results: {path}")
            sending = _send(work, client, journal, pace, left, stop)
        _skip_rest(work.rows, journal)
        journal.settle()
        unwritten = _try(partial(_write_failed, work, journal))
        if unwritten is not None:
            report.failed = ""
        unwritten = _try(report.write) or unwritten
        failure = report.find_failure(sending, stop.number)
        if failure is not None and unwritten is not None:
            context.voice.warn(f"{unwritten.message}: {unwritten.why}.")
        failure = failure or unwritten
        if failure is not None:
            raise failure
        if not asked.results:
            journal.drop()


def _try(write: Callable[[], None]) -> OocliError | None:
    """Write something; give the failure of it, so that what became of the rows is told first."""
    try:
        write()
    except OocliError as failure:
        return failure
    return None


def _send(
    work: CallRows, client: Client, journal: Journal, pace: _Pace, left: int, stop: StopSignal
) -> BulkRun:
    """Send what is left; give the run.

    The first Ctrl-C lets the requests in flight be answered and recorded, and ends the waiting
    before another attempt; a second one stops at once.
    """
    retries_unknown = work.options.rows.retry_unknown
    run = BulkRun(client, journal, jobs=pace.jobs)
    actions = work.list_actions(
        wanted=lambda row: _is_due(journal.status(row), retries_unknown=retries_unknown)
    )
    done = failed = 0
    with closing(actions), stop.held(), progress_line(work.context, "rows") as show:
        try:
            for entries in run.send(
                make_batches(actions, pace.batch), is_stopped=lambda: stop.number is not None
            ):
                done += len(entries)
                failed += sum(entry.status != "ok" for entry in entries)
                if show is not None:
                    show(done, left, failed)
        except KeyboardInterrupt as stop:
            stop.add_note(BulkReport(work.context, work.call, journal).describe_way_on())
            raise
        return run


def _is_due(status: str, *, retries_unknown: bool) -> bool:
    return status in ("", "skipped", "error") or (status == "unknown" and retries_unknown)


def _count_left(journal: Journal, *, retries_unknown: bool) -> int:
    counts = journal.counts()
    settled = counts["ok"] + (0 if retries_unknown else counts["unknown"])
    return int(journal.run["rows"]) - settled


def _skip_rest(rows: RowFile, journal: Journal) -> None:
    """Record the rows that nothing was recorded of: surely not sent."""
    if journal.counts().total() == journal.run["rows"]:
        return
    waiting: list[Entry] = []
    for row in rows:
        if not journal.status(row.number):
            waiting.append(Entry(row.number, "skipped", error="not sent"))
        if len(waiting) == _CHUNK:
            journal.append(waiting)
            waiting = []
    journal.append(waiting)


def _write_failed(work: CallRows, journal: Journal | None) -> None:
    """Write the rows that the API refused to the file of ``--failed``, in the format of the input.

    It takes the place of the input only when that is not needed to go on.
    """
    asked = work.options.rows
    if not asked.failed:
        return
    target, source = Path(asked.failed), asked.source
    is_input = source != "-" and target.resolve() == Path(source).resolve()
    if is_input and journal is not None and not journal.is_finished:
        work.context.voice.warn(f"{target} is left as it is: --resume needs the rows that are not done.")
        return
    work.rows.write_some(target, wanted=lambda row: journal is not None and journal.status(row) == "error")


# Before anything is sent


def _read_pace(asked: RowOptions) -> _Pace:
    return _Pace(
        jobs=_read_number("--jobs", asked.jobs, 1, _MOST_JOBS),
        batch=_read_number("--batch", asked.batch, _DEFAULT_BATCH, _MOST_BATCH),
    )


def _read_number(option: str, typed: int | None, default: int, most: int) -> int:
    number = default if typed is None else typed
    if not 1 <= number <= most:
        raise UsageError(f"{option} takes a number from 1 to {most}, not {number}")
    return number


def _refuse_contradictions(context: Context, asked: RowOptions) -> None:
    if context.output.format == "raw":
        raise UsageError("There is no raw output of many requests", hint="Use -o ndjson")
    if asked.results == "-":
        raise UsageError(
            "--results needs a file of its own", hint="Standard output has the results with -o ndjson"
        )
    _refuse_same_files(context, asked)
    context.output.check()
    failed = Path(asked.failed or "failed")
    if failed.is_dir() or not failed.parent.is_dir():
        raise UsageError(f"Cannot write {failed}", why="Its directory is missing, or it is one itself")
    if asked.retry_unknown and not asked.resume:
        raise UsageError("--retry-unknown is for a run that is gone on with", hint="Add --resume")


def _read_file(name: str, *, context: Context, source: str) -> str:
    """Give the text of a file for an option; standard input is there only once."""
    if name == source == "-":
        raise UsageError("Standard input cannot be both --from and the value of an option")
    return read_text(name, context.stdin)


def _refuse_same_files(context: Context, asked: RowOptions) -> None:
    """Refuse a file that would be written twice, or written and read; only --failed may replace --from."""
    given = {"--from": asked.source, "--results": asked.results, "--failed": asked.failed}
    named: dict[str, str | Path] = {option: name for option, name in given.items() if name}
    named["--output-file"] = context.output.file or "-"
    taken: dict[Path, str] = {}
    for option, name in named.items():
        path = Path(name).resolve()
        if name == "-" or (path.exists() and not path.is_file()):
            continue
        other = taken.setdefault(path, option)
        if other != option and (other, option) != ("--from", "--failed"):
            raise UsageError(f"{other} and {option} are the same file", hint="Give each a file of its own")


def _list_other_kinds(catalogue: Catalogue, call: Call) -> frozenset[str]:
    """Give the types of records that have ids as those of a call have, without its own."""
    if call.verb not in _OF_ONE_RECORD:
        return frozenset()
    kinds = {
        name.lower()
        for verb in _OF_ONE_RECORD
        for name in catalogue.names(verb)
        if (known := catalogue.find(verb, name)) is not None and known.resourceid.use == "required"
    }
    own = call.resourcetype.lower()
    return frozenset(kinds - {own}) if own in kinds else frozenset()


def _refuse_shared_id(maker: RowActions) -> None:
    """Refuse rows of which each would change what the one before has changed."""
    number, call = maker.base.resourceid, maker.call
    if number and maker.without_id > 1 and call.verb in _OF_ONE_RECORD and not call.resourceid.enum:
        raise UsageError(
            f"{maker.without_id:,} rows would all {call.verb} {call.resourcetype} {number}",
            hint="Leave out the ID, and give each row its own in a column _id",
        )


def _show_plan(context: Context, call: Call, survey: Survey, pace: _Pace) -> None:
    """Write what would be sent: how much, and the first actions without token and signature."""
    context.output.write_json(
        {
            "call": call.name,
            "rows": survey.total,
            "requests": -(-survey.total // pace.batch),
            "actions": [action.as_json() for _, action in survey.first],
        }
    )
    refuse_forbidden(context, [action for _, action in survey.first])


def _confirm(work: CallRows, survey: Survey, left: int) -> None:
    """Let pass what ``--yes``, ``--confirm`` or a person confirms.

    Raises:
        GuardError: nobody did.
    """
    context, confirmed = work.context, work.options.rows.confirm
    if confirmed is not None and confirmed != left:
        raise GuardError(
            f"--confirm={confirmed} does not fit: {left:,} rows would be sent",
            hint=f"Look with --dry-run; --confirm={left} sends them",
        )
    if confirmed is not None or work.options.sending.yes:
        return
    if not context.voice.asks:
        raise GuardError(
            f"{work.call.name} with {left:,} rows needs to be confirmed, and nobody can be asked here",
            hint=f"--yes or --confirm={left} sends them, --dry-run shows what would be sent",
        )
    for row, action in survey.first:
        shown = json.dumps(dict(action.parameters), ensure_ascii=False)
        number = f"{action.resourceid} " if action.resourceid else ""
        context.voice.tell(f"  row {row}: {number}{shown[:300]}")
    question = f"Really {work.call.name} with {left:,} rows of {work.rows.name}, as {context.profile.name!r}?"
    if not context.voice.ask(question):
        raise GuardError("Not confirmed; nothing was sent")


# The journal


def _describe_run(work: CallRows, survey: Survey) -> dict[str, Any]:
    """Give what must be the same when a run is gone on with: account, call, options and rows."""
    profile, asked = work.context.profile, work.options
    options = [
        work.maker.base.as_json(),
        *(work.rows.format, asked.rows.send_empty, asked.fields.labels),
    ]
    return {
        "call": work.call.name,
        "profile": profile.name,
        "address": profile.url,
        "account": _hash([profile.token, profile.extendedclaim]),
        "options": _hash(options),
        "input": work.rows.digest,
        "rows": survey.total,
        "last_row": survey.last_row,
    }


def _find_default_path(context: Context, call: Call, run: Mapping[str, Any]) -> Path:
    """Give the place of a journal that was not named: the same for the same command and rows.

    So what was killed can be gone on with by typing the same again, with ``--resume``; and
    without, it is noticed.
    """
    folder = find_data_dir(context.environ) / "journals"
    return folder / f"{call.verb}-{call.resourcetype}-{_hash(run)}.ndjson"


def _hash(value: Any) -> str:
    """Give a short name for a JSON value, which tells nothing of it."""
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()[:16]
