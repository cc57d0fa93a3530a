"""How large the blocks of a file are. Pure.

Every block costs a round trip, so a large file goes in large ones; and a block that is lost is sent
again, so that none is more than an eighth of its file, but where it is small anyway.
"""

from oocli.files.upload_options import BLOCK

LARGEST = 4 * 1024 * 1024
"""Characters of base64 that a block has at most, unless asked otherwise: 50 MB at 50 ms of latency take less
than half as long as in blocks of half a megabyte, and larger ones hardly help."""

TOGETHER = 1024 * 1024
"""Characters of small files that travel in one request."""

_CHARACTERS = 4  # of base64 ...
_BYTES = 3  # ... for so many bytes; a block that ends elsewhere would be padded in the middle of the file
_SHARE = 8


def choose_block(size: int) -> int:
    """Return the characters of base64 in each block of a file of so many bytes."""
    share = count_characters(size) // _SHARE
    return min(LARGEST, max(BLOCK, share - share % _CHARACTERS))


def count_blocks(size: int, block: int = 0) -> int:
    """Return how many blocks of so many characters a file of so many bytes is sent in; 0 chooses them."""
    return -(-size // bytes_in(block or choose_block(size)))


def bytes_in(block: int) -> int:
    """Return the bytes that so many characters of base64 stand for."""
    return block // _CHARACTERS * _BYTES


def count_characters(size: int) -> int:
    """Return the characters of base64 for so many bytes."""
    return -(-size // _BYTES) * _CHARACTERS
