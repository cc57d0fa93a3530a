"""A checked run of rows carried out: confirmed, sent, settled, told."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from oocli.bulk.confirmation import check_most, confirm
from oocli.bulk.identity import describe_run, find_default_path
from oocli.bulk.journal import Journal, open_journal
from oocli.bulk.leftovers import count_due, is_due, is_untried, skip_rest, write_failed
from oocli.bulk.report import BulkReport
from oocli.bulk.sending import BulkRun, make_batches, sleep_unless_stopped
from oocli.call.watching import progress_line
from oocli.errors import OocliError
from oocli.request.actions import OF_ONE_RECORD
from oocli.terminal.interrupts import StopSignal

if TYPE_CHECKING:
    from oocli.bulk.checking import CallRows, Survey
    from oocli.bulk.preconditions import Load
    from oocli.bulk.rows import RowFile
    from oocli.call.options import CallOptions, RowOptions
    from oocli.client import Client
    from oocli.context import Context
    from oocli.request.actions import Action


def carry_out(context: Context, work: CallRows, survey: Survey, load: Load, options: CallOptions) -> None:
    """Confirm, send, settle, write; a default journal goes when there is nothing left to go on with.

    Raises:
        GuardError: the profile is read-only, or it was not confirmed; nothing was sent.
        OocliError: what ``BulkReport.find_failure`` gives, or why something could not be written.
    """
    asked, voice = options.rows, context.voice
    run = describe_run(work, survey, options, context.profile)
    path = Path(asked.results) if asked.results else find_default_path(context.environ, work.call, run)
    repeatable = work.call.verb in OF_ONE_RECORD
    stop = StopSignal()
    sleep = partial(sleep_unless_stopped, sleep=context.sleep, is_stopped=stop.has_come)
    with open_journal(path, run, resumes=asked.resume, repeatable=repeatable) as journal:
        with context.client(confirmed=True, sleep=sleep) as client:
            client.guard.check([survey.first[0][1]])
            due = count_due(journal, retries_unknown=asked.retry_unknown)
            if not options.sending.diff:
                check_most(due, asked.max_changes)
            if due:
                confirm(work, survey, due, options=options, voice=voice, tenant=context.profile.name)
            voice.note(f"Results: {path}")
            sending = _send(context, work, client, journal, load, due=due, stop=stop, asked=asked)
        if sending.failure is not None and not journal.counts():
            raise sending.failure
        unsettled = _try(partial(_settle, work.rows, journal))
        report = BulkReport(work.call, journal, context.catalogue, failed=asked.failed)
        unwritten = _try(partial(write_failed, work.rows, journal, asked, warn=voice.warn))
        if unwritten is not None:
            report = BulkReport(work.call, journal, context.catalogue)
        if not options.sending.diff or (context.output.format == "table" and context.output.file is None):
            unwritten = _try(partial(report.write, context.output)) or unwritten
        unwritten = unwritten or unsettled
        failure = report.find_failure(sending, stop.number)
        if failure is not None and unwritten is not None and unwritten.message != failure.message:
            voice.warn(f"{unwritten.message}: {unwritten.why}.")
        failure = failure or unwritten
        if failure is not None:
            raise failure
        if not asked.results:
            journal.drop()


def _settle(rows: RowFile, journal: Journal) -> None:
    skip_rest(rows, journal)
    journal.settle()


def _try(write: Callable[[], None]) -> OocliError | None:
    """Write something; give the failure of it, so that what became of the rows is told first."""
    try:
        write()
    except OocliError as failure:
        return failure
    return None


def _send(
    context: Context,
    work: CallRows,
    client: Client,
    journal: Journal,
    load: Load,
    *,
    due: int,
    stop: StopSignal,
    asked: RowOptions,
) -> BulkRun:
    """Send what is due; give the run.

    The first Ctrl-C lets the requests in flight be answered and recorded, and ends the waiting
    before another attempt; a second one stops at once.
    """
    run = BulkRun(client, journal, jobs=load.jobs)
    actions = _list_due(work, journal, retries_unknown=asked.retry_unknown)
    done = failed = 0
    with closing(actions), stop.held(), progress_line(context, "rows") as show:
        try:
            for entries in run.send(make_batches(actions, load.batch), is_stopped=stop.has_come):
                done += len(entries)
                failed += sum(entry.status != "ok" for entry in entries)
                if show is not None:
                    show(done, due, failed)
        except KeyboardInterrupt as interrupt:
            interrupt.add_note(BulkReport(work.call, journal, context.catalogue).describe_way_on())
            raise
    return run


def _list_due(work: CallRows, journal: Journal, *, retries_unknown: bool) -> Generator[tuple[int, Action]]:
    """Give number and action of each row that is due: what was not tried yet goes first."""
    again = {
        row
        for status in ("error", "unknown")
        if is_due(status, retries_unknown=retries_unknown)
        for row in journal.rows_with(status)
    }
    yield from work.list_actions(wanted=lambda row: is_untried(journal.status(row)))
    if again:
        yield from work.list_actions(wanted=again.__contains__)
