"""Take the file that a record carries out of it and keep it on disk.

Owns the writing: a file appears whole or not at all. Decoding belongs to ``file_contents``, what it is
called to ``file_names``. No file that is in a directory already is replaced.
"""

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import IO, Any, NamedTuple

from oocli.disk.whole_file import find_target, follow
from oocli.errors import OocliError, PartlyDone, UsageError
from oocli.files.file_contents import decode
from oocli.files.file_names import find_free_name, find_name, name_content
from oocli.files.remote_files import read_number


def save_files(
    records: Iterable[dict[str, Any]],
    target: Path,
    *,
    element: str,
    compressed: bool,
    limit: int,
    warn: Callable[[str], None],
) -> Iterator[dict[str, Any]]:
    """Write the file of each record, and give the records with its path in place of its content.

    ``target`` is a directory, for one file a record under the record's own name, or the file
    to write when there is one. ``element`` holds the content in base64; ``compressed`` says
    that it was deflated (zlib) before; unpacked it may have ``limit`` bytes. Records without
    a file pass through unchanged; ``warn`` is told of a file that is empty and is not written.

    Raises:
        UsageError: the target is standard output, or one file for several.
        OocliError: the target cannot be written, or the content is not what the documentation
            says, is not whole, or is too large.
    """
    if str(target) == "-":
        raise UsageError(
            "--save needs a file or a directory", why="The records go to standard output, without the files"
        )
    saved: Path | None = None
    for record in records:
        content = read_content(record, element, compressed=compressed, limit=limit)
        if not content:
            if content is not None:
                warn(f"The file of {record.get('type')} {record.get('id')} is empty; nothing is written")
            yield record
            continue
        if saved is not None and not target.is_dir():
            raise UsageError(
                f"{target} is one file, but several came", hint="Give a directory that exists to --save"
            )
        saved = _choose_path(target, record, content)
        write_whole(follow(saved), [content])
        yield {**record, "elements": {**record["elements"], element: str(saved)}}


def read_content(record: Mapping[str, Any], element: str, *, compressed: bool, limit: int) -> bytes | None:
    """Return the content of the file that a record carries; None where it carries none.

    Raises:
        OocliError: it is not what the documentation says, is not whole, or is too large.
    """
    told = record.get("elements")
    text = told.get(element) if isinstance(told, Mapping) else None
    if not isinstance(told, Mapping) or not isinstance(text, str):
        return None
    content = b"".join(decode(text, compressed=compressed, limit=limit))
    check_size(len(content), told.get("fileSize"))
    return content


def make_folder(folder: Path) -> None:
    """Make a directory where there is none.

    Raises:
        UsageError: it cannot be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"Cannot make the directory {folder}", why=error.strerror or str(error)) from error


def check_size(came: int, told: Any) -> None:
    """See that a file came whole, with so many bytes; ``told`` is its size as the API has it, if it has one.

    Raises:
        PartlyDone: it did not.
    """
    size = read_number(told)
    if size is not None and came != size:
        raise PartlyDone(
            f"The file did not come whole: {came:,} of {size:,} bytes",
            hint="Run the command again; if that does not help, tell onOffice support",
        )


class Written(NamedTuple):
    """What was written.

    Attributes:
        size: bytes.
        sha256: of its content, in hexadecimal digits.
    """

    size: int
    sha256: str


def write_whole(
    path: Path,
    pieces: Iterable[bytes],
    *,
    modified: int | None = None,
    check: Callable[[Written], None] = lambda written: None,
    sweeps: bool = True,
) -> Written:
    """Write a file that appears whole or not at all, in the place of one that is there.

    ``modified`` is the time of its last change in Unix seconds; None leaves it to be now. ``check``
    is asked before the file appears, and raises where it shall not; ``sweeps`` says to look for what runs
    that were killed have left. A device or a pipe is written as it is.

    Raises:
        OocliError: it cannot be written; and what ``pieces`` and ``check`` raise.
    """
    try:
        target = find_target(path)
        with target.taken(sweeps=sweeps):
            with target.open() as stream:
                written = _write(stream, pieces)
            check(written)
            if modified is not None and not target.is_special:
                os.utime(target.part, (modified, modified))
    except OSError as error:
        raise OocliError(f"Cannot write {path}", why=error.strerror or str(error)) from error
    return written


def _write(stream: IO[bytes], pieces: Iterable[bytes]) -> Written:
    size, digest = 0, hashlib.sha256()
    for piece in pieces:
        stream.write(piece)
        digest.update(piece)
        size += len(piece)
    return Written(size, digest.hexdigest())


def _choose_path(target: Path, record: Mapping[str, Any], content: bytes) -> Path:
    """Return where to write: the target itself, or a free name in it, where no link stands either."""
    if not target.is_dir():
        return target
    return target / find_free_name(
        name_content(find_name(record), content), lambda name: os.path.lexists(target / name)
    )
