"""The body of an answer: read to its end, no more of it than is allowed, unpacked with a limit."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from urllib3.response import BaseHTTPResponse

from oocli.errors import NetworkError
from oocli.transport.failures import CHECK_ADDRESS
from oocli.wire.reply import Reply

if TYPE_CHECKING:
    from oocli.wire.lifting import Lifter, Lifting

_PIECE = 4 * 1024 * 1024  # bytes; a usual answer is one, for which nothing is copied
_LIFTED_PIECE = 256 * 1024
_LONGEST_TEXT = 32 * 1024  # bytes of a text that stays in the answer where long ones go to files
_FILES_TO_MEMORY = 16  # so much more than of the rest may an answer have of what goes to files


class BodyReader(NamedTuple):
    """Reads the answers of one host.

    Attributes:
        host: its name, for what is said of it.
        max_bytes: how much an answer may have, after decompression.
        lifting: what goes to files while it comes; None for nothing.
    """

    host: str
    max_bytes: int
    lifting: Lifting | None = None

    def read(self, response: BaseHTTPResponse) -> Reply:
        """Read an answer to its end.

        Raises:
            NetworkError: it is too large, cannot be kept, or is compressed in another way.
        """
        headers = {name.lower(): response.headers[name] for name in response.headers}
        raw: Any = response
        raw.enforce_content_length = True  # a cut answer is an error; urllib3 1.26 lets it pass
        read = self._choose_reader(raw, headers.get("content-encoding", "").strip().lower())
        if self.lifting is None:
            return Reply(self._gather(read), status=response.status, headers=headers)
        from oocli.wire.lifting import Lifter

        lifter = Lifter(self.lifting, longest=_LONGEST_TEXT)
        try:
            body = self._gather(read, lifter)
        except BaseException:
            lifter.close()
            raise
        lifter.end()
        return Reply(body, status=response.status, headers=headers, lifted=lifter.lifted)

    def _gather(self, read: Callable[[int], bytes], lifter: Lifter | None = None) -> bytes:
        """Read a body to its end, without what the lifter takes out of it."""
        pieces: list[bytes] = []
        size = 0
        while piece := read(_PIECE if lifter is None else _LIFTED_PIECE):
            pieces.append(piece if lifter is None else self._lift(lifter, piece))
            size += len(pieces[-1])
            if size > self.max_bytes or (
                lifter is not None and lifter.written > _FILES_TO_MEMORY * self.max_bytes
            ):
                raise self.refuse(
                    f"sends more than {self.max_bytes} bytes in one answer",
                    hint="Ask for less: a smaller --limit, fewer --fields; --max-answer MIB allows more",
                )
        return b"".join(pieces)

    def _lift(self, lifter: Lifter, piece: bytes) -> bytes:
        try:
            return lifter.feed(piece)
        except OSError as error:
            raise self.refuse(
                "sends a file that cannot be kept",
                why=error.strerror or str(error),
                hint="See that there is room on the disk, and run the command again",
            ) from error

    def _choose_reader(self, raw: Any, encoding: str) -> Callable[[int], bytes]:
        """Return what reads up to so many decoded bytes, and unpacks no more than these.

        urllib3 could decode, but its older releases unpack each piece without a limit, and
        as many times over as the header says.
        """
        if encoding in ("", "identity"):
            return cast(Callable[[int], bytes], raw.read)
        if encoding in ("gzip", "x-gzip"):
            return gzip.GzipFile(fileobj=raw, mode="rb").read
        raise self.refuse(
            "compresses its answer in a way that was not asked for",
            why=f"Content-Encoding is {encoding[:40]!r}; only gzip is understood",
            hint=CHECK_ADDRESS,
        )

    def refuse(self, what: str, *, why: str = "", hint: str) -> NetworkError:
        """Return the failure of an answer of this host that is not taken."""
        return NetworkError(f"{self.host} {what}", arrived=True, retryable=False, why=why, hint=hint)
