"""Take the file that a record carries out of it and keep it on disk.

Owns decoding and writing: a file appears whole or not at all. What it is called belongs to
``file_names``. No file that is in a directory already is replaced.
"""

import base64
import os
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from oocli.disk.whole_file import find_target, follow
from oocli.errors import OocliError, PartlyDone, UsageError
from oocli.files.file_names import find_free_name, find_name, name_content


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
        told = record.get("elements")
        elements = told if isinstance(told, Mapping) else {}
        text = elements.get(element)
        content = decode_content(text, compressed=compressed, limit=limit) if isinstance(text, str) else b""
        check_size(content, elements.get("fileSize") if text else None)
        if not content:
            if isinstance(text, str):
                warn(f"The file of {record.get('type')} {record.get('id')} is empty; nothing is written")
            yield record
            continue
        if saved is not None and not target.is_dir():
            raise UsageError(
                f"{target} is one file, but several came", hint="Give a directory that exists to --save"
            )
        saved = _choose_path(target, record, content)
        write_whole(follow(saved), content)
        yield {**record, "elements": {**elements, element: str(saved)}}


def make_folder(folder: Path) -> None:
    """Make a directory where there is none.

    Raises:
        UsageError: it cannot be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"Cannot make the directory {folder}", why=error.strerror or str(error)) from error


def decode_content(content: str, *, compressed: bool = False, limit: int = 0) -> bytes:
    """Return the bytes of a file from its base64; ``compressed`` says that it was deflated (zlib) before.

    ``limit`` is how many bytes it may have then.

    Raises:
        OocliError: it is not what the documentation says, ends in the middle, or is too large.
    """
    try:
        decoded = base64.b64decode(content, validate=True)
        return _inflate(decoded, limit) if compressed and decoded else decoded
    except (ValueError, zlib.error) as error:
        raise OocliError(
            "The file in the answer cannot be decoded",
            why=str(error),
            hint="-o raw shows the answer as it came",
        ) from error


def _inflate(packed: bytes, limit: int) -> bytes:
    unpacking = zlib.decompressobj()
    content = unpacking.decompress(packed, limit + 1)
    if len(content) > limit:
        raise OocliError(
            "The file in the answer is too large",
            why=f"unpacked it has more than {limit:,} bytes",
            hint="--max-answer MIB permits more",
        )
    if not unpacking.eof:
        raise ValueError("it ends in the middle")
    return content


def check_size(content: bytes, told: Any) -> None:
    """See that a file came whole; ``told`` is its size in bytes as the API has it, if it has one.

    Raises:
        PartlyDone: it did not.
    """
    size = read_number(told)
    if size is not None and len(content) != size:
        raise PartlyDone(
            f"The file did not come whole: {len(content):,} of {size:,} bytes",
            hint="Run the command again; if that does not help, tell onOffice support",
        )


def read_number(value: Any) -> int | None:
    """Return a whole number that the API sent as such or as text; None for anything else."""
    text = str(value)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None


def write_whole(path: Path, content: bytes, *, modified: int | None = None) -> None:
    """Write a file that appears whole or not at all, in the place of one that is there.

    ``modified`` is the time of its last change in Unix seconds; None leaves it to be now. A
    device or a pipe is written as it is.

    Raises:
        OocliError: it cannot be written.
    """
    try:
        written = find_target(path)
        with written.taken():
            with written.open() as stream:
                stream.write(content)
            if modified is not None and not written.is_special:
                os.utime(written.part, (modified, modified))
    except OSError as error:
        raise OocliError(f"Cannot write {path}", why=error.strerror or str(error)) from error


def _choose_path(target: Path, record: Mapping[str, Any], content: bytes) -> Path:
    """Return where to write: the target itself, or a free name in it, where no link stands either."""
    if not target.is_dir():
        return target
    return target / find_free_name(
        name_content(find_name(record), content), lambda name: os.path.lexists(target / name)
    )
