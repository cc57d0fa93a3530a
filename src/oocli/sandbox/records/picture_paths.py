"""Where pictures of estates can be fetched in which size, and what stands there.

Whoever has the address may fetch a picture, as at onOffice: no credentials go along.
"""

import re
import sqlite3
from collections.abc import Mapping
from typing import Any, NamedTuple
from urllib.parse import quote

from oocli.sandbox.records.pictures import draw_picture
from oocli.wire.picture_content import find_picture_type

HOST = "https://files.sandbox.invalid"
"""Where files are of a sandbox that nobody serves; whoever serves one has them himself."""

INTERNAL = frozenset({"Dokument"})
"""Types of files of which there are no pictures."""

_WIDTHS = {"small": 120, "medium": 200}  # pixels, as documented for get file
_ORIGINAL = "original"
_IN_PIXELS = re.compile(r"(?P<width>[1-9]\d{0,3})x(?P<height>[1-9]\d{0,3})", re.ASCII)
_LARGEST = 2000  # pixels; what is larger has the stored size
_PATH = re.compile(r"/estate/(?P<record>\d{1,18})/(?P<size>[a-z0-9]+)/(?P<id>\d{1,18})/[^/]+", re.ASCII)


class StoredPicture(NamedTuple):
    """What stands at a path.

    Attributes:
        content: its bytes.
        type: their media type.
    """

    content: bytes
    type: str


def build_path(row: Mapping[str, Any], size: str) -> str:
    """Return the path of a file in a size: ``small``, ``medium``, ``500x400``, else as it is."""
    known = size if size in _WIDTHS or _IN_PIXELS.fullmatch(size) else _ORIGINAL
    return f"/estate/{row['record']}/{known}/{row['id']}/{quote(str(row['name']), safe='')}"


def is_picture_path(path: str) -> bool:
    """Say whether a path is of a picture, be it there or not."""
    return _PATH.fullmatch(path) is not None


def find_picture(db: sqlite3.Connection, path: str) -> StoredPicture | None:
    """Return what stands at a path; None where nothing does."""
    found = _PATH.fullmatch(path)
    if found is None:
        return None
    row = db.execute(
        "SELECT Art, url, content FROM file WHERE id = ? AND module = 'estate' AND record = ?",
        (int(found["id"]), int(found["record"])),
    ).fetchone()
    if row is None or row[0] in INTERNAL or row[1]:
        return None
    content = _draw(int(found["id"]), found["size"]) or bytes(row[2])
    return StoredPicture(content, find_picture_type(content) or "application/octet-stream")


def _draw(number: int, size: str) -> bytes:
    """Return a picture of a size; empty where it is the stored one."""
    if width := _WIDTHS.get(size):
        return draw_picture(number, width=width, height=width * 3 // 4)
    pixels = _IN_PIXELS.fullmatch(size)
    if pixels is None or max(int(pixels["width"]), int(pixels["height"])) > _LARGEST:
        return b""
    return draw_picture(number, width=int(pixels["width"]), height=int(pixels["height"]))
