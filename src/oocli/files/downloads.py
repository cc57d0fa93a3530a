"""Download the files of a record into a directory, each with its own outcome.

A list of files carries no content: it is asked for file by file. Links are never followed;
where the API gives no more than addresses, the outcome says so. Source:
apidoc.onoffice.de, "Files".
"""

import os
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from oocli.catalogue import Call
from oocli.client import Client
from oocli.disk.whole_file import remove_left_parts
from oocli.errors import OocliError, PartlyDone, UsageError
from oocli.files import FileOutcome, find_end
from oocli.files.file_lists import find_record_parameter
from oocli.files.file_names import find_free_name, find_name
from oocli.files.saving import check_size, decode_content, read_number, write_whole
from oocli.paging.listing import Listing
from oocli.paging.pace import Pace
from oocli.paging.walks import Extent, largest_page
from oocli.request.actions import Action
from oocli.terminal.interrupts import held_back

_LATEST = 2**33  # Unix seconds; what is greater is not a time of a file
_TOLERANCE = 2  # seconds; some disks keep times no finer


@dataclass(frozen=True)
class RemoteFile:
    """A file as a list of files describes it.

    Attributes:
        id: its number.
        title: what onOffice calls it.
        name: what it is called here, like no other file of the list.
        kind: its type (``Foto``); empty where the list tells none.
        url: address of what is not a file but a link; or the only way to it; may be empty.
        size: bytes, or None.
        modified: Unix seconds of its last change, or None.
    """

    id: Any
    title: str
    name: str
    kind: str
    url: str
    size: int | None
    modified: int | None


@dataclass(frozen=True)
class Downloader:
    """Fetches the files of one record.

    Attributes:
        client: sends the actions.
        call: the form of ``get file`` for this kind of record.
        form: the resourceid that selects it: ``estate``.
        record: number of the record.
    """

    client: Client
    call: Call
    form: str
    record: int

    def list_files(self) -> tuple[list[RemoteFile], PartlyDone | None]:
        """Return the files of the record, and the failure to tell at the end where some may be missing.

        Raises:
            ApiError: the API refused it; and everything that ``Client.send`` raises.
        """
        action = build_list_action(self.call, self.form, self.record)
        listing = Listing(self.client, self.call, action, Extent(every=True), Pace(jobs=1, batch=1))
        records: list[Mapping[str, Any]] = []
        try:
            for record in listing:
                records.append(record)
        except PartlyDone as gap:
            return _describe_files(records), gap
        return _describe_files(records), None

    def download(
        self,
        files: Sequence[RemoteFile],
        folder: Path,
        *,
        replaces: bool = False,
        watch: Callable[[int], None] = lambda done: None,
    ) -> Iterator[FileOutcome]:
        """Return the outcome of each file, with the elements ``path``, ``bytes``, ``type`` and ``url``.

        ``replaces`` says that other files of the same name may be replaced; ``watch`` is
        told how many files are done.
        """
        outcomes: list[FileOutcome] = []
        remove_left_parts([folder / file.name for file in files])
        for file in files:
            end = find_end(outcomes)
            if end is not None:
                outcome = _tell(file, "skipped", failure=end)
            else:
                outcome = self._settle(file, folder / file.name, replaces=replaces)
            outcomes.append(outcome)
            watch(len(outcomes))
            with held_back():
                yield outcome

    def _settle(self, file: RemoteFile, path: Path, *, replaces: bool) -> FileOutcome:
        """Do what there is to do for one file."""
        if file.url:
            return self._pass_over_link(file)
        if not replaces and _looks_the_same(path, file):
            return _tell(file, "skipped", path, reason="It is there already")
        try:
            content = self._fetch(file)
            check_size(content, file.size)
            _write(path, content, modified=file.modified, replaces=replaces)
        except OocliError as failure:
            return _tell(file, "error", failure=failure)
        return _tell(file, "ok", path, size=len(content))

    def _pass_over_link(self, file: RemoteFile) -> FileOutcome:
        if self.call.response.get("binary"):
            return _tell(file, "skipped", reason="A link, not a file")
        failure = PartlyDone(
            f"The API gives an address of {file.title} and not its content",
            why=f"That is so for every file of an {self.form}; the address is valid for a short time",
            hint="Open the addresses under `url` in the output, for example in a browser",
        )
        return _tell(file, "skipped", failure=failure)

    def _fetch(self, file: RemoteFile) -> bytes:
        """Return the content of a file.

        Raises:
            PartlyDone: the API gives none.
            OocliError: it cannot be decoded; and everything that ``Client.call`` raises.
        """
        record = find_record_parameter(self.call)
        name = next(known.name for known in self.call.parameters if known.name.lower() == "fileid")
        parameters = {record: self.record, name: file.id}
        result = self.client.call(
            Action(self.call.verb, self.call.resourcetype, self.form, parameters=parameters)
        )
        element = self.call.response["binary"]["element"]
        for found in result.records:
            elements = found.get("elements")
            content = elements.get(element) if isinstance(elements, Mapping) else None
            is_it = str(found.get("id")) == str(file.id)
            if is_it and isinstance(content, str) and (content or not file.size):
                return decode_content(content)
        raise PartlyDone(
            f"The API gives no content of {file.title}",
            why="It was deleted meanwhile, or this API user may not read it",
            hint=f"`oocli get file {self.form} --{record} {self.record}` lists what there is",
        )


def build_list_action(call: Call, form: str, record: int) -> Action:
    """Return the action that lists the first files of a record."""
    parameters: dict[str, Any] = {find_record_parameter(call): record}
    if call.paging is not None:
        parameters[call.paging.limit] = largest_page(call.paging)
    return Action(call.verb, call.resourcetype, form, parameters=parameters)


def choose_kinds(files: Sequence[RemoteFile], kinds: Collection[str]) -> list[RemoteFile]:
    """Return the files of these types, case forgiven; all of them where no type is named."""
    wanted = {kind.casefold() for kind in kinds}
    return [file for file in files if not wanted or file.kind.casefold() in wanted]


def _describe_files(records: Sequence[Mapping[str, Any]]) -> list[RemoteFile]:
    """Read a list of files, and give each a name of its own.

    Names are given by the order of the list, so that the same file has the same name next
    time; letter case makes no difference, as on many disks.
    """
    files: list[RemoteFile] = []
    taken: set[str] = set()
    for record in records:
        told = record.get("elements")
        elements = told if isinstance(told, Mapping) else {}
        name = find_free_name(find_name(record), lambda free: free.casefold() in taken)
        url = str(elements.get("url") or "")
        if not url:
            taken.add(name.casefold())
        files.append(
            RemoteFile(
                id=record.get("id"),
                title=str(elements.get("originalname") or elements.get("filename") or name),
                name=name,
                kind=str(elements.get("type") or ""),
                url=url,
                size=read_number(elements.get("fileSize")),
                modified=_read_time(elements.get("modified")),
            )
        )
    return files


def _read_time(value: Any) -> int | None:
    seconds = read_number(value)
    return seconds if seconds and seconds < _LATEST else None


def _looks_the_same(path: Path, file: RemoteFile) -> bool:
    """Say whether a file of that size and time is there, so that it need not be fetched."""
    try:
        found = path.stat()
    except (OSError, ValueError):
        return False
    if file.size is None or file.modified is None or found.st_size != file.size:
        return False
    return path.is_file() and abs(found.st_mtime - file.modified) <= _TOLERANCE


def _write(path: Path, content: bytes, *, modified: int | None, replaces: bool) -> None:
    """Write a file unless another one is there that may not be replaced.

    Raises:
        UsageError: there is.
        OocliError: it cannot be written.
    """
    try:
        is_there = os.path.lexists(path)
        if path.exists() and not path.is_file():
            raise UsageError(
                f"{path} is there already, and is not a file",
                why="It is a directory, a pipe or a device, or leads to one",
                hint="--dir DIR writes elsewhere",
            )
        if is_there and not replaces and not _holds(path, content):
            raise UsageError(
                f"{path} is there already, and is another file",
                hint="--force replaces it; --dir DIR writes elsewhere",
            )
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OocliError(f"Cannot write {path}", why=error.strerror or str(error)) from error
    write_whole(path, content, modified=modified)


def _holds(path: Path, content: bytes) -> bool:
    return path.is_file() and path.stat().st_size == len(content) and path.read_bytes() == content


def _tell(
    file: RemoteFile,
    status: str,
    path: Path | None = None,
    *,
    size: int | None = None,
    reason: str = "",
    failure: OocliError | None = None,
) -> FileOutcome:
    facts = {
        "path": None if path is None else str(path),
        "bytes": file.size if size is None else size,
        "type": file.kind or None,
        "url": file.url or None,
    }
    return FileOutcome(file.title, status, file.id, facts, reason, failure)
