"""A checked run of rows carried out: confirmed, sent, settled, told."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from oocli.bulk.before import Remembering
from oocli.bulk.confirmation import check_most, confirm
from oocli.bulk.differences import open_lookup
from oocli.bulk.identity import begin_run, find_default_path
from oocli.bulk.journal import Journal
from oocli.bulk.journal_opening import Reuse, open_journal
from oocli.bulk.key_matching import Resolving
from oocli.bulk.leftovers import count_due, is_due, is_untried, skip_rest
from oocli.bulk.past_runs import count_taken_back, list_runs, note_elsewhere
from oocli.bulk.report import WAY_ON, BulkReport
from oocli.bulk.sending import BulkRun, make_batches, sleep_unless_stopped
from oocli.call.progress_line import progress_line
from oocli.errors import OocliError
from oocli.request.actions import OF_ONE_RECORD
from oocli.terminal.interrupts import StopSignal
from oocli.text.counted import count

if TYPE_CHECKING:
    from oocli.bulk.checking import Survey
    from oocli.bulk.preconditions import Load
    from oocli.bulk.work import Work
    from oocli.call.asked import CallOptions, RowOptions
    from oocli.client import Client
    from oocli.context import Context
    from oocli.request.actions import Action


class Order(NamedTuple):
    """What is to be carried out, and what the journal says about it.

    Attributes:
        work: the actions.
        survey: what the check has seen of them.
        run: what must be the same when it is continued.
        path: place of the journal.
        load: how much is asked of the server at once.
        about: what else the journal says about it.
        way_on: how to do what was not done, a sentence.
        plan: lines that a person is shown before the question.
    """

    work: Work
    survey: Survey
    run: Mapping[str, Any]
    path: Path
    load: Load
    about: Mapping[str, Any] = MappingProxyType({})
    way_on: str = WAY_ON
    plan: Sequence[str] = ()


def carry_out(context: Context, order: Order, options: CallOptions) -> None:
    """Confirm, send, settle, write.

    Raises:
        GuardError: the profile is read-only, or it was not confirmed; nothing was sent.
        OocliError: what ``BulkReport.find_failure`` gives, or why something could not be written.
    """
    asked, voice, work = options.rows, context.voice, order.work
    stop = StopSignal()
    sleep = partial(sleep_unless_stopped, sleep=context.sleep, is_stopped=stop.has_come)
    reuse = Reuse(
        asked.resume,
        repeatable=work.call.verb in OF_ONE_RECORD or work.matcher is not None,
        again=asked.again,
        retires=find_default_path(context.environ, work.call, order.run),
    )
    about = {**begin_run(context.now()), **order.about}
    with open_journal(order.path, order.run, reuse, now=context.now, about=about) as journal:
        with context.client(confirmed=True, sleep=sleep) as client:
            client.guard.check([order.survey.first[0][1]])
            _warn_of_taken_back(context, journal)
            due = count_due(journal, retries_unknown=asked.retry_unknown)
            if not (options.sending.diff or asked.skip_unchanged):
                check_most(due, asked.max_changes)
            if due:
                confirm(work, order.plan, due, options=options, voice=voice, tenant=context.profile.name)
            voice.note(f"Results: {order.path}")
            if asked.results:
                note_elsewhere(context.environ, order.path)
            sending = BulkRun(client, journal, jobs=order.load.jobs)
            _send(context, order, sending, asked, due=due, stop=stop)
        if sending.failure is not None and not journal.counts():
            raise sending.failure
        failure = _tell(context, order, sending, options, stop=stop)
        if failure is not None:
            raise failure


def _tell(
    context: Context, order: Order, sending: BulkRun, options: CallOptions, *, stop: StopSignal
) -> OocliError | None:
    """Settle what was sent and write what became of it; give the failure with which the run ends."""
    asked, work, journal, output = options.rows, order.work, sending.journal, context.output
    unsettled = _try(partial(_settle, work, journal))
    finds = work.matcher is not None
    report = BulkReport(work.call, journal, context.catalogue, asked.failed, order.way_on, finds)
    unwritten = _try(partial(work.write_failed, journal, asked))
    if unwritten is not None:
        report = replace(report, failed="")
    if not options.sending.diff or (output.format == "table" and output.file is None):
        unwritten = _try(partial(report.write, output)) or unwritten
    unwritten = unwritten or unsettled
    failure = report.find_failure(sending, stop.number)
    if failure is not None and unwritten is not None and unwritten.message != failure.message:
        context.voice.warn(f"{unwritten.message}: {unwritten.why}.")
    return failure or unwritten


def _warn_of_taken_back(context: Context, journal: Journal) -> None:
    """Say that rows of the run that is continued were undone since: they are done, and stay undone."""
    if not journal.is_continued:
        return
    rows = count_taken_back(list_runs(context.environ), str(journal.about.get("id") or journal.path))
    if rows:
        what = count(rows, "row of this run was", "rows of this run were")
        context.voice.warn(
            f"{what} taken back by `oocli undo` since. --resume does not send them again; without it and with"
            " another --results, all rows are sent."
        )


def _settle(work: Work, journal: Journal) -> None:
    skip_rest(work.list_numbers(), journal)
    journal.settle()


def _try(write: Callable[[], None]) -> OocliError | None:
    """Write something; give the failure, so that the outcome of the rows is reported first."""
    try:
        write()
    except OocliError as failure:
        return failure
    return None


def _send(
    context: Context, order: Order, run: BulkRun, asked: RowOptions, *, due: int, stop: StopSignal
) -> None:
    """Send what is due.

    At the first Ctrl-C the requests in flight are still answered and recorded, and no other attempt is waited
    for; a second one stops at once.
    """
    client, journal, work = run.client, run.journal, order.work
    actions = _list_due(work, journal, retries_unknown=asked.retry_unknown)
    resolving = Resolving(work.matcher, client, journal) if work.matcher is not None else None
    found = actions if resolving is None else resolving.pass_on(actions)
    remembering = _open_memory(context, work, client, journal, asked)
    passed = found if remembering is None else remembering.pass_on(found)
    done = failed = 0
    with (
        closing(actions),
        closing(found),
        closing(passed),
        stop.held(),
        progress_line(context, "rows") as show,
    ):
        try:
            for entries in run.send(make_batches(passed, order.load.batch), is_stopped=stop.has_come):
                done += len(entries)
                failed += sum(entry.status != "ok" for entry in entries)
                if show is not None:
                    show(done, due, failed)
        except KeyboardInterrupt as interrupt:
            report = BulkReport(work.call, journal, context.catalogue, way_on=order.way_on)
            interrupt.add_note(report.describe_way_on())
            raise
    if resolving is not None:
        run.failure = run.failure or resolving.failure
        resolving.tell_left_out(context.voice.warn)
    if remembering is not None:
        run.failure = run.failure or remembering.failure
        remembering.tell_unseen(context.voice.note)


def _list_due(work: Work, journal: Journal, *, retries_unknown: bool) -> Generator[tuple[int, Action]]:
    """Return number and action of each row that is due; those not tried yet come first."""
    again = {
        row
        for status in ("error", "unknown")
        if is_due(status, retries_unknown=retries_unknown)
        for row in journal.rows_with(status)
    }
    yield from work.list_actions(wanted=lambda row: is_untried(journal.status(row)))
    if again:
        yield from work.list_actions(wanted=again.__contains__)


def _open_memory(
    context: Context, work: Work, client: Client, journal: Journal, asked: RowOptions
) -> Remembering | None:
    """Return what reads the records before they are written; None if that is not needed, or not possible."""
    comparison = work.comparison
    if comparison is None or (asked.no_before and not asked.skip_unchanged):
        return None
    return Remembering(
        journal,
        open_lookup(client, comparison, context.catalogue, jobs=1),
        comparison,
        context.voice.warn,
        skips_unchanged=asked.skip_unchanged,
        keeps=not asked.no_before,
        object_to=work.find_objection,
    )
