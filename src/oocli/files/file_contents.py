"""The content of a file as it comes out of an answer: base64, perhaps compressed, piece by piece.

A large one stands in a file (``wire.lifting``), and is never in memory as a whole.
"""

import base64
import zlib
from collections.abc import Iterator
from typing import IO

from oocli.errors import OocliError

_PIECE = 1024 * 1024  # characters of base64; a multiple of 4
_UNPACKED = 1024 * 1024  # bytes


def decode(text: str | IO[bytes], *, compressed: bool = False, limit: int = 0) -> Iterator[bytes]:
    """Return the bytes of a file from its base64; ``compressed`` says that it was deflated (zlib) before.

    ``limit`` is how many bytes it may have then.

    Raises:
        OocliError: it is not what the documentation says, ends in the middle, or is too large.
    """
    try:
        packed = _decode_base64(text)
        yield from _inflate(packed, limit) if compressed else packed
    except (ValueError, zlib.error) as error:
        raise OocliError(
            "The file in the answer cannot be decoded",
            why=str(error),
            hint="-o raw shows the answer as it came",
        ) from error


def _decode_base64(text: str | IO[bytes]) -> Iterator[bytes]:
    has_ended = False
    for piece in _cut(text):
        if has_ended:
            raise ValueError("Excess data after padding")
        yield base64.b64decode(piece, validate=True)
        has_ended = piece[-1:] in ("=", b"=")


def _cut(text: str | IO[bytes]) -> Iterator[str | bytes]:
    if not isinstance(text, str):
        while piece := text.read(_PIECE):
            yield piece
        return
    for start in range(0, len(text), _PIECE):
        yield text[start : start + _PIECE]


def _inflate(packed: Iterator[bytes], limit: int) -> Iterator[bytes]:
    unpacking = zlib.decompressobj()
    size = 0
    is_empty = True
    for piece in packed:
        is_empty = False
        rest = piece
        while rest:
            content = unpacking.decompress(rest, _UNPACKED)
            rest = unpacking.unconsumed_tail
            size += len(content)
            if size > limit:
                raise OocliError(
                    "The file in the answer is too large",
                    why=f"unpacked it has more than {limit:,} bytes",
                    hint="--max-answer MIB permits more",
                )
            yield content
    if not is_empty and not unpacking.eof:
        raise ValueError("it ends in the middle")
