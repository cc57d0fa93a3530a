"""A file for each of many records, by a call that makes one: an exposé of every estate in a list."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from oocli.call.asked import ReadingOptions
from oocli.call.dry_run import show_actions
from oocli.call.extent import read_pace
from oocli.call.listed_values import check_given, check_known, list_parameters
from oocli.call.preparing import prepare
from oocli.call.progress_line import progress_line
from oocli.call.record_numbers import Records, plan_record_reading, read_number_file
from oocli.call.saving import is_compressed
from oocli.errors import UsageError
from oocli.files import FileOutcome, collect, conclude
from oocli.files.made_files import FileMaker, name_record
from oocli.files.saving import make_folder
from oocli.files.spool import Spool
from oocli.text.counted import count, count_of
from oocli.wire.lifting import Lifting

if TYPE_CHECKING:
    from oocli.call.asked import CallOptions
    from oocli.call.planning import Plan
    from oocli.catalogue import Call, Parameter
    from oocli.context import Context
    from oocli.request.actions import Action

_COLUMNS = ("record", "file", "status", "path", "bytes", "message")


def run_record_files(context: Context, call: Call, options: CallOptions) -> None:
    """Have a file made of each record, and write the outcome of each.

    Raises:
        UsageError: something cannot be right; no file was asked for.
        PartlyDone: some files could not be made; and the other failures of ``files.conclude``.
    """
    each, reading = _find_each(call), options.reading
    folder = _find_folder(options)
    if each.name in dict(options.inputs.parameters):
        raise UsageError(f"--{each.name} and a list of records exclude each other")
    jobs = read_pace(ReadingOptions(jobs=reading.jobs)).jobs
    plan, numbers = _find_records(context, each, options)
    action = _prepare(context, call, options)
    check_given(context, call, options)
    if not options.sending.no_validate:
        context.validate(name_record(action, call, numbers[0] if numbers else 1), call)
    if options.sending.dry_run:
        actions = [name_record(action, call, number) for number in numbers]
        show_actions(context, actions if plan is None else [plan.first], language=options.sending.language)
        return
    make_folder(folder)
    lifting = Lifting(call.response["binary"]["element"], Spool(folder).open)
    outcomes: list[FileOutcome] = []
    records = Records(plan, numbers)
    with context.client(lifting=lifting) as client, progress_line(context, "files") as show:
        for parameter in list_parameters(call):
            if parameter.name in action.parameters:
                check_known(client, parameter, str(action.parameters[parameter.name]))
        maker = FileMaker(
            client,
            call,
            action,
            folder,
            compressed=is_compressed(call, action),
            limit=context.profile.max_answer * 2**20,
            jobs=jobs,
            replaces=reading.replaces,
        )
        if show is not None:
            maker.watch = lambda done: show(done, None if plan is not None else len(numbers))
        coming = maker.make(records.list_numbers(client))
        context.output.write(collect(coming, outcomes, redact=context.voice.redact), columns=_COLUMNS)
    conclude(outcomes, done="saved")
    if records.gap is not None:
        raise records.gap
    _tell(context, outcomes)


def _find_each(call: Call) -> Parameter:
    if call.each is None:
        raise UsageError(f"{call.name} makes no file of a record")
    return call.each


def _find_folder(options: CallOptions) -> Path:
    """Return the directory for the files.

    Raises:
        UsageError: none is given, or it is no directory.
    """
    target = options.reading.save
    if not target or target == "-":
        raise UsageError("Files of several records need a directory", hint="Give one to --save")
    folder = Path(target)
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"--save {folder} is not a directory", hint="Files of several records need one")
    return folder


def _find_records(context: Context, each: Parameter, options: CallOptions) -> tuple[Plan | None, list[int]]:
    """Return the reading that finds the records, or None, and their numbers if they are listed."""
    reading, where = options.reading, options.inputs.where
    if not reading.source:
        return plan_record_reading(context, each.record_of, where=where, jobs=reading.jobs), []
    if where or reading.every:
        raise UsageError("--from and --where or --all exclude each other")
    if reading.source == options.inputs.params == "-":
        raise UsageError("Standard input cannot be both --from and --params")
    return None, read_number_file(reading.source, context, one=each.record_of)


def _prepare(context: Context, call: Call, options: CallOptions) -> Action:
    """Return what is sent for each record, except its number."""
    inputs = options.inputs._replace(where=())
    return prepare(context, call, options._replace(inputs=inputs)).action


def _tell(context: Context, outcomes: list[FileOutcome]) -> None:
    done = sum(outcome.status == "ok" for outcome in outcomes)
    there = sum(outcome.status == "skipped" for outcome in outcomes)
    rest = f", {count(there, 'was', 'were')} there already" if there else ""
    saved = count_of(done, len(outcomes), "file was saved", "files were saved")
    context.voice.note(f"{saved}{rest}")
