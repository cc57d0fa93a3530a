"""A checked upload carried out: confirmed, recorded, sent, told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any

from oocli.bulk.identity import begin_run, describe_account, hash_value
from oocli.bulk.journal import Journal
from oocli.bulk.journal_opening import Reuse, open_journal
from oocli.bulk.leftovers import skip_rest
from oocli.bulk.preconditions import read_jobs
from oocli.bulk.sending import sleep_unless_stopped
from oocli.errors import GuardError, OocliError, UsageError
from oocli.files import FileOutcome
from oocli.files.destinations import find_upload_call
from oocli.files.shipments import Shipment
from oocli.files.uploads import JOBS, Uploader
from oocli.filing.journal_place import find_place
from oocli.filing.present_files import PresentFiles, Target
from oocli.filing.upload_book import Progress, UploadBook, describe_unknown, pass_over
from oocli.filing.upload_report import UploadReport
from oocli.terminal.interrupts import StopSignal
from oocli.terminal.transfer_line import TransferLine, describe_bytes

if TYPE_CHECKING:
    from collections.abc import Callable

    from oocli.client import Client
    from oocli.context import Context
    from oocli.files.upload_options import UploadOptions

_SHOWN = 3  # records, and files of each


def carry_out(context: Context, options: UploadOptions, shipments: Sequence[Shipment]) -> None:
    """Confirm, send, and write the outcome of each file.

    Raises:
        GuardError: the profile is read-only, or it was not confirmed; nothing was sent.
        OocliError: what ``UploadReport.conclude`` gives.
    """
    asked, voice = options.journal, context.voice
    jobs = read_jobs(asked.jobs, JOBS)
    stop = StopSignal()
    sleep = partial(sleep_unless_stopped, sleep=context.sleep, is_stopped=stop.has_come)
    run = describe_run(context, shipments)
    call = find_upload_call(context.catalogue)
    reuse = Reuse(
        asked.resume,
        repeatable=not options.is_listed,
        again=asked.again,
        supersedes=asked.skip_existing,
    )
    with (
        find_place(context, call, options, run) as path,
        open_journal(
            path,
            run,
            reuse._replace(retires=None if asked.results else path),
            now=context.now,
            about=begin_run(context.now()),
        ) as journal,
    ):
        book = UploadBook(journal, voice.redact)
        with context.client(confirmed=True, sleep=sleep) as client:
            client.guard.check([shipments[0].build_link()])
            progress = _find_progress(client, context, options, shipments, book)
            if options.is_listed and progress.due:
                _confirm(context, options, progress.due)
            if options.is_listed:
                voice.note(f"Results: {path}")
            report = UploadReport(context, journal, shipments, is_listed=options.is_listed)
            with stop.held(), _watching(context, progress.due) as watch:
                uploader = Uploader(client, jobs, options.block or 0, watch, book, stop.has_come)
                report.write(_list_outcomes(shipments, progress, uploader))
        unsettled = _settle(journal, shipments)
        report.conclude(stop.number)
        if unsettled is not None:
            raise unsettled


def describe_run(context: Context, shipments: Sequence[Shipment]) -> dict[str, Any]:
    """Return what must be the same when an upload is gone on with: account, files and where they go."""
    wanted = [
        [str(shipment.file.path.absolute()).encode("utf-8", "replace").decode(), *_list_told(shipment)]
        for shipment in shipments
    ]
    return {
        "call": find_upload_call(context.catalogue).name,
        **describe_account(context.profile),
        "options": "upload",
        "input": hash_value(wanted),
        "rows": len(shipments),
        "last_row": max(shipment.row for shipment in shipments),
    }


def find_present(
    client: Client,
    context: Context,
    options: UploadOptions,
    shipments: Sequence[Shipment],
    *,
    taken: Mapping[Target, AbstractSet[str]],
) -> dict[int, str | int]:
    """Return row to number of the files that their records have already.

    Raises:
        UsageError: the API lists no files of such records.
        OocliError: those of a record cannot be listed.
    """
    present = PresentFiles(client, context.catalogue, read_jobs(options.journal.jobs, JOBS))
    unknown = sorted(
        {shipment.target[0] for shipment in shipments if not present.can_list(shipment.target[0])}
    )
    if unknown:
        raise UsageError(
            f"--skip-existing cannot look at the files of {' and '.join(unknown)} records",
            why="The API does not list them",
            hint="Leave it out; --resume goes on with an upload that stopped",
        )
    return present.find(shipments, taken=taken)


def _find_progress(
    client: Client,
    context: Context,
    options: UploadOptions,
    shipments: Sequence[Shipment],
    book: UploadBook,
) -> Progress:
    """Return what is due; what may be stored, or is to be skipped where it is there, is looked for first."""
    asked = options.journal
    progress = book.find(shipments, retries_unknown=asked.retry_unknown)
    present = PresentFiles(client, context.catalogue, read_jobs(asked.jobs, JOBS))
    lost = [shipment for shipment in progress.unknown if present.can_list(shipment.target[0])]
    if lost:
        _resolve(lost, present.find(lost, taken=book.list_numbers()), book, progress)
    if asked.skip_existing and progress.due:
        there = find_present(client, context, options, progress.due, taken=book.list_numbers())
        found = [(shipment, there[shipment.row]) for shipment in progress.due if shipment.row in there]
        book.pass_over(found)
        progress.done.update((shipment.row, pass_over(shipment, number)) for shipment, number in found)
        progress = progress._replace(due=[one for one in progress.due if one.row not in there])
    return progress


def _resolve(
    lost: Sequence[Shipment], there: Mapping[int, str | int], book: UploadBook, progress: Progress
) -> None:
    """Take what may be stored for what it is, now that it is known: stored, or due."""
    found = [(shipment, there[shipment.row]) for shipment in lost if shipment.row in there]
    progress.done.update(book.confirm(found))
    absent = [shipment for shipment in lost if shipment.row not in there]
    progress.due.extend(absent)
    progress.due.sort(key=lambda shipment: shipment.row)
    rows = {shipment.row for shipment in lost}
    progress.unknown[:] = [shipment for shipment in progress.unknown if shipment.row not in rows]


def _list_outcomes(
    shipments: Sequence[Shipment], progress: Progress, uploader: Uploader
) -> Iterator[FileOutcome]:
    """Return the outcome of every file in their order, as it is known."""
    coming = uploader.upload(progress.due)
    due = {shipment.row for shipment in progress.due}
    for shipment in shipments:
        if shipment.row in due:
            yield next(coming)
        else:
            yield progress.done.get(shipment.row) or describe_unknown(shipment)
    yield from coming


def _confirm(context: Context, options: UploadOptions, due: Sequence[Shipment]) -> None:
    """Let the upload pass where it is confirmed.

    Raises:
        GuardError: nobody confirmed it, or another number.
    """
    asked, files = options.journal, len(due)
    if asked.confirm is not None and asked.confirm != files:
        raise GuardError(
            f"--confirm={asked.confirm} does not fit: {files:,} files would be uploaded",
            hint=f"Look with --dry-run; --confirm={files} uploads them",
        )
    if asked.confirm is not None or asked.yes:
        return
    what = describe_amount(due)
    if not context.voice.asks:
        raise GuardError(
            f"To upload {what} needs to be confirmed, and nobody can be asked here",
            hint=f"--yes or --confirm={files} uploads them, --dry-run shows what would be sent",
        )
    for line in list_targets(due):
        context.voice.tell(line)
    if not context.voice.ask(f"Really upload {what}, as {context.profile.name!r}?"):
        raise GuardError("Not confirmed; nothing was sent")


def describe_amount(shipments: Sequence[Shipment]) -> str:
    """Return how much is uploaded: ``40 files (85.2 MB) to 5 records``."""
    files, records = len(shipments), len({shipment.target for shipment in shipments})
    size = describe_bytes(sum(shipment.file.size for shipment in shipments))
    return (
        f"{files:,} {'file' if files == 1 else 'files'} ({size})"
        f" to {records:,} {'record' if records == 1 else 'records'}"
    )


def list_targets(shipments: Sequence[Shipment]) -> Iterator[str]:
    """Return a line for each of the first records, with the first files that it gets."""
    files: dict[Target, list[str]] = {}
    for shipment in shipments:
        files.setdefault(shipment.target, []).append(shipment.file.name)
    for (module, record), names in list(files.items())[:_SHOWN]:
        more = f" and {len(names) - _SHOWN:,} more" if len(names) > _SHOWN else ""
        yield f"  {module.lower()} {record}: {', '.join(names[:_SHOWN])}{more}"
    if len(files) > _SHOWN:
        yield f"  and {len(files) - _SHOWN:,} more records"


@contextmanager
def _watching(context: Context, due: Sequence[Shipment]) -> Iterator[Callable[[int, int], None]]:
    """Show on a terminal how far the upload is, while the block runs; gives what is told of it."""
    if not context.line.is_free or context.settings.is_set("quiet") or context.settings.shows_exchanges:
        yield lambda moved, files: None
        return
    size = sum(shipment.file.size - (shipment.begun.sent if shipment.begun else 0) for shipment in due)
    line = TransferLine(context.line, context.now, len(due), size)
    moved = files = 0

    def watch(more: int, settled: int) -> None:
        nonlocal moved, files
        moved, files = moved + more, files + settled
        line.show(files, moved)

    try:
        yield watch
    finally:
        context.line.clear()


def _settle(journal: Journal, shipments: Sequence[Shipment]) -> OocliError | None:
    """Write the journal anew with a line for each file; give why that cannot be, which is told last."""
    try:
        if journal.counts():
            skip_rest((shipment.row for shipment in shipments), journal)
            journal.settle()
    except OocliError as failure:
        return failure
    return None


def _list_told(shipment: Shipment) -> list[Any]:
    parameters = shipment.build_link().parameters
    return [*shipment.target, sorted((name, str(value)) for name, value in parameters.items())]
