"""``--diff``: show what would change, and find out whether to send it then."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from oocli.bulk.blind_spots import BlindSpots
from oocli.bulk.change_report import ChangeReport, describe, describe_missing
from oocli.bulk.confirmation import check_most
from oocli.bulk.differences import find_differences, open_comparison, open_lookup
from oocli.call.awaiting import writing_client
from oocli.call.dry_run import refuse_forbidden
from oocli.call.preparing import prepare
from oocli.call.progress_line import progress_line
from oocli.call.shown_fields import read_shapes
from oocli.call.writing import run_writing
from oocli.changes.tally import Tally
from oocli.errors import DifferencesFound, GuardError, PartlyDone, RecordNotFound, UsageError
from oocli.text.counted import count

if TYPE_CHECKING:
    from oocli.bulk.checking import CallRows, Survey
    from oocli.call.asked import CallOptions
    from oocli.call.field_options import CallFields
    from oocli.catalogue import Call
    from oocli.client import Client
    from oocli.context import Context
    from oocli.request.actions import Action


_NO_RECORD = "there is no such record, or it may not be read"
_NO_MATCH = "no record is found by its key, or several are"


class Proposal(NamedTuple):
    """What would be sent.

    Attributes:
        call: the call.
        fields: what is known about its fields.
        first: the first action.
        total: how many there are.
        list_actions: gives all of them with the numbers of their rows; takes what may read their records.
        question: asked when a person has seen the changes.
    """

    call: Call
    fields: CallFields
    first: Action
    total: int
    list_actions: Callable[[Client], Iterator[tuple[int, Action]]]
    question: str


def preview(context: Context, work: CallRows, survey: Survey, options: CallOptions) -> bool:
    """Show what the rows would change; say whether they are sent now.

    Raises:
        GuardError: they were to be sent, but may not be, or are too many.
        PartlyDone: nothing is sent, and rows name records that are not there.
        DifferencesFound: nothing is sent, there are differences, and the exit code should say so.
        OocliError: the records cannot be read.
    """
    rows = count(survey.total, "row", "rows")
    proposal = Proposal(
        work.call,
        work.fields,
        survey.first[0][1],
        survey.total,
        partial(_list_all, work),
        f"Really {work.call.name} with {rows} of {work.rows.name}, as {context.profile.name!r}?",
    )
    is_confirmed = options.sending.yes or options.rows.confirm is not None
    goes_on, tally = _propose(context, proposal, options, is_confirmed=is_confirmed)
    if goes_on:
        check_most(tally.changed, options.rows.max_changes)
        return True
    if tally.missing:
        raise PartlyDone(
            f"{tally.missing:,} of {tally.rows:,} rows name records that are not there",
            why=f"{describe_missing(tally)}: {_NO_RECORD if work.matcher is None else _NO_MATCH}",
        )
    _tell_difference(tally, options)
    return False


def preview_one(context: Context, call: Call, options: CallOptions) -> None:
    """Show what the one action of a call would change, and send it if that is then wanted.

    Raises:
        RecordNotFound: there is no such record; and what ``preview`` and ``run_writing`` raise.
    """
    prepared = prepare(context, call, options)
    form, action, fields = prepared
    fields.learn()  # 5 and 5.00 are one price, but two texts
    comparison = open_comparison(form, fields)
    if not action.resourceid:
        raise UsageError(f"{call.name} --diff needs the number of a record", hint="Give it as ID")
    if not options.sending.no_validate:
        prepared.check(action, validate=context.validate)
    question = f"Really {call.name} {action.resourceid}, as {context.profile.name!r}?"
    proposal = Proposal(form, fields, action, 1, lambda _client: iter([(1, action)]), question)
    goes_on, tally = _propose(context, proposal, options, is_confirmed=options.sending.yes)
    if tally.missing:
        raise RecordNotFound(f"There is no {call.resourcetype} {action.resourceid}, or it may not be read")
    if not goes_on:
        _tell_difference(tally, options)
    elif context.output.format == "table" and context.output.file is None:
        kept = [name for name in comparison.list_sets(action) if name not in tally.fields]
        sending = options.sending._replace(diff=False, yes=True)
        run_writing(context, call, options._replace(sending=sending), kept=kept)
    else:  # the output is the changes
        with fields.located(action), writing_client(context, [action], confirmed=True) as client:
            client.call(action)


def count_changes(context: Context, work: CallRows) -> int:
    """Return how many rows would change something.

    Raises:
        OocliError: the records cannot be read.
    """
    comparison = work.comparison or open_comparison(work.call, work.fields)
    with context.client(confirmed=True) as client:
        lookup = open_lookup(client, comparison, context.catalogue)
        differences = find_differences(lookup, comparison, _list_all(work, client))
        return sum(bool(item.changes) for item in differences)


def _list_all(work: CallRows, client: Client) -> Iterator[tuple[int, Action]]:
    """Return all rows with their records; a row without a record names none."""
    actions = work.list_actions(wanted=lambda _row: True)
    if work.matcher is None:
        return actions
    return ((found.row, found.action) for found in work.matcher.find(client, actions))


def _propose(
    context: Context, proposal: Proposal, options: CallOptions, *, is_confirmed: bool
) -> tuple[bool, Tally]:
    """Show the changes; return whether they are to be made now, and their summary."""
    goes_on = is_confirmed and not options.sending.dry_run
    if goes_on:
        refuse_forbidden(context, [proposal.first])
    tally = _show(context, proposal)
    if not goes_on and not options.sending.dry_run and tally.changed:
        goes_on = _agrees(context, proposal)
    if not goes_on and not context.output.is_read:
        context.voice.note(f"{describe(tally)}; nothing was sent.")
    return goes_on, tally


def _show(context: Context, proposal: Proposal) -> Tally:
    comparison = open_comparison(proposal.call, proposal.fields)
    tally = Tally(lambda name: comparison.find_kind(name) in ("integer", "number"))
    spots = BlindSpots(comparison)
    shapes = read_shapes(context, proposal.fields, proposal.first)
    context.output.check()
    with context.client(confirmed=True) as client, progress_line(context, "rows read") as show:

        def watch(rows: int) -> None:
            if show is not None:
                show(rows, proposal.total)

        lookup = open_lookup(client, comparison, context.catalogue)
        actions = spots.watch(proposal.list_actions(client))
        differences = find_differences(lookup, comparison, actions)
        report = ChangeReport(context.output, shapes, watch, context.line.clear, describe, spots.unread)
        with proposal.fields.located(proposal.first):
            report.write(differences, tally)
    for sentence in spots.describe():
        context.voice.warn(sentence)
    return tally


def _agrees(context: Context, proposal: Proposal) -> bool:
    """Ask a person who has seen the changes whether to go on; do not ask if sending is forbidden."""
    if not context.voice.asks:
        return False
    try:
        refuse_forbidden(context, [proposal.first])
    except GuardError:
        return False
    return context.voice.ask(proposal.question)


def _tell_difference(tally: Tally, options: CallOptions) -> None:
    if options.sending.exit_code and tally.changed:
        raise DifferencesFound(describe(tally))
