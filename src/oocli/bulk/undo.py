"""Take back a run: show it, ask, and carry it out as a run with a journal of its own."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from oocli.bulk.carrying import Order, carry_out
from oocli.bulk.change_report import ChangeReport
from oocli.bulk.checking import Survey
from oocli.bulk.differences import open_comparison, open_lookup
from oocli.bulk.identity import describe_account, find_default_path, find_folder, hash_value
from oocli.bulk.past_runs import list_runs, list_undone, read_run
from oocli.bulk.preconditions import read_load
from oocli.bulk.reversing import open_reversal
from oocli.bulk.row_problems import describe_rows
from oocli.bulk.undoable import count_changed, has_made, list_created, refuse_to_undo, warn_of_created
from oocli.call.asked import CallOptions, RowOptions, SendingOptions
from oocli.call.dry_run import refuse_forbidden
from oocli.call.field_options import CallFields
from oocli.call.preparing import open_fields
from oocli.call.progress_line import progress_line
from oocli.call.shown_fields import read_shapes
from oocli.changes.tally import Tally
from oocli.disk.kept_file import refuse_busy
from oocli.errors import GuardError, PartlyDone, UsageError
from oocli.request.actions import Action
from oocli.text.counted import count

if TYPE_CHECKING:
    from oocli.bulk.past_runs import PastRun
    from oocli.bulk.reversing import Reversal
    from oocli.catalogue import Call
    from oocli.context import Context


_AS_BEFORE = "There is nothing to undo: everything is as it was before."
_NOTHING_CHANGED = "There is nothing to undo: that run changed nothing. `oocli history` lists the others."
_WAY_ON = "The same `oocli undo` once more takes back what is not taken back yet"


class UndoOptions(NamedTuple):
    """The options of an undo.

    Attributes:
        yes: the question is answered with yes.
        dry_run: show what would change, and send nothing.
        force: records that were changed since are taken back too.
        results: name of the file for what became of each row; empty for one in oocli's own directory.
        batch: rows in one request; None for the usual number.
        jobs: requests in flight at most; None for the usual number.
    """

    yes: bool = False
    dry_run: bool = False
    force: bool = False
    results: str = ""
    batch: int | None = None
    jobs: int | None = None


def find_last(context: Context) -> PastRun:
    """Return the newest run of this account that can be undone: it is no undo itself, and was not undone.

    Raises:
        UsageError: there is none.
    """
    runs = list_runs(context.environ)
    undone = list_undone(runs)
    account = describe_account(context.profile)
    for past in runs:
        is_own = all(past.run.get(name) == account[name] for name in ("address", "account"))
        if is_own and past.keeps and not past.run.get("undoes") and past.name not in undone:
            return past
    raise UsageError(
        f"There is no run of {context.profile.name!r} that can be undone",
        why="Nothing was changed with --from, or it is undone already, or its values were not kept",
        hint="`oocli history` lists the runs",
    )


def find_past(context: Context, path: Path) -> PastRun:
    """Return the run of a results file; oocli's own files may be given by name.

    Raises:
        UsageError: it is not one.
    """
    if path.name == str(path) and not path.exists():
        folder = find_folder(context.environ)
        own = [folder / name for name in (path.name, f"{path.name}.ndjson")]
        path = next(filter(Path.exists, own), path)
    return read_run(path)


def undo(context: Context, past: PastRun, options: UndoOptions) -> Path | None:
    """Take a run back: show it, ask, send; for created records list what can be done.

    Returns the file with what became of each row; None where nothing was sent.

    Raises:
        UsageError: nothing of it can be undone, or it belongs to another account.
        GuardError: the profile is read-only, or it was not confirmed; nothing was sent.
        PartlyDone: records were changed since, or no longer exist, and are left.
        OocliError: another oocli still writes its file; or what a bulk run raises.
    """
    _check_account(context, past, options)
    call = context.catalogue.find(past.verb, past.resourcetype)
    if call is None:
        raise UsageError(f"{past.path} is of a call that is not known: {past.run.get('call')}")
    if has_made(past, call):
        changes = context.catalogue.find("modify", past.resourcetype)
        if changes is None or not count_changed(past):
            list_created(context, past, call)
            return None
        warn_of_created(context, past, call)
        call = changes
    if call.verb != "modify" or past.keeps is None:
        raise refuse_to_undo(past, call)
    if not (options.dry_run or options.yes or context.voice.asks):
        raise GuardError(
            "To undo a run needs to be confirmed, and nobody can be asked here",
            hint="--yes undoes it, --dry-run shows what would change",
        )
    if not options.dry_run:
        refuse_busy(past.path)
        refuse_forbidden(context, [Action(call.verb, call.resourcetype)])
    return _reverse(context, past, call, options)


def _check_account(context: Context, past: PastRun, options: UndoOptions) -> None:
    account = describe_account(context.profile)
    is_known = "account" in past.run
    differ = [name for name in ("address", "account") if is_known and past.run.get(name) != account[name]]
    if differ and not (options.force and differ == ["account"]):
        token = " (another token; --force undoes it all the same)" if differ == ["account"] else ""
        raise UsageError(
            f"{past.path} is a run of {past.run.get('profile')!r}, not of {context.profile.name!r}{token}",
            hint="--profile NAME chooses the profile",
        )


def _reverse(context: Context, past: PastRun, call: Call, options: UndoOptions) -> Path | None:
    own = CallOptions(
        sending=SendingOptions(yes=True, diff=True),
        rows=RowOptions(results=options.results, batch=options.batch, jobs=options.jobs),
    )
    load = read_load(own.rows, call)
    fields = open_fields(context, call, own)
    fields.learn()
    comparison = open_comparison(call, fields)
    if past.run.get("unread"):
        context.voice.warn(f"What the run did with {', '.join(past.run['unread'])} stays.")
    with open_reversal(past, comparison, forces=options.force) as reversal:
        _show(context, reversal, fields)
        left = _describe_left(reversal)
        if reversal.first is None:
            _conclude(context, left, _AS_BEFORE if reversal.counts.total() else _NOTHING_CHANGED)
            return None
        rows = reversal.counts["reversed"]
        if options.dry_run or not (options.yes or _agrees(context, reversal, rows)):
            _conclude(context, left, "Nothing was sent.")
            return None
        survey = Survey(rows, reversal.last_row, [(reversal.last_row, reversal.first)])
        run = _describe_run(context, past, call, survey)
        path = Path(options.results) if options.results else find_default_path(context.environ, call, run)
        about: dict[str, Any] = {"undoes": past.name}
        about |= {"left": reversal.counts["changed"]} if left else {}
        carry_out(context, Order(reversal, survey, run, path, load, about, _WAY_ON), own)
        _conclude(context, _describe_left(reversal), "")
        return path


def _show(context: Context, reversal: Reversal, fields: CallFields) -> None:
    comparison = reversal.comparison
    tally = Tally(lambda name: comparison.find_kind(name) in ("integer", "number"))
    shapes = read_shapes(context, fields, Action(reversal.call.verb, reversal.call.resourcetype))
    total = int(reversal.past.run["rows"])
    context.output.check()
    with context.client(confirmed=True) as client, progress_line(context, "rows read") as show:

        def watch(rows: int) -> None:
            if show is not None:
                show(rows, total)

        lookup = open_lookup(client, comparison, context.catalogue)
        report = ChangeReport(context.output, shapes, watch, context.line.clear, partial(_describe, reversal))
        report.write(reversal.find(lookup), tally)


def _describe(reversal: Reversal, _tally: Tally) -> str:
    counts = reversal.counts
    text = f"{count(counts['reversed'], 'row', 'rows')} of {reversal.past.run['call']} can be undone"
    if counts["same"]:
        text += f", {counts['same']:,} as before already"
    if counts["changed"]:
        text += f", {counts['changed']:,} changed since and left"
    if counts["missing"]:
        text += f", {counts['missing']:,} without a record"
    return text


def _describe_left(reversal: Reversal) -> PartlyDone | None:
    """Return the failure that names the records left as they are; None if there are none."""
    changed, missing = reversal.counts["changed"], reversal.counts["missing"]
    if not changed and not missing:
        return None
    why = []
    if changed:
        more = f" and {changed - len(reversal.left):,} more" if changed > len(reversal.left) else ""
        why.append(f"{describe_rows(reversal.left)}{more}: changed again since the run")
    if missing:
        why.append(f"{count(missing, 'record is', 'records are')} not there any more")
    return PartlyDone(
        count(changed + missing, "row was left as it is", "rows were left as they are"),
        why="\n".join(why),
        hint="--force takes back what was changed since, too" if changed else "",
        details={"left": changed, "left_rows": reversal.left, "missing": missing},
    )


def _agrees(context: Context, reversal: Reversal, rows: int) -> bool:
    many, name = count(rows, "row", "rows"), reversal.past.path.name
    return context.voice.ask(f"Really undo {many} of {name}, as {context.profile.name!r}?")


def _describe_run(context: Context, past: PastRun, call: Call, survey: Survey) -> dict[str, Any]:
    """Return the run to which the journal of an undo belongs; each undo is a run of its own."""
    return {
        "call": call.name,
        **describe_account(context.profile),
        "options": "undo",
        "input": hash_value([str(past.path), past.run.get("id"), context.now()]),
        "rows": survey.total,
        "last_row": survey.last_row,
    }


def _conclude(context: Context, left: PartlyDone | None, note: str) -> None:
    if note:
        context.voice.note(note)
    if left is not None:
        raise left
