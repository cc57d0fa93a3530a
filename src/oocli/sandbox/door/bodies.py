"""The body of an HTTP request: with a given length, or in chunks."""

from email.message import Message
from http import HTTPStatus

from oocli.sandbox.door.incoming import Incoming, Reading

_MOST_BYTES = 256 * 1024 * 1024
_MOST_DIGITS = 16
_LONGEST_LINE = 4096


class BadBody(Exception):
    """A body without a known end, or one that is too long; the connection cannot be used further.

    Attributes:
        status: what to answer.
        text: why, a few words.
    """

    def __init__(self, status: HTTPStatus, text: str) -> None:
        super().__init__(status, text)
        self.status = status
        self.text = text


def read_body(headers: Message, stream: Incoming) -> Reading:
    """Read a body to its end as given by the headers; without such a header there is no body.

    Raises:
        BadBody: length or chunks are not numbers, or announce more than 256 MiB.
    """
    if "chunked" in headers.get("transfer-encoding", "").lower():
        return (yield from _read_chunks(stream))
    length = headers.get("content-length") or "0"
    if not (length.isascii() and length.isdecimal()):
        raise BadBody(HTTPStatus.BAD_REQUEST, "the content-length is not a number")
    return (yield from stream.read(_check_size(length.lstrip("0") or "0", base=10)))


def _read_chunks(stream: Incoming) -> Reading:
    body = bytearray()
    while size := _read_chunk_size((yield from stream.read_line(_LONGEST_LINE))):
        if len(body) + size > _MOST_BYTES:
            raise BadBody(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "the body is too long")
        body += yield from stream.read(size)
        yield from stream.read_line(8)
    while (yield from stream.read_line(_LONGEST_LINE)).strip():
        pass
    return bytes(body)


def _read_chunk_size(line: bytes) -> int:
    """Return the size in bytes from the line before a chunk."""
    text = line.partition(b";")[0].strip()
    if not text or text.strip(b"0123456789abcdefABCDEF"):
        raise BadBody(HTTPStatus.BAD_REQUEST, "the size of a chunk is not a number")
    return _check_size(text.lstrip(b"0").decode("ascii") or "0", base=16)


def _check_size(digits: str, *, base: int) -> int:
    if len(digits) > _MOST_DIGITS or int(digits, base) > _MOST_BYTES:
        raise BadBody(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "the body is too long")
    return int(digits, base)
