"""Take the file that a record carries out of it and keep it on disk.

Owns decoding and writing: a file appears whole or not at all. What it is called belongs to
``file_names``. No file that is in a directory already is replaced.
"""

import base64
import os
import zlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from oocli.disk.whole_file import find_place, follow
from oocli.errors import OocliError, UsageError
from oocli.files.file_names import find_free_name, find_name


def save_files(
    records: Iterable[dict[str, Any]], target: Path, *, element: str, compressed: bool
) -> Iterator[dict[str, Any]]:
    """Write the file of each record, and give the records with its path in place of its content.

    ``target`` is a directory, for one file a record under the record's own name, or the file
    to write when there is one. ``element`` holds the content in base64; ``compressed`` says
    that it was deflated (zlib) before. Records without a file pass through unchanged.

    Raises:
        UsageError: the target is standard output, or one file for several.
        OocliError: the target cannot be written, or the content is not what the documentation says.
    """
    if str(target) == "-":
        raise UsageError(
            "--save needs a file or a directory", why="The records go to standard output, without the files"
        )
    saved: Path | None = None
    for record in records:
        elements = record.get("elements")
        content = elements.get(element) if isinstance(elements, Mapping) else None
        if not isinstance(content, str) or not content:
            yield record
            continue
        if saved is not None and not target.is_dir():
            raise UsageError(
                f"{target} is one file, but several came", hint="Give a directory that exists to --save"
            )
        saved = _choose_path(target, record)
        write_whole(follow(saved), decode_content(content, compressed=compressed))
        yield {**record, "elements": {**(elements or {}), element: str(saved)}}


def make_folder(folder: Path) -> None:
    """Make a directory where there is none.

    Raises:
        UsageError: it cannot be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"Cannot make the directory {folder}", why=error.strerror or str(error)) from error


def decode_content(content: str, *, compressed: bool = False) -> bytes:
    """Give the bytes of a file from its base64; ``compressed`` says that it was deflated (zlib) before.

    Raises:
        OocliError: it is not what the documentation says.
    """
    try:
        decoded = base64.b64decode(content, validate=True)
        return zlib.decompress(decoded) if compressed else decoded
    except (ValueError, zlib.error) as error:
        raise OocliError(
            "The file in the answer cannot be decoded",
            why=str(error),
            hint="-o raw shows the answer as it came",
        ) from error


def write_whole(path: Path, content: bytes, *, modified: int | None = None) -> None:
    """Write a file that appears whole or not at all, in the place of one that is there.

    ``modified`` is the time of its last change in Unix seconds; None leaves it to be now. A
    device or a pipe is written as it is.

    Raises:
        OocliError: it cannot be written.
    """
    try:
        place = find_place(path)
        with place.taken():
            with place.open() as stream:
                stream.write(content)
            if modified is not None and not place.is_special:
                os.utime(place.part, (modified, modified))
    except OSError as error:
        raise OocliError(f"Cannot write {path}", why=error.strerror or str(error)) from error


def _choose_path(target: Path, record: Mapping[str, Any]) -> Path:
    """Give where to write: the target itself, or a free name in it."""
    if not target.is_dir():
        return target
    return target / find_free_name(find_name(record), lambda name: (target / name).exists())
