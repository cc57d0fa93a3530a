"""What a file that comes from the API is called here: one name that every system takes.

Pure. What the API says is never trusted as a path: only its last part is used, never a
hidden name, never one that means a device.
"""

import unicodedata
from collections.abc import Callable, Mapping
from pathlib import PurePosixPath
from typing import Any

_ELEMENTS = ("originalname", "filename", "name")
_FORBIDDEN = frozenset('<>:"/\\|?*')
_LONGEST_NAME = 200  # bytes; file systems take 255, and a file that is being written has a longer name
_LONGEST_ENDING = 20  # bytes
_DEVICES = frozenset(  # names that Windows keeps for itself, with any ending
    ["con", "conin$", "conout$", "prn", "aux", "nul"]
    + [f"{port}{number}" for port in ("com", "lpt") for number in "123456789¹²³"]
)


def find_name(record: Mapping[str, Any]) -> str:
    """Return a name for the file of a record: the uploaded file's own where the record tells it."""
    elements = record.get("elements")
    told = elements if isinstance(elements, Mapping) else {}
    given = next((str(told[name]) for name in _ELEMENTS if told.get(name)), "")
    return clean_name(given) or clean_name(f"{record.get('type') or 'file'}-{record.get('id')}") or "file"


def clean_name(name: str) -> str:
    """Return the last part of a name as it can stand in a directory; empty where nothing is left of it."""
    last = unicodedata.normalize("NFC", name.replace("\\", "/").rpartition("/")[2])
    kept = "".join("_" if char in _FORBIDDEN or not char.isprintable() else char for char in last)
    cleaned = _shorten(kept.strip(" .")).strip(" .")
    return f"_{cleaned}" if cleaned.partition(".")[0].rstrip().lower() in _DEVICES else cleaned


def name_content(name: str, content: bytes) -> str:
    """Return the name with the ending of a PDF where the content is one and the name does not say so."""
    is_pdf = content.startswith(b"%PDF-")
    return f"{name}.pdf" if is_pdf and not name.lower().endswith(".pdf") else name


def find_free_name(name: str, is_taken: Callable[[str], bool]) -> str:
    """Return the name, or the first of ``name-2.pdf``, ``name-3.pdf`` ... that is not taken."""
    path = PurePosixPath(name)
    free, number = name, 1
    while is_taken(free):
        number += 1
        free = f"{path.stem}-{number}{path.suffix}"
    return free


def _shorten(name: str) -> str:
    """Cut a name that is too long, and leave it its ending."""
    if len(name.encode()) <= _LONGEST_NAME:
        return name
    ending = PurePosixPath(name).suffix.encode()
    ending = ending if len(ending) <= _LONGEST_ENDING else b""
    return (name.encode()[: _LONGEST_NAME - len(ending)]).decode(errors="ignore") + ending.decode()
