"""Upload files in blocks and attach them to a record, each with its own outcome.

A file goes up as blocks of base64; the first answer names a temporary upload, the next
blocks join it, and one last call without data links it to the record. Only that last call
changes anything a person can see: what goes wrong before it may be repeated, as a new
upload. Source: apidoc.onoffice.de, "File upload".
"""

import base64
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from oocli.catalogue.error_codes import describe
from oocli.client import Client, retry
from oocli.errors import ApiError, NetworkError, OocliError, OutcomeUnknown, RecordNotFound, UsageError
from oocli.files import FileOutcome, find_end
from oocli.request.actions import Action
from oocli.terminal.interrupts import held_back
from oocli.wire.messages import Result

BLOCK = 512 * 1024
"""Characters of base64 in one request, unless asked otherwise; onOffice documents no limit."""

_CHARACTERS = 4  # of base64 ...
_BYTES = 3  # ... for so many bytes; a block that ends elsewhere would be padded in the middle of the file


@dataclass(frozen=True)
class LocalFile:
    """A file of this machine that can be uploaded.

    Attributes:
        path: where it is.
        size: bytes.
        changed: time of its last change, in nanoseconds.
    """

    path: Path
    size: int
    changed: int

    @property
    def name(self) -> str:
        """What it is called at onOffice; one character for an umlaut, also where the disk has two."""
        return unicodedata.normalize("NFC", self.path.name)


@dataclass(frozen=True)
class Destination:
    """Where files go, and what onOffice is told of each.

    Attributes:
        module: ``estate``, ``address``, ``agentsLog`` or ``task``.
        record: number of the record there.
        parameters: further parameters of the linking call, under the API's own names; a
            ``position`` is that of the first file.
    """

    module: str
    record: int
    parameters: Mapping[str, Any]

    def build_link(self, file: LocalFile, upload_id: str, *, before: int = 0) -> Action:
        """Give the action that links an upload, behind so many files that were linked before.

        An estate's file has the name of the file, without its ending, as its title unless
        another one is given.
        """
        parameters = {
            "module": self.module,
            "relatedRecordId": self.record,
            "tmpUploadId": upload_id,
            "file": file.name,
            **({"title": Path(file.name).stem} if self.module == "estate" else {}),
            **self.parameters,
        }
        if "position" in parameters:
            parameters["position"] += before
        return Action("do", "uploadfile", None, parameters=parameters)


@dataclass(frozen=True)
class Uploader:
    """Sends files to one destination.

    Attributes:
        client: sends the actions.
        destination: where the files go.
        block: characters of base64 in one request; a multiple of 4.
        watch: is told how many bytes of all files are sent.
    """

    client: Client
    destination: Destination
    block: int = BLOCK
    watch: Callable[[int], None] = lambda sent: None

    def upload(self, files: Sequence[LocalFile]) -> Iterator[FileOutcome]:
        """Give the outcome of each file, with the elements ``fileId`` and ``bytes``.

        A signal strikes while blocks are sent, and never between the linking of a file and
        the moment when the caller has dealt with its outcome.
        """
        outcomes: list[FileOutcome] = []
        passed = 0
        for file in files:
            end = find_end(outcomes)
            upload_id, failure = ("", end) if end else self._send(file, passed)
            with held_back():
                if failure is None:
                    outcome = self._link(file, upload_id, outcomes)
                else:
                    outcome = _fail(file, failure, status="skipped" if end else "error")
                outcomes.append(outcome)
                yield outcome
            passed += file.size

    def _send(self, file: LocalFile, passed: int) -> tuple[str, OocliError | None]:
        """Give the id of the temporary upload that holds the file, or why there is none."""
        try:
            return self._send_until_it_arrives(file, passed), None
        except OocliError as failure:
            return "", failure

    def _send_until_it_arrives(self, file: LocalFile, passed: int) -> str:
        """Send the blocks, and all of them anew where an answer was lost: nothing is linked yet."""
        attempt = 1
        while True:
            try:
                return self._send_blocks(file, passed)
            except OutcomeUnknown as lost:
                cause = lost.__cause__
                if not isinstance(cause, NetworkError):
                    raise
                wait = retry.seconds_to_wait(
                    cause, attempt, "read", attempts=self.client.attempts, draw=self.client.draw
                )
                if wait is None:
                    raise cause from lost
            self.client.sleep(wait)
            attempt += 1

    def _send_blocks(self, file: LocalFile, passed: int) -> str:
        parameters: dict[str, Any] = {}
        sent = 0
        for block in _read_blocks(file, _bytes_in(self.block)):
            sent += len(block)
            if sent > file.size:
                raise _describe_change(file)
            data = base64.b64encode(block).decode("ascii")
            action = Action("do", "uploadfile", None, parameters={"data": data, **parameters})
            elements = _first_elements(self.client.call(action))
            _compare_size(file, elements, sent)
            parameters = {"tmpUploadId": _read_upload_id(file, elements)}
            self.watch(passed + sent)
        if sent != file.size or _look_at(file.path) != file:
            raise _describe_change(file)
        return str(parameters["tmpUploadId"])

    def _link(self, file: LocalFile, upload_id: str, outcomes: Sequence[FileOutcome]) -> FileOutcome:
        linked = sum(outcome.status == "ok" for outcome in outcomes)
        action = self.destination.build_link(file, upload_id, before=linked)
        try:
            number = _first_elements(self.client.call(action)).get("fileId")
        except OutcomeUnknown as failure:
            return _fail(file, self._explain_lost(file, failure.why), status="unknown")
        except OocliError as failure:
            return _fail(file, self._explain(failure))
        if not number:
            return _fail(file, self._explain_lost(file, "It names no stored file"), status="unknown")
        return FileOutcome(str(file.path), "ok", number, {"fileId": number, "bytes": file.size})

    def _explain_lost(self, file: LocalFile, why: str) -> OutcomeUnknown:
        module, record = self.destination.module, self.destination.record
        look = f"open {module} {record} in onOffice"
        if module in ("estate", "address"):
            look = f"`oocli get file {module} --{module}id {record}` lists its files"
        return OutcomeUnknown(
            f"{file.path} was sent, but no answer says whether it was stored",
            why=why,
            hint=f"Look before you repeat it: {look}",
        )

    def _explain(self, failure: OocliError) -> OocliError:
        """Give a refusal of the record as what it is; any other failure as it came."""
        if not isinstance(failure, ApiError) or "not_found" not in describe(failure.errorcode).marks:
            return failure
        where = self.destination
        return RecordNotFound(
            f"There is no {where.module} {where.record}, or this API user may not change it",
            why=failure.message,
            hint=failure.hint,
            doc_url=failure.doc_url,
            details=failure.details,
        )


def count_blocks(file: LocalFile, block: int = BLOCK) -> int:
    """Give how many blocks of so many characters a file is sent in."""
    return -(-file.size // _bytes_in(block))


def check_files(paths: Sequence[Path]) -> list[LocalFile]:
    """Give files that can be uploaded.

    Raises:
        UsageError: some cannot; with every problem at once.
    """
    found = {path: _find_problem(path) for path in paths}
    problems = [problem for problem in found.values() if problem]
    spellings: dict[Path, list[Path]] = {}
    for path in paths:
        if not found[path]:
            spellings.setdefault(path.resolve(), []).append(path)
    problems += [f"{first} is given twice" for first, *others in spellings.values() if others]
    if problems:
        raise UsageError(
            "Nothing was sent: not every file can be uploaded" if len(paths) > 1 else problems.pop(0),
            why="\n".join(problems),
        )
    return [_look_at(path) for path in paths]


def _find_problem(path: Path) -> str:
    """Say why a path cannot be uploaded; empty where it can."""
    try:
        path.name.encode()
    except UnicodeEncodeError:
        return f"{str(path)!a} has a name that is not UTF-8 text, rename it"
    try:
        if path.is_dir():
            return f"{path} is a directory, give the files in it"
        if not path.exists():
            return f"{path} does not exist"
        if not path.is_file():
            return f"{path} is no ordinary file"
        with path.open("rb") as stream:
            return "" if stream.read(1) else f"{path} is empty"
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        return f"{path} cannot be read: {reason}"


def _bytes_in(block: int) -> int:
    return block // _CHARACTERS * _BYTES


def _look_at(path: Path) -> LocalFile:
    try:
        found = path.stat()
    except OSError as error:
        raise UsageError(f"{path} cannot be read", why=error.strerror or str(error)) from error
    return LocalFile(path, found.st_size, found.st_mtime_ns)


def _read_blocks(file: LocalFile, size: int) -> Iterator[bytes]:
    try:
        with file.path.open("rb") as stream:
            while block := stream.read(size):
                yield block
    except OSError as error:
        raise UsageError(f"{file.path} cannot be read", why=error.strerror or str(error)) from error


def _first_elements(result: Result) -> Mapping[str, Any]:
    elements = result.records[0].get("elements") if result.records else None
    return elements if isinstance(elements, Mapping) else {}


def _read_upload_id(file: LocalFile, elements: Mapping[str, Any]) -> str:
    if not elements.get("tmpUploadId"):
        raise _distrust(f"The answer to a block of {file.path} names no temporary upload")
    return str(elements["tmpUploadId"])


def _compare_size(file: LocalFile, elements: Mapping[str, Any], sent: int) -> None:
    """Compare what the API has so far with what was sent; an answer without a size says nothing."""
    arrived = elements.get("filesize")
    if arrived is not None and str(arrived) != str(sent):
        raise _distrust(f"Of {file.path} {sent:,} bytes were sent, and onOffice has {arrived}")


def _describe_change(file: LocalFile) -> OocliError:
    return OocliError(
        f"{file.path} has changed while it was read, so it was not stored", hint="Upload it again"
    )


def _distrust(message: str) -> NetworkError:
    return NetworkError(
        message,
        arrived=True,
        why="It was not linked to the record, so nothing was stored",
        hint="Upload it again, perhaps with a smaller --block-size",
    )


def _fail(file: LocalFile, failure: OocliError, *, status: str = "error") -> FileOutcome:
    return FileOutcome(str(file.path), status, None, {"fileId": None, "bytes": file.size}, failure=failure)
