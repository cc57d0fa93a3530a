"""Upload files in blocks and attach them to a record, each with its own outcome.

A file goes up as blocks of base64; the first answer names a temporary upload, the next
blocks join it, and one last call without data links it to the record. Only that last call
changes anything a person can see: what goes wrong before it may be repeated, as a new
upload. Source: apidoc.onoffice.de, "File upload".
"""

import base64
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from oocli.catalogue.error_codes import describe
from oocli.client import Client, retry
from oocli.errors import ApiError, NetworkError, OocliError, OutcomeUnknown, RecordNotFound
from oocli.files import FileOutcome, find_end
from oocli.files.destinations import Destination
from oocli.files.local_files import LocalFile, look_at, read_blocks
from oocli.files.upload_options import BLOCK
from oocli.request.actions import Action
from oocli.terminal.interrupts import held_back
from oocli.wire.messages import Result

_CHARACTERS = 4  # of base64 ...
_BYTES = 3  # ... for so many bytes; a block that ends elsewhere would be padded in the middle of the file


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
        """Return the outcome of each file, with the elements ``fileId`` and ``bytes``.

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
        """Return the id of the temporary upload that holds the file, or why there is none."""
        try:
            return self._send_until_it_arrives(file, passed), None
        except OocliError as failure:
            return "", failure

    def _send_until_it_arrives(self, file: LocalFile, passed: int) -> str:
        """Send the blocks, and all of them again where an answer was lost: nothing is linked yet."""
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
        for block in read_blocks(file, _bytes_in(self.block)):
            sent += len(block)
            if sent > file.size:
                raise _describe_change(file)
            data = base64.b64encode(block).decode("ascii")
            action = Action("do", "uploadfile", None, parameters={"data": data, **parameters})
            elements = _first_elements(self.client.call(action))
            _compare_size(file, elements, sent)
            parameters = {"tmpUploadId": _read_upload_id(file, elements)}
            self.watch(passed + sent)
        if sent != file.size or look_at(file.path) != file:
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
        if self.destination.look:
            look = f"`oocli {self.destination.look}` lists its files"
        return OutcomeUnknown(
            f"{file.path} was sent, but no answer says whether it was stored",
            why=why,
            hint=f"Look before you repeat it: {look}",
        )

    def _explain(self, failure: OocliError) -> OocliError:
        """Return a refusal of the record as what it is; any other failure as it came."""
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
    """Return how many blocks of so many characters a file is sent in."""
    return -(-file.size // _bytes_in(block))


def _bytes_in(block: int) -> int:
    return block // _CHARACTERS * _BYTES


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
        f"{file.path} changed while it was being read, so it was not stored", hint="Upload it again"
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
