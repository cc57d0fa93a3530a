"""What is asked of an upload, as values. Pure."""

from pathlib import Path
from typing import Any, NamedTuple

BLOCK = 512 * 1024
"""Characters of base64 in one request of a small file; onOffice documents no limit."""

PARAMETERS = (
    "Art",
    "title",
    "freetext",
    "position",
    "documentAttribute",
    "setDefaultPublicationRights",
    "applyWaterMark",
)
"""Parameters of the linking call that are said of a file."""


class ListOptions(NamedTuple):
    """Where it stands which files go to which records; at most one of the ways is asked for.

    Attributes:
        source: name of a list of files, ``-`` for standard input; empty where there is none.
        row_format: format of the list, if its name does not say it.
        sheet: name of the sheet of a workbook; empty for the first one.
        mapped: ``COLUMN=NAME`` for columns that are named otherwise.
        ignored: columns that are left out.
        by_folder: files go to the record that their folder is named after.
        match: field that names of files or folders begin with the value of, or a column of the list holds.
        to: module of the records that folders, or values of the field, are about.
    """

    source: str = ""
    row_format: str = ""
    sheet: str = ""
    mapped: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
    by_folder: bool = False
    match: str = ""
    to: str = ""


class JournalOptions(NamedTuple):
    """How an upload is confirmed, recorded and gone on with.

    Attributes:
        yes: the question is answered.
        confirm: so many files are confirmed.
        results: name of the file for what became of each file; empty for one in oocli's own directory.
        resume: go on with an upload that stopped.
        retry_unknown: then send again what may have been stored, where the API cannot say it.
        again: the same files are uploaded once more.
        skip_existing: files that the record has already are not sent.
        jobs: requests in flight at most; None for the usual number.
    """

    yes: bool = False
    confirm: int | None = None
    results: str = ""
    resume: bool = False
    retry_unknown: bool = False
    again: bool = False
    skip_existing: bool = False
    jobs: int | None = None


class UploadOptions(NamedTuple):
    """Everything that is asked of an upload.

    Attributes:
        files: files of this machine, or directories where records are named by them.
        records: (module, number) of the record that they are for; more than one is an error.
        parameters: (name, value) of the linking call's further parameters, by the API's own names;
            a ``position`` is that of the first file.
        block: characters of base64 in one request; a multiple of 4; None chooses by the size of the file.
        dry_run: show what would be sent, and send nothing.
        no_validate: send without looking at the catalogue, and without looking whether records exist.
        listed: where it stands which files go to which records.
        journal: how it is confirmed, recorded and gone on with.
    """

    files: tuple[Path, ...]
    records: tuple[tuple[str, int], ...] = ()
    parameters: tuple[tuple[str, Any], ...] = ()
    block: int | None = None
    dry_run: bool = False
    no_validate: bool = False
    listed: ListOptions = ListOptions()
    journal: JournalOptions = JournalOptions()

    @property
    def is_listed(self) -> bool:
        """Whether each file has a record of its own to go to."""
        return bool(self.listed.source or self.listed.by_folder or self.listed.match)
