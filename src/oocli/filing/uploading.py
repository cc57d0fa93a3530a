"""An upload: checked, planned or sent, and what became of each file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from oocli.call.dry_run import refuse_forbidden
from oocli.call.progress_line import progress_line
from oocli.files import FileOutcome, collect, conclude
from oocli.files.destinations import Destination, find_destination, find_upload_call
from oocli.files.local_files import LocalFile, check_files
from oocli.files.uploads import Uploader, count_blocks

if TYPE_CHECKING:
    from oocli.context import Context
    from oocli.files.upload_options import UploadOptions

_KIBIBYTE = 1024
_PLANNED = ("file", "bytes", "blocks", "parameters")
_DONE = ("file", "status", "fileId", "bytes", "message")


def run_upload(context: Context, options: UploadOptions) -> None:
    """Check everything, send the files, and write the outcome of each.

    Raises:
        UsageError: something cannot be right; nothing was sent.
        PartlyDone: some were stored and some were not; and the other failures of ``files.conclude``.
    """
    destination = find_destination(context.catalogue, options)
    files = check_files(options.files)
    links = [destination.build_link(file, "", before=number) for number, file in enumerate(files)]
    if not options.no_validate:
        context.validate(links[0], find_upload_call(context.catalogue))
    if options.dry_run:
        context.output.write(_plan(destination, files, options.block), columns=_PLANNED)
        refuse_forbidden(context, links)
        return
    _send(context, destination, files, options.block)


def _plan(destination: Destination, files: Sequence[LocalFile], block: int) -> Iterator[dict[str, Any]]:
    """Return for each file what would be sent: its size, and what the linking call says of it."""
    for before, file in enumerate(files):
        parameters = dict(destination.build_link(file, "", before=before).parameters)
        del parameters["tmpUploadId"]
        elements = {
            "file": str(file.path),
            "bytes": file.size,
            "blocks": count_blocks(file, block),
            "parameters": parameters,
        }
        yield {"id": None, "type": "file", "elements": elements}


def _send(context: Context, destination: Destination, files: Sequence[LocalFile], block: int) -> None:
    total = sum(file.size for file in files) // _KIBIBYTE
    outcomes: list[FileOutcome] = []
    with context.client() as client, progress_line(context, "KiB") as show:

        def watch(sent: int) -> None:
            if show is not None:
                show(sent // _KIBIBYTE, total)

        client.guard.check([destination.build_link(file, "") for file in files])
        uploader = Uploader(client, destination, block, watch)
        try:
            records = collect(uploader.upload(files), outcomes, redact=context.voice.redact)
            table = context.output.format == "table"  # where fileId says it
            context.output.write(
                ({**record, "id": ""} if table else record for record in records), columns=_DONE
            )
        except KeyboardInterrupt as stop:
            stop.add_note(
                f"{sum(outcome.status == 'ok' for outcome in outcomes)} of {len(files)} files were uploaded"
            )
            raise
    conclude(outcomes, done="uploaded")
    context.voice.note(f"{len(files)} {'file was' if len(files) == 1 else 'files were'} uploaded")
