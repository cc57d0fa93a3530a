"""Take the file that a record carries out of it and keep it on disk.

Owns decoding and naming. What a record's file is called comes from the API and is never
trusted as a path: only its last part is used, and no existing file in a directory is replaced.
"""

import base64
import binascii
import zlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from oocli.errors import OocliError, UsageError

_NAMES = ("originalname", "filename", "name")
_FORBIDDEN = frozenset('<>:"/\\|?*')
_LONGEST_NAME = 120


def save_files(
    records: Iterable[dict[str, Any]], target: Path, *, element: str, compressed: bool
) -> Iterator[dict[str, Any]]:
    """Write the file of each record, and give the records with its path in place of its content.

    ``target`` is a directory, for one file a record under the record's own name, or the file
    to write when there is one. ``element`` holds the content in base64; ``compressed`` says
    that it was deflated (zlib) before. Records without a file pass through unchanged.

    Raises:
        UsageError: the target cannot be written, or is one file for several.
        OocliError: the content is not what the documentation says.
    """
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
        saved = _choose_path(target, record, elements or {})
        _write(saved, _decode(content, compressed=compressed))
        yield {**record, "elements": {**(elements or {}), element: str(saved)}}


def _decode(content: str, *, compressed: bool) -> bytes:
    try:
        decoded = base64.b64decode(content, validate=True)
        return zlib.decompress(decoded) if compressed else decoded
    except (binascii.Error, zlib.error) as error:
        raise OocliError(
            "The file in the answer cannot be decoded",
            why=str(error),
            hint="-o raw shows the answer as it came",
        ) from error


def _choose_path(target: Path, record: Mapping[str, Any], elements: Mapping[str, Any]) -> Path:
    """Give where to write: the target itself, or a free name in it."""
    if not target.is_dir():
        return target
    given = next((str(elements[name]) for name in _NAMES if elements.get(name)), "")
    path = target / (_clean_name(given) or f"{record.get('type') or 'file'}-{record.get('id')}")
    number = 2
    while path.exists():
        path = target / f"{path.stem.removesuffix(f'-{number - 1}')}-{number}{path.suffix}"
        number += 1
    return path


def _clean_name(name: str) -> str:
    """Give the last part of a name, without what a file name may not hold, and never a hidden one."""
    last = name.replace("\\", "/").rpartition("/")[2]
    kept = "".join("_" if char in _FORBIDDEN or not char.isprintable() else char for char in last)
    return kept.strip(" .")[-_LONGEST_NAME:]


def _write(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as error:
        raise UsageError(f"Cannot write {path}", why=error.strerror or str(error)) from error
