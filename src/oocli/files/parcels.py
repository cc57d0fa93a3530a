"""One file on its way: which block goes next, what an answer says, what is done when one is lost.

Nothing that a person can see has happened until the file is linked, so every step here may be
repeated. After a lost answer nobody knows whether the block was taken. An empty block asks: the
answer says how many bytes there are. Where it does not, the block is sent again, and a size that
shows it twice begins the upload anew.
"""

import base64
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from oocli.client import retry
from oocli.errors import ApiError, NetworkError, OocliError, OutcomeUnknown
from oocli.files.block_sizes import bytes_in, count_characters
from oocli.files.local_files import LocalFile, look_at, read_piece
from oocli.files.shipments import Begun, Shipment
from oocli.request.actions import Action
from oocli.wire.messages import Result

_NO_SUCH_UPLOAD = 129


@dataclass(eq=False)
class Parcel:
    """A file on its way.

    Attributes:
        shipment: the file and where it goes.
        block: characters of base64 in each of its blocks.
        attempts: how often a block is sent at most, and how often the whole.
        draw: random number from 0 to 1, for pauses.
        sent: bytes that were answered.
        upload_id: what onOffice calls the upload; empty before the first answer.
        is_under_way: whether a request is about it.
    """

    shipment: Shipment
    block: int
    attempts: int
    draw: Callable[[], float]
    sent: int = 0
    upload_id: str = ""
    is_under_way: bool = False
    _pending: int = field(default=0, init=False)  # bytes of the block that is not answered
    _asks: bool = field(default=False, init=False)  # how many bytes there are
    _doubts: bool = field(default=False, init=False)  # whether the block before this one is there twice
    _resumes: bool = field(default=False, init=False)
    _tries: int = field(default=1, init=False)
    _starts: int = field(default=1, init=False)

    def __post_init__(self) -> None:
        """Go on with what an earlier run has sent, where the file is still that one."""
        begun = self.shipment.begun
        if begun is not None and (begun.size, begun.changed) == (self.file.size, self.file.changed):
            self.upload_id, self.sent = begun.upload_id, begun.sent
            self._asks = self._resumes = True

    @property
    def file(self) -> LocalFile:
        """The file."""
        return self.shipment.file

    @property
    def is_whole(self) -> bool:
        """Whether all of it was sent and answered."""
        return bool(self.upload_id) and self.sent == self.file.size and not self._asks

    @property
    def is_large(self) -> bool:
        """Whether it takes several blocks, so that it is worth to know how far it has got."""
        return self.file.size > bytes_in(self.block)

    @property
    def weight(self) -> int:
        """Characters of the next block."""
        return 0 if self._asks else count_characters(min(bytes_in(self.block), self.file.size - self.sent))

    @property
    def begun(self) -> Begun:
        """How far it has got."""
        return Begun(self.upload_id, self.sent, self.file.size, self.file.changed)

    def build_block(self) -> Action:
        """Return the action that sends the next block, or asks how many bytes there are.

        Raises:
            OocliError: the file cannot be read, or is not what it was.
        """
        data = b""
        if not self._asks:
            size = min(bytes_in(self.block), self.file.size - self.sent)
            data = read_piece(self.file, self.sent, size)
            if len(data) < size:
                raise _describe_change(self.file)
            self._pending = size
        parameters: dict[str, Any] = {"data": base64.b64encode(data).decode("ascii")}
        if self.upload_id:
            parameters["tmpUploadId"] = self.upload_id
        return Action("do", "uploadfile", None, parameters=parameters)

    def take(self, result: Result) -> None:
        """Take in the answer to a block.

        Raises:
            OocliError: it cannot be trusted, or the file is not what it was.
        """
        elements = first_elements(result)
        told = read_size(elements)
        if self._asks:
            self._learn(told)
        elif told is not None and told != self.sent + self._pending:
            if not self._doubts:
                sent = self.sent + self._pending
                raise _distrust(f"Of {self.file.path} {sent:,} bytes were sent, and onOffice has {told:,}")
            self._begin_anew()
        else:
            self.upload_id = _read_upload_id(self.file, elements)
            self.sent += self._pending
            self._tries, self._doubts = 1, False
        if self.is_whole and look_at(self.file.path) != self.file:
            raise _describe_change(self.file)

    def lose(self, lost: OutcomeUnknown) -> float:
        """Take in that an answer was lost; give the seconds to wait before anything is sent again.

        Raises:
            OocliError: it is not tried again.
        """
        cause = lost.__cause__
        wait: float | None
        if isinstance(cause, NetworkError):
            wait = retry.seconds_to_wait(cause, self._tries, "read", attempts=self.attempts, draw=self.draw)
            if wait is None:
                raise cause from lost
        else:
            wait = retry.seconds_to_wait_after_codes(
                retry.TRANSIENT_CODES, self._tries, "read", draw=self.draw
            )
            if wait is None:
                raise _distrust(f"No answer says what became of a block of {self.file.path}") from lost
        self._tries += 1
        self._asks = bool(self.upload_id)
        return wait

    def bear(self, refusal: OocliError) -> None:
        """Take in that a block was refused, where that only means that the upload is not there any more.

        Raises:
            OocliError: it means more than that.
        """
        if not isinstance(refusal, ApiError) or not self.upload_id:
            raise refusal
        is_gone = refusal.errorcode == _NO_SUCH_UPLOAD
        if not (is_gone or self._asks):
            raise refusal
        if is_gone or self._resumes:
            self._begin_anew()
        else:
            self._asks, self._doubts = False, True

    def _learn(self, told: int | None) -> None:
        """Go on behind the bytes that are there; begin anew where they cannot be those of the file."""
        self._asks = False
        if told is None and not self._resumes:
            self._doubts = True
        elif told is not None and self._resumes and self.sent <= told <= self.file.size:
            self.sent = told
        elif told is not None and told in (self.sent, self.sent + self._pending):
            self.sent = told
            self._doubts = True  # what was lost may still come
        else:
            self._begin_anew()
        self._resumes = False

    def _begin_anew(self) -> None:
        if self._starts >= self.attempts:
            raise _distrust(f"{self.file.path} did not arrive as it was sent, {self._starts} times")
        self._starts += 1
        self.upload_id, self.sent = "", 0
        self._asks = self._doubts = self._resumes = False


def first_elements(result: Result) -> Mapping[str, Any]:
    """Return the elements of the one record of an answer; none where it has none."""
    elements = result.records[0].get("elements") if result.records else None
    return elements if isinstance(elements, Mapping) else {}


def read_size(elements: Mapping[str, Any]) -> int | None:
    """Return how many bytes the API says it has; None where it does not say."""
    size = elements.get("filesize")
    if isinstance(size, str) and size.isascii() and size.isdecimal():
        size = int(size)
    return size if isinstance(size, int) and not isinstance(size, bool) else None


def _read_upload_id(file: LocalFile, elements: Mapping[str, Any]) -> str:
    if not elements.get("tmpUploadId"):
        raise _distrust(f"The answer to a block of {file.path} names no temporary upload")
    return str(elements["tmpUploadId"])


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
