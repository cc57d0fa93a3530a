"""A download: the files of records are listed and fetched, several at once, with an outcome for each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import TYPE_CHECKING

from oocli.call.download_plan import Download
from oocli.call.progress_line import transfer_line
from oocli.call.record_numbers import Records
from oocli.errors import OocliError
from oocli.files import FileOutcome, collect, conclude
from oocli.files.content_requests import ContentRequests
from oocli.files.downloads import Downloader
from oocli.files.file_choice import PICTURES, find_group
from oocli.files.file_inventory import Inventory
from oocli.files.file_keeper import Keeper, Placed
from oocli.files.gone_files import find_gone, settle_gone
from oocli.files.picture_requests import PictureRequests
from oocli.files.places import Places
from oocli.files.record_lists import SIZE_ELEMENT, FileLister
from oocli.files.remote_files import FileList, Owner, RemoteFile
from oocli.files.spool import Spool
from oocli.text.counted import count, count_of
from oocli.wire.lifting import Lifting

if TYPE_CHECKING:
    from collections.abc import Callable

    from oocli.client import Client
    from oocli.context import Context
    from oocli.files.download_options import DownloadOptions

_COLUMNS = ("file", "status", "path", "bytes", "type", "url", "message")
_NOTHING = {"path": None, "bytes": None, "type": None, "url": None}
_RECORDS = 500  # records whose lists are in memory at once


def run_download(context: Context, options: DownloadOptions) -> None:
    """List the files of records, fetch them, and write the outcome of each.

    Raises:
        UsageError: something cannot be right; nothing was sent.
        PartlyDone: some files could not be fetched; and the other failures of ``files.conclude``.
    """
    download = Download(context, options)
    if options.dry_run:
        download.show()
        return
    is_one = options.records.is_one
    columns = _COLUMNS if is_one else ("record", *_COLUMNS)
    outcomes: list[FileOutcome] = []
    with transfer_line(context) as show, opened(download, show=show) as run:
        coming = run.carry_out() if is_one else map(_tell_record, run.carry_out())
        context.output.write(collect(coming, outcomes, redact=context.voice.redact), columns=columns)
    conclude(outcomes, done="downloaded")
    if run.gap is not None:
        raise run.gap
    _tell(context, run, outcomes)


@contextmanager
def opened(
    download: Download, *, show: Callable[[int, int, int, int], None] | None = None
) -> Iterator[DownloadRun]:
    """Return a download that can be carried out; at the end the content of the directory is written down.

    ``show`` takes the progress: files, of how many, bytes, of how many.

    Raises:
        UsageError: the directory has a list of files that cannot be read.
    """
    folder = download.options.folder
    inventory, spool = Inventory.read(folder), Spool(folder)
    element = download.call.response.get("binary", {}).get("element", "")
    with download.context.client(lifting=Lifting(element, spool.open)) as client:
        requests = ContentRequests(client, download.call, download.form, download.jobs)
        pictures = PictureRequests(client, download.jobs)
        downloader = Downloader(requests, pictures, Keeper(inventory, download.options.replaces))
        try:
            yield DownloadRun(download, client, downloader, spool, show)
        finally:
            inventory.write()


@dataclass
class DownloadRun:
    """A download in progress.

    Attributes:
        download: what is asked for.
        client: sends the actions.
        downloader: fetches files and stores them.
        spool: where large files are while they come.
        show: takes the progress; None if nobody looks on.
        kinds: types of the files found.
        gap: the failure to report at the end if records or files may be missing.
    """

    download: Download
    client: Client
    downloader: Downloader
    spool: Spool
    show: Callable[[int, int, int, int], None] | None
    kinds: set[str] = field(default_factory=set, init=False)
    gap: OocliError | None = field(default=None, init=False)
    _counted: list[int] = field(default_factory=lambda: [0, 0, 0, 0], init=False)

    def __post_init__(self) -> None:
        self.downloader.watch = self._watch

    def carry_out(self) -> Iterator[FileOutcome]:
        """Return the outcome of each file.

        Raises:
            OocliError: the files of the one record cannot be listed, or the records cannot be read.
        """
        download = self.download
        lister = FileLister(self.client, download.call, download.form, download.jobs, download.extras)
        numbers = self._find_records()
        while window := list(islice(numbers, _RECORDS)):
            if self.download.options.records.is_one:
                yield from self._carry_out([lister.list_one(window[0])])
            elif self.downloader.end is None:
                yield from self._carry_out(list(lister.list_many(window)))
            else:
                yield from map(self._skip, window)

    def _find_records(self) -> Iterator[int]:
        records = Records(self.download.plan, self.download.numbers)
        yield from records.list_numbers(self.client)
        self.gap = records.gap or self.gap

    def _carry_out(self, lists: Sequence[FileList]) -> Iterator[FileOutcome]:
        """Return the outcomes for some records: lists that failed, files that are gone, and all others."""
        keeper = self.downloader.keeper
        for listed in lists:
            self.gap = listed.gap or self.gap
            self.kinds.update(file.kind for file in listed.files if file.kind)
            if listed.failure is not None:
                yield self.downloader.note(self._fail(listed.owner, listed.failure))
        gone = find_gone(keeper.inventory, lists)
        yield from settle_gone(keeper, gone, deletes=self.download.options.deletes)
        yield from self.downloader.download(self._place(lists))

    def _place(self, lists: Sequence[FileList]) -> list[Placed]:
        """Return the wanted files; all files get names, so that the choice does not change a name."""
        places = Places(self.download.pattern, self.downloader.keeper.inventory.list_entries())
        placed: list[Placed] = []
        for file in (file for listed in lists for file in listed.files):
            place = places.find(file)
            if self.download.choice.wants(file):
                placed.append(Placed(file, place, *self._find_scale(file)))
        self._counted[1] += len(placed)
        self._counted[3] += sum(one.file.size or 0 for one in placed if not one.scale)
        return placed

    def _find_scale(self, file: RemoteFile) -> tuple[str, str]:
        """Return the size in which a file is fetched, and from where; both empty for the file as it is."""
        address = str(file.elements.get(SIZE_ELEMENT) or "")
        is_resized = bool(self.download.extras and address) and find_group(file) == PICTURES
        return (self.download.options.size, address) if is_resized else ("", "")

    def _skip(self, record: int) -> FileOutcome:
        end = self.downloader.end
        owner = Owner(self.download.form, record)
        return FileOutcome(str(owner), "skipped", None, _NOTHING, failure=end, record=record)

    def _fail(self, owner: Owner, failure: OocliError) -> FileOutcome:
        return FileOutcome(str(owner), "error", None, _NOTHING, failure=failure, record=owner.record)

    def _watch(self, outcome: FileOutcome | None) -> None:
        if outcome is not None:
            self._counted[0] += 1
            self._counted[2] += outcome.facts["bytes"] or 0
        if self.show is not None:
            files, of_files, size, of_size = self._counted
            coming = self.spool.measure() * 3 // 4  # it is base64
            self.show(files, of_files, min(size + coming, of_size), of_size)


def _tell_record(outcome: FileOutcome) -> FileOutcome:
    """Return an outcome that names its record."""
    return replace(outcome, facts={"record": outcome.record, **outcome.facts})


def _tell(context: Context, run: DownloadRun, outcomes: Sequence[FileOutcome]) -> None:
    """Say on a terminal what was done or, if nothing was, what there would have been."""
    records = run.download.options.records
    if run.kinds and not outcomes:
        whose = f"{run.download.form} {records.numbers[0]} has" if records.is_one else "These records have"
        its = "it has" if records.is_one else "they have"
        context.voice.warn(f"{whose} no files of that type; {its} {', '.join(sorted(run.kinds))}")
        return
    context.voice.note(describe_outcomes(outcomes))


def describe_outcomes(outcomes: Sequence[FileOutcome]) -> str:
    """Return what became of all files, as a sentence without a full stop."""
    counts = Counter(outcome.status for outcome in outcomes)
    there = sum(outcome.status == "skipped" and bool(outcome.facts["path"]) for outcome in outcomes)
    addresses = counts["skipped"] - there
    kept = len(outcomes) - counts["gone"] - counts["deleted"]
    gone = count(counts["gone"], "is", "are")
    parts = [count_of(counts["ok"], kept, "file was downloaded", "files were downloaded")]
    parts += [f"{count(there, 'was', 'were')} there already"] if there else []
    parts += [count(addresses, "is an address", "are addresses")] if addresses else []
    parts += [f"{count(counts['deleted'], 'was', 'were')} removed"] if counts["deleted"] else []
    parts += [f"{gone} no longer at onOffice (--delete removes them)"] if counts["gone"] else []
    return ", ".join(parts)
