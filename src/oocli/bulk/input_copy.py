"""The input of a bulk run, copied once to a nameless temporary file.

Owns reading it to its end, from a file or standard input, and what is then known about its bytes. Afterwards
it can be read several times, whatever it was.
"""

import hashlib
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, NamedTuple, TextIO

from oocli.bulk.encodings import EncodingFinder
from oocli.errors import OocliError, UsageError

_PIECE = 1 << 16  # bytes or characters


class InputCopy(NamedTuple):
    """A copy, and what is known about it.

    Attributes:
        file: the copy, at its beginning.
        digest: SHA-256 of its bytes, hexadecimal.
        encoding: of its text, as ``encodings`` finds it; empty if it is no text.
    """

    file: BinaryIO
    digest: str
    encoding: str


@contextmanager
def copy_input(name: str, stdin: TextIO, *, is_text: bool = True) -> Iterator[InputCopy]:
    """Copy a file, or standard input for ``-``, while the block runs.

    Raises:
        UsageError: it cannot be read, is empty, or is not text but must be.
        OocliError: there is no room for the copy.
    """
    shown = "Standard input" if name == "-" else name
    with _open_copy() as copy:
        digest, finder = hashlib.sha256(), EncodingFinder()
        try:
            for piece in _read_pieces(name, stdin):
                digest.update(piece)
                finder.feed(piece)
                _add(copy, piece)
        except OSError as error:
            raise UsageError(f"Cannot read {name}", why=error.strerror or str(error)) from error
        except UnicodeDecodeError as error:
            raise UsageError("Standard input is not UTF-8 text") from error
        what, hint = finder.describe_no_text() if is_text else ("", "")
        if what:
            raise UsageError(f"{shown} is {what}", hint=hint)
        if not copy.tell():
            raise UsageError(f"{shown} is empty", hint="A sheet begins with the names of its columns")
        yield InputCopy(copy, digest.hexdigest(), finder.find() if is_text else "")


def _open_copy() -> BinaryIO:
    try:
        return tempfile.TemporaryFile(buffering=0)
    except OSError as error:
        raise _describe_copy(error) from error


def _add(copy: BinaryIO, piece: bytes) -> None:
    try:
        while piece:
            piece = piece[copy.write(piece) :]
    except OSError as error:
        raise _describe_copy(error) from error


def _describe_copy(error: OSError) -> OocliError:
    return OocliError(
        "The input cannot be copied to the temporary directory",
        why=error.strerror or str(error),
        hint="Nothing was sent; TMPDIR names another directory",
    )


def _read_pieces(name: str, stdin: TextIO) -> Iterator[bytes]:
    if name == "-":
        binary = getattr(stdin, "buffer", None)
        if binary is not None:
            yield from iter(lambda: binary.read(_PIECE), b"")
        else:
            yield from (piece.encode() for piece in iter(lambda: stdin.read(_PIECE), ""))
        return
    with Path(name).open("rb") as file:
        yield from iter(lambda: file.read(_PIECE), b"")
