"""A download: the files of a record listed, fetched one by one, and what became of each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from oocli.call.dry_run import show_actions
from oocli.call.progress_line import progress_line
from oocli.errors import UsageError
from oocli.files import FileOutcome, collect, conclude
from oocli.files.downloads import Downloader, RemoteFile, build_list_action, choose_kinds
from oocli.files.file_lists import check_kinds, find_form

if TYPE_CHECKING:
    from oocli.context import Context
    from oocli.files.download_options import DownloadOptions

_COLUMNS = ("file", "status", "path", "bytes", "type", "url", "message")


def run_download(context: Context, options: DownloadOptions) -> None:
    """List the files of a record, fetch them, and write the outcome of each.

    Raises:
        UsageError: something cannot be right; nothing was sent.
        PartlyDone: some files could not be had; and the other failures of ``files.conclude``.
    """
    form, call = find_form(context.catalogue, options.module)
    record, folder = options.record, options.folder
    if record < 1:
        raise UsageError(f"{record} is not the number of an {form}")
    check_kinds(context.catalogue, form, options.kinds)
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"--dir {folder} is not a directory")
    if options.dry_run:
        show_actions(context, [build_list_action(call, form, record)])
        return
    outcomes: list[FileOutcome] = []
    with context.client() as client, progress_line(context, "files") as show:
        downloader = Downloader(client, call, form, record)
        listed, gap = downloader.list_files()
        files = choose_kinds(listed, options.kinds)

        def watch(done: int) -> None:
            if show is not None:
                show(done, len(files))

        coming = downloader.download(files, folder, replaces=options.replaces, watch=watch)
        context.output.write(collect(coming, outcomes, redact=context.voice.redact), columns=_COLUMNS)
    conclude(outcomes, done="downloaded")
    if gap is not None:
        raise gap
    _tell(context, listed, outcomes, f"{form} {record}")


def _tell(
    context: Context, listed: Sequence[RemoteFile], outcomes: Sequence[FileOutcome], record: str
) -> None:
    """Say on a terminal what was done, and where nothing was, what there would have been."""
    if listed and not outcomes:
        kinds = ", ".join(sorted({file.kind for file in listed if file.kind}))
        context.voice.warn(f"{record} has no files of that type; it has {kinds}")
        return
    done = sum(outcome.status == "ok" for outcome in outcomes)
    links = sum(outcome.facts["url"] is not None for outcome in outcomes)
    present = len(outcomes) - done - links
    parts = [f"{done} of {len(outcomes)} files were downloaded"]
    parts += [f"{present} were there already"] if present else []
    parts += [f"{links} are links"] if links else []
    context.voice.note(", ".join(parts))
