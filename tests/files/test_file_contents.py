"""Base64 becomes bytes piece by piece, from a text or from a file, and what is not whole is told."""

import base64
import io
import zlib

import pytest

from oocli.errors import OocliError
from oocli.files.file_contents import decode

_PIECE = 1024 * 1024 * 3 // 4  # bytes that are decoded at a time


@pytest.mark.parametrize("size", [0, 1, 2, 3, _PIECE - 1, _PIECE, _PIECE + 1, 2 * _PIECE])
@pytest.mark.parametrize("compressed", [False, True])
def test_content_comes_back(size: int, compressed: bool) -> None:
    """Around the size of a piece, too, and out of a file."""
    content = bytes(range(256)) * (size // 256) + b"x" * (size % 256)
    text = base64.b64encode(zlib.compress(content) if compressed else content).decode()
    for source in (text, io.BytesIO(text.encode())):
        assert b"".join(decode(source, compressed=compressed, limit=size)) == content


@pytest.mark.parametrize(
    "text",
    ["ab!c", "abc", "ab==cdef", base64.b64encode(b"x" * _PIECE)[:-4].decode() + "eA==" + "eHh4", "\u20ac"],
)
def test_what_is_no_base64_is_told(text: str) -> None:
    """Also padding before the end, where one piece meets the next."""
    with pytest.raises(OocliError, match="The file in the answer cannot be decoded"):
        list(decode(text))


def test_packed_content_that_is_too_large_is_given_up() -> None:
    """It is not unpacked further than the limit."""
    text = base64.b64encode(zlib.compress(bytes(50_000_000))).decode()
    pieces = decode(text, compressed=True, limit=2_000_000)
    assert len(next(pieces)) <= 2_000_000
    with pytest.raises(OocliError, match="The file in the answer is too large"):
        list(pieces)
