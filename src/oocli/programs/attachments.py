"""Files of records for a program: the same uploads and downloads as in the commands."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from oocli.errors import UsageError
from oocli.files import FileOutcome, conclude
from oocli.programs.calls import find_call, telling_of_confirm

if TYPE_CHECKING:
    from oocli.context import Context


def upload(
    context: Context, path: Path, targets: Mapping[str, int | None], parameters: Mapping[str, Any]
) -> FileOutcome:
    """Store a file with a record, and give its outcome.

    ``targets`` has the number of the record for one of the modules, ``parameters`` further parameters of the
    API.

    Raises:
        UsageError: no record is named, or several; the file cannot be read; or the catalogue refuses it.
        OocliError: it was not stored.
    """
    from oocli.files.destinations import find_destination
    from oocli.files.local_files import check_files
    from oocli.files.shipments import Shipment
    from oocli.files.upload_options import UploadOptions
    from oocli.files.uploads import Uploader

    named = tuple((module, record) for module, record in targets.items() if record is not None)
    if len(named) != 1:
        raise UsageError(
            "A file goes to one record", hint=f"Give the number of one: {', '.join(map(str.lower, targets))}"
        )
    given = tuple((name, value) for name, value in parameters.items() if value not in ("", None))
    files = check_files([path])
    destination = find_destination(context.catalogue, UploadOptions((path,), named, given))
    shipment = Shipment(1, files[0], destination)
    link = shipment.build_link()
    context.validate(link, find_call(context.catalogue, "do", "uploadfile"))
    with telling_of_confirm(context), context.client() as client:
        client.guard.check([link])
        outcomes = list(Uploader(client).upload([shipment]))
    conclude(outcomes, done="uploaded")
    return outcomes[0]


def download(
    context: Context, module: str, record: int, folder: Path, *, kinds: Collection[str], replaces: bool
) -> list[FileOutcome]:
    """Fetch the files of a record into a directory, and give the outcome of each.

    Raises:
        UsageError: the API lists no files of such records, or there is no such directory.
        PartlyDone: some files could not be fetched; and the other failures of ``files.conclude``.
    """
    from oocli.call.download_plan import Download
    from oocli.call.downloading import opened
    from oocli.files.download_options import DownloadOptions, RecordChoice

    records = RecordChoice(module, (str(record),))
    options = DownloadOptions(records, folder, kinds=tuple(kinds), replaces=replaces)
    with opened(Download(context, options)) as run:
        outcomes = list(run.carry_out())
    conclude(outcomes, done="downloaded")
    if run.gap is not None:
        raise run.gap
    return outcomes
