"""The XML files inside a workbook: read piece by piece, names without their namespaces."""

import zlib
from collections.abc import Iterator
from zipfile import BadZipFile, ZipFile

DAMAGED = (BadZipFile, zlib.error, KeyError, ValueError, NotImplementedError, RuntimeError, EOFError, OSError)
"""What Python raises where an archive is damaged, or a member has a password."""

_PIECE = 1 << 20  # bytes
_OVERLAP = 256  # bytes; longer than a trace


def cut_prefix(name: str) -> str:
    """Return the name of an element or attribute without its namespace."""
    return name.rpartition(":")[2]


def read_pieces(book: ZipFile, member: str) -> Iterator[bytes]:
    """Return the bytes of a member in pieces, each preceded by the end of the one before."""
    with book.open(member) as stream:
        before = b""
        while piece := stream.read(_PIECE):
            yield before + piece
            before = piece[-_OVERLAP:]
